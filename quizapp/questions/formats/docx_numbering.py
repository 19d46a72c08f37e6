"""Automatic numbers of a Word document: "Câu 1:", "A.", which are not in its text. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from .docx_styles import Styles
from .xml_tree import Node

_DEEPEST = 8
_ROMAN: tuple[tuple[int, str], ...] = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
)
_ROMAN += ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


@dataclass(frozen=True)
class _Level:
    form: str
    text: str
    start: int


# What stands for lists that are used and nowhere defined.
_UNDEFINED = {0: _Level("decimal", "%1.", 1), 1: _Level("upperLetter", "%2.", 1)}
_BULLET = _Level("bullet", "", 1)


def _letter(number: int) -> str:
    """A … Z, then AA, BB, as Word counts."""
    return chr(ord("a") + (number - 1) % 26) * min((number - 1) // 26 + 1, 10)


def _roman(number: int) -> str:
    parts = []
    for value, letters in _ROMAN:
        count, number = divmod(min(number, 10_000), value)
        parts.append(letters * count)
    return "".join(parts)


_FORMS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda number: f"{number:02}",
    "lowerLetter": _letter,
    "upperLetter": lambda number: _letter(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
}


class Numbering:
    """Counts the numbered paragraphs as they come."""

    def __init__(self, root: Node | None, styles: Styles) -> None:
        self._styles = styles
        lists = root.elements("abstractNum") if root else []
        self._lists = {node.get("abstractNumId"): _levels(node) for node in lists}
        self._links = {_value(node, "styleLink"): node.get("abstractNumId") for node in lists}
        self._linked = {node.get("abstractNumId"): _value(node, "numStyleLink") for node in lists}
        numbers = root.elements("num") if root else []
        self._numbers = {node.get("numId"): _value(node, "abstractNumId") for node in numbers}
        self._restarts = {node.get("numId"): _restarts(node) for node in numbers}
        self._counts: dict[str, dict[int, int]] = {}
        self._restarted: set[tuple[str, int]] = set()

    def label(self, properties: Node | None, paragraph_style: str) -> str:
        """The number before this paragraph, "" where there is none or a bullet. Counts it."""
        number_id, level = self._place(properties, paragraph_style)
        if number_id in ("", "0"):
            return ""
        list_id = self._list_of(number_id)
        levels = self._lists.get(list_id)
        counts = self._counts.setdefault(list_id, {})
        self._count(counts, levels, number_id, level)
        own = _level_of(levels, level)
        if own.form not in _FORMS:
            return re.sub(r"%\d", "", own.text).strip() if own.form == "none" else ""
        return re.sub(r"%(\d)", lambda match: _written(counts, levels, int(match[1]) - 1), own.text).strip()

    def _place(self, properties: Node | None, paragraph_style: str) -> tuple[str, int]:
        """The list and the level: the paragraph's own, else those of its style."""
        own = properties.find("numPr") if properties else None
        number_id, level = _value(own, "numId"), _value(own, "ilvl")
        styles = self._styles.chain(paragraph_style)
        if not number_id:
            number_id = next((style.list_id for style in styles if style.list_id), "")
        of_style = next((style.list_level for style in styles if style.list_level >= 0), 0)
        return number_id, min(int(level) if level.isdecimal() else of_style, _DEEPEST)

    def _list_of(self, number_id: str) -> str:
        """Numbers share the counter of their list, so that two of them may go on with each other."""
        list_id = self._numbers.get(number_id, f"undefined {number_id}")
        return self._links.get(self._linked.get(list_id) or "-", list_id)

    def _count(self, counts: dict[int, int], levels: dict[int, _Level] | None, number_id: str, level: int) -> None:
        restart = self._restarts.get(number_id, {}).get(level)
        if restart is not None and (number_id, level) not in self._restarted:
            self._restarted.add((number_id, level))
            counts[level] = restart
        else:
            counts[level] = counts.get(level, _level_of(levels, level).start - 1) + 1
        for deeper in [deeper for deeper in counts if deeper > level]:
            del counts[deeper]


def _written(counts: dict[int, int], levels: dict[int, _Level] | None, level: int) -> str:
    own = _level_of(levels, level)
    return _FORMS.get(own.form, str)(max(counts.get(level, own.start), 1))


def _level_of(levels: dict[int, _Level] | None, level: int) -> _Level:
    return (_UNDEFINED if levels is None else levels).get(level, _BULLET)


def _levels(node: Node) -> dict[int, _Level]:
    return {_number(one.get("ilvl"), 0): _level(one) for one in node.elements("lvl")}


def _level(node: Node) -> _Level:
    return _Level(_value(node, "numFmt") or "decimal", _value(node, "lvlText")[:100], _number(_value(node, "start"), 1))


def _restarts(node: Node) -> dict[int, int]:
    overrides = ((one, _value(one, "startOverride")) for one in node.elements("lvlOverride"))
    return {_number(one.get("ilvl"), 0): _number(start, 1) for one, start in overrides if start}


def _number(text: str, default: int) -> int:
    return int(text) if text.isdecimal() and len(text) < 6 else default


def _value(node: Node | None, tag: str) -> str:
    child = node.find(tag) if node else None
    return child.get("val") if child else ""
