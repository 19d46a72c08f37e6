"""How the rows of one sheet are to be read: by their header, or by what every row holds where there is none. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ...errors import Sentence
from ...folding import fold
from ...tables import Row, as_text
from .table_columns import Columns, cell_at, find_header
from .table_keys import counts_options, positions_named

_KIND_CODES = frozenset(("mc", "mr", "sc", "tf", "sa", "fib", "es"))
_ONE_NAME = re.compile(r"[A-Za-z]|\d{1,2}")
_FEWEST_ROWS = 3  # a smaller sample proves nothing about columns without names


@dataclass(frozen=True)
class Layout:
    """The rows that hold questions and where their parts stand.

    ``by_number``: keys count options. ``needs_kind``: the rows of this system all name their kind, so a blank one
    is a mistake.
    """

    columns: Columns
    rows: Sequence[Row]
    title: str = ""
    by_number: bool = False
    needs_kind: bool = False
    warnings: tuple[Sentence, ...] = ()


def layout_of(rows: Sequence[Row]) -> Layout | None:
    """The layout of a sheet, None where it holds no questions that can be recognised."""
    found = find_header(rows)
    if not found:
        return _without_header(rows)
    index, columns = found
    below = [row for row in rows[index + 1 :] if not _repeats(row, rows[index])]
    return Layout(
        columns=columns,
        rows=below,
        title=_title(rows[:index]),
        by_number=_by_number(columns, below),
        needs_kind=_needs_kind(columns, below),
    )


def _repeats(row: Row, header: Row) -> bool:
    return row.cells[: len(header.cells)] == header.cells


def _title(rows: Sequence[Row]) -> str:
    """The text of the first row above the header that holds nothing else."""
    for row in rows:
        filled = [cell for cell in row.cells if cell is not None]
        if len(set(filled)) == 1 and isinstance(filled[0], str):
            return as_text(filled[0])
    return ""


def _by_number(columns: Columns, rows: Sequence[Row]) -> bool:
    keys = [as_text(columns.cell(row, "key")) for row in rows]
    return counts_options(keys, [[as_text(cell) for cell in columns.cells(row, columns.options)] for row in rows])


def _needs_kind(columns: Columns, rows: Sequence[Row]) -> bool:
    """Other systems' tables, known by their English header, have no default; our own "Loại" may stay blank."""
    if fold(columns.headers.get("kind", "")) not in ("type", "question type"):
        return False
    named = sum(columns.cell(row, "kind") is not None for row in rows if columns.cell(row, "stem") is not None)
    return named * 2 > len(rows)


def _without_header(rows: Sequence[Row]) -> Layout | None:
    full = [row for row in rows if isinstance(cell_at(row, 0), str)]
    if len(full) < _FEWEST_ROWS:
        return None
    columns = _with_kind_codes(full) or _stem_options_key(full)
    if not columns:
        return None
    return Layout(
        columns=columns,
        rows=rows,
        by_number=_by_number(columns, full),
        warnings=(_understood(columns),),
    )


def _with_kind_codes(rows: Sequence[Row]) -> Columns | None:
    """ "MC, id, points, question, key, option, option, …" as some converters write it."""
    if not all(fold(as_text(row.cells[0])) in _KIND_CODES and len(row.cells) > 6 for row in rows):
        return None
    width = max(len(row.cells) for row in rows)
    return Columns({"kind": 0, "reference": 1, "stem": 3, "key": 4}, tuple(range(5, width)))


def _stem_options_key(rows: Sequence[Row]) -> Columns | None:
    """Question, options, key: where exactly one column can be the key in every row."""
    width = max(len(row.cells) for row in rows)
    places = [place for place in range(3, min(width, 12)) if _may_be_key(rows, place)]
    if len(places) != 1:
        return None
    return Columns({"stem": 0, "key": places[0]}, tuple(range(1, places[0])))


def _may_be_key(rows: Sequence[Row], place: int) -> bool:
    """Whether every row names one of the options before this column. A running number is no key."""
    keys = [as_text(cell_at(row, place)) for row in rows]
    if keys == [str(number) for number in range(1, len(keys) + 1)]:
        return False
    are_filled = all(cell_at(row, option) is not None for row in rows for option in range(1, place))
    return are_filled and all(_ONE_NAME.fullmatch(key) and positions_named(key, place - 1) for key in keys)


def _understood(columns: Columns) -> Sentence:
    return Sentence(
        "Bảng không có dòng tiêu đề. Đã hiểu cột %(stem)s là câu hỏi, %(count)s cột phương án, cột %(key)s là đáp án. "
        "Hãy kiểm tra lại.",
        stem=columns.places["stem"] + 1,
        count=len(columns.options),
        key=columns.places["key"] + 1,
    )
