"""PURE: how much two papers drawn from the same pools have in common."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from .paper import Cell


def expected_overlap(cells: Iterable[Cell]) -> float:
    """The share (0 to 1) of a paper that another one is expected to repeat; 0 for an empty matrix.

    A question v stands on a paper with probability p(v) = sum of count / size over the pools that hold it (at most 1),
    and on two papers, drawn independently, with p(v)²; so the papers share sum p(v)² of sum count questions. For pools
    without common questions this is exact: sum count² / size of sum count; for others it is close.
    """
    chances: dict[int, float] = defaultdict(float)
    total = 0
    for cell in cells:
        total += cell.count
        for version in cell.pool:
            chances[version] += cell.count / len(cell.pool)
    return sum(min(chance, 1.0) ** 2 for chance in chances.values()) / total if total else 0.0
