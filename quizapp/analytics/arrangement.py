"""PURE: how the rows of a report are shown: their order, which of them, and how the address says so."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from .participation import Report, Row

SORTS: dict[str, Callable[[Row], Any]] = {
    "rate": lambda row: row.rate_eligible,
    "rate_members": lambda row: row.rate_members,
    "members": lambda row: row.counts.members,
    "eligible": lambda row: row.counts.eligible,
    "people": lambda row: row.counts.people,
    "person_times": lambda row: row.counts.person_times,
    "attempts": lambda row: row.counts.attempts,
    "all_correct": lambda row: row.counts.all_correct,
    "mean_score": lambda row: row.mean_score,
    "missing": lambda row: row.missing,
}
# The report comes in the order of names.
BY_NAME = "name"
DEPTHS = ("1", "2", "3")


@dataclass(frozen=True, slots=True)
class Arrangement:
    """What the reader chose; the default is the worst rate first, one level, all units."""

    sort: str = "rate"
    is_descending: bool = False
    depth: int = 1
    is_slow_only: bool = False
    # In percent; None: the rate of the whole unit.
    threshold: float | None = None
    # On a phone a long list begins with its first few units, unless all are asked for.
    is_whole: bool = False

    @classmethod
    def from_args(cls, args: Mapping[str, str]) -> Arrangement:
        """From the address; whatever it does not understand is as by default."""
        depth = args.get("depth", "")
        sort = args.get("sort", "")
        return cls(
            sort=sort if sort in SORTS or sort == BY_NAME else "rate",
            is_descending=args.get("direction") == "desc",
            depth=int(depth) if depth in DEPTHS else 1,
            is_slow_only=args.get("slow") == "1",
            threshold=_percentage(args.get("threshold", "")),
            is_whole=args.get("all") == "1",
        )

    def as_args(self) -> dict[str, str]:
        """For the address, without what is as by default."""
        args = {
            "sort": self.sort if self.sort != "rate" else "",
            "direction": "desc" if self.is_descending else "",
            "depth": str(self.depth) if self.depth > 1 else "",
            "slow": "1" if self.is_slow_only else "",
            "threshold": f"{self.threshold:g}" if self.threshold is not None else "",
            "all": "1" if self.is_whole else "",
        }
        return {name: value for name, value in args.items() if value}

    def threshold_of(self, report: Report) -> float | None:
        """Below it a unit lags; None when nobody is eligible."""
        return self.threshold if self.threshold is not None else report.total.rate_eligible


def _percentage(text: str) -> float | None:
    digits = text.strip().replace(",", ".", 1)
    if not digits.replace(".", "", 1).isdecimal():
        return None
    return min(float(digits), 100.0)


def is_slow(row: Row, threshold: float | None) -> bool:
    """Whether the unit's rate is below the threshold."""
    return threshold is not None and row.rate_eligible is not None and row.rate_eligible < threshold


def arranged(report: Report, arrangement: Arrangement) -> list[Row]:
    """The rows to show. Units stay under the unit above them; among the slow ones they stand side by side."""
    if arrangement.is_slow_only:
        threshold = arrangement.threshold_of(report)
        return _sorted((row for row in report.rows if is_slow(row, threshold)), arrangement)
    siblings: dict[tuple[int, str | None], list[Row]] = {}
    for row in report.rows:
        siblings.setdefault((row.depth, row.parent_code), []).append(row)
    ordered = {place: _sorted(rows, arrangement) for place, rows in siblings.items()}
    return list(_descended(ordered, report.unit.code, 1))


def _descended(ordered: dict[tuple[int, str | None], list[Row]], parent_code: str, depth: int) -> Iterable[Row]:
    for row in ordered.get((depth, parent_code), ()):
        yield row
        if not row.is_direct:
            yield from _descended(ordered, row.unit.code, depth + 1)


def _sorted(rows: Iterable[Row], arrangement: Arrangement) -> list[Row]:
    """Equal ones stay in the order of names; those without a value come last either way."""
    rows = list(rows)
    if arrangement.sort == BY_NAME:
        return rows[::-1] if arrangement.is_descending else rows
    value = SORTS[arrangement.sort]
    known = [row for row in rows if value(row) is not None]
    known.sort(key=value, reverse=arrangement.is_descending)
    return known + [row for row in rows if value(row) is None]
