"""PURE: where each candidate stands while an exam is sat, and what people may want to look at.

Flags are for people to judge: nothing happens by them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

SILENCE = timedelta(minutes=2)
# Whoever answers quicker than this over so many questions has hardly read them.
SECONDS_TO_READ, LEAST_ANSWERED = 4, 5
STATES = ("absent", "waiting", "barred", "working", "silent", "submitted", "annulled")
# What the filters show, in their order.
FILTERS: dict[str, tuple[str, ...]] = {
    "all": STATES,
    "absent": ("absent", "waiting"),
    "working": ("working", "silent"),
    "silent": ("silent",),
    "submitted": ("submitted", "annulled"),
}


@dataclass(frozen=True, slots=True)
class Sitting:
    """The latest attempt of one candidate."""

    state: str
    answered: int
    questions: int
    started_at: datetime
    deadline: datetime
    saved_at: datetime | None
    submitted_at: datetime | None
    ticket: int
    signs: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class Flags:
    """How often the device was changed, the page left, something pasted; whether answers came impossibly fast."""

    devices: int = 0
    left_page: int = 0
    pasted: int = 0
    is_fast: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One candidate on the board."""

    member_id: int
    state: str
    sitting: Sitting | None
    flags: Flags
    # Whole minutes since anything was heard of a running paper; 0 before that is called silence.
    silent_minutes: int = 0


def line(member_id: int, reason: str | None, waits: bool, sitting: Sitting | None, now: datetime) -> Line:
    """``reason`` is a code that bars the candidate; ``waits``: until somebody has looked at the papers."""
    if sitting is None:
        state = "waiting" if waits else "barred" if reason else "absent"
        return Line(member_id, state, None, Flags())
    silence = now - (sitting.saved_at or sitting.started_at)
    is_silent = sitting.state == "running" and silence >= SILENCE
    state = "silent" if is_silent else "working" if sitting.state == "running" else sitting.state
    return Line(member_id, state, sitting, _flags(sitting), silence // timedelta(minutes=1) if is_silent else 0)


def _flags(sitting: Sitting) -> Flags:
    signs = sitting.signs or {}
    last = sitting.submitted_at or sitting.saved_at
    seconds = (last - sitting.started_at).total_seconds() if last else 0
    is_fast = sitting.answered >= LEAST_ANSWERED and seconds < sitting.answered * SECONDS_TO_READ
    return Flags(sitting.ticket - 1, signs.get("left_page", 0), signs.get("pasted", 0), is_fast)


def count(lines: Iterable[Line]) -> dict[str, int]:
    """How many each filter shows."""
    states = Counter(one.state for one in lines)
    return {name: sum(states[state] for state in shown) for name, shown in FILTERS.items()}


def compact(one: Line) -> list[Any]:
    """What a refresh sends of one candidate: state, answered, questions, deadline (ms), flags, minutes of silence."""
    sitting, flags = one.sitting, one.flags
    if sitting is None:
        return [one.state, 0, 0, 0, 0, 0, 0, 0, 0]
    deadline = int(sitting.deadline.timestamp() * 1000) if sitting.state == "running" else 0
    noticed = [flags.devices, flags.left_page, flags.pasted, int(flags.is_fast)]
    return [one.state, sitting.answered, sitting.questions, deadline, *noticed, one.silent_minutes]
