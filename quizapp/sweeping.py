"""What the clock alone brings about: rosters are frozen at the opening, overdue attempts are closed.

Both are also done by whoever looks first, so a sweep that is late or comes twice (every worker has one) does no harm.
"""

from __future__ import annotations

import logging
import random
import threading

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from . import clock
from .assessments import queries
from .assessments.services import rosters, submissions
from .courses.sessions.services import freeze_started as freeze_sessions
from .courses.study.waves import freeze_started as freeze_waves
from .extensions import db

EVERY = 20.0
logger = logging.getLogger("quizapp.sweeping")


def start_sweeping(app: Flask) -> threading.Thread:
    """Sweep now and then, in a thread that ends with the process."""
    thread = threading.Thread(target=_sweep_for_ever, args=(app,), name="sweeping", daemon=True)
    thread.start()
    return thread


def _sweep_for_ever(app: Flask) -> None:
    pause = threading.Event()
    # Workers that start together do not sweep together.
    while not pause.wait(EVERY * random.uniform(0.5, 1.5)):  # noqa: S311
        with app.app_context():
            try:
                sweep()
            except SQLAlchemyError:
                db.session.rollback()
                logger.exception("sweeping failed; it is tried again")


def sweep() -> tuple[int, int]:
    """(rosters frozen, attempts closed) of one round. Needs an application context."""
    now = clock.now()
    frozen = sum(rosters.freeze(assessment, now) for assessment in queries.rosters_to_freeze(now))
    frozen += freeze_waves(now) + freeze_sessions(now)
    return frozen, submissions.close_overdue(now)
