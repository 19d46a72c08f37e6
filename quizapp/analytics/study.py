"""PURE: the study report, from the counts of each unit itself to a row per child unit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from ..courses.completion import NOTHING, OTHERS, PARTY, Counts
from .participation import UnitLine
from .rates import rate

# (path of a unit, "party" or "others", counts of the unit itself without those below it)
Line = tuple[str, str, Counts]


@dataclass(frozen=True, slots=True)
class StudyRow:
    """One unit with its whole subtree; ``is_direct``: only those who belong to the unit itself.

    ``counts`` are of the audience that the report is about, ``others_studied`` of those who are no party members.
    """

    unit: UnitLine
    counts: Counts
    others_studied: int = 0
    depth: int = 0
    parent_code: str | None = None
    is_direct: bool = False

    @property
    def rate(self) -> float | None:
        """Studied up to now, of those due, in percent."""
        return rate(self.counts.studied, self.counts.due)

    @property
    def rate_on_time(self) -> float | None:
        """Studied by the deadline, of those due, in percent."""
        return rate(self.counts.on_time, self.counts.due)

    @property
    def missing(self) -> int:
        """How many of those due have not studied."""
        return self.counts.due - self.counts.studied


@dataclass(frozen=True, slots=True)
class StudyReport:
    """Rows from the top down, a unit before those below it. The rows of depth 1 add up to the total."""

    unit: UnitLine
    as_of: datetime
    depth: int
    audience: str
    rows: tuple[StudyRow, ...]
    total: StudyRow


@dataclass(slots=True)
class _Sum:
    counts: Counts = NOTHING
    others_studied: int = 0

    def add(self, counts: Counts, others_studied: int) -> None:
        self.counts = self.counts.plus(counts)
        self.others_studied += others_studied

    def __bool__(self) -> bool:
        return any(self.counts) or self.others_studied > 0


def build_study_report(
    unit: UnitLine,
    units: Sequence[UnitLine],
    lines: Iterable[Line],
    depth: int,
    now: datetime,
    today: date,
    audience: str = PARTY,
) -> StudyReport:
    """``units``: all below ``unit`` down to ``depth``, in the order of their names; ``lines``: of its whole subtree.

    A unit that is no more, or not yet, is left out unless it has something to count.
    """
    own, whole = _summed(unit, lines, depth, audience)
    builder = _Builder(own, whole, _by_parent(units), depth, today)
    total = whole.get(unit.path, _Sum())
    return StudyReport(
        unit,
        now,
        depth,
        audience,
        tuple(builder.rows_below(unit, 1)),
        StudyRow(unit, total.counts, total.others_studied),
    )


def _summed(
    unit: UnitLine, lines: Iterable[Line], depth: int, audience: str
) -> tuple[dict[str, _Sum], dict[str, _Sum]]:
    """({path: of the unit itself}, {path: of its subtree}) for the units that are shown."""
    own: dict[str, _Sum] = {}
    whole: dict[str, _Sum] = {}
    top = unit.path.count("/")
    for path, of, counts in lines:
        shown = counts if of == audience else NOTHING
        # Due or not: whoever is no party member and has studied.
        others = counts.studied + counts.studied_not_due if of == OTHERS else 0
        own.setdefault(path, _Sum()).add(shown, others)
        parts = path.split("/")[:-1]
        for length in range(top, min(len(parts), top + depth) + 1):
            whole.setdefault("/".join(parts[:length]) + "/", _Sum()).add(shown, others)
    return own, whole


def _by_parent(units: Iterable[UnitLine]) -> dict[str, list[UnitLine]]:
    children: dict[str, list[UnitLine]] = {}
    for child in units:
        children.setdefault(child.path[: child.path.rindex("/", 0, -1) + 1], []).append(child)
    return children


@dataclass(frozen=True, slots=True)
class _Builder:
    own: Mapping[str, _Sum]
    whole: Mapping[str, _Sum]
    children: Mapping[str, list[UnitLine]]
    depth: int
    today: date

    def rows_below(self, unit: UnitLine, depth: int) -> Iterator[StudyRow]:
        direct = self.own.get(unit.path)
        if direct:
            yield StudyRow(unit, direct.counts, direct.others_studied, depth, unit.code, is_direct=True)
        for child in self.children.get(unit.path, ()):
            sums = self.whole.get(child.path)
            if sums is None and not child.is_valid(self.today):
                continue
            counts, others = (sums.counts, sums.others_studied) if sums else (NOTHING, 0)
            yield StudyRow(child, counts, others, depth, unit.code)
            if depth < self.depth and child.path in self.children:
                yield from self.rows_below(child, depth + 1)


# The contract's; the rest is for the page and its files.
_TOLD = ("members", "due", "studied", "on_time", "make_up", "absent_excused", "absent_unexcused")


def as_json(report: StudyReport) -> dict[str, Any]:
    """The report as commands and the API give it; ``depth`` and ``parent_code`` only where there are several depths.

    One row per child unit: those who belong to a unit itself are counted in it, and have no row that bears its code.
    """
    return {
        "unit": {"code": report.unit.code, "name": report.unit.name},
        "as_of": report.as_of.isoformat(),
        "rows": [_row_as_json(row, report.depth > 1) for row in report.rows if not row.is_direct],
        "total": _row_as_json(report.total, has_place=False),
    }


def _row_as_json(row: StudyRow, has_place: bool) -> dict[str, Any]:
    place = {"depth": row.depth, "parent_code": row.parent_code} if has_place else {}
    return {
        "unit_code": row.unit.code,
        "unit_name": row.unit.name,
        **{name: getattr(row.counts, name) for name in _TOLD},
        "non_members_studied": row.others_studied,
        "rate": row.rate,
        **place,
    }
