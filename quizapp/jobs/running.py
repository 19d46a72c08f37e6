"""Doing one job, and one round of regular work. Knows nothing of the queue."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask, current_app
from sqlalchemy.exc import SQLAlchemyError

from .. import clock, progress
from ..errors import DomainError, Sentence
from ..extensions import db
from ..transactions import transaction
from . import queries, registry, services
from .registry import Kind, Work

logger = logging.getLogger("quizapp.jobs")
_UNKNOWN = Sentence("Máy chủ không biết loại việc này.")


class Overtaken(Exception):
    """Another attempt has taken the job over: what this one did is undone."""


def run(public_id: str) -> bool:
    """Do the job, if nobody else does; whether this attempt did it. Needs an application context."""
    now = clock.now()
    attempt = services.claim(public_id, now)
    job = queries.find_job(public_id)
    if attempt is None or job is None:
        return False
    work = Work(public_id, job.asked_by_id, now)
    kind, arguments = registry.find_kind(job.kind), dict(job.arguments)
    db.session.remove()
    if kind is None:
        services.fail(public_id, attempt, _UNKNOWN, now)
        return False
    return _try(kind, arguments, work, attempt)


def _try(kind: Kind, arguments: dict[str, Any], work: Work, attempt: int) -> bool:
    try:
        with _heartbeat(work, attempt), progress.shown_by(work.count):
            _do(kind, arguments, work, attempt)
        return True
    except DomainError as error:
        _fail(kind, arguments, work, attempt, error.sentence)
    except Overtaken:
        logger.warning("job %s: attempt %s was overtaken", work.id, attempt)
    except Exception:
        logger.exception("job %s: attempt %s failed", work.id, attempt)
        if attempt >= services.MOST_ATTEMPTS:
            _fail(kind, arguments, work, attempt, services.GAVE_UP)
        else:
            services.give_back(work.id, attempt, clock.now())
    return False


def _fail(kind: Kind, arguments: dict[str, Any], work: Work, attempt: int, error: Sentence) -> None:
    with transaction():
        if services.fail(work.id, attempt, error, clock.now()):
            registry.tell_failed(kind.name, arguments, error)


def _do(kind: Kind, arguments: dict[str, Any], work: Work, attempt: int) -> None:
    with transaction():
        outcome = kind.function(arguments, work)
        if not services.finish(work.id, attempt, outcome, clock.now()):
            raise Overtaken


@contextmanager
def _heartbeat(work: Work, attempt: int) -> Iterator[None]:
    """Tell from beside how far the work has come, for as long as it lasts."""
    ended = threading.Event()
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    thread = threading.Thread(target=_beat, args=(app, work, attempt, ended), name="heartbeat", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def _beat(app: Flask, work: Work, attempt: int, ended: threading.Event) -> None:
    while not ended.wait(services.BEAT.total_seconds()):
        with app.app_context():
            try:
                services.beat(attempt, work, clock.now())
            except SQLAlchemyError:
                # The work itself may be writing, and SQLite has one writer: the next beat tells it.
                logger.info("job %s: a heartbeat was left out", work.id)


def run_regular() -> list[str]:
    """Do all regular work that is due and that no other process does; the names of what was done."""
    done = []
    for one in registry.periodic():
        try:
            if services.is_due(one.name, one.every, clock.now()):
                one.function(clock.now())
                done.append(one.name)
        except Exception:
            db.session.rollback()
            logger.exception("%s failed; it is tried again", one.name)
    return done
