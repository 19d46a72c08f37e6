"""Times as organisers write them: to the minute, in the installation's time zone."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from flask import current_app

from .errors import Invalid, Sentence


def zone() -> ZoneInfo:
    """The installation's time zone."""
    return ZoneInfo(current_app.config["BABEL_DEFAULT_TIMEZONE"])


def to_instant(local: datetime) -> datetime:
    """The instant of a local time; one that names its zone is taken as it is."""
    return local.replace(tzinfo=zone()) if local.tzinfo is None else local


def to_local(instant: datetime) -> datetime:
    """The naive local time of an instant."""
    return instant.astimezone(zone()).replace(tzinfo=None)


_FORMATS = ("%H:%M:%S %d/%m/%Y", "%H:%M %d/%m/%Y", "%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%d/%m/%Y")


def read_instant(cell: object) -> datetime:
    """The instant in a cell of a list: a date with a time, written as people here do or as ISO 8601. Raises Invalid."""
    if isinstance(cell, datetime):
        return to_instant(cell)
    text = str(cell).strip()
    for parse in (datetime.fromisoformat, *(lambda t, f=f: datetime.strptime(t, f) for f in _FORMATS)):  # noqa: DTZ007
        try:
            return to_instant(parse(text))
        except ValueError:
            continue
    raise Invalid(Sentence("“%(text)s” không phải là ngày giờ. Ghi như 10:41 21/11/2026.", text=text))
