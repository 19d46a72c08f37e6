"""Rows of questions that are answered otherwise than by one choice: how their cells are filled in, in and out. Pure.

Statements: A, B, C, D and the key "Đ, S, S, Đ". Short texts: the key "Hà Nội; Ha Noi", or one answer in each of A, B, …
A number: the key "12,5 ± 0,1 kg". A matching: "Pháp -> Paris" in each of A, B, … An ordering: A, B, … in the right
order. A cloze: {{1}} in the text, and in A what to choose from, "Anh; *Pháp; Đức". An essay: the key may hold the
rubric, a line for each criterion: "Nêu đúng khái niệm (2 điểm)".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ...errors import Invalid, Sentence
from ...folding import fold, tidy
from ...rich_text import from_typed_text, to_typed_text
from .accepted_answers import accepted_texts, comparison_of, range_of
from .answers import AcceptedNumber, AcceptedTexts, Answer, Gap, Gaps, Rubric
from .numerals import read_measure, read_number, written_measure
from .parsed import Kind, ParsedOption, ParsedQuestion
from .rubrics import read_rubric, rubric_lines
from .table_keys import positions_named, truth

_ARROWS = ("->", "=>", "→", "⇒", "|", "=")
_GAP_SEPARATORS = (";", "|", "/")
_RANGE = re.compile(r"(?:từ\s+)?([^.…]+?(?:[.,]\d+)?)\s*(?:\.\.+|…|đến)\s*([^.…]+(?:[.,]\d+)?)", re.I)
_REMARK = re.compile(r"\(([^()]*)\)\s*\Z")
_COMPARISONS = {"case": "phân biệt hoa thường", "no-diacritics": "bỏ qua dấu"}
_ITEM_LABEL = re.compile(r"(?:[a-z]|\d{1,2})\s*[.):\-–]\s*(?=\S)")


@dataclass(frozen=True)
class Cells:
    """What a row says about the answer: the cells of the options and of the key as typed, the kind as named."""

    options: Sequence[str]
    key: str
    kind: str = ""

    @property
    def filled(self) -> list[str]:
        """The option cells that hold something."""
        return [cell for cell in self.options if cell.strip()]


Reading = tuple[tuple[ParsedOption, ...], Answer | None]


def read_other(kind: Kind, cells: Cells) -> Reading:
    """The options and the answer of a question of one of these kinds; raises Invalid with the reason."""
    match kind:
        case Kind.STATEMENTS:
            return _statements(cells), None
        case Kind.MATCHING:
            return tuple(_pair(cell) for cell in cells.filled), None
        case Kind.ORDERING:
            return tuple(ParsedOption(from_typed_text(cell)) for cell in cells.filled), None
        case Kind.TEXT:
            return (), _texts(cells)
        case Kind.NUMBER:
            return (), _number(cells)
        case Kind.CLOZE:
            return (), Gaps(tuple(_gap(cell, place) for place, cell in enumerate(cells.filled)))
        case _:
            return (), _rubric(cells)


def written_other(question: ParsedQuestion) -> Cells:
    """The cells of such a question."""
    match question.answer:
        case AcceptedTexts():
            return _written_texts(question.answer)
        case AcceptedNumber(value, tolerance, unit):
            return Cells((), written_measure(value, tolerance, unit))
        case Gaps(gaps):
            return Cells([_written_gap(gap) for gap in gaps], "")
        case Rubric():
            return Cells((), "\n".join(rubric_lines(question.answer)))
    texts = [to_typed_text(option.text) for option in question.options]
    if question.kind is Kind.MATCHING:
        matches = [to_typed_text(option.match) for option in question.options]
        return Cells([_written_pair(*sides) for sides in zip(texts, matches, strict=True)], "")
    said = ", ".join("Đ" if option.is_right else "S" for option in question.options)
    return Cells(texts, said if question.kind is Kind.STATEMENTS else "")


def carries_other(question: ParsedQuestion) -> bool:
    """Whether the cells are read back as the same answer."""
    try:
        return read_other(question.kind, written_other(question)) == (question.options, question.answer)
    except Invalid:
        return False


def _statements(cells: Cells) -> tuple[ParsedOption, ...]:
    texts = [from_typed_text(cell) for cell in cells.filled]
    said = read_truths(cells.key, len(texts))
    if said is None:
        raise Invalid(
            Sentence(
                "Câu có %(count)s ý mà đáp án ghi “%(key)s”. Hãy ghi Đ hoặc S cho từng ý, ví dụ Đ, S, S, Đ.",
                count=len(texts),
                key=tidy(cells.key)[:60],
            )
        )
    return tuple(ParsedOption(text, is_right) for text, is_right in zip(texts, said, strict=True))


def read_truths(key: str, count: int) -> list[bool] | None:
    """What a key says of each statement: "Đ, S, S, Đ", "ĐSSĐ", "a) Đúng, b) Sai", or the letters of the true ones."""
    words = [word for word in re.split(r"[\s,;/|]+", _ITEM_LABEL.sub("", fold(key))) if word.strip("-–.")]
    if len(words) == 1 and len(words[0]) == count and set(words[0]) <= set("dstf"):
        words = list(words[0])
    truths = [truth(word.strip("-–."), may_be_short=True) for word in words]
    if count and len(truths) == count and None not in truths:
        return [bool(said) for said in truths]
    right = positions_named(key, count) if key.strip() else frozenset()
    return [place in right for place in range(count)] if right else None


def _texts(cells: Cells) -> AcceptedTexts:
    listed = re.split(r"[;\n]", cells.key)
    remark = _REMARK.search(cells.kind)
    words = fold(remark[1]) if remark else ""
    codes = ",".join(code for code, said in _COMPARISONS.items() if fold(said) in words)
    return accepted_texts([(text, 100.0) for text in (*listed, *cells.options)], codes)[0]


def _number(cells: Cells) -> AcceptedNumber:
    measure = read_measure(cells.key)
    if measure:
        return AcceptedNumber(*measure)
    ends = _RANGE.fullmatch(cells.key.strip())
    least, most = (read_number(ends[1]), read_number(ends[2])) if ends else (None, None)
    if least is None or most is None:
        raise Invalid(
            Sentence(
                "Đáp án “%(key)s” không phải là một số. Hãy ghi một số, ví dụ 57 hoặc 12,5 ± 0,1 kg.",
                key=tidy(cells.key)[:60],
            )
        )
    return AcceptedNumber(*range_of(least, most))


def _pair(cell: str) -> ParsedOption:
    for arrow in _ARROWS:
        if cell.count(arrow) == 1:
            left, _, right = cell.partition(arrow)
            return ParsedOption(from_typed_text(left.strip()), match=from_typed_text(right.strip()))
    raise Invalid(
        Sentence("Cặp “%(text)s” chưa rõ hai vế. Hãy ghi mỗi ô một cặp, ví dụ Pháp -> Paris.", text=tidy(cell)[:60])
    )


def _written_pair(left: str, right: str) -> str:
    """With the first arrow that neither side holds, and before which no other one would part them."""
    usable = next((arrow for arrow in _ARROWS if arrow not in left + right), _ARROWS[0])
    return f"{left} {usable} {right}".strip()


def _gap(cell: str, place: int) -> Gap:
    separator = next((one for one in _GAP_SEPARATORS if one in cell), ";")
    texts = [text.strip() for text in cell.split(separator) if text.strip()]
    right = [number for number, text in enumerate(texts) if text.startswith("*")]
    if len(right) != 1:
        raise Invalid(
            Sentence(
                "Chỗ điền %(number)s chưa rõ đáp án. Hãy ghi dấu * trước phương án đúng, ví dụ Anh; *Pháp; Đức.",
                number=place + 1,
            )
        )
    return Gap(tuple(tidy(text.removeprefix("*")) for text in texts), right[0])


def _written_gap(gap: Gap) -> str:
    texts = [f"*{text}" if place == gap.right else text for place, text in enumerate(gap.options)]
    everything = "".join(gap.options)
    separator = next((one for one in _GAP_SEPARATORS if one not in everything), ";")
    return f"{separator} ".join(texts)


def _written_texts(answer: AcceptedTexts) -> Cells:
    remarks = [_COMPARISONS[code] for code in comparison_of(answer).split(",") if code]
    kind = f" ({', '.join(remarks)})" if remarks else ""
    texts = [text.replace("*", "\\*") for text in answer.accepted]
    if any(";" in text for text in texts):
        return Cells(texts, "", kind)
    return Cells((), "; ".join(texts), kind)


def _rubric(cells: Cells) -> Rubric | None:
    lines = cells.key.splitlines()
    parts = cells.key.split(";")
    rubric = read_rubric(lines)
    if len(lines) == 1 and len(parts) > 1:
        parted = read_rubric(parts)
        return parted if parted and len(parted.criteria) > 1 else rubric
    return rubric
