"""Submitting, by the member or by the clock; once, however often it is asked."""

from __future__ import annotations

from datetime import datetime
from random import Random, SystemRandom
from typing import Any

from sqlalchemy import select, update

from ...errors import Invalid, NotFound, Sentence
from ...extensions import db
from ...transactions import transactional
from .. import paper, queries, scoring, sheet
from ..models import Attempt
from ..tickets import Ticket
from . import results
from .saves import explain_refusal

# No letters that sound or look alike when a receipt is read out or copied by hand.
_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
BATCH = 200


@transactional
def submit(
    ticket: Ticket, revision: int, answers: dict[str, Any] | None, prediction: int | None, now: datetime
) -> Attempt:
    """Submit with these answers (None: those that are stored); a repeated call gives the same attempt.

    Raises StaleRevision, ContinuedElsewhere, Gone, Invalid and NotFound.
    """
    attempt = _locked(ticket.attempt_id)
    if attempt.submitted_by == "member":
        return attempt
    if attempt.state != "running" or attempt.saves_until < now or attempt.ticket != ticket.holder:
        explain_refusal(ticket, now)
    if revision < attempt.revision:
        explain_refusal(ticket, now)
    _require_prediction(attempt, prediction, now)
    final = attempt.answers if answers is None else answers
    _finish(attempt, final, max(revision, attempt.revision), prediction, "member", now)
    if attempt.submitted_by != "member":
        explain_refusal(ticket, now)
    return attempt


def _locked(attempt_id: int) -> Attempt:
    attempt = db.session.scalar(select(Attempt).where(Attempt.id == attempt_id).with_for_update(of=Attempt))
    if attempt is None:
        raise NotFound(Sentence("Không có lượt thi này."))
    return attempt


def _require_prediction(attempt: Attempt, prediction: int | None, now: datetime) -> None:
    settings = sheet.load(attempt.assessment_id, attempt.sheet_revision or 0).settings
    # When the time is over the answers are worth more than the missing number.
    if settings["is_prediction_required"] and prediction is None and now < attempt.deadline:
        raise Invalid(Sentence("Hãy trả lời câu hỏi dự đoán trước khi nộp bài."))


def close_if_overdue(attempt: Attempt, now: datetime) -> bool:
    """Whether the clock has ended it; what was saved counts. Done by whoever looks first."""
    if attempt.state == "running" and attempt.saves_until < now:
        close_by_clock(attempt, now)
    return attempt.state != "running"


@transactional
def close_by_clock(attempt: Attempt, now: datetime) -> None:
    """Submit an overdue attempt with what was saved."""
    attempt = _locked(attempt.id)
    if attempt.state == "running" and attempt.saves_until < now:
        _finish(attempt, attempt.answers, attempt.revision, attempt.prediction, "clock", now)


def close_overdue(now: datetime, assessment_id: int | None = None) -> int:
    """Close everything the clock has ended, each in a transaction of its own; how many."""
    closed = 0
    while overdue := queries.overdue_attempts(now, BATCH, assessment_id):
        for attempt in overdue:
            close_by_clock(attempt, now)
        closed += len(overdue)
    return closed


def _finish(
    attempt: Attempt, answers: dict[str, Any], revision: int, prediction: int | None, by: str, now: datetime
) -> None:
    questions = sheet.load(attempt.assessment_id, attempt.sheet_revision or 0)
    marks = scoring.mark(paper.unpack(attempt.paper), questions.keys, answers)
    # What arrives within the grace was given at the deadline.
    submitted_at = min(now, attempt.deadline)
    statement = (
        update(Attempt)
        .where(Attempt.id == attempt.id, Attempt.state == "running")
        .values(
            state="submitted",
            submitted_by=by,
            submitted_at=submitted_at,
            answers=answers,
            revision=revision,
            prediction=prediction,
            score=marks.score,
            max_score=marks.max_score,
            right=marks.right,
            all_correct=marks.all_correct,
            seconds=int((submitted_at - attempt.started_at).total_seconds()),
            receipt=make_receipt(),
        )
        .returning(Attempt)
        .execution_options(populate_existing=True)
    )
    if db.session.scalar(statement) is not None:
        results.record(attempt, questions.settings)
        return
    # The same call came twice at once, and the other one was first: its result is the answer to both.
    db.session.refresh(attempt)


def make_receipt(random: Random | None = None) -> str:
    """A code such as 7KQ2-M9XA-P4: 49 bits, so that none can be guessed (unless a generator is given)."""
    letters = "".join((random or SystemRandom()).choice(_LETTERS) for _ in range(10))
    return f"{letters[:4]}-{letters[4:8]}-{letters[8:]}"
