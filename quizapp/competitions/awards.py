"""PURE: who gets which prize, from the standings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import Generic, TypeVar

Winner = TypeVar("Winner")


@dataclass
class Award(Generic[Winner]):
    """A prize with those who have it for sure. ``tied`` are equal in rank and compete for the ``seats`` left: the
    organisers decide."""

    title: str
    quantity: int
    winners: list[tuple[int, Winner]] = field(default_factory=list)
    tied: list[tuple[int, Winner]] = field(default_factory=list)
    seats: int = 0


def allocate(prizes: Iterable[tuple[str, int]], ranked: Sequence[tuple[int, Winner]]) -> list[Award[Winner]]:
    """One award for each (title, quantity), the best first. ``ranked`` are (rank, entry), best first; people of one
    rank who do not all fit into a prize are tied in every prize that they reach."""
    awards: list[Award[Winner]] = []
    start = 0
    for title, quantity in prizes:
        award: Award[Winner] = Award(title, quantity)
        _fill(award, start, start + quantity, ranked)
        awards.append(award)
        start += quantity
    return awards


def ties_of(awards: Iterable[Award[Winner]]) -> list[tuple[int, list[Winner]]]:
    """(rank, those who are equal) of each group that the organisers have to put in order."""
    groups = {rank: [w for its, w in award.tied if its == rank] for award in awards for rank, _ in award.tied}
    return sorted(groups.items())


def _fill(award: Award[Winner], start: int, end: int, ranked: Sequence[tuple[int, Winner]]) -> None:
    """Give the places from ``start`` up to, not including, ``end``."""
    first = 0
    for _, group in groupby(ranked, key=itemgetter(0)):
        equals = list(group)
        last = first + len(equals)
        places = min(end, last) - max(start, first)
        if places == len(equals):
            award.winners += equals
        elif places > 0:
            award.tied += equals
            award.seats += places
        first = last
