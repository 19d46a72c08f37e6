"""PURE: records found in the rows of a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from ..errors import Invalid, Sentence
from ..progress import watched
from .footers import begins_like_signature, is_numbering_row, is_total, repeats_header, without_footer
from .headers import Column, Header, Vocabulary, best_header, names_of, with_second_line
from .rows import Cell, Row

_ERROR_VALUES = frozenset(
    ("#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!", "#GETTING_DATA")
)


class Record(NamedTuple):
    """One row as {field: cell}; a field without a column has None. ``number`` is the row as the author sees it."""

    number: int
    cells: dict[str, Cell]
    sheet: str


@dataclass(frozen=True, slots=True)
class Section:
    """The table of one sheet. ``left_out`` are totals, repeated headers and the signature block, not read."""

    header: Header
    rows: Sequence[Row]
    left_out: Sequence[Row]
    # {field: position of the column without header in which its text goes on}
    continued: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Table:
    """The records of a file; a workbook with several lists has a section for each sheet that holds one."""

    columns: Mapping[str, Column]
    sections: tuple[Section, ...]
    # Sheets with content but without a header that names what is needed: worth a warning.
    skipped_sheets: tuple[str, ...]

    @property
    def positions(self) -> Mapping[str, int]:
        """{field: position of its column} in the first section."""
        return self.sections[0].header.positions

    @property
    def header_number(self) -> int:
        """The row of the first header."""
        return self.sections[0].header.number

    @property
    def unknown(self) -> tuple[str, ...]:
        """Headers of columns that are not read, each once."""
        return tuple(dict.fromkeys(name for section in self.sections for name in section.header.unknown))

    @property
    def left_out(self) -> list[Row]:
        """The rows that are no records, of all sections."""
        return [row for section in self.sections for row in section.left_out]

    def has(self, field: str) -> bool:
        """Whether some section has a column for the field."""
        return any(field in section.header.positions for section in self.sections)

    def records(self) -> Iterator[Record]:
        """The records in the order of the file. A row that is blank in all columns that are read is no record."""
        for section in self.sections:
            for row in watched(section.rows, len(section.rows)):
                cells = _fields(row, section, self.columns)
                if any(cell is not None for cell in cells.values()):
                    yield Record(row.number, cells, row.sheet)


def find_table(
    rows: Iterable[Row], columns: Mapping[str, Column], never: Callable[[str], bool] = lambda _: False
) -> Table:
    """The table in the rows: in each sheet the header is looked for below any titles, columns come in any order.

    ``never``: says of a header that its column must not be read, whatever it resembles (personal data).
    Raises Invalid when no sheet has all required columns, and when there is a header but no record.
    """
    vocabulary = Vocabulary(columns, never)
    sheets = {name: list(group) for name, group in groupby(rows, key=lambda row: row.sheet)}
    headers = {name: best_header(sheet_rows, vocabulary) for name, sheet_rows in sheets.items()}
    complete = {
        name: header
        for name, header in headers.items()
        if header is not None and not vocabulary.missing(header.positions)
    }
    if not complete:
        raise Invalid(_missing_columns(sheets, headers, vocabulary))
    sections = tuple(_section(header, sheets[name], vocabulary) for name, header in complete.items())
    table = Table(columns, sections, tuple(name for name in sheets if name not in complete))
    if next(table.records(), None) is None:
        raise Invalid(Sentence("Tệp chỉ có dòng tiêu đề, chưa có dòng dữ liệu nào. Điền dữ liệu rồi gửi lại."))
    return table


def refuse_error_values(record: Record) -> None:
    """Raise Invalid when a cell shows an error of a formula instead of a value."""
    for cell in record.cells.values():
        if isinstance(cell, str) and cell in _ERROR_VALUES:
            raise Invalid(
                Sentence("Có ô báo lỗi công thức %(value)s. Sửa công thức, hoặc gõ thẳng giá trị vào ô.", value=cell)
            )


def _section(header: Header, sheet_rows: Sequence[Row], vocabulary: Vocabulary) -> Section:
    rows = [row for row in sheet_rows if row.number > header.number]
    if rows and (joined := with_second_line(header, rows[0], vocabulary)):
        header, rows = joined, rows[1:]
    unread = rows[:1] if rows and is_numbering_row(rows[0]) else []
    unread += [row for row in rows[len(unread) :] if is_total(row) or repeats_header(row, header)]
    unread_numbers = {row.number for row in unread}
    candidates = [row for row in rows if row.number not in unread_numbers]
    records, footer = without_footer(candidates, header.number, lambda row: _is_plausible(row, header, vocabulary))
    return Section(header, records, [*unread, *footer], _continued(header, records, vocabulary.columns))


def _is_plausible(row: Row, header: Header, vocabulary: Vocabulary) -> bool:
    filled = {field: cell for field, at in header.positions.items() if (cell := _cell_at(row, at)) is not None}
    if vocabulary.missing(filled):
        return False
    return bool(filled) and not any(begins_like_signature(filled.get(field)) for field in vocabulary.required)


def _continued(header: Header, rows: Sequence[Row], columns: Mapping[str, Column]) -> dict[str, int]:
    """A column without header goes on with the text on its left when at least half of the rows have both."""
    found = {}
    for field, at in header.positions.items():
        is_headed = at + 1 < len(header.cells) and header.cells[at + 1] is not None
        if columns[field].continues and not is_headed:
            beginning = [row for row in rows if isinstance(_cell_at(row, at), str)]
            both = [row for row in beginning if isinstance(_cell_at(row, at + 1), str)]
            if beginning and len(both) * 2 >= len(beginning):
                found[field] = at + 1
    return found


def _fields(row: Row, section: Section, columns: Mapping[str, Column]) -> dict[str, Cell]:
    cells: dict[str, Cell] = dict.fromkeys(columns)
    for field, at in section.header.positions.items():
        cells[field] = _cell_at(row, at)
    for field, at in section.continued.items():
        parts = [part for part in (cells[field], _cell_at(row, at)) if isinstance(part, str)]
        cells[field] = " ".join(parts) or cells[field]
    return cells


def _cell_at(row: Row, position: int) -> Cell:
    return row.cells[position] if position < len(row.cells) else None


def _missing_columns(
    sheets: Mapping[str, Sequence[Row]], headers: Mapping[str, Header | None], vocabulary: Vocabulary
) -> Sentence:
    """Names the columns looked for, and the headers of the likeliest row (else of the first one)."""
    known = [header for header in headers.values() if header is not None]
    best = max(known, key=lambda header: len(header.positions), default=None)
    first = next(iter(sheets.values()))[0] if sheets else None
    cells = best.cells if best else first.cells if first else ()
    missing = vocabulary.missing(best.positions if best else {})
    return Sentence(
        "Không tìm thấy cột %(missing)s. Các cột đọc được: %(found)s. Đặt lại tên cột ở dòng tiêu đề rồi gửi lại.",
        missing=_quoted([vocabulary.columns[field].names[0] for field in missing]),
        found=_quoted(names_of(cells)) or "-",
    )


def _quoted(names: Iterable[str]) -> str:
    return ", ".join(f"“{name}”" for name in names)
