"""PURE: the automatic numbers of a Word document, which are not in its text: "Điều 1.", "a)"."""

from __future__ import annotations

import re
from collections import defaultdict
from xml.etree.ElementTree import Element

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_LEVELS = 9


class Numbering:
    """Counts the paragraphs of each list."""

    def __init__(self, part: Element | None) -> None:
        self._levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self._lists: dict[str, str] = {}
        self._counts: dict[str, list[int]] = defaultdict(lambda: [0] * _LEVELS)
        for abstract in part.iter(f"{_W}abstractNum") if part is not None else ():
            levels = {_whole(one.get(f"{_W}ilvl")): _level(one) for one in abstract.iter(f"{_W}lvl")}
            self._levels[abstract.get(f"{_W}abstractNumId") or ""] = levels
        for one in part.iter(f"{_W}num") if part is not None else ():
            self._lists[one.get(f"{_W}numId") or ""] = _value(one, "abstractNumId")

    def label(self, paragraph: Element) -> str:
        """The paragraph's number as it is printed; "" for none, "-" for a bullet."""
        properties = paragraph.find(f"{_W}pPr/{_W}numPr")
        if properties is None:
            return ""
        abstract = self._lists.get(_value(properties, "numId"))
        place = min(_whole(_value(properties, "ilvl")), _LEVELS - 1)
        levels = self._levels.get(abstract or "", {})
        if abstract is None or place not in levels:
            return ""
        form, text, _ = levels[place]
        if form == "bullet":
            return "-"
        counts = self._count(abstract, place, levels)
        return re.sub(r"%([1-9])", lambda match: _shown(levels, counts, int(match[1]) - 1), text).strip()

    def _count(self, abstract: str, place: int, levels: dict[int, tuple[str, str, int]]) -> list[int]:
        counts = self._counts[abstract]
        counts[place] = counts[place] + 1 if counts[place] else levels[place][2]
        counts[place + 1 :] = [0] * (_LEVELS - place - 1)
        return counts


def _level(level: Element) -> tuple[str, str, int]:
    """(form, text such as "Điều %1.", first number)"""
    return _value(level, "numFmt") or "decimal", _value(level, "lvlText"), _whole(_value(level, "start") or "1")


def _value(parent: Element, tag: str) -> str:
    found = parent.find(f"{_W}{tag}")
    return (found.get(f"{_W}val") or "") if found is not None else ""


def _whole(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 6 else 0


def _shown(levels: dict[int, tuple[str, str, int]], counts: list[int], place: int) -> str:
    form, _, start = levels.get(place, ("decimal", "", 1))
    number = counts[place] or start
    if form in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (number - 1) % 26)
        return letter.upper() if form == "upperLetter" else letter
    if form in ("lowerRoman", "upperRoman"):
        return _roman(number).upper() if form == "upperRoman" else _roman(number)
    return str(number)


def _roman(number: int) -> str:
    letters = ""
    for value, sign in _ROMAN:
        count, number = divmod(min(number, 39), value)
        letters += sign * count
    return letters
