"""Formulas of Word's own editor, and letters of fonts with codes of their own, as ordinary letters. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ...errors import Invalid, Sentence
from ...tables.tcvn3 import decode_tcvn3
from .exam_lines import Mark, Run
from .xml_tree import Node

_GREEK = dict(zip("ABCDEFGHIKLMNOPQRSTUWXYZ", "ΑΒΧΔΕΦΓΗΙΚΛΜΝΟΠΘΡΣΤΥΩΞΨΖ", strict=True))
_GREEK |= dict(zip("abcdefghiklmnopqrstuwxyz", "αβχδεφγηικλμνοπθρστυωξψζ", strict=True))
_SYMBOL = {ord(letter): greek for letter, greek in _GREEK.items()} | {
    0x22: "∀", 0x24: "∃", 0xA3: "≤", 0xA5: "∞", 0xAB: "↔", 0xAC: "←", 0xAE: "→", 0xB0: "°", 0xB1: "±", 0xB3: "≥",
    0xB4: "×", 0xB8: "÷", 0xB9: "≠", 0xBA: "≡", 0xBB: "≈", 0xC6: "∅", 0xC7: "∩", 0xC8: "∪", 0xCC: "⊂", 0xCD: "⊆",
    0xCE: "∈", 0xCF: "∉", 0xD0: "∠", 0xD6: "√", 0xD9: "∧", 0xDA: "∨", 0xDB: "⇔", 0xDC: "⇐", 0xDE: "⇒", 0xE5: "∑",
    0xF2: "∫",
}  # fmt: skip
_WINGDINGS = {0xFC: "✓", 0xFE: "☑", 0xFB: "✗", 0xFD: "☒", 0xA8: "☐", 0xE0: "→", 0x9F: "•", 0xA7: "▪", 0x6C: "●"}
_UNREADABLE = Sentence("Có công thức không đọc được. Hãy gõ lại công thức bằng chữ, hoặc dán thành hình PNG.")
_VNI = Sentence("Có chữ gõ bằng phông VNI không đọc được. Hãy chuyển văn bản sang phông Unicode rồi gửi lại.")
_INSIDE = ("e", "oMath", "oMathPara", "box", "ins")
_PASSED_OVER = ("del", "rPr", "ctrlPr", "oMathParaPr", "boxPr", "argPr")
_RAISED, _LOWERED = frozenset((Mark.RAISED,)), frozenset((Mark.LOWERED,))


def in_font(text: str, font: str) -> str:
    """The letters that a font shows for a text. Raises Invalid for the fonts of VNI, which have a code of their own."""
    if font.startswith(".vn"):
        return _from_tcvn3(text, is_capital=font.endswith("h"))
    if font.startswith("vni") and not text.isascii():
        raise Invalid(_VNI)
    if font == "symbol" or font.startswith("wingdings"):
        return "".join(symbol(font, f"{ord(letter):x}") or letter for letter in text)
    return text


def _from_tcvn3(text: str, is_capital: bool) -> str:
    try:
        letters = decode_tcvn3(text.encode("cp1252"))
    except UnicodeError:
        return text  # typed in Unicode after all
    return letters.upper() if is_capital else letters


def symbol(font: str, code: str) -> str | None:
    """The letter that a symbol font shows for a code, None where it is not known."""
    try:
        number = int(code, 16)
    except ValueError:
        return None
    table = _SYMBOL if font.lower() == "symbol" else _WINGDINGS if font.lower().startswith("wingdings") else {}
    if not 0xF000 <= number <= 0xF0FF:
        return chr(number) if number and number < 0xD800 and not table else table.get(number)
    return table.get(number - 0xF000)


def formula(node: Node) -> list[Run]:
    """A formula in one line. Raises Invalid for a form that has no such writing (matrices and the like)."""
    return list(_runs(node.elements(), frozenset()))


def _runs(nodes: Iterable[Node], shift: frozenset[Mark]) -> Iterator[Run]:
    for node in nodes:
        yield from _written(node, shift)


def _written(node: Node, shift: frozenset[Mark]) -> Iterator[Run]:
    tag = node.tag
    if tag == "r":
        yield Run("".join(one.text() for one in node.elements("t")), shift)
    elif tag in _INSIDE:
        yield from _runs(node.elements(), shift)
    elif tag in ("sSup", "sSub", "sSubSup"):
        yield from _part(node, "e", shift)
        yield from _part(node, "sub", _LOWERED)
        yield from _part(node, "sup", _RAISED)
    elif tag == "f":
        yield from _joined(node, ("num", "den"), "/", shift)
    elif tag == "rad":
        yield from _part(node, "deg", _RAISED)
        yield Run("√", shift)
        yield from _bracketed(node, "e", shift)
    elif tag == "d":
        yield from _delimited(node, shift)
    elif tag == "nary":
        yield Run(_character(node, "naryPr", "chr", "∫"), shift)
        yield from _part(node, "sub", _LOWERED)
        yield from _part(node, "sup", _RAISED)
        yield from _part(node, "e", shift)
    elif tag == "func":
        yield from _part(node, "fName", shift)
        yield Run(" ", shift)
        yield from _part(node, "e", shift)
    elif tag == "limLow":
        yield from _part(node, "e", shift)
        yield from _part(node, "lim", _LOWERED)
    elif tag not in _PASSED_OVER:
        raise Invalid(_UNREADABLE)


def _part(node: Node, tag: str, shift: frozenset[Mark]) -> Iterator[Run]:
    part = node.find(tag)
    if part:
        yield from _runs(part.elements(), shift)


def _joined(node: Node, tags: tuple[str, str], sign: str, shift: frozenset[Mark]) -> Iterator[Run]:
    yield from _bracketed(node, tags[0], shift)
    yield Run(sign, shift)
    yield from _bracketed(node, tags[1], shift)


def _bracketed(node: Node, tag: str, shift: frozenset[Mark]) -> Iterator[Run]:
    """In brackets, unless it is one number or one letter."""
    runs = list(_part(node, tag, shift))
    is_simple = "".join(run.text for run in runs).isalnum() and all(run.marks == shift for run in runs)
    yield from runs if is_simple else (Run("(", shift), *runs, Run(")", shift))


def _delimited(node: Node, shift: frozenset[Mark]) -> Iterator[Run]:
    parts = node.elements("e")
    yield Run(_character(node, "dPr", "begChr", "("), shift)
    for place, part in enumerate(parts):
        yield from _runs(part.elements(), shift)
        if place < len(parts) - 1:
            yield Run(_character(node, "dPr", "sepChr", "|"), shift)
    yield Run(_character(node, "dPr", "endChr", ")"), shift)


def _character(node: Node, properties: str, name: str, default: str) -> str:
    found = node.find(properties, name)
    return found.get("val") if found else default
