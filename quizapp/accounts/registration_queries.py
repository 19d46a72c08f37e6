"""Where somebody who registers may belong, and whether the person is known already."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import aliased

from ..extensions import db
from ..folding import fold
from ..units import queries as unit_queries
from ..units.models import Unit
from .models import Member

SUGGESTIONS = 12
_SHORTEST = 3


@dataclass(frozen=True, slots=True)
class UnitFound:
    """``unit`` where the words mean one; else those that they may mean, as (code, name, name of the one above).

    ``has_more``: there are more than are suggested.
    """

    unit: Unit | None = None
    suggestions: tuple[tuple[str, str, str], ...] = ()
    has_more: bool = False


def find_unit(words: str, chosen_code: str, today: date) -> UnitFound:
    """The unit that exists today with this code or exactly this name, or the one chosen from the suggestions."""
    by_code = unit_queries.find_by_code(words)
    if by_code is not None and (by_code.valid_to is None or by_code.valid_to >= today):
        return UnitFound(by_code)
    if len(fold(words)) < _SHORTEST:
        return UnitFound()
    found = unit_queries.search(words, _exists_on(today), SUGGESTIONS + 1)
    meant = [unit for unit in found if unit.code == chosen_code] or [u for u in found if fold(u.name) == fold(words)]
    if len(meant) == 1:
        return UnitFound(meant[0])
    return UnitFound(None, _with_parents(found[:SUGGESTIONS]), len(found) > SUGGESTIONS)


def _exists_on(today: date) -> ColumnElement[bool]:
    return or_(Unit.valid_to.is_(None), Unit.valid_to >= today)


def _with_parents(units: list[Unit]) -> tuple[tuple[str, str, str], ...]:
    above = aliased(Unit)
    query = select(above.id, above.name).where(above.id.in_({unit.parent_id for unit in units if unit.parent_id}))
    names = {row.id: row.name for row in db.session.execute(query)}
    return tuple((unit.code, unit.name, names.get(unit.parent_id or 0, "")) for unit in units)


def members_with(phone: str, code: str) -> list[Member]:
    """Members who have this phone number or this code."""
    query = select(Member).where(or_(Member.phone == phone, Member.code == code)).order_by(Member.id)
    return list(db.session.scalars(query.limit(20)))
