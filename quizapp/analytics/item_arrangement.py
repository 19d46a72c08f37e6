"""PURE: which questions a page of statistics shows, in which order, and how the address says so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from .item_flags import FLAGS, Flag, flags_of
from .item_lines import ItemLine

SORTS: dict[str, Callable[[ItemLine], Any]] = {
    "discrimination": lambda line: line.discrimination,
    "facility": lambda line: line.facility,
    "answers": lambda line: line.answers,
    "blank": lambda line: line.blank,
}
BY_FLAGS = "flags"
PAGE = 25


@dataclass(frozen=True, slots=True)
class FlaggedLine:
    """A question with what is said of it."""

    line: ItemLine
    flags: tuple[Flag, ...]

    @property
    def weight(self) -> int:
        """The most serious first; those without a flag last."""
        return self.flags[0].weight if self.flags else len(FLAGS)


@dataclass(frozen=True, slots=True)
class ItemArrangement:
    """What the reader chose; by default the flagged ones first, all questions."""

    sort: str = BY_FLAGS
    is_descending: bool = False
    flag: str = ""
    page: int = 1

    @classmethod
    def from_args(cls, args: Mapping[str, str]) -> ItemArrangement:
        """From the address; whatever it does not understand is as by default."""
        page = args.get("page", "")
        return cls(
            sort=args.get("sort", "") if args.get("sort") in SORTS else BY_FLAGS,
            is_descending=args.get("direction") == "desc",
            flag=args.get("flag", "") if args.get("flag") in FLAGS else "",
            page=max(int(page), 1) if page.isdecimal() and len(page) <= 6 else 1,
        )

    def as_args(self) -> dict[str, Any]:
        """For the address, without what is as by default and without the page."""
        sort = "" if self.sort == BY_FLAGS else self.sort
        return {"sort": sort, "direction": "desc" if self.is_descending else "", "flag": self.flag}


def flagged(lines: Iterable[ItemLine]) -> list[FlaggedLine]:
    """Each line with its flags."""
    return [FlaggedLine(line, tuple(flags_of(line))) for line in lines]


def count_flags(lines: Iterable[FlaggedLine]) -> Counter[str]:
    """How many questions bear each flag."""
    return Counter(flag.name for line in lines for flag in line.flags)


def arranged(lines: Iterable[FlaggedLine], chosen: ItemArrangement) -> list[FlaggedLine]:
    """Those to show; what has no value comes last either way."""
    kept = [line for line in lines if not chosen.flag or chosen.flag in {flag.name for flag in line.flags}]
    if chosen.sort == BY_FLAGS:
        return sorted(kept, key=lambda one: (one.weight, *_worst_first(one.line)), reverse=chosen.is_descending)
    value = SORTS[chosen.sort]
    known = sorted(
        (one for one in kept if value(one.line) is not None),
        key=lambda one: value(one.line),
        reverse=chosen.is_descending,
    )
    return known + [one for one in kept if value(one.line) is None]


def _worst_first(line: ItemLine) -> tuple[bool, float]:
    return line.discrimination is None, line.discrimination or 0.0
