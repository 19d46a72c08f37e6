"""PURE: rows of a CSV text, whatever its separator."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator

from ..errors import Invalid, Sentence
from .rows import Cell, Limits, Row

# A cell may hold pictures; the file as a whole is limited elsewhere.
csv.field_size_limit(16 << 20)

SEPARATORS = ",;\t|"
_SAMPLE_CHARACTERS = 1 << 16
_FEW_ROWS = 3
_NAMED_SEPARATOR = re.compile(r"\A\"?sep=([^\r\n\"])\"?\r?\n", re.IGNORECASE)
# What would start a formula when the file is opened in Excel, also behind blanks, apostrophes or in full width.
_FORMULA_START = r"[\s']*[=+\-@＝＋－＠]"
LIVE_TEXT = re.compile(rf"{_FORMULA_START}|[\t\r]")
GUARDED_TEXT = re.compile(rf"'(?:{_FORMULA_START}|[\t\r])")


def csv_rows(text: str, limits: Limits) -> list[Row]:
    """The rows that are not blank; ``number`` counts them as Excel does, where a quoted cell may span lines."""
    text, separator = _without_separator_line(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator or sniff_separator(text), strict=True)
    rows: list[Row] = []
    for number, fields in enumerate(_read(reader), start=1):
        _check_size(len(rows), len(fields), limits)
        cells = tuple(map(_cell, fields))
        if cells.count(None) != len(cells):
            rows.append(Row(number, "", cells))
    return rows


def sniff_separator(text: str) -> str:
    """The separator that cuts most rows into the same number of columns, then into the most columns."""
    sample = text[:_SAMPLE_CHARACTERS]
    if len(sample) < len(text):
        sample = sample[: sample.rfind("\n") + 1] or sample
    return max(SEPARATORS, key=lambda separator: _regularity(sample, separator))


def _regularity(sample: str, separator: str) -> tuple[int, int]:
    """(rows of the commonest width above 1, that width). A sign in one row out of many is part of a text."""
    rows = [row for row in csv.reader(io.StringIO(sample, newline=""), delimiter=separator) if row]
    widths = Counter(len(row) for row in rows if len(row) > 1)
    found = max(((count, width) for width, count in widths.items()), default=(0, 0))
    return found if found[0] > 1 or len(rows) <= _FEW_ROWS else (0, 0)


def _without_separator_line(text: str) -> tuple[str, str | None]:
    """Excel obeys a first line "sep=;" and does not show it, so it does not count as a row."""
    found = _NAMED_SEPARATOR.match(text)
    return (text[found.end() :], found.group(1)) if found else (text, None)


def _read(reader: Iterator[list[str]]) -> Iterator[list[str]]:
    """In strict mode: a lenient reader swallows the rest of the file behind a quote that is never closed."""
    number = 0
    try:
        for fields in reader:
            number += 1
            yield fields
    except csv.Error:
        raise Invalid(
            Sentence(
                'Dòng %(row)s: dấu ngoặc kép (") đặt sai chỗ hoặc chưa đóng. Sửa dòng này, hoặc lưu lại thành .xlsx.',
                row=number + 1,
            )
        ) from None


def _cell(field: str) -> Cell:
    """The text without the apostrophe that ``write_csv`` puts before what looks like a formula."""
    if GUARDED_TEXT.match(field):
        return field[1:]
    return field if field.strip() else None


def _check_size(rows: int, columns: int, limits: Limits) -> None:
    if rows >= limits.rows:
        raise Invalid(Sentence("Tệp có hơn %(most)s dòng. Chia thành nhiều tệp nhỏ hơn.", most=limits.rows))
    if columns > limits.columns:
        raise Invalid(Sentence("Tệp có hơn %(most)s cột. Xóa các cột thừa rồi gửi lại.", most=limits.columns))
