"""Counts per unit, from the tallies: their cost depends on the number of units and never on that of attempts."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, cast, func, select, type_coerce

from ...accounts.access import below
from ...assessments.models import Assessment
from ...assessments.services import rosters
from ...assessments.tally_models import DayTally, SeriesTally, Tally
from ...extensions import db
from ...units.models import Unit
from ..participation import Counts, Line, UnitLine


def line_of(unit: Unit) -> UnitLine:
    """The unit as a value."""
    return UnitLine(unit.id, unit.code, unit.name, unit.path, unit.valid_from, unit.valid_to)


def units_below(unit: Unit, depth: int) -> list[UnitLine]:
    """All units below, down to ``depth``, in the order of their names."""
    columns = (Unit.id, Unit.code, Unit.name, Unit.path, Unit.valid_from, Unit.valid_to)
    query = select(*columns).where(_is_down_to(unit, depth)).order_by(Unit.sort_name, Unit.id)
    return [UnitLine(*row) for row in db.session.execute(query)]


def _is_down_to(unit: Unit, depth: int) -> ColumnElement[bool]:
    if depth == 1:  # the index on the parent serves, however large the subtree is
        return Unit.parent_id == unit.id
    slashes = func.length(Unit.path) - func.length(func.replace(Unit.path, "/", ""))
    return below(unit.path) & (Unit.id != unit.id) & (slashes <= unit.path.count("/") + depth)


_SCORE = cast(func.sum(type_coerce(Tally.score_sum, BigInteger)), BigInteger)
_TALLY_SUMS = (
    func.sum(Tally.members),
    func.sum(Tally.eligible),
    func.sum(Tally.people),
    func.sum(Tally.people),
    func.sum(Tally.attempts),
    func.sum(Tally.all_correct),
    _SCORE,
)


def tally_lines(unit: Unit, assessment_ids: Collection[int]) -> list[Line]:
    """The tallies of these assessments added up, per unit of the subtree."""
    query = (
        select(Unit.path, *_TALLY_SUMS)
        .join(Tally, Tally.unit_id == Unit.id)
        .where(below(unit.path), Tally.assessment_id.in_(assessment_ids))
        .group_by(Unit.id)
    )
    return [(path, Counts(*sums)) for path, *sums in db.session.execute(query)]


def series_lines(unit: Unit, series_id: int) -> list[Line]:
    """Members, eligible and distinct people of a series, per unit of the subtree."""
    counted = SeriesTally
    query = (
        select(Unit.path, counted.members, counted.eligible, counted.people, counted.all_correct)
        .join(counted, counted.unit_id == Unit.id)
        .where(below(unit.path), counted.series_id == series_id)
    )
    return [
        (path, Counts(members, eligible, people, all_correct=all_correct))
        for path, members, eligible, people, all_correct in db.session.execute(query)
    ]


def audience_lines(unit: Unit, assessment: Assessment) -> list[Line]:
    """Members and eligible of the audience as they are now, for a roster that is not frozen yet, per unit."""
    member = rosters.audience(assessment).subquery()
    query = (
        select(Unit.path, func.count(), func.count().filter(member.c.reason.is_(None)))
        .join(member, member.c.unit_id == Unit.id)
        .where(below(unit.path))
        .group_by(Unit.id)
    )
    return [(path, Counts(members, eligible)) for path, members, eligible in db.session.execute(query)]


def totals(unit: Unit, assessment_ids: Collection[int]) -> dict[int, Counts]:
    """The counts of each of these assessments in the unit's whole subtree, by the assessment's id."""
    query = (
        select(Tally.assessment_id, *_TALLY_SUMS)
        .join(Unit, Unit.id == Tally.unit_id)
        .where(below(unit.path), Tally.assessment_id.in_(assessment_ids))
        .group_by(Tally.assessment_id)
    )
    return {assessment_id: Counts(*sums) for assessment_id, *sums in db.session.execute(query)}


def days(unit: Unit, assessment_ids: Collection[int]) -> Sequence[tuple[date, int, int]]:
    """(day, people who submitted for the first time in that round, attempts) of the unit's whole subtree."""
    day: Any = DayTally.day
    query = (
        select(day, func.sum(DayTally.new_people), func.sum(DayTally.attempts))
        .join(Unit, Unit.id == DayTally.unit_id)
        .where(below(unit.path), DayTally.assessment_id.in_(assessment_ids))
        .group_by(day)
        .order_by(day)
    )
    return [(when, int(people), int(attempts)) for when, people, attempts in db.session.execute(query)]
