"""PURE: answers that are typed: a short text, a number."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal, InvalidOperation

from ...folding import fold, tidy
from ...questions.formats.answers import AcceptedNumber, AcceptedTexts

# A number with its sign and separators, and whatever is written behind it (a unit).
_NUMBER = re.compile(r"([+-]?)\s*(\d[\d.,' ]*|[.,]\d+)(?:\s*(?:[x×*]|\.)\s*10\s*\^?\s*([+-]?\d{1,3}))?\s*(.*)", re.S)
_THOUSANDS = re.compile(r"\d{1,3}(?:([., '])\d{3})(?:\1\d{3})*")
# One word: behind "1 hoặc 2" or "1/2" stands no unit.
_ANY_UNIT = re.compile(r"(?:[^\W\d_][^\d\s]*[23]?|[%‰°][^\d\s]*)?")
_LONGEST_NUMBER = 60


def text_is_right(key: AcceptedTexts, given: str) -> bool:
    """Whether it equals an accepted text but for blanks, and for case and diacritics where they do not matter. A full
    stop at the end is nobody's answer."""
    answer = _comparable(given, key)
    return bool(answer) and any(answer == _comparable(text, key) for text in key.accepted)


def _comparable(text: str, key: AcceptedTexts) -> str:
    tidied = tidy(text)
    tidied = tidied.removesuffix(".").rstrip() or tidied
    if key.ignores_case and key.ignores_diacritics:
        return fold(tidied)
    if key.ignores_diacritics:
        return _without_diacritics(tidied)
    return tidied.casefold() if key.ignores_case else tidied


def _without_diacritics(text: str) -> str:
    """Folded but for the case, letter by letter."""
    letters = (fold(letter) for letter in text)
    return "".join((low.upper() if letter.isupper() else low) or " " for low, letter in zip(letters, text, strict=True))


def number_is_right(key: AcceptedNumber, given: str) -> bool:
    """Whether one of the numbers that the text can mean lies within the tolerance."""
    return any(abs(number - key.value) <= key.tolerance for number in numbers_meant(given, key.unit))


def numbers_meant(text: str, unit: str = "") -> list[Decimal]:
    """What the text can mean: 1.234,56 and 1,234.56; "1.234" is 1234 to some and 1,234 to others. Behind the number may
    stand the unit, or a unit of letters where none is asked for; [] for what is no number."""
    tidied = tidy(unicodedata.normalize("NFKC", text)).replace("\N{MINUS SIGN}", "-")
    if len(tidied) > _LONGEST_NUMBER:
        return []
    found = _NUMBER.fullmatch(tidied)
    if found is None or not _is_unit(found[4], unit):
        return []
    power = Decimal(10) ** int(found[3] or 0)
    return [Decimal(f"{found[1]}{digits}") * power for digits in _readings(found[2].strip())]


def _is_unit(text: str, unit: str) -> bool:
    if not text or not unit:
        return _ANY_UNIT.fullmatch(text) is not None
    return fold(text).replace(" ", "") == fold(unicodedata.normalize("NFKC", unit)).replace(" ", "")


def _readings(digits: str) -> list[str]:
    """The digits with a point before the decimals, in every way that they can be read."""
    readings = []
    if _THOUSANDS.fullmatch(digits):
        readings.append(re.sub(r"[^\d]", "", digits))
    for point, between in ((",", ". '"), (".", ", '")):
        whole, _, decimals = digits.partition(point)
        is_grouped = _THOUSANDS.fullmatch(whole) and point not in whole
        plain = re.sub(f"[{re.escape(between)}]", "", whole) if is_grouped else whole
        if re.fullmatch(r"\d*", plain) and re.fullmatch(r"\d*", decimals) and (plain or decimals):
            readings.append(f"{plain or 0}.{decimals or 0}")
    return [reading for reading in dict.fromkeys(readings) if _is_number(reading)]


def _is_number(text: str) -> bool:
    try:
        Decimal(text)
    except InvalidOperation:
        return False
    return True
