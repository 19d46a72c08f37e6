"""Who has not taken part yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select, tuple_
from sqlalchemy.orm import aliased

from ...accounts.access import below
from ...accounts.models import Member
from ...assessments.models import Assessment, Result, RosterEntry
from ...extensions import db
from ...folding import fold
from ...units.models import Unit

PAGE = 50
_last = aliased(Member)
_above = aliased(Unit)


@dataclass(frozen=True, slots=True)
class MissingMember:
    """An eligible member without a submitted attempt, in the unit of the roster."""

    id: int
    code: str
    name: str
    unit_code: str
    unit_name: str
    # Cells of different committees bear the same names.
    parent_name: str | None


def list_missing(
    assessment: Assessment, unit: Unit, search: str = "", after: int | None = None, limit: int | None = None
) -> Sequence[MissingMember]:
    """In the order of given names, those that follow the member ``after``."""
    query = _missing(assessment, unit, search, Member.id, Member.code, Member.name, Unit.code, Unit.name, _above.name)
    if after is not None:
        sort_name = select(_last.sort_name).where(_last.id == after).scalar_subquery()
        query = query.where(tuple_(Member.sort_name, Member.id) > tuple_(sort_name, after))
    query = query.order_by(Member.sort_name, Member.id).limit(limit)
    return [MissingMember(*row) for row in db.session.execute(query)]


def count_missing(assessment: Assessment, unit: Unit, search: str = "") -> int:
    """How many there are."""
    return db.session.scalar(_missing(assessment, unit, search, func.count())) or 0


def _missing(assessment: Assessment, unit: Unit, search: str, *columns: Any) -> Select[Any]:
    entry = RosterEntry
    submitted = exists().where(Result.assessment_id == entry.assessment_id, Result.member_id == entry.member_id)
    query = (
        select(*columns)
        .select_from(entry)
        .join(Member, Member.id == entry.member_id)
        .join(Unit, Unit.id == entry.unit_id)
        .outerjoin(_above, _above.id == Unit.parent_id)
        .where(entry.assessment_id == assessment.id, entry.reason.is_(None), ~submitted, below(unit.path))
    )
    return query.where(matches(search)) if fold(search) else query


def matches(search: str) -> ColumnElement[bool]:
    """Every word is in the name, whatever its diacritics; or it is the unit's name, or how the code begins."""
    folded = fold(search)
    in_name = and_(*(Member.search_name.contains(word, autoescape=True) for word in folded.split()))
    in_unit = Unit.search_name.contains(folded, autoescape=True)
    return or_(in_name, in_unit, func.lower(Member.code).startswith(search.strip().lower(), autoescape=True))
