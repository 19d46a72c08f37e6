"""PURE: the document that the free text of a question's source names."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ..library.head_words import NUMBER
from ..library.identity import number_key

_NUMBER = re.compile(NUMBER)
_YEAR = re.compile(r"\b(?:19|20)\d{2}\b")
_DAY = re.compile(r"\b(\d{1,2})/(\d{1,2})/((?:19|20)\d{2})\b")


@dataclass(frozen=True, slots=True)
class KnownDocument:
    """A document, as far as a source can name it."""

    id: int
    number_key: str
    issued_on: date


class Matcher:
    """Finds documents by number; by number and day or year where a number was used several times."""

    def __init__(self, documents: Iterable[KnownDocument]) -> None:
        self._by_number: dict[str, list[KnownDocument]] = defaultdict(list)
        for document in documents:
            if document.number_key:
                self._by_number[document.number_key].append(document)

    def match(self, source: str) -> int | None:
        """The id of the one document that the source names; None for no such document, or for several."""
        for written in _NUMBER.findall(source):
            candidates = self._by_number.get(number_key(written), [])
            if len(candidates) == 1 and not _contradicts(candidates[0], source):
                return candidates[0].id
            narrowed = [one for one in candidates if one.issued_on in _days(source)]
            narrowed = narrowed or [one for one in candidates if str(one.issued_on.year) in _YEAR.findall(source)]
            if len(narrowed) == 1:
                return narrowed[0].id
        return None


def _days(source: str) -> set[date]:
    found: set[date] = set()
    for day, month, year in _DAY.findall(source):
        try:
            found.add(date(int(year), int(month), int(day)))
        except ValueError:
            continue
    return found


def _contradicts(document: KnownDocument, source: str) -> bool:
    """A source with one day names the document of that day and no other."""
    days = _days(source)
    return len(days) == 1 and document.issued_on not in days
