"""Letters of fonts with codes of their own as ordinary letters. Pure."""

from __future__ import annotations

from ...errors import Invalid, Sentence
from ...tables.tcvn3 import decode_tcvn3

_GREEK = dict(zip("ABCDEFGHIKLMNOPQRSTUWXYZ", "ΑΒΧΔΕΦΓΗΙΚΛΜΝΟΠΘΡΣΤΥΩΞΨΖ", strict=True))
_GREEK |= dict(zip("abcdefghiklmnopqrstuwxyz", "αβχδεφγηικλμνοπθρστυωξψζ", strict=True))
_SYMBOL = {ord(letter): greek for letter, greek in _GREEK.items()} | {
    0x22: "∀", 0x24: "∃", 0xA3: "≤", 0xA5: "∞", 0xAB: "↔", 0xAC: "←", 0xAE: "→", 0xB0: "°", 0xB1: "±", 0xB3: "≥",
    0xB4: "×", 0xB8: "÷", 0xB9: "≠", 0xBA: "≡", 0xBB: "≈", 0xC6: "∅", 0xC7: "∩", 0xC8: "∪", 0xCC: "⊂", 0xCD: "⊆",
    0xCE: "∈", 0xCF: "∉", 0xD0: "∠", 0xD6: "√", 0xD9: "∧", 0xDA: "∨", 0xDB: "⇔", 0xDC: "⇐", 0xDE: "⇒", 0xE5: "∑",
    0xF2: "∫",
}  # fmt: skip
_WINGDINGS = {0xFC: "✓", 0xFE: "☑", 0xFB: "✗", 0xFD: "☒", 0xA8: "☐", 0xE0: "→", 0x9F: "•", 0xA7: "▪", 0x6C: "●"}
_VNI = Sentence("Có chữ gõ bằng phông VNI không đọc được. Hãy chuyển văn bản sang phông Unicode rồi gửi lại.")


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
