"""PURE: what counts as having studied: the first completion, once, whichever way it came."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import NamedTuple

MAKE_UP = "make_up"
PARTY, OTHERS = "party", "others"


class Studied(NamedTuple):
    """A document studied at a session, a make-up or online."""

    document_id: int
    at: datetime
    way: str


class Absence(NamedTuple):
    """An absence from a session: "excused" or "unexcused"."""

    session_starts_at: datetime
    state: str


class Progress(NamedTuple):
    """How far a member has come in a wave. ``absence``: of the latest session missed, unless everything is studied."""

    studied_at: datetime | None = None
    way: str | None = None
    absence: str | None = None


NO_PROGRESS = Progress()


def progress_of(documents: Collection[int], studied: Iterable[Studied], absences: Iterable[Absence]) -> Progress:
    """A wave is completed with the last of its documents; of each document the first completion counts."""
    first: dict[int, Studied] = {}
    for one in studied:
        # At the same instant attendance comes before all else, so that the order of rows does not matter.
        if one.document_id in documents and (
            one.document_id not in first or _order(one) < _order(first[one.document_id])
        ):
            first[one.document_id] = one
    if documents and len(first) == len(documents):
        last = max(first.values(), key=_order)
        return Progress(last.at, last.way)
    latest = max(absences, default=None)
    return Progress(absence=latest.state) if latest else NO_PROGRESS


def _order(one: Studied) -> tuple[datetime, bool, str]:
    return one.at, one.way != "session", one.way


class Counts(NamedTuple):
    """What is counted of one unit. All but ``members`` and ``studied_not_due`` count only those who are due."""

    members: int = 0
    due: int = 0
    studied: int = 0
    on_time: int = 0
    make_up: int = 0
    absent_excused: int = 0
    absent_unexcused: int = 0
    studied_not_due: int = 0
    # Key cadres (cán bộ chủ chốt): those who led when the roster was frozen.
    key_due: int = 0
    key_studied: int = 0

    def plus(self, other: Counts) -> Counts:
        """The sums, one by one."""
        return Counts(*(mine + others for mine, others in zip(self, other, strict=True)))

    def minus(self, other: Counts) -> Counts:
        """The differences, one by one."""
        return Counts(*(mine - others for mine, others in zip(self, other, strict=True)))


NOTHING = Counts()


def counts_of(is_due: bool, deadline: datetime | None, progress: Progress, is_key: bool = False) -> Counts:
    """What one member on a roster adds to the counts of the unit."""
    has_studied = progress.studied_at is not None
    if not is_due:
        return Counts(members=1, studied_not_due=int(has_studied))
    return Counts(
        members=1,
        due=1,
        studied=int(has_studied),
        on_time=int(is_on_time(deadline, progress)),
        make_up=int(has_studied and progress.way == MAKE_UP),
        absent_excused=int(progress.absence == "excused"),
        absent_unexcused=int(progress.absence == "unexcused"),
        key_due=int(is_key),
        key_studied=int(is_key and has_studied),
    )


def until(end: datetime | None, studied: Iterable[Studied]) -> list[Studied]:
    """What was studied until a wave was closed; everything for one that is open."""
    return [one for one in studied if end is None or one.at <= end]


def is_on_time(deadline: datetime | None, progress: Progress) -> bool:
    """Without a deadline nobody is late."""
    return progress.studied_at is not None and (deadline is None or progress.studied_at <= deadline)
