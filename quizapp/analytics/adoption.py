"""PURE: the adoption report: who has an account that can be used, and on which device, a row per child unit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from .participation import UnitLine
from .rates import rate


class Accounts(NamedTuple):
    """What is counted. ``active``: approved and used; ``computer`` and ``phone``: the device of the last sign-in."""

    members: int = 0
    eligible: int = 0
    active: int = 0
    pending: int = 0
    computer: int = 0
    phone: int = 0

    def plus(self, other: Accounts) -> Accounts:
        """The sums, one by one."""
        return Accounts(*(mine + others for mine, others in zip(self, other, strict=True)))


NOBODY = Accounts()
# (path of a unit, counts of the unit itself without those below it)
AccountLine = tuple[str, Accounts]


@dataclass(frozen=True, slots=True)
class AdoptionRow:
    """One unit with its whole subtree; ``is_direct``: only those who belong to the unit itself."""

    unit: UnitLine
    accounts: Accounts
    depth: int = 0
    parent_code: str | None = None
    is_direct: bool = False

    @property
    def rate_members(self) -> float | None:
        """Active accounts of all members, in percent."""
        return rate(self.accounts.active, self.accounts.members)

    @property
    def rate_eligible(self) -> float | None:
        """Active accounts of the eligible, in percent."""
        return rate(self.accounts.active, self.accounts.eligible)

    @property
    def agrees(self) -> bool:
        """Whether the devices add up to the active accounts. Where they do not, the figures stay as they are."""
        return self.accounts.computer + self.accounts.phone == self.accounts.active


@dataclass(frozen=True, slots=True)
class AdoptionReport:
    """Rows from the top down, a unit before those below it; those of depth 1 add up to the total."""

    unit: UnitLine
    as_of: datetime
    depth: int
    rows: tuple[AdoptionRow, ...]
    total: AdoptionRow


def build_adoption(
    unit: UnitLine, units: Sequence[UnitLine], lines: Iterable[AccountLine], depth: int, now: datetime, today: date
) -> AdoptionReport:
    """``units``: all below ``unit`` down to ``depth``, in the order of their names; ``lines``: of its whole subtree.

    A unit that is no more, or not yet, is left out unless it has something to count.
    """
    own = dict(lines)
    sums = _sums(own, unit.path)
    children: dict[str, list[UnitLine]] = {}
    for child in units:
        if sums.get(child.path, NOBODY) != NOBODY or child.is_valid(today):
            children.setdefault(child.path[: child.path.rindex("/", 0, -1) + 1], []).append(child)
    rows = tuple(_rows_below(unit, own, sums, children, 1, depth))
    return AdoptionReport(unit, now, depth, rows, AdoptionRow(unit, sums.get(unit.path, NOBODY)))


def _sums(own: Mapping[str, Accounts], top: str) -> dict[str, Accounts]:
    """Each unit with its subtree, by path, from ``top`` down."""
    sums: dict[str, Accounts] = {}
    for path, accounts in own.items():
        while len(path) >= len(top):
            sums[path] = sums.get(path, NOBODY).plus(accounts)
            path = path[: path.rindex("/", 0, -1) + 1] if path.count("/") > 1 else ""
    return sums


def _rows_below(
    unit: UnitLine,
    own: Mapping[str, Accounts],
    sums: Mapping[str, Accounts],
    children: Mapping[str, list[UnitLine]],
    depth: int,
    deepest: int,
) -> Iterable[AdoptionRow]:
    direct = own.get(unit.path, NOBODY)
    if direct != NOBODY:
        yield AdoptionRow(unit, direct, depth, unit.code, is_direct=True)
    for child in children.get(unit.path, ()):
        yield AdoptionRow(child, sums.get(child.path, NOBODY), depth, unit.code)
        if depth < deepest and child.path in children:
            yield from _rows_below(child, own, sums, children, depth + 1, deepest)


def as_json(report: AdoptionReport) -> dict[str, Any]:
    """The report as commands and the API give it; ``depth`` and ``parent_code`` only where there are several depths."""
    return {
        "unit": {"code": report.unit.code, "name": report.unit.name},
        "as_of": report.as_of.isoformat(),
        "rows": [_row_as_json(row, report.depth > 1) for row in report.rows if not row.is_direct],
        "total": _row_as_json(report.total, has_place=False),
    }


def _row_as_json(row: AdoptionRow, has_place: bool) -> dict[str, Any]:
    place = {"depth": row.depth, "parent_code": row.parent_code} if has_place else {}
    return {
        "unit_code": row.unit.code,
        "unit_name": row.unit.name,
        **row.accounts._asdict(),
        "rate_members": row.rate_members,
        "rate_eligible": row.rate_eligible,
        **place,
    }
