"""Results and tallies, moved with every submission; and how results are drawn up when an assessment has closed."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from flask import current_app
from sqlalchemy import Connection, bindparam, func, literal, select, update

from ...errors import Refused, Sentence
from ...extensions import db
from ...transactions import transactional
from ...upserts import insert_for, move
from .. import ranking
from ..models import Assessment, Attempt, Result
from ..tally_models import DayTally, Participant, SeriesTally, Tally

BATCH = 5_000


_RESULT: Any = Result.__table__
_ATTEMPT: Any = Attempt.__table__
_OWN = (_RESULT.c.assessment_id == bindparam("assessment")) & (_RESULT.c.member_id == bindparam("member"))
_LOCKED = select(_RESULT).where(_OWN).with_for_update()
# What the next result, and how far the tallies move, is reckoned from.
_SEEN = ("attempts", "merit", "score", "has_been_all_correct")
_NEXT = update(_RESULT).where(_OWN, *(_RESULT.c[name] == bindparam(f"seen_{name}") for name in _SEEN))
# The rank comes with the row: asked for afterwards, it would be a transaction of its own.
_OTHER: Any = _RESULT.alias("other")
_HAS_MORE = (_OTHER.c.assessment_id == bindparam("assessment")) & (
    _OTHER.c.merit > bindparam("own_merit", type_=_RESULT.c.merit.type)
)
_BETTER = select(func.count()).select_from(_OTHER).where(_HAS_MORE)

# For whoever reads an attempt: its member's result so far, in the same statement.
KNOWN = tuple(column.label(f"known_{column.name}") for column in _RESULT.c)
IS_OF_ATTEMPT = (_RESULT.c.assessment_id == _ATTEMPT.c.assessment_id) & (_RESULT.c.member_id == _ATTEMPT.c.member_id)
Known = dict[str, Any]


def known_of(row: Any) -> Known | None:
    """The columns of the result out of a row with ``KNOWN``; None without one."""
    known = {column.name: row._mapping[f"known_{column.name}"] for column in _RESULT.c}
    return None if known["member_id"] is None else known


def record(
    sql: Connection, attempt: Attempt, known: Known | None, settings: dict[str, Any], is_ranked: bool = False
) -> int | None:
    """Count a submitted attempt: the member's result, the unit's tallies. Within the submission's transaction.

    ``known`` is the result so far as it was read without a lock: where it has changed since, it is read again.
    With ``is_ranked``: the rank that the result now has.
    """
    merit = ranking.merit(entry_of(attempt), settings["ranking"])
    own = {"assessment": attempt.assessment_id, "member": attempt.member_id}
    while (stored := _stored(sql, attempt, known, merit, settings["counting"], is_ranked)) is None:
        row = sql.execute(_LOCKED, own).first()
        known = None if row is None else row._asdict()
    new, better = stored
    _move_tallies(sql, attempt, known, new)
    if settings["series_id"] is not None and _may_move_series(attempt, known):
        _move_series(sql, settings["series_id"], new, bool(attempt.all_correct))
    return 1 + better if is_ranked else None


def _stored(
    sql: Connection, attempt: Attempt, known: Known | None, merit: str, counting: str, is_ranked: bool
) -> tuple[Known, int] | None:
    """The result as it is now stored, and how many are better; None when it is not (or no longer) what is known."""
    own = {"assessment": attempt.assessment_id, "member": attempt.member_id}
    if known is None:
        new = _first_result(attempt, merit)
        row = sql.execute(
            _inserting(_RESULT, sql.dialect.name, _better(is_ranked)), own | new | {"own_merit": merit}
        ).first()
    else:
        changes = _next_result(known, attempt, merit, counting)
        new = known | changes
        seen = {f"seen_{name}": known[name] for name in _SEEN}
        was_better = known["merit"] > new["merit"]
        row = sql.execute(
            _next(_better(is_ranked, was_better)), own | seen | changes | {"own_merit": new["merit"]}
        ).first()
    return None if row is None else (new, row[0])


def _may_move_series(attempt: Attempt, known: Known | None) -> bool:
    """Who has a result takes part in the series already: only a first paper without a fault can change anything."""
    return known is None or (bool(attempt.all_correct) and not known["has_been_all_correct"])


def _first_result(attempt: Attempt, merit: str) -> dict[str, Any]:
    return {
        "assessment_id": attempt.assessment_id,
        "member_id": attempt.member_id,
        "unit_id": attempt.unit_id,
        "attempts": 1,
        "has_been_all_correct": bool(attempt.all_correct),
        "decision": 0,
        "decision_reason": "",
    } | _what_counts(attempt, merit)


def _next_result(known: Known, attempt: Attempt, merit: str, counting: str) -> dict[str, Any]:
    counts_now = ranking.is_better(merit, known["merit"], counting)
    return {
        "attempts": known["attempts"] + 1,
        "has_been_all_correct": known["has_been_all_correct"] or bool(attempt.all_correct),
    } | (_what_counts(attempt, merit) if counts_now else {})


def _what_counts(attempt: Attempt, merit: str) -> dict[str, Any]:
    """The columns that are those of the attempt that counts."""
    return {
        "attempt_id": attempt.id,
        "score": attempt.score or 0,
        "max_score": attempt.max_score or 0,
        "seconds": attempt.seconds or 0,
        "submitted_at": attempt.submitted_at or attempt.deadline,
        "prediction": attempt.prediction,
        "all_correct": bool(attempt.all_correct),
        "merit": merit,
    }


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


def _move_tallies(sql: Connection, attempt: Attempt, known: Known | None, new: Known) -> None:
    key = {"assessment_id": new["assessment_id"], "unit_id": new["unit_id"]}
    is_first = int(known is None)
    was_all_correct = known is not None and known["has_been_all_correct"]
    by = {
        "people": is_first,
        "attempts": 1,
        "all_correct": int(new["has_been_all_correct"] and not was_all_correct),
        "score_sum": new["score"] - (0 if known is None else known["score"]),
    }
    move(sql, Tally, key, by)
    day = local_day(attempt.submitted_at or attempt.deadline)
    move(sql, DayTally, {**key, "day": day}, {"new_people": is_first, "attempts": 1})


def _move_series(sql: Connection, series_id: int, result: dict[str, Any], is_all_correct: bool) -> None:
    member_id = result["member_id"]
    new = {"series_id": series_id, "member_id": member_id, "unit_id": result["unit_id"]}
    new["has_been_all_correct"] = is_all_correct
    if sql.execute(_inserting(_PARTICIPANT, sql.dialect.name), new).first() is not None:
        by = {"people": 1, "all_correct": int(is_all_correct)}
        move(sql, SeriesTally, {"series_id": series_id, "unit_id": result["unit_id"]}, by)
    elif (
        is_all_correct
        and (claimed := sql.execute(_FIRST_ALL_CORRECT, {"series": series_id, "member": member_id}).first()) is not None
    ):
        # Counted at the unit of the first participation.
        move(sql, SeriesTally, {"series_id": series_id, "unit_id": claimed.unit_id}, {"all_correct": 1})


_PARTICIPANT: Any = Participant.__table__
_FIRST_ALL_CORRECT = (
    update(_PARTICIPANT)
    .where(
        _PARTICIPANT.c.series_id == bindparam("series"),
        _PARTICIPANT.c.member_id == bindparam("member"),
        _PARTICIPANT.c.has_been_all_correct.is_(False),
    )
    .values(has_been_all_correct=True)
    .returning(_PARTICIPANT.c.unit_id)
)


@cache
def _inserting(table: Any, _dialect: str, *returned: Any) -> Any:
    """The member's first row in the table; it returns nothing where there is one already."""
    return insert_for(table).on_conflict_do_nothing().returning(*(returned or (table.c.member_id,)))


@cache
def _better(is_ranked: bool, was_better: bool = False) -> Any:
    """How many have more merit. Whether the own row is seen as it was or as it is differs by database: where it had
    more it is left out, at the price of looking beyond the index."""
    if not is_ranked:
        return literal(0)
    others = _BETTER.where(_OTHER.c.member_id != bindparam("member")) if was_better else _BETTER
    return others.scalar_subquery()


@cache
def _next(better: Any) -> Any:
    return _NEXT.returning(better)


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
