"""Submitting, by the member or by the clock; once, however often it is asked."""

from __future__ import annotations

from datetime import datetime
from random import Random, SystemRandom
from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from ...errors import Invalid, NotFound, Refused, Sentence
from ...transactions import connection
from .. import paper, queries, scoring, sheet
from ..models import Attempt, Result
from ..tickets import Ticket
from . import results
from .saves import highest_signs, refusal

# No letters that sound or look alike when a receipt is read out or copied by hand.
_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
BATCH = 200


_ATTEMPT: Any = Attempt.__table__
# With what has counted so far, which is not locked: whoever counts on looks whether it is still so.
_LOCKED = (
    select(_ATTEMPT, *results.KNOWN)
    .select_from(_ATTEMPT.outerjoin(Result.__table__, results.IS_OF_ATTEMPT))
    .where(_ATTEMPT.c.id == bindparam("attempt"))
    .with_for_update(of=_ATTEMPT)
)
# SQLite locks no rows: whatever was changed since the row was read is noticed here.
_SUBMITTED = update(_ATTEMPT).where(
    _ATTEMPT.c.id == bindparam("attempt"),
    _ATTEMPT.c.state == "running",
    _ATTEMPT.c.ticket == bindparam("seen_ticket"),
    _ATTEMPT.c.revision == bindparam("seen_revision"),
)


def submit(
    ticket: Ticket,
    revision: int,
    answers: dict[str, Any] | None,
    prediction: int | None,
    now: datetime,
    signs: dict[str, int] | None = None,
) -> Attempt:
    """Submit with these answers and this prediction (None: those that are stored); a repeated call gives the same
    attempt.

    Raises StaleRevision, ContinuedElsewhere, Gone, Invalid and NotFound.
    """
    return submit_and_rank(ticket, revision, answers, prediction, now, signs)[0]


def submit_and_rank(
    ticket: Ticket,
    revision: int,
    answers: dict[str, Any] | None,
    prediction: int | None,
    now: datetime,
    signs: dict[str, int] | None = None,
) -> tuple[Attempt, int | None]:
    """The same, and the rank that the member now has; None where the attempt had been submitted before."""
    with connection() as sql:
        while True:
            attempt, known = _locked(sql, ticket.attempt_id)
            if attempt.submitted_by == "member":
                return attempt, None
            _refuse_unless_held(attempt, ticket, revision, now)
            predicted = attempt.prediction if prediction is None else prediction
            _require_prediction(attempt, predicted, now)
            final = attempt.answers if answers is None else answers
            attempt.signs = highest_signs(attempt.signs, signs)
            finished = _finish(sql, attempt, known, final, max(revision, attempt.revision), predicted, "member", now)
            if finished is not None:
                return finished


def _locked(sql: Connection, attempt_id: int) -> tuple[Attempt, results.Known | None]:
    row = sql.execute(_LOCKED, {"attempt": attempt_id}).first()
    if row is None:
        raise NotFound(Sentence("Không có lượt thi này."))
    return Attempt(**{column.name: row._mapping[column] for column in _ATTEMPT.c}), results.known_of(row)


def _refuse_unless_held(attempt: Attempt, ticket: Ticket, revision: int, now: datetime) -> None:
    is_held = attempt.ticket == ticket.holder and attempt.revision <= revision
    if attempt.state != "running" or attempt.saves_until < now or not is_held:
        raise refusal(attempt, ticket, now)


def _require_prediction(attempt: Attempt, prediction: int | None, now: datetime) -> None:
    settings = sheet.load(attempt.assessment_id, attempt.sheet_revision or 0).settings
    # When the time is over the answers are worth more than the missing number.
    if settings["is_prediction_required"] and prediction is None and now < attempt.deadline:
        raise Invalid(Sentence("Hãy trả lời câu hỏi dự đoán trước khi nộp bài."))


def close_if_overdue(attempt: Attempt, now: datetime) -> bool:
    """Whether it has ended, perhaps by the clock; what was saved counts. Done by whoever looks first."""
    if attempt.state == "running" and attempt.saves_until < now:
        close_by_clock(attempt.id, now)
        return True
    return attempt.state != "running"


def close_by_clock(attempt_id: int, now: datetime) -> None:
    """Submit an overdue attempt with what was saved."""
    with connection() as sql:
        while True:
            attempt, known = _locked(sql, attempt_id)
            if attempt.state != "running" or attempt.saves_until >= now:
                return
            if _finish(sql, attempt, known, attempt.answers, attempt.revision, attempt.prediction, "clock", now):
                return


def close_by_organiser(attempt_id: int, now: datetime) -> Attempt:
    """Submit a running attempt with what was saved, because somebody in charge ends it. Raises Refused and NotFound."""
    with connection() as sql:
        while True:
            attempt, known = _locked(sql, attempt_id)
            if attempt.state != "running":
                raise Refused(Sentence("Bài này đã nộp hoặc đã bị hủy nên không dừng được nữa."))
            final = (attempt.answers, attempt.revision, attempt.prediction)
            if finished := _finish(sql, attempt, known, *final, "organiser", now):
                return finished[0]


def close_overdue(now: datetime, assessment_id: int | None = None) -> int:
    """Close everything the clock has ended, each in a transaction of its own; how many."""
    closed = 0
    while overdue := queries.overdue_attempts(now, BATCH, assessment_id):
        for attempt_id in overdue:
            close_by_clock(attempt_id, now)
        closed += len(overdue)
    return closed


def _finish(
    sql: Connection,
    attempt: Attempt,
    known: results.Known | None,
    answers: dict[str, Any],
    revision: int,
    prediction: int | None,
    by: str,
    now: datetime,
) -> tuple[Attempt, int | None] | None:
    """The attempt as it is now submitted and counted, for a member with the rank; None when somebody else has changed
    it meanwhile."""
    questions = sheet.load(attempt.assessment_id, attempt.sheet_revision or 0)
    partial_credit = questions.settings.get("partial_credit", "none")
    marks = scoring.mark(paper.unpack(attempt.paper), questions.keys, answers, partial_credit)
    # What arrives within the grace was given at the deadline.
    submitted_at = min(now, attempt.deadline)
    values = {
        "state": "submitted",
        "submitted_by": by,
        "submitted_at": submitted_at,
        "answers": answers,
        "revision": revision,
        "prediction": prediction,
        "signs": attempt.signs,
        "score": marks.score,
        "max_score": marks.max_score,
        "right": marks.right,
        "all_correct": marks.all_correct,
        "unmarked": marks.unmarked,
        "seconds": int((submitted_at - attempt.started_at).total_seconds()),
        "receipt": make_receipt(),
    }
    seen = {"attempt": attempt.id, "seen_ticket": attempt.ticket, "seen_revision": attempt.revision}
    if sql.execute(_SUBMITTED, values | seen).rowcount == 0:
        return None
    for name, value in values.items():
        setattr(attempt, name, value)
    return attempt, results.record(sql, attempt, known, questions.settings, is_ranked=by == "member")


def make_receipt(random: Random | None = None) -> str:
    """A code such as 7KQ2-M9XA-P4: 49 bits, so that none can be guessed (unless a generator is given)."""
    letters = "".join((random or SystemRandom()).choices(_LETTERS, k=10))
    return f"{letters[:4]}-{letters[4:8]}-{letters[8:]}"
