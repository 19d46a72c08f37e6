"""PURE: units ranked by how many of their eligible members took part, then by their mean score."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from operator import attrgetter
from typing import Any

# On a page that is open to the public no cell counts fewer people than this.
SMALLEST_CELL = 5
_HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One unit with its subtree; ``score`` is the sum over the attempts that count, in hundredths of a point."""

    name: str
    eligible: int
    people: int
    attempts: int
    score: int

    @property
    def rate(self) -> float | None:
        """People of the eligible in percent, two decimals rounded half up; None of nobody."""
        return _rounded(Decimal(self.people) * 100 / self.eligible) if self.eligible else None

    @property
    def mean_score(self) -> float | None:
        """A person's mean; None of nobody."""
        return _rounded(Decimal(self.score) / 100 / self.people) if self.people else None


def _rounded(value: Decimal) -> float:
    return float(value.quantize(_HUNDREDTH, ROUND_HALF_UP))


def rank_units(lines: Iterable[UnitLine]) -> tuple[list[tuple[int, UnitLine]], int]:
    """(rank, unit) from the best on, equal merit in equal rank; and how many units are too small to be shown."""
    found = list(lines)
    shown = [line for line in found if line.people >= SMALLEST_CELL]
    return _ranked(shown, _merit), len(found) - len(shown)


def rank_for_prizes(lines: Iterable[UnitLine], floor: int) -> list[tuple[int, UnitLine]]:
    """The same for those whose rate reaches the floor (percent)."""
    return rank_units(line for line in lines if line.rate is not None and line.rate >= floor)[0]


def rank_by_people(lines: Iterable[UnitLine]) -> list[tuple[int, UnitLine]]:
    """(rank, unit) by how many people took part, from the most on; units too small to be shown are left out."""
    return _ranked([line for line in lines if line.people >= SMALLEST_CELL], attrgetter("people"))


def _ranked(lines: Iterable[UnitLine], merit: Callable[[UnitLine], Any]) -> list[tuple[int, UnitLine]]:
    ranked: list[tuple[int, UnitLine]] = []
    for place, line in enumerate(sorted(lines, key=merit, reverse=True), 1):
        is_equal = bool(ranked) and merit(ranked[-1][1]) == merit(line)
        ranked.append((ranked[-1][0] if is_equal else place, line))
    return ranked


def _merit(line: UnitLine) -> tuple[float, float]:
    return (line.rate or 0, line.mean_score or 0)
