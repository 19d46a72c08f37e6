"""Rows of an .xlsx workbook, read by calamine from a repacked, harmless copy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from itertools import chain
from tempfile import NamedTemporaryFile

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from ..errors import Invalid, Sentence
from .part_inspector import Place
from .rows import Cell, Limits, Row
from .tcvn3 import is_tcvn3_in_disguise
from .workbook_parts import damaged, repack

_SAMPLE_ROWS = 2_000

Value = str | int | float | bool | date | datetime | time | timedelta


def xlsx_rows(content: bytes, filename: str, limits: Limits) -> list[Row]:
    """The rows that are not blank of all visible sheets, in order. Formulas give the value last shown in Excel.

    A cell merged over several rows is there in each of them; error values (#N/A) come as their text.
    """
    with NamedTemporaryFile(suffix=".xlsx") as copy:
        errors = repack(content, copy, limits, filename)
        copy.flush()
        try:
            rows = _read_workbook(copy.name, errors, limits)
        except CalamineError:
            raise Invalid(damaged(filename)) from None
    _refuse_tcvn3(rows)
    return rows


def _read_workbook(path: str, errors: Mapping[str, Mapping[Place, str]], limits: Limits) -> list[Row]:
    rows: list[Row] = []
    with CalamineWorkbook.from_path(path) as workbook:
        for sheet in workbook.sheets_metadata:
            # What the author cannot see (lists for drop-downs, old copies) is not what he sends.
            if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible:
                found = workbook.get_sheet_by_name(sheet.name)
                rows.extend(_sheet_rows(found, errors.get(sheet.name, {}), limits))
            _check_size(rows, limits)
    return rows


def _sheet_rows(sheet: CalamineSheet, errors: Mapping[Place, str], limits: Limits) -> list[Row]:
    first_column = sheet.start[1] if sheet.start else 0
    margin: tuple[Cell, ...] = (None,) * first_column
    grid: dict[int, tuple[Cell, ...]] = {}
    error_rows = {row for row, _column in errors}
    for number, values in enumerate(sheet.iter_rows(), start=1):
        cells = margin + tuple(map(_cell, values))
        if number in error_rows:
            cells = _with_errors(cells, number, errors)
        if cells.count(None) != len(cells):
            grid[number] = cells
    _fill_merged(grid, sheet, limits)
    return [Row(number, sheet.name, cells) for number, cells in grid.items()]


def _cell(value: Value) -> Cell:
    if isinstance(value, str):
        return value if value and not value.isspace() else None
    if isinstance(value, (time, timedelta)):
        return str(value)
    if type(value) is int:
        return float(value)
    return value


def _with_errors(cells: tuple[Cell, ...], number: int, errors: Mapping[Place, str]) -> tuple[Cell, ...]:
    return tuple(errors.get((number, column), cell) for column, cell in enumerate(cells, start=1))


def _fill_merged(grid: dict[int, tuple[Cell, ...]], sheet: CalamineSheet, limits: Limits) -> None:
    """Give the value of a cell merged over several rows to each row that holds anything else."""
    merged = [span for span in sheet.merged_cell_ranges or [] if span[0][0] < span[1][0]]
    if sum(bottom[0] - top[0] for top, bottom in merged) > limits.grid_cells:
        raise Invalid(Sentence("Bảng tính có quá nhiều ô gộp. Bỏ gộp ô rồi gửi lại."))
    for (top, column), (bottom, _right) in merged:
        value = _value_at(grid, top + 1, column)
        for number in range(top + 2, bottom + 2):
            if value is not None and number in grid and _value_at(grid, number, column) is None:
                cells = grid[number]
                grid[number] = (*cells[:column], value, *cells[column + 1 :])


def _value_at(grid: Mapping[int, tuple[Cell, ...]], number: int, column: int) -> Cell:
    cells = grid.get(number, ())
    return cells[column] if column < len(cells) else None


def _check_size(rows: list[Row], limits: Limits) -> None:
    if len(rows) > limits.rows:
        raise Invalid(Sentence("Tệp có hơn %(most)s dòng. Chia thành nhiều tệp nhỏ hơn.", most=limits.rows))


def _refuse_tcvn3(rows: list[Row]) -> None:
    """A .VnTime font only paints other letters over these codes: in a Unicode program the names are unreadable."""
    sample = rows[:: len(rows) // _SAMPLE_ROWS + 1]
    if is_tcvn3_in_disguise(" ".join(_western_texts(sample))):
        raise Invalid(
            Sentence(
                "Chữ trong bảng tính gõ bằng phông TCVN3 (.VnTime), không phải Unicode. Chuyển mã bằng UniKey "
                "(Ctrl+Shift+F6, TCVN3 sang Unicode), lưu lại thành .xlsx rồi gửi lại."
            )
        )


def _western_texts(rows: list[Row]) -> Iterator[str]:
    """Texts beyond ASCII that an 8-bit font could have meant."""
    for cell in chain.from_iterable(row.cells for row in rows):
        if isinstance(cell, str) and not cell.isascii() and max(cell) <= "\xff":
            yield cell
