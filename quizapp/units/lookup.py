"""PURE: which unit a list means by a code or a name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from ..errors import Invalid, Sentence
from ..folding import fold
from .subtree import is_within


class ListedUnit(NamedTuple):
    """A unit as far as lists know it."""

    id: int
    code: str
    name: str
    path: str
    valid_to: date | None


class StoredUnit(NamedTuple):
    """A unit with all that a list may change."""

    unit: ListedUnit
    kind_id: int
    parent_id: int | None
    valid_from: date | None
    successor_id: int | None


class UnitLookup:
    """Units found by code (in any case) or by name (without regard to diacritics)."""

    def __init__(self, units: Iterable[ListedUnit]) -> None:
        self._by_code: dict[str, list[ListedUnit]] = defaultdict(list)
        self._by_name: dict[str, list[ListedUnit]] = defaultdict(list)
        for unit in units:
            self._by_code[unit.code.casefold()].append(unit)
            self._by_name[fold(unit.name)].append(unit)

    def find(self, written: str, within: str | None = None, near: str | None = None) -> ListedUnit:
        """The unit that is meant; raises Invalid for none and for several.

        ``within``: the code or name of a unit that it lies in. ``near``: the path of the unit that the list is of; of
        several of one name the one below it is meant.
        """
        candidates = self.candidates(written)
        if within and len(candidates) > 1:
            above = self.candidates(within)
            candidates = [u for u in candidates if any(is_within(u.path, a.path) for a in above)]
        if near and len(candidates) > 1:
            candidates = [u for u in candidates if is_within(u.path, near)] or candidates
        if len(candidates) == 1:
            return candidates[0]
        raise Invalid(_ambiguous(written, candidates) if candidates else _unknown(written))

    def candidates(self, written: str) -> Sequence[ListedUnit]:
        """The unit of exactly this code, else of this code in another case, else those of this name."""
        by_code = self._by_code.get(written.casefold(), [])
        exact = [unit for unit in by_code if unit.code == written]
        return exact or by_code or self._by_name.get(fold(written), [])


def _unknown(written: str) -> Sentence:
    return Sentence(
        "Không tìm thấy đơn vị nào có mã hoặc tên “%(unit)s”. Kiểm tra lại, hoặc tạo đơn vị trước.",
        unit=written,
    )


def _ambiguous(written: str, candidates: Sequence[ListedUnit]) -> Sentence:
    return Sentence(
        "Có %(count)s đơn vị tên “%(unit)s” (mã %(codes)s). Ghi mã đơn vị thay cho tên.",
        count=len(candidates),
        unit=written,
        codes=", ".join(sorted(unit.code for unit in candidates)[:3]) + ("…" if len(candidates) > 3 else ""),
    )
