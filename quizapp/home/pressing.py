"""PURE: which of all that waits for a member is the one thing to do next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

Kind = Literal["attempt", "assessment", "course", "wave", "document", "session", "practice"]
# Of two that end at the same moment the one that stands first here.
_ORDER: tuple[Kind, ...] = ("attempt", "course", "wave", "document", "assessment", "session", "practice")


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that a member can do now. ``about`` is what the page tells of it; ``is_optional``: it was done already
    and may be done again, or nobody waits for it."""

    kind: Kind
    title: str
    endpoint: str
    values: dict[str, Any] = field(default_factory=dict)
    ends_at: datetime | None = None
    is_optional: bool = False
    about: Any = None

    def is_late(self, now: datetime) -> bool:
        """Whether its deadline has passed."""
        return self.ends_at is not None and self.ends_at < now


def in_order(things: Iterable[Thing], now: datetime) -> list[Thing]:
    """The most pressing first: a paper on the desk, then what ends first, what is late, what has no end, and last what
    is optional."""
    return sorted(things, key=lambda thing: _pressure(thing, now))


def _pressure(thing: Thing, now: datetime) -> tuple[int, float, int]:
    seconds = (thing.ends_at - now).total_seconds() if thing.ends_at else 0.0
    place = _ORDER.index(thing.kind)
    if thing.kind == "attempt":
        return 0, seconds, place
    if thing.kind == "practice":
        return 5, 0.0, place
    if thing.is_optional:
        return 4, seconds, place
    if thing.ends_at is None:
        return 3, 0.0, place
    # Of what is late the latest to become so comes first.
    return (2, -seconds, place) if thing.is_late(now) else (1, seconds, place)
