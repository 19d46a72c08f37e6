"""What the clock alone brings about: rosters are frozen at the opening, overdue attempts are closed.

Both are also done by whoever looks first, so a sweep that is late or comes twice does no harm.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from .assessments import queries
from .assessments.services import rosters, submissions
from .courses.catalogue import enrolment, settlement
from .courses.sessions.services import freeze_started as freeze_sessions
from .courses.study.waves import freeze_started as freeze_waves
from .jobs import registry


@registry.every("courses.newcomers", timedelta(hours=1))
def enrol_newcomers(now: datetime) -> int:
    """Enrol whoever has joined a unit that takes a course. Needs an application context."""
    return enrolment.enrol_newcomers(now)


@registry.every("assessments.sweep", timedelta(minutes=1))
def sweep(now: datetime) -> tuple[int, int]:
    """(rosters frozen, attempts closed) of one round. Needs an application context."""
    frozen = sum(rosters.freeze(assessment, now) for assessment in queries.rosters_to_freeze(now))
    frozen += freeze_waves(now) + freeze_sessions(now)
    return frozen, submissions.close_overdue(now)


@registry.every("courses.finals", timedelta(minutes=5))
def settle_finals(now: datetime) -> int:
    """Courses that results of their final assessments have completed, or no longer do; how many learners."""
    return settlement.settle_all(now)
