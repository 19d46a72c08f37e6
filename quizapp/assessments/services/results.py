"""Results and tallies, moved with every submission; and how results are drawn up when an assessment has closed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import current_app
from sqlalchemy import func, select, update

from ...errors import Refused, Sentence
from ...extensions import db
from ...transactions import transactional
from ...upserts import insert_for, moved
from .. import ranking
from ..models import Assessment, Attempt, DayTally, Participant, Result, SeriesTally, Tally

BATCH = 5_000


def record(attempt: Attempt, settings: dict[str, Any]) -> Result:
    """Count a submitted attempt: the member's result, the unit's tallies. Within the submission's transaction."""
    merit = ranking.merit(entry_of(attempt), settings["ranking"])
    result = db.session.get(Result, (attempt.assessment_id, attempt.member_id), with_for_update={"of": Result})
    is_first = result is None
    was_all_correct = result is not None and result.has_been_all_correct
    old_score = 0.0 if result is None else result.score
    if result is None:
        result = _new_result(attempt, merit)
        db.session.add(result)
    else:
        result.attempts += 1
        result.has_been_all_correct = result.has_been_all_correct or bool(attempt.all_correct)
        if ranking.is_better(merit, result.merit, settings["counting"]):
            let_count(result, attempt, merit)
    db.session.flush()
    is_newly_all_correct = int(bool(attempt.all_correct) and not was_all_correct)
    _move_tallies(result, attempt, int(is_first), is_newly_all_correct, result.score - old_score)
    if settings["series_id"] is not None:
        _move_series(settings["series_id"], result, bool(attempt.all_correct))
    return result


def entry_of(attempt: Attempt, decision: int = 0) -> ranking.Entry:
    """What can rank the attempt."""
    return ranking.Entry(
        score=attempt.score or 0,
        all_correct=bool(attempt.all_correct),
        seconds=attempt.seconds or 0,
        submitted_at=attempt.submitted_at or attempt.deadline,
        prediction=attempt.prediction,
        decision=decision,
    )


def _new_result(attempt: Attempt, merit: str) -> Result:
    result = Result(
        assessment_id=attempt.assessment_id,
        member_id=attempt.member_id,
        unit_id=attempt.unit_id,
        attempts=1,
        has_been_all_correct=bool(attempt.all_correct),
        decision=0,
        decision_reason="",
    )
    let_count(result, attempt, merit)
    return result


def let_count(result: Result, attempt: Attempt, merit: str) -> None:
    """Make this attempt the one that counts."""
    result.attempt_id = attempt.id
    result.score = attempt.score or 0
    result.max_score = attempt.max_score or 0
    result.seconds = attempt.seconds or 0
    result.submitted_at = attempt.submitted_at or attempt.deadline
    result.prediction = attempt.prediction
    result.all_correct = bool(attempt.all_correct)
    result.merit = merit


def _move_tallies(result: Result, attempt: Attempt, people: int, all_correct: int, score: float) -> None:
    key = {"assessment_id": result.assessment_id, "unit_id": result.unit_id}
    by = {"people": people, "attempts": 1, "all_correct": all_correct, "score_sum": score}
    db.session.execute(moved(Tally, key, by))
    day_key = {**key, "day": local_day(attempt.submitted_at or attempt.deadline)}
    db.session.execute(moved(DayTally, day_key, {"new_people": people, "attempts": 1}))


def _move_series(series_id: int, result: Result, is_all_correct: bool) -> None:
    new = {"series_id": series_id, "member_id": result.member_id, "unit_id": result.unit_id}
    added = insert_for(Participant).values(**new, has_been_all_correct=is_all_correct)
    is_first = db.session.execute(added.on_conflict_do_nothing().returning(Participant.member_id)).first() is not None
    is_newly_all_correct = is_first and is_all_correct
    if is_all_correct and not is_first:
        is_newly_all_correct = _claim_first_all_correct(series_id, result.member_id)
    if is_first or is_newly_all_correct:
        key = {"series_id": series_id, "unit_id": _series_unit(series_id, result)}
        by = {"people": int(is_first), "all_correct": int(is_newly_all_correct)}
        db.session.execute(moved(SeriesTally, key, by))


