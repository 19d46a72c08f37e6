"""Numbers as people and files write them: "3,14", "-0.5", "1e-3", "1 000". Pure."""

from __future__ import annotations

import re
from decimal import Decimal

_NUMBER = re.compile(r"[+-]?\d{1,30}(?:[.,]\d{1,30})?(?:[eE][+-]?\d{1,2})?|[+-]?[.,]\d{1,30}")
_MINUSES = str.maketrans({"−": "-", "–": "-", "‑": "-", "\xa0": None, " ": None, "\u202f": None})
_WITH_TOLERANCE = re.compile(r"(?P<value>[^±]+?)\s*(?:±|\+/-|\+-)\s*(?P<tolerance>.+)")
_LEADING = re.compile(r"(?P<number>[+\-−–]?\s?\d[\d\s\xa0.,]*(?:[eE][+-]?\d{1,2})?)\s*(?P<unit>\D{0,40})\Z")
_LONGEST = 120


def read_number(text: str) -> Decimal | None:
    """The number that the whole text says, with a comma or a point; None for anything else."""
    if len(text) > _LONGEST:
        return None
    bare = text.strip().translate(_MINUSES)
    return Decimal(bare.replace(",", ".")) if _NUMBER.fullmatch(bare) else None


def read_measure(text: str) -> tuple[Decimal, Decimal, str] | None:
    """ "12,5 ± 0,1 kg": value, tolerance and unit; None where it does not begin with a number."""
    if len(text) > _LONGEST:
        return None
    match = _WITH_TOLERANCE.fullmatch(text.strip())
    first, second = (match["value"], match["tolerance"]) if match else (text.strip(), "0")
    value, unit = _with_unit(first)
    tolerance, unit_behind = _with_unit(second)
    if value is None or tolerance is None or (unit and unit_behind):
        return None
    return value, tolerance, unit or unit_behind


def _with_unit(text: str) -> tuple[Decimal | None, str]:
    match = _LEADING.match(text)
    if not match:
        return None, ""
    return read_number(match["number"].rstrip(" ,.")), match["unit"].strip()


def written_measure(value: Decimal, tolerance: Decimal, unit: str) -> str:
    """What ``read_measure`` reads back."""
    return f"{value}{f' ± {tolerance}' if tolerance else ''}{f' {unit}' if unit else ''}"
