"""Saving answers: the hottest path there is, one UPDATE and nothing else."""

from __future__ import annotations

from datetime import datetime
from enum import Enum
from functools import cache
from typing import Any

from sqlalchemy import JSON, Integer, bindparam, case, func, literal_column, update

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
SIGNS = ("left_page", "pasted")


@cache
def _saving(dialect: str, with_prediction: bool, with_signs: bool) -> Any:
    """Built once for each database: its form never changes, only its values do."""
    statement = update(Attempt.__table__).where(  # type: ignore[arg-type]
        _COLUMNS.id == bindparam("attempt"),
        _COLUMNS.ticket == bindparam("holder"),
        _COLUMNS.state == "running",
        _COLUMNS.revision < bindparam("sent_revision"),
        _COLUMNS.saves_until >= bindparam("sent_at"),
    )
    values: dict[str, Any] = {
        "revision": bindparam("sent_revision"),
        "answers": bindparam("sent_answers"),
        "saved_at": bindparam("sent_at"),
    }
    if with_prediction:
        values["prediction"] = bindparam("sent_prediction")
    if with_signs:
        values["signs"] = _highest_signs(dialect)
    return statement.values(values).returning(_COLUMNS.deadline)


def _highest_signs(dialect: str) -> Any:
    """What was sent or what is stored, whichever is more: a second device begins at nought."""
    named: list[Any] = []
    for name in SIGNS:
        stored = func.coalesce(_COLUMNS.signs[name].as_integer(), 0)
        sent: Any = bindparam(f"sent_{name}", type_=Integer)
        named += [literal_column(f"'{name}'"), case((sent > stored, sent), else_=stored)]
    make = func.json_build_object if dialect == "postgresql" else func.json_object
    return make(*named, type_=JSON)


def highest_signs(stored: dict[str, Any] | None, sent: dict[str, int] | None) -> dict[str, Any] | None:
    """The same for those who have the row."""
    if sent is None:
        return stored
    return {name: max((stored or {}).get(name, 0), sent.get(name, 0)) for name in SIGNS}


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
    signs: dict[str, int] | None = None,
) -> datetime:
    """Keep the whole answer state if it is newer than the stored one; the deadline. One statement.

    ``signs``: {"left_page", "pasted"} as the device counted them; None says nothing about them.

    Raises StaleRevision, ContinuedElsewhere, Gone and NotFound.
    """
    values: dict[str, Any] = {
        "attempt": ticket.attempt_id,
        "holder": ticket.holder,
        "sent_revision": revision,
        "sent_answers": answers,
        "sent_at": now,
    }
    if prediction is not UNSAID:
        values["sent_prediction"] = prediction
    if signs is not None:
        values |= {f"sent_{name}": signs.get(name, 0) for name in SIGNS}
    with connection() as sql:
        statement = _saving(sql.dialect.name, prediction is not UNSAID, signs is not None)
        saved = sql.execute(statement, values).first()
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
