"""Counting everything anew from the raw attempts: after an import, a correction, or to prove that tallies are exact."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import Any

from sqlalchemy import delete, func, insert, select, update

from ...batches import insert_many
from ...extensions import db
from ...transactions import transactional
from ...upserts import move_many
from .. import ranking
from ..models import Assessment, Attempt, Result
from ..tally_models import DayTally, Participant, SeriesTally, Tally
from . import results, rosters


@dataclass
class Counts:
    """What is counted per unit (and day)."""

    tallies: dict[int, dict[str, float]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(int)))
    days: dict[tuple[int, date], dict[str, int]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(int)))


@transactional
def recount(assessment: Assessment) -> None:
    """Draw up results and tallies of one assessment, and of its series, from its submitted attempts."""
    counts = Counts()
    decisions = _decisions(assessment)
    db.session.execute(delete(Result).where(Result.assessment_id == assessment.id))
    rows: list[dict[str, Any]] = []
    for member_id, attempts in groupby(submitted_attempts(assessment), key=attrgetter("member_id")):
        own = list(attempts)
        row = result_row(own, assessment, decisions.get(member_id, (0, "")))
        _count(own, row, counts)
        rows.append(row)
    insert_many(Result, rows)
    _store(assessment, counts)
    if assessment.series_id is not None:
        recount_series(assessment.series_id)


def _decisions(assessment: Assessment) -> dict[int, tuple[int, str]]:
    query = select(Result.member_id, Result.decision, Result.decision_reason)
    rows = db.session.execute(query.where(Result.assessment_id == assessment.id, Result.decision != 0))
    return {member: (decision, reason) for member, decision, reason in rows}


def submitted_attempts(assessment: Assessment, member_id: int | None = None) -> Iterator[Any]:
    """Rows of everybody's submitted attempts (or one member's), by member and in the order of their submission."""
    columns = Attempt.__table__.c
    query = (
        select(
            columns.id.label("attempt_id"),
            *(columns[name] for name in ("member_id", "unit_id", "submitted_at", "score", "max_score", "seconds")),
            *(columns[name] for name in ("all_correct", "prediction")),
        )
        .where(columns.assessment_id == assessment.id, columns.state == "submitted")
        .order_by(columns.member_id, columns.submitted_at, columns.number)
    )
    if member_id is not None:
        query = query.where(columns.member_id == member_id)
    return iter(db.session.execute(query).all())


def result_row(attempts: list[Any], assessment: Assessment, decision: tuple[int, str]) -> dict[str, Any]:
    """What counts of one person's submitted attempts, in the order of their submission."""
    first, best = attempts[0], attempts[0]
    best_merit = _merit(best, assessment)
    for attempt in attempts[1:]:
        merit = _merit(attempt, assessment)
        if ranking.is_better(merit, best_merit, assessment.counting):
            best, best_merit = attempt, merit
    has_been_all_correct = any(attempt.all_correct for attempt in attempts)
    merit = _merit(best, assessment, decision[0], assessment.prediction_outcome)
    copied = ("attempt_id", "score", "max_score", "seconds", "submitted_at", "prediction", "all_correct")
    return {name: getattr(best, name) for name in copied} | {
        "assessment_id": assessment.id,
        "member_id": first.member_id,
        "unit_id": first.unit_id,
        "attempts": len(attempts),
        "has_been_all_correct": has_been_all_correct,
        "decision": decision[0],
        "decision_reason": decision[1],
        "merit": merit,
    }


def _merit(attempt: Any, assessment: Assessment, decision: int = 0, outcome: int | None = None) -> str:
    return ranking.merit(results.entry_of(attempt, decision), assessment.ranking, outcome)


def _count(attempts: list[Any], row: dict[str, Any], counts: Counts) -> None:
    unit_id = attempts[0].unit_id
    tally = counts.tallies[unit_id]
    tally["people"] += 1
    tally["attempts"] += len(attempts)
    tally["all_correct"] += int(row["has_been_all_correct"])
    tally["score_sum"] += row["score"]
    for place, attempt in enumerate(attempts):
        day = counts.days[unit_id, results.local_day(attempt.submitted_at)]
        day["attempts"] += 1
        day["new_people"] += int(place == 0)


def _store(assessment: Assessment, counts: Counts) -> None:
    zeros = {"people": 0, "attempts": 0, "all_correct": 0, "score_sum": 0.0}
    db.session.execute(update(Tally).where(Tally.assessment_id == assessment.id).values(**zeros))
    db.session.execute(delete(DayTally).where(DayTally.assessment_id == assessment.id))
    keys = [{"assessment_id": assessment.id, "unit_id": unit_id} for unit_id in counts.tallies]
    move_many(db.session.connection(), Tally, list(zip(keys, counts.tallies.values(), strict=True)))
    rows = [
        {"assessment_id": assessment.id, "unit_id": unit_id, "day": day, **numbers}
        for (unit_id, day), numbers in counts.days.items()
    ]
    if rows:
        db.session.execute(insert(DayTally), rows)


@transactional
def recount_series(series_id: int) -> None:
    """Draw up the participants of a series and its tallies from the results of its assessments."""
    db.session.execute(delete(Participant).where(Participant.series_id == series_id))
    db.session.execute(delete(SeriesTally).where(SeriesTally.series_id == series_id))
    rows = [
        _participant(series_id, list(own)) for _, own in groupby(_series_results(series_id), attrgetter("member_id"))
    ]
    insert_many(Participant, rows)
    _store_series(series_id, rows)
    rosters.count_into_series(series_id)


def _series_results(series_id: int) -> Iterable[Any]:
    """Results of all its assessments, by member, in the order in which each first took part."""
    first = (
        select(Attempt.assessment_id, Attempt.member_id, func.min(Attempt.submitted_at).label("submitted_at"))
        .join(Assessment, Assessment.id == Attempt.assessment_id)
        .where(Attempt.state == "submitted", Assessment.series_id == series_id)
        .group_by(Attempt.assessment_id, Attempt.member_id)
        .subquery()
    )
    query = (
        select(Result.member_id, Result.unit_id, Result.has_been_all_correct, first.c.submitted_at)
        .join(Assessment, Assessment.id == Result.assessment_id)
        .join(first, (first.c.assessment_id == Result.assessment_id) & (first.c.member_id == Result.member_id))
        .where(Assessment.series_id == series_id)
        .order_by(Result.member_id, first.c.submitted_at)
    )
    return db.session.execute(query).all()


def _participant(series_id: int, own: list[Any]) -> dict[str, Any]:
    return {
        "series_id": series_id,
        "member_id": own[0].member_id,
        "unit_id": own[0].unit_id,
        "has_been_all_correct": any(result.has_been_all_correct for result in own),
    }


def _store_series(series_id: int, participants: list[dict[str, Any]]) -> None:
    counted: dict[int, dict[str, int]] = defaultdict(lambda: {"people": 0, "all_correct": 0})
    for participant in participants:
        counted[participant["unit_id"]]["people"] += 1
        counted[participant["unit_id"]]["all_correct"] += int(participant["has_been_all_correct"])
    keys = [{"series_id": series_id, "unit_id": unit_id} for unit_id in counted]
    move_many(db.session.connection(), SeriesTally, list(zip(keys, counted.values(), strict=True)))
