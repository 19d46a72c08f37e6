"""What the clock alone brings about: rosters are frozen at the opening, overdue attempts are closed.

Both are also done by whoever looks first, so a sweep that is late or comes twice does no harm.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from .assessments import queries
from .assessments.services import rosters, submissions
from .jobs import registry


@registry.every("assessments.sweep", timedelta(minutes=1))
def sweep(now: datetime) -> tuple[int, int]:
    """(rosters frozen, attempts closed) of one round. Needs an application context."""
    frozen = sum(rosters.freeze(assessment, now) for assessment in queries.rosters_to_freeze(now))
    return frozen, submissions.close_overdue(now)
