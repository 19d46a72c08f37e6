"""PURE: points as marks on an exam's scale, and what a correction changes of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from .classification import classify, to_scale


@dataclass(frozen=True, slots=True)
class Scale:
    """How an exam turns points into marks."""

    scale: float
    step: float
    pass_mark: float
    bands: Sequence[Any]

    def mark(self, points: float, most_points: float) -> float:
        """The mark of so many points."""
        return to_scale(points, most_points, self.scale, self.step)

    def classification(self, mark: float) -> str:
        """The name of its band, see classification.BANDS."""
        return classify(mark, self.bands, self.pass_mark)


@dataclass(frozen=True, slots=True)
class MarkChange:
    """One learner's mark and classification before and after."""

    member_id: int
    name: str
    unit_name: str
    old_mark: float
    new_mark: float
    old_classification: str
    new_classification: str


@dataclass(frozen=True, slots=True)
class Counted:
    """What a correction changes, in numbers."""

    risen: int
    fallen: int
    reclassified: int
    newly_passed: int
    newly_failed: int


def count(changes: Iterable[MarkChange]) -> Counted:
    """Of these changes."""
    rows = list(changes)
    bands = [(row.old_classification, row.new_classification) for row in rows]
    return Counted(
        risen=sum(row.new_mark > row.old_mark for row in rows),
        fallen=sum(row.new_mark < row.old_mark for row in rows),
        reclassified=sum(old != new for old, new in bands),
        newly_passed=sum(old == "failed" != new for old, new in bands),
        newly_failed=sum(old != "failed" == new for old, new in bands),
    )
