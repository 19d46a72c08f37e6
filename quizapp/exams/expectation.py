"""PURE: how much of a paper will be right, as far as the statistics of its questions tell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..assessments.paper import Cell


@dataclass(frozen=True, slots=True)
class Expectation:
    """``share`` of the points, from 0 to 1, None without figures; they are there for ``known`` of so many questions
    that may be drawn."""

    share: float | None
    known: int
    questions: int

    @property
    def percent(self) -> int | None:
        """The share in whole per cent."""
        return None if self.share is None else round(self.share * 100)


def of_cell(cell: Cell, facility: Mapping[int, float]) -> Expectation:
    """Every question of the pool is as likely as the others."""
    shares = [facility[version] for version in cell.pool if version in facility]
    return Expectation(sum(shares) / len(shares) if shares else None, len(shares), len(cell.pool))


def of_paper(cells: Sequence[Cell], facility: Mapping[int, float]) -> Expectation:
    """Rows weigh by their points; those without figures are left out of the mean."""
    pool = {version for cell in cells for version in cell.pool}
    known = len(pool & facility.keys())
    expected = [(cell.count * cell.points, of_cell(cell, facility).share) for cell in cells]
    told = [(points, share) for points, share in expected if share is not None]
    most = sum(points for points, _ in told)
    share = sum(points * share for points, share in told) / most if most else None
    return Expectation(share, known, len(pool))
