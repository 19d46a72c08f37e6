"""PURE: which row of a sheet is the header, and which column holds which field."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from ..folding import fold, tidy
from .rows import Cell, Row

# Titles, mottoes and explanations above a header take 5 to 15 rows.
_SEARCHED_ROWS = 50
_IN_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_NOT_A_WORD = re.compile(r"[\W_]+")
# A running number is in every list and never worth a remark.
_RUNNING_NUMBER = frozenset(("", "stt", "tt", "so tt", "so thu tu", "so", "no"))


@dataclass(frozen=True, slots=True)
class Column:
    """A field that a table may have.

    ``names``: headers it goes by, the best first (compared without case, diacritics and punctuation; a remark in
    brackets is ignored). ``instead``: fields that together stand in for a required one. ``continues``: the text may go
    on in the next column when that has no header, as under a merged "Họ và tên".
    """

    names: tuple[str, ...]
    required: bool = False
    instead: tuple[str, ...] = ()
    continues: bool = False


@dataclass(frozen=True, slots=True)
class Header:
    """A row read as the header of its sheet: {field: position}, and the headers that mean nothing to us."""

    number: int
    sheet: str
    cells: tuple[Cell, ...]
    positions: Mapping[str, int]
    unknown: tuple[str, ...]


class Vocabulary:
    """The columns of one kind of list, ready to recognise headers."""

    def __init__(self, columns: Mapping[str, Column], never: Callable[[str], bool] = lambda _: False) -> None:
        self.columns = columns
        self._never = never
        self.required = tuple(field for field, column in columns.items() if column.required)
        self._meanings: dict[str, tuple[str, int]] = {}
        for field, column in columns.items():
            for rank, name in enumerate(column.names):
                self._meanings.setdefault(header_key(name), (field, rank))

    def meaning(self, text: str) -> tuple[str, int] | None:
        """(field, rank among its names) of a header. "Chi bộ/Đơn vị" is understood when both parts say the same."""
        if self._never(text):
            return None
        for key in (header_key(text), header_key(_IN_BRACKETS.sub(" ", text))):
            if key in self._meanings:
                return self._meanings[key]
        parts = [self._meanings.get(header_key(part)) for part in re.split(r"[/\n]", text)]
        fields = {part[0] if part else None for part in parts}
        return max(part for part in parts if part) if len(fields) == 1 and None not in fields else None

    def missing(self, fields: Mapping[str, object]) -> list[str]:
        """The required fields that neither these fields nor their stand-ins cover."""
        return [field for field in self.required if field not in fields and not _stands_in(self.columns[field], fields)]

    def fewest_fields(self) -> int:
        """A row with fewer known headers than this is a title or data by chance."""
        return min(2, len(self.columns))


def header_key(text: str) -> str:
    """A header for comparing: folded, words only ("Họ  và tên (*):" -> "ho va ten")."""
    return " ".join(_NOT_A_WORD.sub(" ", fold(text)).split())


def read_header(row: Row, vocabulary: Vocabulary) -> Header:
    """The row as if it were a header. Where two columns claim a field, the better name wins, then the left one."""
    best: dict[str, tuple[int, int]] = {}
    for position, cell in enumerate(row.cells):
        found = vocabulary.meaning(cell) if isinstance(cell, str) else None
        if found is not None:
            field, rank = found
            best[field] = min(best.get(field, (rank, position)), (rank, position))
    positions = {field: position for field, (_rank, position) in best.items()}
    return Header(row.number, row.sheet, row.cells, positions, _unknown(row.cells, positions))


def best_header(rows: Sequence[Row], vocabulary: Vocabulary) -> Header | None:
    """The likeliest header of one sheet: all required fields, then the most fields, then the first such row."""
    headers = [read_header(row, vocabulary) for row in islice(rows, _SEARCHED_ROWS)]
    known = [header for header in headers if len(header.positions) >= vocabulary.fewest_fields()]
    return max(known, key=lambda header: _likeness(header, vocabulary), default=None)


def with_second_line(header: Header, following: Row, vocabulary: Vocabulary) -> Header | None:
    """The header joined with the row below it, where that names parts of its columns ("Nam", "Nữ"); else None."""
    second = read_header(following, vocabulary)
    names_columns = len(second.positions) >= vocabulary.fewest_fields() and all(map(_may_be_name, following.cells))
    if following.number != header.number + 1 or not names_columns:
        return None
    named_below = {position for position, cell in enumerate(following.cells) if cell is not None}
    # A row with a name or a code in it is a record.
    if named_below & {header.positions.get(field) for field in vocabulary.required}:
        return None
    kept = {field: at for field, at in header.positions.items() if at not in named_below}
    cells = _joined(header.cells, following.cells)
    positions = {**second.positions, **kept}
    return replace(
        header, number=following.number, cells=cells, positions=positions, unknown=_unknown(cells, positions)
    )


def names_of(cells: Sequence[Cell]) -> list[str]:
    """The texts in a row, for showing which headers were found."""
    return [tidy(cell) for cell in cells if isinstance(cell, str)]


def _may_be_name(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and not any(map(str.isdigit, cell)))


def _stands_in(column: Column, fields: Mapping[str, object]) -> bool:
    return bool(column.instead) and all(other in fields for other in column.instead)


def _likeness(header: Header, vocabulary: Vocabulary) -> tuple[bool, int]:
    return not vocabulary.missing(header.positions), len(header.positions)


def _unknown(cells: Sequence[Cell], positions: Mapping[str, int]) -> tuple[str, ...]:
    used = set(positions.values())
    unused = (cell for position, cell in enumerate(cells) if position not in used and isinstance(cell, str))
    return tuple(tidy(cell) for cell in unused if header_key(cell) not in _RUNNING_NUMBER)


def _joined(above: Sequence[Cell], below: Sequence[Cell]) -> tuple[Cell, ...]:
    """Below where there is something below, above elsewhere."""
    width = max(len(above), len(below))
    upper = [*above, *[None] * (width - len(above))]
    lower = [*below, *[None] * (width - len(below))]
    return tuple(down if down is not None else up for up, down in zip(upper, lower, strict=True))
