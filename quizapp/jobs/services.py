"""What happens to jobs. Each step is one conditional UPDATE: whoever comes second sees that it has been done."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, or_, update

from ..errors import Sentence
from ..extensions import db
from ..stored_sentences import to_stored
from ..transactions import transactional
from ..upserts import insert_for
from . import registry
from .models import Job, RegularWork
from .registry import Outcome, Work

MOST_ATTEMPTS = 3
# A job tells that it lives every BEAT; one that has been silent for SILENCE is taken for dead.
BEAT = timedelta(seconds=2)
SILENCE = timedelta(seconds=60)
KEPT = timedelta(days=30)
GAVE_UP = Sentence("Việc dừng giữa chừng nhiều lần nên đã thôi. Chưa có gì được lưu. Hãy thử lại hoặc báo quản trị.")


@transactional
def add_job(
    kind: str,
    arguments: dict[str, Any],
    key: str,
    now: datetime,
    asked_by_id: int | None = None,
    unit_id: int | None = None,
) -> str:
    """The public id of the job with this key: a new one, or the one that was asked for before."""
    values = {
        "public_id": secrets.token_urlsafe(16),
        "key": key,
        "kind": kind,
        "arguments": arguments,
        "asked_by_id": asked_by_id,
        "unit_id": unit_id,
        "state": "waiting",
        "attempts": 0,
        "progress_done": 0,
        "progress_total": 0,
        "created_at": now,
    }
    # An UPDATE that changes nothing, so that the row is returned either way.
    query = insert_for(Job).values(values)
    query = query.on_conflict_do_update(index_elements=["key"], set_={"key": query.excluded.key})
    public_id: str = db.session.execute(query.returning(Job.public_id)).scalar_one()
    return public_id


@transactional
def claim(public_id: str, now: datetime) -> int | None:
    """Take the job: the number of this attempt, or None where it is done, under way elsewhere, or hopeless."""
    is_free = or_(Job.state == "waiting", _is_dead(now))
    query = (
        update(Job)
        .where(Job.public_id == public_id, is_free, Job.attempts < MOST_ATTEMPTS)
        .values(
            state="running",
            attempts=Job.attempts + 1,
            started_at=now,
            heartbeat_at=now,
            stage=None,
            progress_done=0,
            progress_total=0,
        )
        .returning(Job.attempts)
        .execution_options(synchronize_session=False)
    )
    attempt: int | None = db.session.execute(query).scalar_one_or_none()
    return attempt


def _is_dead(now: datetime) -> Any:
    return (Job.state == "running") & (Job.heartbeat_at < now - SILENCE)


@transactional
def beat(attempt: int, work: Work, now: datetime) -> bool:
    """Note that the job lives and how far it has come; False when another attempt has taken over."""
    stage = to_stored(work.stage) if work.stage else None
    return _move_on(work.id, attempt, heartbeat_at=now, stage=stage, progress_done=work.done, progress_total=work.total)


@transactional
def finish(public_id: str, attempt: int, outcome: Outcome, now: datetime) -> bool:
    """Within the transaction of the work itself; False when another attempt has taken over."""
    result = {"sentence": to_stored(outcome.sentence), "endpoint": outcome.endpoint, "values": outcome.values}
    return _move_on(public_id, attempt, state="done", result=result, finished_at=now, heartbeat_at=now)


@transactional
def fail(public_id: str, attempt: int, error: Sentence, now: datetime) -> bool:
    """It cannot be done, and another try would not help."""
    return _move_on(public_id, attempt, state="failed", error=to_stored(error), finished_at=now)


@transactional
def give_back(public_id: str, attempt: int, now: datetime) -> bool:
    """It went wrong unexpectedly: it waits for the next try."""
    return _move_on(public_id, attempt, state="waiting")


def _move_on(public_id: str, attempt: int, **values: Any) -> bool:
    query = update(Job).where(Job.public_id == public_id, Job.state == "running", Job.attempts == attempt)
    query = query.values(**values).execution_options(synchronize_session=False)
    return bool(db.session.execute(query).rowcount)  # type: ignore[attr-defined]


@transactional
def bury_hopeless(now: datetime) -> int:
    """Say of jobs that died in their last attempt that they have failed; how many."""
    query = update(Job).where(_is_dead(now), Job.attempts >= MOST_ATTEMPTS)
    query = query.values(state="failed", error=to_stored(GAVE_UP), finished_at=now)
    query = query.returning(Job.kind, Job.arguments).execution_options(synchronize_session=False)
    buried = db.session.execute(query).all()
    for kind, arguments in buried:
        registry.tell_failed(kind, arguments, GAVE_UP)
    return len(buried)


@transactional
def remove_old(now: datetime) -> int:
    """Forget jobs that ended a month ago; how many."""
    query = delete(Job).where(Job.state.in_(("done", "failed")), Job.finished_at < now - KEPT)
    found: int = db.session.execute(query.execution_options(synchronize_session=False)).rowcount  # type: ignore[attr-defined]
    return found


@transactional
def is_due(name: str, every: timedelta, now: datetime) -> bool:
    """Whether it is this process that does the regular work now: asked by several at once, one gets True."""
    first = insert_for(RegularWork).values(name=name, begun_at=now).on_conflict_do_nothing(index_elements=["name"])
    if db.session.scalar(first.returning(RegularWork.name)) is not None:
        return True
    # A little less: the next full minute must not miss it by a blink.
    query = update(RegularWork).where(RegularWork.name == name, RegularWork.begun_at <= now - every * 0.9)
    query = query.values(begun_at=now).execution_options(synchronize_session=False)
    return bool(db.session.execute(query).rowcount)  # type: ignore[attr-defined]
