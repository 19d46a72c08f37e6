"""What is asked of a competition's results."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, cast, func, select, type_coerce
from sqlalchemy.orm import aliased, joinedload

from ..accounts.models import Member
from ..assessments.models import Assessment, Result
from ..assessments.tally_models import SeriesTally, Tally
from ..extensions import db
from ..units.models import Unit
from . import queries
from .awards import Award, allocate
from .collective import UnitLine
from .models import Competition, Round

# Tied people that are shown and offered for a decision; a tie of thousands is settled by better ranking keys.
MOST_TIED = 100
BATCH = 2_000


@dataclass(frozen=True, slots=True)
class Figures:
    """``people`` are distinct persons, ``person_times`` people per round added up, ``attempts`` submissions."""

    people: int = 0
    person_times: int = 0
    attempts: int = 0
    all_correct: int = 0


def figures_of(competition: Competition) -> Figures:
    """The whole competition; two statements."""
    series = select(func.coalesce(func.sum(SeriesTally.people), 0), func.coalesce(func.sum(SeriesTally.all_correct), 0))
    people, all_correct = db.session.execute(series.where(SeriesTally.series_id == competition.series_id)).one()
    rounds = figures_by_round(competition).values()
    person_times, attempts = sum(f.person_times for f in rounds), sum(f.attempts for f in rounds)
    return Figures(int(people), person_times, attempts, int(all_correct))


def figures_by_round(competition: Competition) -> dict[int, Figures]:
    """By the assessment's id; one statement."""
    sums = (func.sum(Tally.people), func.sum(Tally.attempts), func.sum(Tally.all_correct))
    ids = [round.assessment_id for round in competition.rounds]
    query = select(Tally.assessment_id, *sums).where(Tally.assessment_id.in_(ids)).group_by(Tally.assessment_id)
    rows = db.session.execute(query)
    return {id: Figures(int(p), int(p), int(a), int(c)) for id, p, a, c in rows}


def list_best(assessment_id: int, limit: int, offset: int = 0) -> list[tuple[int, Result]]:
    """(rank, result) of the best from the offset on, with their members and units."""
    query = (
        select(Result, func.rank().over(order_by=Result.merit.desc()))
        .options(joinedload(Result.member), joinedload(Result.unit))
        .where(Result.assessment_id == assessment_id)
        .order_by(Result.merit.desc(), Result.member_id)
        .offset(offset)
        .limit(limit)
    )
    return [(rank, result) for result, rank in db.session.execute(query)]


def list_prizes(competition: Competition, scope: str, recipient: str) -> list[tuple[str, int]]:
    """(title, quantity) of the prizes of this kind, the best first."""
    return [(p.title, p.quantity) for p in competition.prizes if (p.scope, p.recipient) == (scope, recipient)]


def list_awards(round: Round) -> list[Award[Result]]:
    """The individual prizes of the round with those who have them."""
    prizes = list_prizes(round.competition, "round", "individual")
    places = sum(quantity for _, quantity in prizes)
    return allocate(prizes, list_best(round.assessment_id, places + MOST_TIED)) if prizes else []


def unit_lines(round: Round) -> list[UnitLine]:
    """The units that compete with each other: the audience, or the units right below it where it is one unit."""
    return unit_lines_of(round.competition, [round.assessment_id])


def unit_lines_of(competition: Competition, assessment_ids: Sequence[int]) -> list[UnitLine]:
    """The same over several of its rounds: eligible, people and attempts of each round added up."""
    audience = queries.list_audience(competition)
    if len(audience) == 1:
        return _lines(assessment_ids, aliased(Unit), audience[0].id)
    return _lines(assessment_ids, aliased(Unit), None, [unit.id for unit in audience])


def _lines(
    assessment_ids: Sequence[int], ranked: Any, parent_id: int | None, ids: Sequence[int] = ()
) -> list[UnitLine]:
    below = aliased(Unit)
    # The end of the subtree's range, as subtree.subtree_range makes it.
    end = func.substr(ranked.path, 1, func.length(ranked.path) - 1) + "0"
    chosen: ColumnElement[bool] = ranked.id.in_(ids) if parent_id is None else ranked.parent_id == parent_id
    score = cast(func.sum(type_coerce(Tally.score_sum, BigInteger)), BigInteger)
    sums = (func.sum(Tally.eligible), func.sum(Tally.people), func.sum(Tally.attempts), score)
    query = (
        select(ranked.name, *sums)
        .join(below, (below.path >= ranked.path) & (below.path < end))
        .join(Tally, (Tally.unit_id == below.id) & Tally.assessment_id.in_(assessment_ids))
        .where(chosen)
        .group_by(ranked.id, ranked.name, ranked.sort_name)
        .order_by(ranked.sort_name)
    )
    rows = db.session.execute(query)
    return [UnitLine(name, int(eligible), int(people), int(a), int(s)) for name, eligible, people, a, s in rows]


def iterate_results(assessment: Assessment) -> Iterator[Any]:
    """Rows for the workbook, best first: code, name, unit, score, max_score, all_correct, seconds, prediction,
    attempts, submitted_at, decision_reason, merit, member_id."""
    columns = (
        Member.code,
        Member.name,
        Unit.name.label("unit"),
        *(getattr(Result, name) for name in ("score", "max_score", "all_correct", "seconds", "prediction", "attempts")),
        *(getattr(Result, name) for name in ("submitted_at", "decision_reason", "merit", "member_id")),
    )
    query = select(*columns).join(Member, Member.id == Result.member_id).join(Unit, Unit.id == Result.unit_id)
    query = query.where(Result.assessment_id == assessment.id).order_by(Result.merit.desc(), Result.member_id)
    yield from db.session.execute(query.execution_options(yield_per=BATCH))
