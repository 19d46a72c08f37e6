"""Saving answers: the hottest path there is, one UPDATE and nothing else."""

from __future__ import annotations

from datetime import datetime
from enum import Enum
from typing import Any

from sqlalchemy import bindparam, update

from ...errors import DomainError, Gone, NotFound, Refused, Sentence
from ...extensions import db
from ...transactions import connection
from ..models import Attempt
from ..tickets import Ticket

TIME_IS_OVER = Sentence("Đã hết thời gian làm bài. Những câu đã lưu vẫn được tính.")
IS_SUBMITTED = Sentence("Bài này đã nộp.")


class StaleRevision(Refused):
    """The stored answers are as new as those sent, or newer."""

    type = "stale-revision"


class ContinuedElsewhere(Refused):
    """Another device holds the attempt now."""

    type = "continued-elsewhere"


_COLUMNS = Attempt.__table__.c
# Built once: its form never changes, only its values do.
_SAVE = (
    update(Attempt.__table__)  # type: ignore[arg-type]
    .where(
        _COLUMNS.id == bindparam("attempt"),
        _COLUMNS.ticket == bindparam("holder"),
        _COLUMNS.state == "running",
        _COLUMNS.revision < bindparam("sent_revision"),
        _COLUMNS.saves_until >= bindparam("sent_at"),
    )
    .values(revision=bindparam("sent_revision"), answers=bindparam("sent_answers"), saved_at=bindparam("sent_at"))
    .returning(_COLUMNS.deadline)
)
_SAVE_WITH_PREDICTION = _SAVE.values(prediction=bindparam("sent_prediction"))


class Unsaid(Enum):
    """A save that says nothing about the prediction leaves it as it is; None clears it."""

    UNSAID = "unsaid"


UNSAID = Unsaid.UNSAID


def save_answers(
    ticket: Ticket,
    revision: int,
    answers: dict[str, Any],
    now: datetime,
    prediction: int | Unsaid | None = UNSAID,
) -> datetime:
    """Keep the whole answer state if it is newer than the stored one; the deadline. One statement.

    Raises StaleRevision, ContinuedElsewhere, Gone and NotFound.
    """
    values = {
        "attempt": ticket.attempt_id,
        "holder": ticket.holder,
        "sent_revision": revision,
        "sent_answers": answers,
        "sent_at": now,
    }
    with connection() as sql:
        if prediction is UNSAID:
            saved = sql.execute(_SAVE, values).first()
        else:
            saved = sql.execute(_SAVE_WITH_PREDICTION, values | {"sent_prediction": prediction}).first()
    if saved is None:
        raise refusal(db.session.get(Attempt, ticket.attempt_id), ticket, now)
    return saved.deadline


def refusal(attempt: Attempt | None, ticket: Ticket, now: datetime) -> DomainError:
    """Why a save or submission changes nothing."""
    if attempt is None:
        return NotFound(Sentence("Không có lượt thi này."))
    if attempt.state != "running":
        return Gone(IS_SUBMITTED)
    if attempt.saves_until < now:
        return Gone(TIME_IS_OVER)
    clock = {"deadline": attempt.deadline.isoformat(), "now": now.isoformat()}
    if attempt.ticket != ticket.holder:
        return ContinuedElsewhere(Sentence("Bài thi đang được làm trên thiết bị khác."), **clock)
    return StaleRevision(Sentence("Máy chủ đã có bản mới hơn của bài làm."), revision=attempt.revision, **clock)
