"""PURE: rows of a sheet that are no records: column numbers, repeated headers, totals, the signature block.

A plausible record has every required field filled. The rules:

- column numbers: the row right below the header, at least three cells, "1 2 3", "(1) (2) (3)" or "A B 1 2";
- repeated header: every cell says what the header says in its column;
- total: the first text of the row says only that it is one ("Tổng cộng: 120 đảng viên");
- signature block: below the last plausible record, from the first row on that has at most three cells, all text, and
  either begins one of them like a signature ("TM. BAN CHẤP HÀNH", "Người lập biểu") or follows a blank row with at
  most two texts. Rows with numbers or more cells are kept even there: they are records with something missing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from ..folding import fold, tidy
from .cells import as_text
from .headers import Header, header_key
from .rows import Cell, Row

_MOST_SIGNATURE_CELLS = 3
_MOST_LOOSE_CELLS = 2
_ORDINAL = re.compile(r"\(?(\d{1,2}|[a-zđ])\)?", re.IGNORECASE)
_COUNTED = "đảng viên|thành viên|đoàn viên|học viên|đồng chí|người|đơn vị|tổ chức đảng|cán bộ|câu hỏi|câu|dòng"
# With its diacritics: without them "CONG" and "TONG" are codes of units.
_TOTAL = re.compile(
    rf"(?:tổng cộng|tổng số|tổng|cộng)(?: số)?(?: (?:{_COUNTED}))*\s*[:=]?\s*[\d.,]*(?: (?:{_COUNTED}))*\s*\.?"
    rf"|(?:ấn định )?danh sách (?:này |trên )?(?:gồm|có)(?: tất cả)?:? \d.*"
)
# These words begin no name of a person, unit or code.
_SIGNATURE = re.compile(
    r"(?:tm|t/m|tl|t/l|kt|k/t)[. ]|nguoi lap\b|can bo lap\b|nguoi (?:tong hop|thong ke|kiem tra|duyet)\b|xac nhan\b"
    r"|noi nhan\b|thu truong don vi\b|\(?ky\b.{0,40}(?:ten|dau)\b"
    r"|(?:.{1,40}, ?)?ngay[ \d.…_]*thang[ \d.…_]*nam[ \d.…_]*$"
)
# These may also be somebody's position, so they count only where no record can be.
_SIGNATORY = re.compile(r"(?:pho )?(?:bi thu|chu tich|chanh van phong|truong ban|ke toan|giam doc|vu truong)\b")


def is_numbering_row(row: Row) -> bool:
    """Whether the cells only count the columns."""
    texts = [as_text(cell) for cell in row.cells if cell is not None]
    found = [_ORDINAL.fullmatch(text) for text in texts]
    if len(texts) < 3 or not all(found):
        return False
    marks = [match.group(1) for match in found if match]
    numbers = [int(mark) for mark in marks if mark.isdecimal()]
    letters = [mark for mark in marks if not mark.isdecimal()]
    rising = all(later - earlier == 1 for earlier, later in pairwise(numbers))
    return rising and len(numbers) > 1 and numbers[0] == 1 and letters == sorted(set(letters))


def repeats_header(row: Row, header: Header) -> bool:
    """Whether every cell says what the header says in that column (a header printed again on each page)."""
    pairs = [
        (cell, header.cells[position] if position < len(header.cells) else None)
        for position, cell in enumerate(row.cells)
        if cell is not None
    ]
    return all(
        isinstance(cell, str) and isinstance(name, str) and header_key(cell) == header_key(name) for cell, name in pairs
    )


def is_total(row: Row) -> bool:
    """Whether the first text of the row says only that it is a total."""
    first = next((cell for cell in row.cells if isinstance(cell, str)), "")
    return _TOTAL.fullmatch(tidy(first).lower()) is not None


def begins_like_signature(cell: Cell) -> bool:
    """Whether a text begins as signature blocks do, and as no name or code does."""
    return isinstance(cell, str) and _SIGNATURE.match(fold(cell)) is not None


def without_footer(
    rows: Sequence[Row], header_number: int, is_plausible: Callable[[Row], bool]
) -> tuple[list[Row], list[Row]]:
    """(records, signature block) of the rows below a header."""
    last = next((at for at in range(len(rows), 0, -1) if is_plausible(rows[at - 1])), 0)
    for at in range(last, len(rows)):
        above = rows[at - 1].number if at else header_number
        if _starts_footer(rows[at], follows_blank=rows[at].number - above > 1):
            signature = [row for row in rows[at:] if _is_sparse_text(row, _MOST_SIGNATURE_CELLS)]
            kept = [row for row in rows[at:] if not _is_sparse_text(row, _MOST_SIGNATURE_CELLS)]
            return [*rows[:at], *kept], signature
    return list(rows), []


def _starts_footer(row: Row, follows_blank: bool) -> bool:
    if not _is_sparse_text(row, _MOST_SIGNATURE_CELLS):
        return False
    is_signed = any(begins_like_signature(cell) or _is_signatory(cell) for cell in row.cells)
    return is_signed or (follows_blank and _is_sparse_text(row, _MOST_LOOSE_CELLS))


def _is_sparse_text(row: Row, most: int) -> bool:
    filled = [cell for cell in row.cells if cell is not None]
    return len(filled) <= most and all(isinstance(cell, str) for cell in filled)


def _is_signatory(cell: Cell) -> bool:
    return isinstance(cell, str) and _SIGNATORY.match(fold(cell)) is not None