def _claim_first_all_correct(series_id: int, member_id: int) -> bool:
    claimed = db.session.execute(
        update(Participant)
        .where(Participant.series_id == series_id, Participant.member_id == member_id)
        .where(Participant.has_been_all_correct.is_(False))
        .values(has_been_all_correct=True)
    )
    return bool(claimed.rowcount)  # type: ignore[attr-defined]


def _series_unit(series_id: int, result: Result) -> int:
    """The unit where the member is counted in the series: that of the first participation."""
    unit = db.session.scalar(
        select(Participant.unit_id).where(Participant.series_id == series_id, Participant.member_id == result.member_id)
    )
    return unit or result.unit_id


def local_day(instant: datetime) -> date:
    """The day in the installation's time zone."""
    return instant.astimezone(ZoneInfo(current_app.config["BABEL_DEFAULT_TIMEZONE"])).date()


@transactional
def draw_up(assessment: Assessment, now: datetime) -> None:
    """Count what was to be predicted and rank everybody by it; raises Refused while it can still be sat.

    All overdue attempts must have been closed.
    """
    if now < assessment.closes_at:
        raise Refused(Sentence("“%(title)s” chưa đóng nên chưa tổng hợp được kết quả.", title=assessment.title))
    running = select(func.count()).where(Attempt.assessment_id == assessment.id, Attempt.state == "running")
    if db.session.scalar(running):
        raise Refused(Sentence("Còn bài đang làm trong thời gian chờ mạng. Hãy thử lại sau một phút."))
    if assessment.prediction_target:
        assessment.prediction_outcome = count_outcome(assessment)
    rank_anew(assessment)


def count_outcome(assessment: Assessment) -> int:
    """The number that was to be predicted, by the assessment's target."""
    column = {"people": Tally.people, "attempts": Tally.attempts, "all_correct": Tally.all_correct}
    chosen = column[assessment.prediction_target or "people"]
    return db.session.scalar(select(func.sum(chosen)).where(Tally.assessment_id == assessment.id)) or 0


@transactional
def rank_anew(assessment: Assessment) -> None:
    """Give every result its merit by the ranking keys and the outcome as they are now."""
    last = 0
    while batch := _results_after(assessment.id, last):
        rows = [
            {
                "assessment_id": result.assessment_id,
                "member_id": result.member_id,
                "merit": ranking.merit(_entry_of_result(result), assessment.ranking, assessment.prediction_outcome),
            }
            for result in batch
        ]
        db.session.execute(update(Result), rows)
        last = batch[-1].member_id
        db.session.expire_all()


def _results_after(assessment_id: int, member_id: int) -> list[Any]:
    columns = Result.__table__.c
    query = select(*columns).where(columns.assessment_id == assessment_id, columns.member_id > member_id)
    return list(db.session.execute(query.order_by(columns.member_id).limit(BATCH)))


def _entry_of_result(result: Any) -> ranking.Entry:
    return ranking.Entry(
        result.score, result.all_correct, result.seconds, result.submitted_at, result.prediction, result.decision
    )


@transactional
def publish_results(assessment: Assessment, now: datetime) -> None:
    """Draw up the results and open them; answers are shown from then on where that is the setting."""
    draw_up(assessment, now)
    assessment.results_published_at = now


def figures(assessment: Assessment) -> dict[str, int]:
    """{"people", "attempts", "all_correct"} of the whole assessment."""
    columns = (Tally.people, Tally.attempts, Tally.all_correct)
    query = select(*(func.coalesce(func.sum(column), 0).label(column.key) for column in columns))
    row = db.session.execute(query.where(Tally.assessment_id == assessment.id)).one()
    return {name: int(value) for name, value in row._mapping.items()}
