"""PURE: who stands where.

The ranking keys of an entry are packed into one text, its *merit*, of fields with a fixed width: the greater text is
the better one, and equal text is equal on every key. A database can then rank by one indexed column.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar

KEYS = ("score", "all_correct", "prediction", "duration", "earlier", "decision")
DEFAULT_KEYS = ("score", "duration", "earlier")
_MANY = 10**12


@dataclass(frozen=True, slots=True)
class Entry:
    """What can rank one person: the attempt that counts, and the organisers' decision (higher is better)."""

    score: float
    all_correct: bool
    seconds: int
    submitted_at: datetime
    prediction: int | None = None
    decision: int = 0


def merit(entry: Entry, keys: Sequence[str], outcome: int | None = None) -> str:
    """The packed keys. ``outcome`` is the number that was to be predicted; the key says nothing until it is known.

    Raises KeyError for an unknown key.
    """
    return ".".join(_FIELDS[key](entry, outcome) for key in keys)


def _closeness(entry: Entry, outcome: int | None) -> str:
    if outcome is None:
        return f"{0:013}"
    # Whoever predicted nothing stands behind everybody who did.
    return f"{0 if entry.prediction is None else max(1, _MANY - abs(entry.prediction - outcome)):013}"


_FIELDS: dict[str, Callable[[Entry, int | None], str]] = {
    "score": lambda entry, _: f"{round(entry.score * 100):010}",
    "all_correct": lambda entry, _: str(int(entry.all_correct)),
    "prediction": _closeness,
    "duration": lambda entry, _: f"{max(0, 10**8 - entry.seconds):09}",
    "earlier": lambda entry, _: f"{10**14 - round(entry.submitted_at.timestamp() * 1000):015}",
    "decision": lambda entry, _: f"{entry.decision + 10**6:07}",
}


class HasMerit(Protocol):
    """Anything that was given its merit."""

    merit: str


Ranked = TypeVar("Ranked", bound=HasMerit)


def standings(entries: Iterable[Ranked], first_rank: int = 1) -> list[tuple[int, Ranked]]:
    """Pairs (rank, entry), best first; equal on every key means equal rank: 1, 2, 2, 4.

    With ``first_rank`` the entries are a page from the middle whose first one has that rank.
    """
    ranked: list[tuple[int, Ranked]] = []
    ordered = sorted(entries, key=lambda entry: entry.merit, reverse=True)
    for place, entry in enumerate(ordered):
        is_equal = bool(ranked) and ranked[-1][1].merit == entry.merit
        ranked.append((ranked[-1][0] if is_equal else first_rank + place, entry))
    return ranked


def is_better(candidate: str, current: str, counting: str) -> bool:
    """Whether a new attempt counts instead of the current one, both given by their merit."""
    if counting == "last":
        return True
    return counting == "best" and candidate > current
