"""Regular work on jobs themselves, and on files that nobody came back for."""

from __future__ import annotations

from datetime import datetime, timedelta

from .. import uploads
from . import queue, registry, services


@registry.every("jobs.revive", timedelta(minutes=1))
def revive(now: datetime) -> int:
    """Look after jobs that were forgotten or died."""
    return queue.send_forgotten(now)


@registry.every("jobs.clean", timedelta(hours=1))
def clean(now: datetime) -> int:
    """Remove what has been done long ago."""
    uploads.remove_stale(now)
    return services.remove_old(now)
