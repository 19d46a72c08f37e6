"""PURE: the meaning of one cell. Readers raise Invalid with a sentence that says how to mend the cell."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import NamedTuple

from ..errors import Invalid, Sentence
from ..folding import fold, tidy
from .rows import Cell

FIRST_YEAR = 1900
LAST_YEAR = 2100
# Day 0 of Excel's calendar, which counts a 29 February 1900 that never was.
_SERIAL_EPOCH = date(1899, 12, 30)
# Whole numbers up to LAST_YEAR are years; the serials above reach the end of that year.
_LAST_SERIAL = (date(LAST_YEAR, 12, 31) - _SERIAL_EPOCH).days

_TIME_OF_DAY = r"(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?"
_DAY_FIRST = re.compile(r"(\d{1,2}) ?[/.-] ?(\d{1,2}) ?[/.-] ?(\d{4})" + _TIME_OF_DAY)
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})" + _TIME_OF_DAY)
_IN_WORDS = re.compile(r"(?:ngay )?(\d{1,2}) thang (\d{1,2}) nam (\d{4})")
_YEAR = re.compile(r"(?:nam )?(\d{4})(?:\.0+)?")
# "05/1965" and the registers' "00/00/1965", "__/05/1965": only the year is sure.
_YEAR_AT_END = re.compile(r"(?:[0_.… ]{1,4}[/-])?(?:0?\d|1[0-2]|[_.… ]{1,4})[/-](\d{4})")

_PHONE_SIGNS = re.compile(r"[\s.()\-–]")
_PHONE = re.compile(r"(?:\+84|0084|84(?=\d{9}))?0?([35789]\d{8}|2\d{9})")


class PartialDate(NamedTuple):
    """A date of which sometimes only the year is known; ``date`` is None then."""

    date: date | None
    year: int


def as_text(cell: Cell) -> str:
    """The cell as the author reads it: 12.0 is "12", a date is dd/mm/yyyy, blank is ""; "007" keeps its zeros."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return tidy(cell)
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, date):
        return _date_text(cell)
    return _number_text(cell)


def as_date(cell: Cell, serials: bool = False) -> PartialDate | None:
    """The date in a cell, or only its year; None for a blank cell.

    ``serials``: a bare number such as 23890 is Excel's count of days; right only where the rest of the column holds
    dates (``is_date_column``).
    """
    if isinstance(cell, datetime):
        cell = cell.date()
    if isinstance(cell, date):
        return PartialDate(cell, _checked_year(cell.year, cell))
    text = as_text(cell)
    if not text:
        return None
    return _date_of_text(text) or _date_of_serial(text, serials) or _refuse_date(text)


def is_date_column(cells: Iterable[Cell]) -> bool:
    """Whether at least half of the cells that are not blank hold a full date."""
    filled = [cell for cell in cells if cell is not None]
    return bool(filled) and sum(map(_holds_full_date, filled)) * 2 >= len(filled)


def as_phone(cell: Cell) -> str | None:
    """A Vietnamese phone number as 0912345678 (landlines have 11 digits), None for a blank cell."""
    text = as_text(cell).lstrip("'")
    if not text:
        return None
    found = _PHONE.fullmatch(_PHONE_SIGNS.sub("", text))
    if found is None:
        raise Invalid(
            Sentence("Số điện thoại “%(value)s” không đúng. Ghi một số, đủ 10 chữ số, ví dụ 0912345678.", value=text)
        )
    return f"0{found.group(1)}"


def _number_text(number: float) -> str:
    # 15 digits are all that Excel keeps, so 0.1 + 0.2 is shown as 0.3.
    return str(int(number)) if float(number).is_integer() else format(number, ".15g")


def _date_text(moment: date) -> str:
    day = f"{moment.day:02}/{moment.month:02}/{moment.year:04}"
    if not isinstance(moment, datetime):
        return day
    return f"{day} {moment:%H:%M:%S}" if moment.second else f"{day} {moment:%H:%M}"


def _date_of_text(text: str) -> PartialDate | None:
    if found := _DAY_FIRST.fullmatch(text) or _IN_WORDS.fullmatch(fold(text)):
        day, month, year = map(int, found.groups())
        if day and month:
            return _checked_date(year, month, day, text)
    if found := _YEAR_FIRST.fullmatch(text):
        year, month, day = map(int, found.groups())
        return _checked_date(year, month, day, text)
    if found := _YEAR.fullmatch(fold(text)) or _YEAR_AT_END.fullmatch(text):
        return PartialDate(None, _checked_year(int(found.group(1)), text))
    return None


def _date_of_serial(text: str, serials: bool) -> PartialDate | None:
    if not serials or not re.fullmatch(r"\d{4,5}(?:\.\d+)?", text):
        return None
    days = int(float(text))
    if not LAST_YEAR < days <= _LAST_SERIAL:
        return None
    moment = _SERIAL_EPOCH + timedelta(days=days)
    return PartialDate(moment, moment.year)


def _checked_date(year: int, month: int, day: int, text: str) -> PartialDate:
    _checked_year(year, text)
    try:
        return PartialDate(date(year, month, day), year)
    except ValueError:
        raise Invalid(
            Sentence("Ngày “%(value)s” không có thật. Ghi ngày/tháng/năm, ví dụ 05/09/1965.", value=text)
        ) from None


def _checked_year(year: int, written: Cell) -> int:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Invalid(
            Sentence(
                "Năm trong “%(value)s” không hợp lý. Ghi năm từ %(first)s đến %(last)s.",
                value=as_text(written),
                first=FIRST_YEAR,
                last=LAST_YEAR,
            )
        )
    return year


def _refuse_date(text: str) -> PartialDate:
    raise Invalid(
        Sentence(
            "“%(value)s” không phải là ngày. Ghi ngày/tháng/năm với năm đủ bốn chữ số, ví dụ 05/09/1965, "
            "hoặc chỉ ghi năm.",
            value=text,
        )
    )


def _holds_full_date(cell: Cell) -> bool:
    if isinstance(cell, date):
        return True
    return isinstance(cell, str) and bool(_DAY_FIRST.fullmatch(tidy(cell)) or _YEAR_FIRST.fullmatch(tidy(cell)))
