"""PURE: what one member is told, of all that was found for many. Titles and times only."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

Kind = Literal["due", "opened", "new"]
KINDS: tuple[Kind, ...] = ("due", "opened", "new")
Subject = Literal["course", "wave", "round", "exam", "session", "announcement", "document"]
# How long before a deadline it is told.
SOON = timedelta(days=3)
# How long after something came up it is still news.
NEWS_FOR = timedelta(days=7)
_MOST_OF_A_KIND = 5


@dataclass(frozen=True, slots=True)
class Found:
    """Something that may concern a member; ``at`` is its end, its beginning or when it came up."""

    member_id: int
    subject: Subject
    title: str
    kind: Kind
    at: datetime
    came_up_at: datetime | None = None
    # ``at`` is when it begins, else when it ends.
    begins: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """What is told of one kind; ``more`` are not told one by one."""

    kind: Kind
    lines: tuple[Found, ...]
    more: int


def sections_for(found: Iterable[Found], kinds: Collection[str], told_until: datetime) -> list[Section]:
    """What is due first, then what has opened, then what is new; only kinds that are wanted, and news only once."""
    fresh = [one for one in found if one.kind in kinds and (one.came_up_at is None or one.came_up_at > told_until)]
    sections = []
    for kind in KINDS:
        lines = sorted((one for one in fresh if one.kind == kind), key=lambda one: (one.at, one.title))
        if lines:
            shown = tuple(lines[:_MOST_OF_A_KIND])
            sections.append(Section(kind, shown, len(lines) - len(shown)))
    return sections
