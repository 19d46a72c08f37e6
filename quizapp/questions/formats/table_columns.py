"""What the columns of a question table mean, whoever named them. Pure.

Not ``tables.find_table``: that knows fixed names, and here "Answer 2 - max 75 characters", "lt_AnsB",
"Phương án 2" and "B" are all one column, of which there may be 26.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ...folding import fold
from ...tables import Cell, Row, as_text

_NAMES = {
    "number": r"stt|tt|so (?:tt|thu tu)|thu tu|no|question (?:number|no)|questao",
    "reference": r"ma|ma (?:cau|cau hoi|so)|(?:import |question )?id|code|reference|ky hieu",
    "stem": r"(?:noi dung )?cau hoi|noi dung|de bai|question(?: ?text)?|text|stem|prompt|pergunta",
    "key": r"da|(?:dap|phuong) an(?: (?:dung|chuan))?|tra loi dung|correct(?: (?:answers?|ans|option))?|right answer"
    r"|answers?(?: key)?|key|opcao correta",
    "explanation": r"(?:loi )?giai thich(?: dap an)?|(?:loi|huong dan) giai|(?:answer )?explanation|rationale"
    r"|(?:general ?)?feedback",
    "source": r"can cu(?: phap ly)?|nguon|trich dan|tai lieu|co so|dieu khoan|source",
    "topic": r"chu de|van ban|chuyen de|chuong|linh vuc|phan|bai|mon(?: hoc)?|topic|category|subject(?: 1)?|theme",
    "level": r"muc do(?: nhan thuc)?|cap do|muc|do kho|level|difficulty",
    "kind": r"(?:loai|kieu|dang)(?: cau)?(?: hoi)?|(?:question )?type|kind",
    "tags": r"nhan|tags?|tu khoa|keywords?",
    "picture": r"hinh(?: anh)?|image(?: (?:link|path|url))?|picture",
    "wrong": r"(?:dap an|phuong an|cau tra loi) (?:sai|nhieu)(?: \d+)?|(?:wrong|incorrect) (?:answer|option)(?: \d+)?"
    r"|opcao errada(?: \d+)?",
}
_PATTERNS = {name: re.compile(pattern) for name, pattern in _NAMES.items()}
_OPTION = re.compile(
    r"(?:(?:phuong an|pa|lua chon|dap an|cau tra loi|tra loi|option|answer|ans|choice) ?)?([a-z]|\d{1,2})"
)
_REMARK = re.compile(r"\s*[(\[:].*|\s+[-–—]\s.*", re.S)
_OF_DATABASES = re.compile(r"(?:lt|tp|q) ")  # "lt_AnsA", "q_text"
_HEADER_DEPTH = 30
_LONGEST_HEADER = 200


@dataclass(frozen=True)
class Columns:
    """Where the columns stand.

    ``options``: position of each, A (or 1) first. Where there are ``wrong`` columns, the key column holds the text
    of the right option.
    """

    places: Mapping[str, int]
    options: tuple[int, ...] = ()
    wrong: tuple[int, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)

    def cell(self, row: Row, name: str) -> Cell:
        """The cell of a field, None where the table has no such column."""
        return cell_at(row, self.places[name]) if name in self.places else None

    def cells(self, row: Row, places: Sequence[int]) -> list[Cell]:
        """The cells at these places."""
        return [cell_at(row, place) for place in places]


def cell_at(row: Row, place: int) -> Cell:
    """The cell, None beyond the end of the row."""
    return row.cells[place] if place < len(row.cells) else None


def find_header(rows: Sequence[Row]) -> tuple[int, Columns] | None:
    """The index of the header among the first rows of a sheet, and its columns."""
    for index, row in enumerate(rows[:_HEADER_DEPTH]):
        columns = columns_of(row)
        if columns:
            return index, columns
    return None


def columns_of(row: Row) -> Columns | None:
    """The columns that this row names; None where it is not the header of a question table."""
    places: dict[str, int] = {}
    options: dict[int, int] = {}
    wrong: list[int] = []
    for place, cell in enumerate(row.cells):
        name, position = _meaning(cell)
        if name == "option":
            options.setdefault(position, place)
        elif name == "wrong":
            wrong.append(place)
        elif name:
            places.setdefault(name, place)
    if "stem" not in places or not ("key" in places or len(options) > 1 or "kind" in places):
        return None
    in_order = tuple(place for _, place in sorted(options.items()))
    headers = {name: as_text(row.cells[place]) for name, place in places.items()}
    return Columns(places, in_order, tuple(wrong), headers)


def _meaning(cell: Cell) -> tuple[str, int]:
    """The field that a header names and, for an option, its position; ("", 0) for none."""
    if not isinstance(cell, str):
        return "", 0
    words = _words(as_text(cell)[:_LONGEST_HEADER])
    option = _OPTION.fullmatch(words)
    if option:
        return "option", int(option[1]) - 1 if option[1].isdigit() else ord(option[1]) - ord("a")
    names = (name for name, pattern in _PATTERNS.items() if pattern.fullmatch(words))
    return next(names, ""), 0


def _words(header: str) -> str:
    """The header's own words: without remarks, database prefixes, signs and accents."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", _REMARK.sub("", header))
    words = " ".join(re.findall(r"[^\W_]+", fold(spaced)))
    return _OF_DATABASES.sub("", words, count=1)
