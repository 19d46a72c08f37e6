"""What administrators do to units: each service with its permission and its entry in the audit log."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from ..accounts import audit, member_services
from ..accounts.access import Permission, can, can_at_root, paths_with, require
from ..changes import Changes, plain
from ..errors import Forbidden, Invalid, Sentence
from ..transactions import transactional
from ..units import kinds, queries, services
from ..units.models import Unit, UnitKind
from ..units.subtree import ids_of
from ..units.unit_import import import_units
from ..units.unit_plan import UnitPlan

MANAGE = Permission.UNIT_MANAGE


def managed_paths() -> list[str] | None:
    """The subtrees that the signed-in person administers; None for all."""
    return None if can_at_root(MANAGE) else paths_with(MANAGE)


def can_relocate(unit: Unit) -> bool:
    """Whether the person may move or close the unit: who administers the place where it stands."""
    parent = queries.ancestors(unit)[-1:]
    return can_at_root(MANAGE) or (bool(parent) and can(MANAGE, parent[0].path))


@transactional
def create_unit(parent: Unit | None, now: datetime, **values: Any) -> Unit:
    """A new unit; a root only by those who administer one."""
    _require_at(parent)
    unit = services.create_unit(parent=parent, **values)
    audit.record("unit.created", "unit", unit.id, now=now, unit_id=unit.id, code=unit.code)
    return unit


@transactional
def edit_unit(unit: Unit, now: datetime, **values: Any) -> Changes:
    """Change name, kind or the first day."""
    require(MANAGE, unit.path)
    kind = unit.kind.name
    changes = services.edit_unit(unit, **values)
    if changes:
        audit.record("unit.edited", "unit", unit.id, now=now, unit_id=unit.id, changes=_in_words(changes, kind))
    return changes


@transactional
def move_unit(unit: Unit, parent: Unit | None, now: datetime) -> None:
    """Put the unit under another one; both places are the person's to administer."""
    _require_relocation(unit)
    _require_at(parent)
    old = queries.get(unit.parent_id).code if unit.parent_id else None  # type: ignore[union-attr]
    new = parent.code if parent else None
    if services.move_unit(unit, parent):
        audit.record("unit.moved", "unit", unit.id, now=now, unit_id=unit.id, changes={"parent": [old, new]})


@transactional
def close_unit(unit: Unit, valid_to: date, successor: Unit | None, moves_content: bool, now: datetime) -> None:
    """End the unit. ``moves_content``: the units below it and its members go to the successor."""
    _require_relocation(unit)
    if moves_content:
        _hand_over(unit, successor, now)
    services.close_unit(unit, valid_to, successor)
    heir = successor.code if successor else None
    audit.record("unit.closed", "unit", unit.id, now=now, unit_id=unit.id, valid_to=plain(valid_to), successor=heir)


@transactional
def reopen_unit(unit: Unit, now: datetime) -> None:
    """Take a closing back."""
    _require_relocation(unit)
    closed = services.reopen_unit(unit).get("valid_to")
    audit.record("unit.reopened", "unit", unit.id, now=now, unit_id=unit.id, changes={"valid_to": closed})


@transactional
def create_kind(name: str, now: datetime) -> UnitKind:
    """A kind of units; kinds are common to all, so they belong to those who administer a root."""
    _require_at(None)
    kind, is_new = kinds.get_or_create_kind(name)
    if not is_new:
        raise Invalid(Sentence("Đã có loại đơn vị tên “%(name)s”.", name=kind.name), field="name")
    audit.record("unit_kind.created", "unit_kind", kind.id, now=now, name=kind.name)
    return kind


@transactional
def edit_kind(kind: UnitKind, now: datetime, **values: Any) -> None:
    """Rename or reorder a kind."""
    _require_at(None)
    changes = kinds.edit_kind(kind, **values)
    if changes:
        audit.record("unit_kind.edited", "unit_kind", kind.id, now=now, changes=changes)


@transactional
def store_list(content: bytes, filename: str, paths: list[str] | None, skip_rejected: bool, now: datetime) -> UnitPlan:
    """Import a list of units: one entry for the import, and one for each unit that was known before."""
    plan = import_units(content, filename, paths, skip_rejected)
    if not plan.report.may_store(skip_rejected):
        return plan
    report = plan.report
    audit.record(
        "units.imported",
        "unit",
        now=now,
        unit_id=ids_of(paths[0])[-1] if paths else None,
        file=filename,
        found=report.found,
        created=report.created,
        updated=report.updated,
    )
    edited = [(p.known.unit.id, p.known.unit.id, {"changes": p.changes}) for p in plan.changed if p.known]
    audit.record_many("unit.edited", "unit", edited, now=now)
    return plan


def _in_words(changes: Changes, old_kind: str) -> Changes:
    """As the log shows it: names for ids."""
    names = {"name": "unit_name", "kind_id": "unit_kind"}
    worded = {names.get(field, field): values for field, values in changes.items()}
    if "unit_kind" in worded:
        new = queries.get_kind(worded["unit_kind"][1])
        worded["unit_kind"] = [old_kind, new.name if new else None]
    return worded


def _hand_over(unit: Unit, successor: Unit | None, now: datetime) -> None:
    if successor is None:
        raise Invalid(Sentence("Hãy chọn đơn vị kế thừa để chuyển thành viên và đơn vị trực thuộc."), field="successor")
    require(MANAGE, successor.path)
    services.check_move(unit, successor)
    for branch in queries.children(unit, limit=queries.count_children(unit)):
        if branch.unit.valid_to is None:
            move_unit(branch.unit, successor, now)
    member_services.move_all_members(unit, successor, now)


def _require_at(parent: Unit | None) -> None:
    if parent is not None:
        require(MANAGE, parent.path)
    elif not can_at_root(MANAGE):
        raise Forbidden(Sentence("Việc này dành cho người quản trị của đơn vị cao nhất."))


def _require_relocation(unit: Unit) -> None:
    if not can_relocate(unit):
        raise Forbidden(
            Sentence("Đây là đơn vị cao nhất trong phạm vi của bạn. Chỉ cấp trên mới chuyển hoặc kết thúc đơn vị này.")
        )
