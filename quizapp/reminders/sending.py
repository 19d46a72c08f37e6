"""What can become of handing something over to another server."""

from __future__ import annotations

from enum import StrEnum


class Outcome(StrEnum):
    """``WAITING``: not handed over, to be tried again. ``UNKNOWN``: it may have arrived, so it is not sent again.
    ``GONE``: nobody is there any more."""

    SENT = "sent"
    WAITING = "waiting"
    FAILED = "failed"
    UNKNOWN = "unknown"
    GONE = "gone"
