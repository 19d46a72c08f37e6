"""Tables as files: .xlsx and CSV. No text ever becomes a live formula or link."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import chain, islice
from typing import Any

import xlsxwriter

from .cells import as_text
from .csv_file import LIVE_TEXT

Value = str | int | float | Decimal | bool | date | None

_NARROWEST, _WIDEST = 6, 60
_A4 = 9
_MOST_UPRIGHT = 6  # columns
_SAMPLE_ROWS = 200
# Excel refuses longer texts.
_LONGEST_TEXT = 32_767
_LONGEST_SHEET_NAME = 31
_NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\]")
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def write_xlsx(
    headers: Sequence[str],
    rows: Iterable[Sequence[Value]],
    title: str,
    above: Sequence[str] = (),
    below: Iterable[Sequence[Value]] = (),
) -> bytes:
    """An .xlsx workbook of one sheet named after ``title``: header bold and frozen, columns as wide as their texts; it
    prints on A4 as wide as the page, with the header on each.

    ``above``: lines over the header, the first one bold. ``below``: rows after the others, for whose texts no column is
    made wider. Times must be naive, in the zone that the reader expects.
    """
    output = io.BytesIO()
    with xlsxwriter.Workbook(output, _OPTIONS) as workbook:
        workbook.set_properties({"title": title})
        sheet = workbook.add_worksheet(_sheet_name(title))
        formats = _formats(workbook)
        beginning, all_rows = _peek(rows)
        for column, width in enumerate(_widths(headers, beginning)):
            sheet.set_column(column, column, width)
        for number, line in enumerate(above):
            sheet.write_string(number, 0, line[:_LONGEST_TEXT], formats["plain" if number else "title"])
        sheet.freeze_panes(len(above) + 1, 0)
        _set_up_pages(sheet, len(above), is_wide=len(headers) > _MOST_UPRIGHT)
        for column, header in enumerate(headers):
            sheet.write_string(len(above), column, header[:_LONGEST_TEXT], formats["header"])
        for number, values in enumerate(chain(all_rows, below), start=len(above) + 1):
            _write_row(sheet, number, values, formats)
    return output.getvalue()


def _set_up_pages(sheet: Any, header: int, is_wide: bool) -> None:
    sheet.set_paper(_A4)
    if is_wide:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(header)


def write_csv(headers: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    """A CSV file in UTF-8 with the mark that Excel needs. ``read_rows`` takes the guarding apostrophes off again."""
    output = io.StringIO()
    writer = csv.writer(output, lineterminator="\r\n")
    writer.writerow([_guarded(header) for header in headers])
    writer.writerows([_guarded(value) for value in values] for values in rows)
    return output.getvalue().encode("utf-8-sig")


def _formats(workbook: Any) -> dict[str, Any]:
    return {
        "title": workbook.add_format({"bold": True}),
        "plain": workbook.add_format(),
        "header": workbook.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1}),
        "date": workbook.add_format({"num_format": "dd/mm/yyyy", "align": "left"}),
        "moment": workbook.add_format({"num_format": "dd/mm/yyyy hh:mm", "align": "left"}),
    }


def _write_row(sheet: Any, number: int, values: Sequence[Value], formats: dict[str, Any]) -> None:
    for column, value in enumerate(values):
        if isinstance(value, str):
            sheet.write_string(number, column, value[:_LONGEST_TEXT])
        elif isinstance(value, bool):
            sheet.write_boolean(number, column, value)
        elif isinstance(value, date):
            style = formats["moment" if isinstance(value, datetime) else "date"]
            sheet.write_datetime(number, column, value, style)
        # A value that is not equal to itself is NaN, pandas' blank.
        elif value is not None and value == value:
            sheet.write_number(number, column, value)


def _peek(rows: Iterable[Sequence[Value]]) -> tuple[list[Sequence[Value]], Iterable[Sequence[Value]]]:
    iterator = iter(rows)
    beginning = list(islice(iterator, _SAMPLE_ROWS))
    return beginning, chain(beginning, iterator)


def _widths(headers: Sequence[str], sample: Iterable[Sequence[Value]]) -> list[int]:
    longest = [len(header) for header in headers]
    for values in sample:
        for column, value in enumerate(values[: len(longest)]):
            longest[column] = max(longest[column], len(_shown(value)))
    return [min(max(length + 2, _NARROWEST), _WIDEST) for length in longest]


def _sheet_name(title: str) -> str:
    name = _NOT_IN_SHEET_NAMES.sub(" ", title).strip(" '")[:_LONGEST_SHEET_NAME].rstrip(" '")
    return name or "Danh sách"


def _guarded(value: Value) -> str:
    if isinstance(value, str):
        return f"'{value}" if LIVE_TEXT.match(value) else value
    return _shown(value)


def _shown(value: Value) -> str:
    if isinstance(value, Decimal):
        return str(value)
    return "" if value != value else as_text(value)
