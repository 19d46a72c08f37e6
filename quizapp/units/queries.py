"""Every question about units. ``scope`` is a WHERE on Unit, such as ``access.within(permission)``."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select, true
from sqlalchemy.orm import aliased

from ..batches import batched, is_one_of
from ..extensions import db
from ..folding import fold, tidy
from .lookup import ListedUnit, StoredUnit, UnitLookup
from .models import Unit, UnitKind
from .subtree import ids_of, subtree_range

SEARCH_LIMIT = 50


@dataclass(frozen=True, slots=True)
class Branch:
    """A unit in a list of children."""

    unit: Unit
    has_children: bool


def get(unit_id: int) -> Unit | None:
    """The unit of this id."""
    return db.session.get(Unit, unit_id)


def find_by_code(code: str) -> Unit | None:
    """The unit of this code."""
    return db.session.scalar(select(Unit).where(Unit.code == tidy(code)))


def find_by_any_case(code: str) -> Unit | None:
    """The unit of this code; "DV1" and "dv1" are one."""
    code = tidy(code)
    same = or_(Unit.code.in_((code, code.upper())), func.lower(Unit.code) == code.lower())
    return db.session.scalar(select(Unit).where(same).limit(1))


def ancestors(unit: Unit) -> list[Unit]:
    """The units above it, root first."""
    above = ids_of(unit.path)[:-1]
    if not above:
        return []
    return list(db.session.scalars(select(Unit).where(Unit.id.in_(above)).order_by(func.length(Unit.path))))


def children(unit: Unit, limit: int, offset: int = 0) -> list[Branch]:
    """The units directly under it in the order of their names; closed ones last."""
    return _branches(select(Unit).where(Unit.parent_id == unit.id), limit, offset)


def count_children(unit: Unit) -> int:
    """How many units stand directly under it."""
    return db.session.scalar(select(func.count()).where(Unit.parent_id == unit.id)) or 0


def tops(paths: list[str], limit: int) -> list[Branch]:
    """The units at these paths: where a person's part of the tree begins."""
    return _branches(select(Unit).where(Unit.path.in_(paths)), limit, 0)


def _branches(query: Select[Unit], limit: int, offset: int) -> list[Branch]:
    below = aliased(Unit)
    has_children = exists().where(below.parent_id == Unit.id)
    ordered = query.add_columns(has_children).order_by(Unit.valid_to.is_not(None), Unit.sort_name, Unit.id)
    return [Branch(*row) for row in db.session.execute(ordered.limit(limit).offset(offset))]


def search(text: str, scope: ColumnElement[bool], limit: int = SEARCH_LIMIT) -> list[Unit]:
    """Units whose name holds every word of the text (diacritics do not matter), or whose code begins with it."""
    found = select(Unit).where(scope, matches(text)).order_by(func.length(Unit.path), Unit.sort_name, Unit.id)
    return list(db.session.scalars(found.limit(limit)))


def codes_and_names(scope: ColumnElement[bool], limit: int) -> list[tuple[str, str]]:
    """(code, name) of the units of the scope, in the order of the tree."""
    query = select(Unit.code, Unit.name).where(scope).order_by(Unit.path).limit(limit)
    return [(row.code, row.name) for row in db.session.execute(query)]


def names_above(units: Sequence[Unit]) -> dict[int, str]:
    """{unit id: the name of the unit above it}; roots are not in it."""
    above = load_by_ids(sorted({unit.parent_id for unit in units if unit.parent_id}))
    return {unit.id: above[unit.parent_id].name for unit in units if unit.parent_id}


def matches(text: str) -> ColumnElement[bool]:
    """The WHERE of ``search``; everything for a blank text."""
    words = fold(text).split()
    if not words:
        return true()
    named = and_(*(Unit.search_name.contains(word, autoescape=True) for word in words))
    return or_(named, func.lower(Unit.code).startswith(tidy(text).lower(), autoescape=True))


def subtree(path: str) -> ColumnElement[bool]:
    """The WHERE that keeps the unit at the path and all below."""
    first, end = subtree_range(path)
    return and_(Unit.path >= first, Unit.path < end)


def look_up(written: Collection[str], scope: ColumnElement[bool]) -> UnitLookup:
    """The units of the scope that these codes or names may mean."""
    columns = select(Unit.id, Unit.code, Unit.name, Unit.path, Unit.valid_to).where(scope)
    found: dict[int, ListedUnit] = {}
    looked_for = (
        (Unit.code, {case for text in written for case in (text, text.upper())}),
        # Beyond ASCII, SQLite lowers nothing: the line above finds those.
        (func.lower(Unit.code), {text.lower() for text in written}),
        (Unit.search_name, {fold(text) for text in written}),
    )
    for column, values in looked_for:
        found |= {row.id: ListedUnit(*row) for row in db.session.execute(columns.where(is_one_of(column, values)))}
    return UnitLookup(found.values())


def load_tree() -> dict[int, StoredUnit]:
    """{id: unit} of the whole tree, for imports."""
    columns = (Unit.id, Unit.code, Unit.name, Unit.path, Unit.valid_to)
    query = select(*columns, Unit.kind_id, Unit.parent_id, Unit.valid_from, Unit.successor_id)
    return {row[0]: StoredUnit(ListedUnit(*row[:5]), *row[5:]) for row in db.session.execute(query)}


def load_by_ids(ids: Sequence[int]) -> dict[int, Unit]:
    """{id: unit}"""
    found: dict[int, Unit] = {}
    for some in batched(ids):
        found |= {unit.id: unit for unit in db.session.scalars(select(Unit).where(Unit.id.in_(some)))}
    return found


def ids_by_code(codes: Collection[str]) -> dict[str, int]:
    """{code: id} of exactly these codes."""
    rows = db.session.execute(select(Unit.code, Unit.id).where(is_one_of(Unit.code, codes)))
    return {row[0]: row[1] for row in rows}


def list_kinds() -> list[UnitKind]:
    """All kinds in their order."""
    return list(db.session.scalars(select(UnitKind).order_by(UnitKind.position, UnitKind.name)))


def get_kind(kind_id: int) -> UnitKind | None:
    """The kind of this id."""
    return db.session.get(UnitKind, kind_id)


def count_units_by_kind() -> dict[int, int]:
    """{kind id: how many units are of it}."""
    rows = db.session.execute(select(Unit.kind_id, func.count()).group_by(Unit.kind_id))
    return {row[0]: row[1] for row in rows}


def has_open_children(unit: Unit) -> bool:
    """Whether a unit that still exists stands directly under it."""
    query = select(Unit.id).where(Unit.parent_id == unit.id, Unit.valid_to.is_(None))
    return db.session.scalar(query.limit(1)) is not None


def root_count() -> int:
    """How many units have none above."""
    return db.session.scalar(select(func.count()).where(Unit.parent_id.is_(None))) or 0


def find_root() -> Unit | None:
    """The first unit without a superior."""
    return db.session.scalar(select(Unit).where(Unit.parent_id.is_(None)).order_by(Unit.id).limit(1))
