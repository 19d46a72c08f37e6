"""Keys listed apart from their questions: "1.B 2.C 3.A", or a table with rows of numbers and of letters. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ...errors import Sentence
from ...folding import fold

_VALUE = r"[A-Ha-h](?:\s*[,+&]\s*[A-Ha-h])*|[A-H]{2,6}|Đúng|Sai|ĐÚNG|SAI|Đ|S"
_PAIR = re.compile(rf"(?:c[âa]u\s*)?(\d{{1,4}})\s*[.:)\-–=/]?\s*((?-i:{_VALUE}))(?=[\s,;|.]|\Z)[\s,;|.]*", re.I)
_NUMBER = re.compile(r"(?:c[âa]u\s*)?(\d{1,4})[.:)]?", re.I)
_ONE_VALUE = re.compile(rf"(?:{_VALUE})[.]?")
_LONGEST_ROW = 20_000
_WORDS = frozenset(
    ("cau", "cau hoi", "cau so", "so cau", "stt", "tt", "dap an", "da", "d/a", "dap an dung", "key", "ma de")
)


@dataclass
class AnswerList:
    """What one list says: (question's number, its key, the line), in order. ``faults``: rows that say nothing clear."""

    row: int
    pairs: list[tuple[int, str, int]] = field(default_factory=list)
    faults: list[tuple[int, Sentence]] = field(default_factory=list)
    _numbers: list[str] = field(default_factory=list)

    def add(self, row: int, cells: Sequence[str]) -> None:
        """Take one row of the list."""
        cells = _without_words(cells)
        filled = [cell for cell in cells if cell]
        if not filled:
            return
        if all(_NUMBER.fullmatch(cell) for cell in filled):
            self._refuse_open_numbers(row)
            self._numbers = list(cells)
        elif self._numbers and all(_ONE_VALUE.fullmatch(cell) for cell in filled):
            self._take_below_numbers(row, cells)
        else:
            self._take_pairs(row, filled)

    def _take_below_numbers(self, row: int, cells: Sequence[str]) -> None:
        numbers, self._numbers = self._numbers, []
        width = max(len(numbers), len(cells))
        columns = zip([*numbers, *[""] * width][:width], [*cells, *[""] * width][:width], strict=True)
        for number, value in columns:
            if value and not number:
                self.faults.append((row, Sentence("Số đáp án khác số câu ở dòng trên. Hãy sửa bảng đáp án.")))
            elif value:
                self._take(row, number, value)

    def _take_pairs(self, row: int, filled: Sequence[str]) -> None:
        pairs = list(_pairs(filled))
        if not pairs:
            sentence = "Không hiểu dòng này của bảng đáp án: mỗi số câu cần đúng một đáp án, và chỉ một mã đề."
            self.faults.append((row, Sentence(sentence)))
        for number, value in pairs:
            self._take(row, number, value)

    def _take(self, row: int, number: str, value: str) -> None:
        match = _NUMBER.fullmatch(number)
        if match:
            self.pairs.append((int(match[1]), value.strip(" ."), row))

    def _refuse_open_numbers(self, row: int) -> None:
        if self._numbers:
            self.faults.append((row, Sentence("Dòng số câu ở trên không có dòng đáp án. Hãy sửa bảng đáp án.")))


def cells_of(text: str) -> tuple[str, ...]:
    """The cells of a text line that is a row of such a list; none where it is something else.

    One pair alone ("Câu 1: B") counts, which is no question since nobody asks "B".
    """
    text = text.strip(" |")
    if len(text) > _LONGEST_ROW:
        return ()
    pairs = _PAIR.findall(text) if not _PAIR.sub("", text) else []
    if pairs:
        return tuple(f"{number}.{value}" for number, value in pairs)
    words = re.split(r"\s*[\t|]\s*|\s{2,}|\s+(?=(?:\d+|[A-H])\b)", re.sub(r"[:]", " ", text))
    own = _without_words(words)
    is_named = len(own) < len(words)
    is_parted = not is_named or "\t" in text or "|" in text  # "Đáp án: A B" is the key of one question
    return tuple(words) if _are_numbers(own, is_named) or (is_parted and _are_values(own)) else ()


def is_table(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the rows of a table hold nothing but numbers of questions and keys."""
    cells = [cell.strip() for row in rows for cell in row if cell.strip()]
    signs = [cell for cell in cells if not _is_word(cell)]
    are_short = all(_NUMBER.fullmatch(sign) or _ONE_VALUE.fullmatch(sign) or _PAIR.fullmatch(sign) for sign in signs)
    has_numbers = any(_NUMBER.fullmatch(sign) or _PAIR.fullmatch(sign) for sign in signs)
    return are_short and has_numbers and any(not _NUMBER.fullmatch(sign) for sign in signs)


def _all(pattern: re.Pattern[str], cells: Sequence[str]) -> bool:
    return all(pattern.fullmatch(cell) for cell in cells)


def _are_numbers(cells: Sequence[str], is_named: bool) -> bool:
    """Numbers of questions go up; without "Câu" before them two may be anything, and "Câu 4" alone is a question."""
    numbers = [int(match[1]) for match in map(_NUMBER.fullmatch, cells) if match]
    is_whole = len(numbers) == len(cells) and numbers == sorted(set(numbers))
    return is_whole and len(numbers) > (1 if is_named else 2)


def _are_values(cells: Sequence[str]) -> bool:
    """Keys; small letters alone are more likely words."""
    return len(cells) > 1 and _all(_ONE_VALUE, cells) and not all(cell.islower() for cell in cells)


def _is_word(cell: str) -> bool:
    return fold(cell).strip(" :.") in _WORDS


def _without_words(cells: Sequence[str]) -> list[str]:
    """The cells without those in front that only say "Câu" or "Đáp án"; a row of such words alone is a header."""
    cells = [cell.strip() for cell in cells]
    if all(_is_word(cell) for cell in cells if cell):
        return []
    while cells and (_is_word(cells[0])):
        cells = cells[1:]
    return cells


def _pairs(cells: Sequence[str]) -> Iterator[tuple[str, str]]:
    """ "1.B" in each cell, or numbers and keys in turn; nothing where it is neither throughout."""
    matches = [_PAIR.fullmatch(cell) for cell in cells]
    if all(matches):
        yield from ((match[1], match[2]) for match in matches if match)
    elif len(cells) % 2 == 0 and _all(_NUMBER, cells[::2]) and _all(_ONE_VALUE, cells[1::2]):
        yield from zip(cells[::2], cells[1::2], strict=True)
