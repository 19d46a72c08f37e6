"""PURE: hours in which nobody is disturbed."""

from __future__ import annotations

from datetime import datetime, timedelta


def is_quiet(local: datetime, begin: int, end: int) -> bool:
    """Whether the local time lies in the hours from ``begin`` up to, not including, ``end``; the same hour twice: no
    hour is quiet."""
    if begin <= end:
        return begin <= local.hour < end
    return local.hour >= begin or local.hour < end


def first_allowed(local: datetime, begin: int, end: int) -> datetime:
    """The local time itself, or the end of the quiet hours that it lies in."""
    if not is_quiet(local, begin, end):
        return local
    at = local.replace(hour=end, minute=0, second=0, microsecond=0)
    return at if at > local else at + timedelta(days=1)
