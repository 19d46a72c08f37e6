"""PURE: how far an exam has come, in one word."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

Stage = Literal["draft", "upcoming", "open", "marking", "released"]


def stage_of(
    is_published: bool, opens_at: datetime, closes_at: datetime, released_at: datetime | None, now: datetime
) -> Stage:
    """From the draft to the released marks."""
    if not is_published:
        return "draft"
    if released_at is not None:
        return "released"
    if now < opens_at:
        return "upcoming"
    return "open" if now < closes_at else "marking"
