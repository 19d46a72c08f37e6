"""Times as organisers write them: to the minute, in the installation's time zone."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from flask import current_app


def zone() -> ZoneInfo:
    """The installation's time zone."""
    return ZoneInfo(current_app.config["BABEL_DEFAULT_TIMEZONE"])


def to_instant(local: datetime) -> datetime:
    """The instant of a local time; one that names its zone is taken as it is."""
    return local.replace(tzinfo=zone()) if local.tzinfo is None else local


def to_local(instant: datetime) -> datetime:
    """The naive local time of an instant."""
    return instant.astimezone(zone()).replace(tzinfo=None)
