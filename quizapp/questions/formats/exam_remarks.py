"""What the author of an exam should look at: numbers left out, lines that belong to no question, lists that do not fit.

Pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ...errors import Sentence
from ...folding import fold, tidy
from .exam_blocks import Block, Exam
from .exam_lines import seen_text
from .parsed import QuestionWarning

_TITLE_WORDS = (
    "cau hoi",
    "de thi",
    "de kiem tra",
    "de cuong",
    "trac nghiem",
    "ngan hang",
    "bo de",
    "cuoc thi",
    "hoi thi",
)
_LONGEST_TITLE = 200


@dataclass(frozen=True)
class Places:
    """How a format calls what ``row`` counts. ``keeps_lines``: long texts are broken into lines, so that a line that
    goes on with an option is no surprise."""

    name: Sentence
    keeps_lines: bool

    def warning(self, row: int, sentence: Sentence, last: int = 0) -> QuestionWarning:
        """A warning about lines and no question."""
        item = f"{self.name} {row}–{last}" if last > row else f"{self.name} {row}"
        return QuestionWarning(row, item, sentence)


def item_of(block: Block, place: int) -> str:
    """What the author calls a question: his number, else its place in the file."""
    return f"Câu {place + 1 if block.number is None else block.number}"


def take_title(exam: Exam) -> str:
    """The line above the first question that names the exam; it leaves the strays."""
    first_row = exam.blocks[0].row if exam.blocks else 0
    above = [
        line for line in next(iter(exam.strays), []) if line.number < first_row and len(line.text) <= _LONGEST_TITLE
    ]
    if not above:
        return ""
    named = [line for line in above if any(word in fold(line.text) for word in _TITLE_WORDS)]
    title = next((line for line in above if line.is_title), None) or next(iter(named), above[0])
    exam.strays[0] = [line for line in exam.strays[0] if line is not title]
    exam.strays = [lines for lines in exam.strays if lines]
    return tidy(seen_text(title))


def listed_keys(exam: Exam, places: Places) -> tuple[dict[int, tuple[str, ...]], list[QuestionWarning]]:
    """The keys that lists give to questions, by the place of the question, and what is wrong with the lists.

    A list speaks of the questions above it and below the list before; one at the top speaks of those below.
    """
    keys: dict[int, tuple[str, ...]] = {}
    warnings: list[QuestionWarning] = []
    is_at_top = bool(exam.lists) and all(block.lists for block in exam.blocks)
    for order, answers in enumerate(exam.lists):
        asked = _by_number(exam.blocks, order + 1 if is_at_top else order)
        warnings.extend(places.warning(row, sentence) for row, sentence in answers.faults)
        for number, value, row in answers.pairs:
            own = asked.get(number, [])
            if len(own) == 1:
                keys[own[0]] = (*keys.get(own[0], ()), value)
            else:
                warnings.append(places.warning(row, _unclear(number, len(own))))
    return keys, warnings


def _by_number(blocks: Sequence[Block], lists: int) -> dict[int, list[int]]:
    places: dict[int, list[int]] = {}
    for place, block in enumerate(blocks):
        if block.lists == lists:
            places.setdefault(place + 1 if block.number is None else block.number, []).append(place)
    return places


def _unclear(number: int, count: int) -> Sentence:
    if not count:
        return Sentence("Bảng đáp án có câu %(number)s nhưng không tìm thấy câu này.", number=number)
    return Sentence(
        "Có %(count)s câu mang số %(number)s nên không biết đáp án này của câu nào.", count=count, number=number
    )


def number_warnings(blocks: Sequence[Block], places: Places) -> Iterator[QuestionWarning]:
    """Numbers that are left out or used twice; a new part may begin anew."""
    seen: dict[int, int] = {}
    before: int | None = None
    for place, block in enumerate(blocks):
        if block.number is None:
            continue
        if block.is_new_part and block.number == 1:
            seen, before = {}, None
        sentence = _number_warning(block.number, before, seen, places)
        if sentence:
            yield QuestionWarning(block.row, item_of(block, place), sentence)
        seen.setdefault(block.number, block.row)
        before = block.number


def _number_warning(number: int, before: int | None, seen: Mapping[int, int], places: Places) -> Sentence | None:
    if number in seen:
        return Sentence("Số câu này đã dùng (%(place)s %(row)s).", place=places.name, row=seen[number])
    if before is not None and number != before + 1:
        return Sentence(
            "Số câu nhảy từ %(before)s sang %(number)s. Hãy kiểm tra xem có sót câu không.",
            before=before,
            number=number,
        )
    return None


def joined_warnings(block: Block) -> Iterator[Sentence]:
    """Paragraphs that were taken for the rest of an option."""
    for line in block.joined:
        yield Sentence(
            "Đoạn “%(text)s” được ghép vào phương án ở trên. Hãy kiểm tra lại.", text=_short(seen_text(line))
        )


def stray_warnings(exam: Exam, places: Places) -> Iterator[QuestionWarning]:
    """Lines that belong to no question, those in a row together."""
    for lines in exam.strays:
        text = _short(seen_text(lines[0]))
        sentence = Sentence("Không thuộc câu hỏi nào nên không nhập: “%(text)s”. Hãy kiểm tra lại.", text=text)
        yield places.warning(lines[0].number, sentence, lines[-1].number)


def _short(text: str) -> str:
    text = tidy(text)
    return text if len(text) <= 80 else f"{text[:79]}…"
