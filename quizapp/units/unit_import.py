"""Lists of units into the database: whole or not at all, and twice the same as once."""

from __future__ import annotations

import secrets
from typing import Any

from sqlalchemy import bindparam, update

from ..batches import batched, insert_many
from ..extensions import db
from ..folding import fold
from ..transactions import transactional
from . import kinds, queries, services
from .models import Unit
from .naming import sort_name_of
from .subtree import path_under
from .unit_list import read_unit_list
from .unit_plan import DEFAULT_KIND, Key, PlannedUnit, UnitPlan, plan_units


def preview_units(content: bytes, filename: str, paths: list[str] | None) -> UnitPlan:
    """What the import would do. Raises Invalid when the file is no list of units at all."""
    return plan_units(read_unit_list(content, filename), paths)


@transactional
def import_units(content: bytes, filename: str, paths: list[str] | None, skip_rejected: bool = False) -> UnitPlan:
    """Store the list, unless a row is rejected and may not be skipped: then nothing is stored, and the report of the
    plan says so."""
    services.lock_tree()
    plan = preview_units(content, filename, paths)
    if plan.report.may_store(skip_rejected):
        _store(plan)
    else:
        plan.report = plan.report.with_nothing_stored()
    return plan


def _store(plan: UnitPlan) -> None:
    kind_ids = _kind_ids(plan)
    _insert(plan.created, kind_ids)
    ids: dict[Key, int] = {id: id for id in plan.paths}
    ids |= dict(queries.ids_by_code([planned.row.code for planned in plan.created]).items())
    _put_in_place(plan, ids)
    successors = {ids[u.key]: ids[u.successor] for u in [*plan.created, *plan.changed] if u.successor is not None}
    units = queries.load_by_ids([ids[planned.key] for planned in plan.changed] + list(successors))
    for planned in plan.changed:
        services.edit_unit(units[ids[planned.key]], **_new_values(planned, kind_ids))
    for unit_id, successor_id in successors.items():
        services.edit_unit(units[unit_id], successor_id=successor_id)
    for planned in plan.changed:
        if planned.is_moved and planned.parent is not None:
            services.move_unit(units[ids[planned.key]], queries.get(ids[planned.parent]))


def _kind_ids(plan: UnitPlan) -> dict[str, int]:
    names = [planned.kind for planned in [*plan.created, *plan.changed] if planned.kind]
    return {name: kinds.get_or_create_kind(name)[0].id for name in dict.fromkeys(names)}


def _insert(created: list[PlannedUnit], kind_ids: dict[str, int]) -> None:
    """As roots under a path that nobody else has; the true one is known with the id."""
    mark = secrets.token_hex(8)
    rows = [
        {
            "code": planned.row.code,
            "name": planned.row.name,
            "search_name": fold(planned.row.name),
            "sort_name": sort_name_of(planned.row.name),
            "kind_id": kind_ids[planned.kind or DEFAULT_KIND],
            "path": f"new-{mark}-{planned.row.code}/",
            "valid_from": planned.row.valid_from,
            "valid_to": planned.row.valid_to,
        }
        for planned in created
    ]
    insert_many(Unit, rows)


def _put_in_place(plan: UnitPlan, ids: dict[Key, int]) -> None:
    """Under their parents, where those are now: a parent that is moved later takes them along."""
    paths: dict[Key, str] = dict(plan.paths.items())
    rows: list[dict[str, Any]] = []
    for planned in plan.created:
        unit_id = ids[planned.key]
        paths[planned.key] = path_under(paths[planned.parent] if planned.parent is not None else "", unit_id)
        parent_id = ids[planned.parent] if planned.parent is not None else None
        rows.append({"unit_id": unit_id, "new_parent": parent_id, "new_path": paths[planned.key]})
    table = Unit.__table__
    query = (
        update(table)  # type: ignore[arg-type]
        .where(table.c.id == bindparam("unit_id"))
        .values(parent_id=bindparam("new_parent"), path=bindparam("new_path"))
    )
    for some in batched(rows):
        db.session.execute(query, list(some))


def _new_values(planned: PlannedUnit, kind_ids: dict[str, int]) -> dict[str, Any]:
    values: dict[str, Any] = {name: getattr(planned.row, name) for name in ("name", "valid_from", "valid_to")}
    if planned.kind:
        values["kind_id"] = kind_ids[planned.kind]
    return {name: value for name, value in values.items() if value is not None}
