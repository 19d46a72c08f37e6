"""PURE: what a spreadsheet is to the rest of the program: rows of cells, within limits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

# Numbers are always float, as Excel has them; a date with a time of day is a datetime, which is a date too.
Cell = str | float | date | bool | None

MEBIBYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Row:
    """One row that is not blank. ``number`` is 1-based, as the author sees it; ``sheet`` is "" for a CSV file."""

    number: int
    sheet: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a file may be. The defaults hold half a million members and keep a small server alive."""

    file_bytes: int = 50 * MEBIBYTE
    unpacked_bytes: int = 300 * MEBIBYTE
    # Ordinary workbooks unpack to 5-40 times their size, bombs to 1,000 times.
    unpacked_ratio: int = 200
    members: int = 2_000
    rows: int = 500_000
    columns: int = 256
    # Of all cells from A1 to the last one: a reader that keeps a full grid needs memory for each of them.
    grid_cells: int = 8_000_000
