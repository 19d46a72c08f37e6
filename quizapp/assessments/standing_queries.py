"""What a page of the standings asks of the database, in statements that are built once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Integer, Select, bindparam, func, literal, null, select, union_all

from ..accounts.models import Member
from ..extensions import db
from ..transactions import connection
from ..units.models import Unit
from ..units.subtree import subtree_range
from .models import Assessment, Result
from .tally_models import Tally

_RESULT: Any = Result.__table__
_MEMBER: Any = Member.__table__
_UNIT: Any = Unit.__table__
_HELD: Any = Assessment.__table__
_TALLY: Any = Tally.__table__
_SHOWN = (
    *_RESULT.c["member_id", "merit", "score", "max_score", "seconds", "submitted_at", "all_correct", "attempts"],
    _RESULT.c.prediction,
    _MEMBER.c.name.label("member_name"),
    _UNIT.c.name.label("unit_name"),
)
_ASSESSMENT: Any = bindparam("assessment")
# What an exam gave is everybody's own: it has no standings.
_IS_PUBLISHED = (_HELD.c.code == bindparam("code")) & _HELD.c.published_at.is_not(None) & (_HELD.c.kind != "exam")


class Page(NamedTuple):
    """Of a published assessment: the rows asked for, how many people have a result, and the member's own row with its
    rank (None: no result)."""

    assessment_id: int
    is_published: bool
    people: int
    rank: int
    mine: Any
    rows: Sequence[Any]


def read_page(code: str, unit: Unit | None, member: Member, offset: int, limit: int) -> Page | None:
    """Rows from the best on, of the unit's subtree or of all; None for an unknown assessment. One statement, whose cost
    does not grow with the people behind the member."""
    values = {"code": code, "member": member.id, "offset": offset, "limit": limit, **_range_of(unit)}
    found = db.session.connection().execute(_page(unit is not None), values).all()
    if not found:
        return None
    own, *rows = found
    mine = own if own.merit is not None else None
    return Page(own.assessment_id, own.results_published_at is not None, own.people, 1 + own.better, mine, rows)


def rank_of_merit(assessment_id: int, unit: Unit | None, merit: str) -> int:
    """1 + how many are better, in the unit's subtree or of all."""
    values = {"assessment": assessment_id, "merit": merit, **_range_of(unit)}
    return 1 + (db.session.connection().execute(_better_than(unit is not None), values).scalar() or 0)


def rank_of_member(assessment_id: int, member_id: int) -> int | None:
    """Among everybody; None without a result. One statement, and no session for it."""
    with connection() as sql:
        better = sql.execute(_better_than_member(), {"assessment": assessment_id, "member": member_id}).scalar()
    return None if better is None else 1 + better


def _range_of(unit: Unit | None) -> dict[str, str]:
    return {} if unit is None else dict(zip(("first", "end"), subtree_range(unit.path), strict=True))


@cache
def _page(is_of_unit: bool) -> Select[Any]:
    """The own row with the summary, then the page; nothing for an unknown assessment."""
    own, rows = _own(is_of_unit).subquery("own"), _rows(is_of_unit).subquery("page")
    unsaid = [null().label(name) for name in ("assessment_id", "results_published_at", "people", "better")]
    both = union_all(
        select(literal(0).label("part"), *own.c),
        select(literal(1), *unsaid, *rows.c),
    ).subquery("both")
    shown = [column for column in both.c if column.name != "part"]
    return select(*shown).order_by(both.c.part, both.c.merit.desc(), both.c.member_id)


def _rows(is_of_unit: bool) -> Select[Any]:
    held = select(_HELD.c.id).where(_IS_PUBLISHED).scalar_subquery()
    joined = _RESULT.join(_MEMBER, _MEMBER.c.id == _RESULT.c.member_id).join(_UNIT, _UNIT.c.id == _RESULT.c.unit_id)
    query = select(*_SHOWN).select_from(joined).where(_RESULT.c.assessment_id == held)
    query = query.order_by(_RESULT.c.merit.desc(), _RESULT.c.member_id)
    # Written into the statement: PostgreSQL makes no good plan for a page of unknown size.
    offset, limit = (bindparam(name, type_=Integer, literal_execute=True) for name in ("offset", "limit"))
    return _limited(query, _RESULT, is_of_unit).offset(offset).limit(limit)


def _own(is_of_unit: bool) -> Select[Any]:
    """One row for every published assessment: a person without a result gets one as well."""
    own = (_RESULT.c.assessment_id == _HELD.c.id) & (_RESULT.c.member_id == bindparam("member"))
    people = select(func.coalesce(func.sum(_TALLY.c.people), 0)).where(_TALLY.c.assessment_id == _HELD.c.id)
    return (
        select(
            _HELD.c.id.label("assessment_id"),
            _HELD.c.results_published_at,
            _limited(people, _TALLY, is_of_unit).correlate(_HELD).scalar_subquery().label("people"),
            _better(is_of_unit).label("better"),
            *_SHOWN,
        )
        .select_from(_HELD)
        .outerjoin(_RESULT, own)
        .outerjoin(_MEMBER, _MEMBER.c.id == _RESULT.c.member_id)
        .outerjoin(_UNIT, _UNIT.c.id == _RESULT.c.unit_id)
        .where(_IS_PUBLISHED)
    )


@cache
def _better_than_member() -> Select[Any]:
    """No row without a result."""
    own = (_RESULT.c.assessment_id == _ASSESSMENT) & (_RESULT.c.member_id == bindparam("member"))
    return select(_better(is_of_unit=False)).select_from(_RESULT).where(own)


def _better(is_of_unit: bool) -> Any:
    """How many others have more merit than the result."""
    other = _RESULT.alias("other")
    same = other.c.assessment_id == _RESULT.c.assessment_id
    query = select(func.count()).select_from(other).where(same, other.c.merit > _RESULT.c.merit)
    return _limited(query, other, is_of_unit).correlate(_RESULT).scalar_subquery()


@cache
def _better_than(is_of_unit: bool) -> Select[Any]:
    merit = bindparam("merit", type_=_RESULT.c.merit.type)
    query = select(func.count()).where(_RESULT.c.assessment_id == _ASSESSMENT, _RESULT.c.merit > merit)
    return _limited(query, _RESULT, is_of_unit)


def _limited(query: Select[Any], counted: Any, is_of_unit: bool) -> Select[Any]:
    if not is_of_unit:
        return query
    below = _UNIT.alias("below")
    path = below.c.path
    return query.where(
        counted.c.unit_id.in_(select(below.c.id).where(path >= bindparam("first"), path < bindparam("end")))
    )
