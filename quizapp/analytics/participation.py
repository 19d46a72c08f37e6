"""PURE: the participation report, from the counts of each unit itself to a row per child unit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from .rates import mean, rate


class Counts(NamedTuple):
    """What is counted; ``score`` is the sum, in hundredths of a point, over the attempts that count."""

    members: int = 0
    eligible: int = 0
    people: int = 0
    person_times: int = 0
    attempts: int = 0
    all_correct: int = 0
    score: int = 0

    def plus(self, other: Counts) -> Counts:
        """The sums, one by one."""
        return Counts(*(mine + others for mine, others in zip(self, other, strict=True)))


NOTHING = Counts()
# (path of a unit, counts of the unit itself without those below it)
Line = tuple[str, Counts]


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit as the report needs it."""

    id: int
    code: str
    name: str
    path: str
    valid_from: date | None = None
    valid_to: date | None = None

    def is_valid(self, today: date) -> bool:
        """Whether it exists on this day."""
        return (self.valid_from or today) <= today <= (self.valid_to or today)


@dataclass(frozen=True, slots=True)
class Row:
    """One unit with its whole subtree; ``is_direct``: only those who belong to the unit itself."""

    unit: UnitLine
    counts: Counts
    depth: int = 0
    parent_code: str | None = None
    is_direct: bool = False

    @property
    def rate_members(self) -> float | None:
        """People of all members, in percent."""
        return rate(self.counts.people, self.counts.members)

    @property
    def rate_eligible(self) -> float | None:
        """People of the eligible, in percent."""
        return rate(self.counts.people, self.counts.eligible)

    @property
    def mean_score(self) -> float | None:
        """Over person-times."""
        return mean(self.counts.score, self.counts.person_times)

    @property
    def missing(self) -> int:
        """How many of the eligible have not taken part."""
        return max(0, self.counts.eligible - self.counts.people)


@dataclass(frozen=True, slots=True)
class Report:
    """Rows from the top down, a unit before those below it. The rows of depth 1 add up to the total, the rows below a
    unit to the unit."""

    unit: UnitLine
    as_of: datetime
    depth: int
    rows: tuple[Row, ...]
    total: Row


def build_report(
    unit: UnitLine, units: Sequence[UnitLine], lines: Iterable[Line], depth: int, now: datetime, today: date
) -> Report:
    """``units``: all below ``unit`` down to ``depth``, in the order of their names; ``lines``: of its whole subtree.

    A unit that is no more, or not yet, is left out unless it has something to count.
    """
    own = _gathered(lines, unit.path.count("/") + depth)
    children: dict[str, list[UnitLine]] = {}
    for child in units:
        children.setdefault(_parent_path(child.path), []).append(child)
    builder = _Builder(own, children, depth, today)
    total = builder.sum_of(unit)
    return Report(unit, now, depth, tuple(builder.rows_below(unit, 1)), Row(unit, total))


def _gathered(lines: Iterable[Line], parts: int) -> dict[str, Counts]:
    """The counts by path, where what is deeper than ``parts`` counts for the unit above it at that depth."""
    gathered: dict[str, Counts] = {}
    for path, counts in lines:
        shown = path if path.count("/") <= parts else "/".join(path.split("/", parts)[:parts]) + "/"
        gathered[shown] = gathered.get(shown, NOTHING).plus(counts)
    return gathered


def _parent_path(path: str) -> str:
    return path[: path.rindex("/", 0, -1) + 1] if path.count("/") > 1 else ""


@dataclass(frozen=True, slots=True)
class _Builder:
    own: dict[str, Counts]
    children: dict[str, list[UnitLine]]
    depth: int
    today: date

    def sum_of(self, unit: UnitLine) -> Counts:
        total = self.own.get(unit.path, NOTHING)
        for child in self.children.get(unit.path, ()):
            total = total.plus(self.sum_of(child))
        return total

    def rows_below(self, unit: UnitLine, depth: int) -> Iterable[Row]:
        direct = self.own.get(unit.path, NOTHING)
        if direct != NOTHING:
            yield Row(unit, direct, depth, unit.code, is_direct=True)
        for child in self.children.get(unit.path, ()):
            counts = self.sum_of(child)
            if counts == NOTHING and not child.is_valid(self.today):
                continue
            yield Row(child, counts, depth, unit.code)
            if depth < self.depth and child.path in self.children:
                yield from self.rows_below(child, depth + 1)


def as_json(report: Report) -> dict[str, Any]:
    """The report as commands and the API give it; ``depth`` and ``parent_code`` only where there are several depths.

    One row per child unit: those who belong to a unit itself are counted in it, and have no row that bears its code.
    """
    return {
        "unit": {"code": report.unit.code, "name": report.unit.name},
        "as_of": report.as_of.isoformat(),
        "rows": [_row_as_json(row, report.depth > 1) for row in report.rows if not row.is_direct],
        "total": _row_as_json(report.total, has_place=False),
    }


def _row_as_json(row: Row, has_place: bool) -> dict[str, Any]:
    counts = row.counts._asdict()
    del counts["score"]
    place = {"depth": row.depth, "parent_code": row.parent_code} if has_place else {}
    return {
        "unit_code": row.unit.code,
        "unit_name": row.unit.name,
        **counts,
        "mean_score": row.mean_score,
        "rate_members": row.rate_members,
        "rate_eligible": row.rate_eligible,
        **place,
    }
