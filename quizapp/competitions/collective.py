"""PURE: units ranked by how many of their eligible members took part, then by their mean score."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

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
    shown = sorted((line for line in found if line.people >= SMALLEST_CELL), key=_merit, reverse=True)
    ranked: list[tuple[int, UnitLine]] = []
    for place, line in enumerate(shown, 1):
        is_equal = bool(ranked) and _merit(ranked[-1][1]) == _merit(line)
        ranked.append((ranked[-1][0] if is_equal else place, line))
    return ranked, len(found) - len(shown)


def _merit(line: UnitLine) -> tuple[float, float]:
    return (line.rate or 0, line.mean_score or 0)
