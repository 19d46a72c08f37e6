"""PURE: member codes and card numbers as they survive Excel."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from ..errors import Invalid, Sentence
from ..tables import Record, as_text

# Numbers counted up ("90" to "120") are no card numbers; those have 6 digits at least.
_SHORTEST_CARD_NUMBER = 6
_MOST_LOST_ZEROS = 3
# One card number in ten begins with 0; more short ones than this are a column of unequal numbers.
_LARGEST_SHORT_SHARE = 0.25
# Excel keeps 15 digits of a number.
_FIRST_ROUNDED = 1e15
_SCIENTIFIC = re.compile(r"\d(?:[.,]\d+)?E\+\d+", re.IGNORECASE)
_SPACED_DIGITS = re.compile(r"\d[\d ]*")


class LostZeros(NamedTuple):
    """Codes of a column have ``length`` digits, but so many ``members`` lost their leading zeros to Excel."""

    length: int
    members: int


def member_code(record: Record, lost_zeros: LostZeros | None) -> str:
    """The code of a record with its leading zeros; "" for a blank cell. Raises Invalid for a rounded number."""
    cell = record.cells["code"]
    code = _written_code(record)
    if _SCIENTIFIC.fullmatch(code) or (isinstance(cell, float) and cell >= _FIRST_ROUNDED):
        raise Invalid(
            Sentence(
                "Mã số “%(code)s” quá dài nên Excel đã làm tròn. Đổi cột mã số sang dạng Văn bản (Text) rồi gõ lại mã.",
                code=code,
            )
        )
    if lost_zeros and _may_have_lost_zeros(record) and code.isdecimal():
        return code.zfill(lost_zeros.length)
    return code


def find_lost_zeros(records: Sequence[Record]) -> LostZeros | None:
    """The length to restore, when all codes have the same number of digits but for lost leading zeros.

    That is believed when no code lacks more than 3 digits and either one still begins with 0 or at most a quarter is
    short. Texts of a workbook cannot have lost anything; in a CSV every code may have.
    """
    codes = [(code, _may_have_lost_zeros(record)) for record in records if (code := _written_code(record))]
    length = max((len(code) for code, _ in codes), default=0)
    short = [may_have_lost for code, may_have_lost in codes if len(code) < length]
    shortest = min((len(code) for code, _ in codes), default=0)
    if not short or not all(short) or not all(code.isdecimal() for code, _ in codes):
        return None
    if length < _SHORTEST_CARD_NUMBER or length - shortest > _MOST_LOST_ZEROS:
        return None
    has_kept_zero = any(code.startswith("0") and len(code) == length for code, _ in codes)
    if not has_kept_zero and len(short) > len(codes) * _LARGEST_SHORT_SHARE:
        return None
    return LostZeros(length, len(short))


def _written_code(record: Record) -> str:
    code = as_text(record.cells["code"]).lstrip("'")
    return code.replace(" ", "") if _SPACED_DIGITS.fullmatch(code) else code


def _may_have_lost_zeros(record: Record) -> bool:
    is_from_csv = not record.sheet
    return is_from_csv or isinstance(record.cells["code"], float)
