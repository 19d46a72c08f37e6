"""The one intermediate form between a file and the bank: what every format reads into and writes from. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from hashlib import sha256
from typing import Any

from ...errors import Sentence
from ...folding import fold
from ...rich_text import picture_sources, to_plain_text
from .answers import Answer, to_stored

MOST_OPTIONS = 26
LONGEST_STEM = 5_000
LONGEST_OPTION = 2_000
LONGEST_EXPLANATION = 10_000
LONGEST_SOURCE = 500
LONGEST_TOPIC = 200
LONGEST_REFERENCE = 80
LONGEST_TAG = 100
LONGEST_QUESTION_IN_BYTES = 4_000_000  # with its embedded pictures


class Kind(StrEnum):
    """How a question is answered."""

    SINGLE = "single"
    MULTIPLE = "multiple"
    TRUEFALSE = "truefalse"
    STATEMENTS = "statements"
    TEXT = "text"
    NUMBER = "number"
    MATCHING = "matching"
    ORDERING = "ordering"
    CLOZE = "cloze"
    ESSAY = "essay"


class Level(StrEnum):
    """Mức độ nhận thức, lowest first."""

    RECALL = "recall"
    UNDERSTANDING = "understanding"
    APPLICATION = "application"
    HIGHER_APPLICATION = "higher_application"


KIND_LABELS = {
    Kind.SINGLE: "Một đáp án",
    Kind.MULTIPLE: "Nhiều đáp án",
    Kind.TRUEFALSE: "Đúng/Sai",
    Kind.STATEMENTS: "Đúng/Sai nhiều ý",
    Kind.TEXT: "Trả lời ngắn",
    Kind.NUMBER: "Trả lời bằng số",
    Kind.MATCHING: "Ghép đôi",
    Kind.ORDERING: "Sắp xếp thứ tự",
    Kind.CLOZE: "Điền chỗ trống",
    Kind.ESSAY: "Tự luận",
}
LEVEL_LABELS = {
    Level.RECALL: "Nhận biết",
    Level.UNDERSTANDING: "Thông hiểu",
    Level.APPLICATION: "Vận dụng",
    Level.HIGHER_APPLICATION: "Vận dụng cao",
}
_LEVEL_SPELLINGS = {
    Level.RECALL: "nhan biet, biet, nb, 1, i, recall, remember, remembering, knowledge",
    Level.UNDERSTANDING: "thong hieu, hieu, th, 2, ii, understanding, understand, comprehension",
    Level.APPLICATION: "van dung, van dung thap, vd, vdt, 3, iii, application, apply, applying",
    Level.HIGHER_APPLICATION: "van dung cao, vdc, 4, iv, higher application, high application",
}
_LEVELS = {spelling: level for level, text in _LEVEL_SPELLINGS.items() for spelling in text.split(", ")}

# What other systems hold and this one cannot mark yet, by the names used in refusals.
OTHER_KINDS = {
    "shortanswer": Sentence("trả lời ngắn"),
    "numerical": Sentence("trả lời bằng số"),
    "matching": Sentence("ghép đôi"),
    "ordering": Sentence("sắp xếp thứ tự"),
    "essay": Sentence("tự luận"),
    "cloze": Sentence("nhiều chỗ điền"),
    "description": Sentence("mô tả, không có đáp án"),
    "survey": Sentence("thăm dò ý kiến"),
}


@dataclass(frozen=True)
class ParsedOption:
    """One option; ``text`` is cleaned HTML, and so is the ``match`` that a matching question pairs it with."""

    text: str
    is_right: bool = False
    match: str = ""


@dataclass(frozen=True)
class ParsedQuestion:
    """A question as read. ``row`` is the line, sheet row or item number that its author sees."""

    row: int
    item: str
    kind: Kind
    stem: str
    options: tuple[ParsedOption, ...]
    explanation: str = ""
    source: str = ""
    topic: str = ""
    level: Level | None = None
    reference: str = ""
    tags: tuple[str, ...] = ()
    answer: Answer | None = None

    @cached_property
    def wording(self) -> str:
        """The same for the same question, whatever its case, accents, option order, kind of file or reference."""
        options: list[Any] = sorted((_folded(option.text), option.is_right) for option in self.options)
        if self.kind in (Kind.MATCHING, Kind.ORDERING):
            options = [[_folded(option.text), _folded(option.match)] for option in self.options]
        content: list[Any] = [_folded(self.stem), options]
        if self.answer is not None:
            content.append(to_stored(self.answer))
        return sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()


@dataclass(frozen=True)
class RejectedQuestion:
    """An item that cannot be stored, and why. ``excerpt``: what stands there, in lines of plain text."""

    row: int
    item: str
    reason: Sentence
    excerpt: tuple[str, ...] = ()


@dataclass(frozen=True)
class QuestionWarning:
    """Something about an accepted item that its author should look at."""

    row: int
    item: str
    warning: Sentence


@dataclass(frozen=True)
class ParsedFile:
    """Everything found in a file, in the file's order."""

    questions: tuple[ParsedQuestion, ...] = ()
    rejected: tuple[RejectedQuestion, ...] = ()
    warnings: tuple[QuestionWarning, ...] = ()
    title: str = ""

    @property
    def found(self) -> int:
        """Questions and rejected items together."""
        return len(self.questions) + len(self.rejected)


def parse_level(text: str) -> Level | None:
    """The level that Vietnamese or English words, abbreviations or a number from 1 to 4 mean."""
    words = "".join(letter if letter.isalnum() else " " for letter in fold(text)).split()
    while words and words[0] in ("muc", "do", "cap", "level"):
        words = words[1:]
    return _LEVELS.get(" ".join(words))


def true_false_options(is_true: bool) -> tuple[ParsedOption, ...]:
    """The two options of a true/false question, always in this order."""
    return (ParsedOption("Đúng", is_true), ParsedOption("Sai", not is_true))


def stored_options(options: Iterable[ParsedOption]) -> list[dict[str, Any]]:
    """The options as JSON; a match is written only where there is one."""
    return [
        {"text": option.text, "right": option.is_right} | ({"match": option.match} if option.match else {})
        for option in options
    ]


def options_of(stored: Iterable[dict[str, Any]]) -> tuple[ParsedOption, ...]:
    """The options that ``stored_options`` made JSON of."""
    return tuple(ParsedOption(option["text"], option["right"], option.get("match", "")) for option in stored)


def letter_of(position: int) -> str:
    """A for 0, B for 1, …, Z for 25, then numbers."""
    return chr(ord("A") + position) if position < MOST_OPTIONS else str(position + 1)


def excerpt_of(question: ParsedQuestion) -> list[str]:
    """The stem and the options with their letters, for showing where a fault is."""
    options = (f"{letter_of(place)}. {to_plain_text(option.text)}" for place, option in enumerate(question.options))
    return [to_plain_text(question.stem), *options]


def shortened(lines: Iterable[str]) -> tuple[str, ...]:
    """At most thirty lines, none of them blank or very long: enough to mend the question from."""
    filled = (" ".join(line.split()) for line in lines)
    return tuple(line if len(line) <= LONGEST_STEM else f"{line[: LONGEST_STEM - 1]}…" for line in filled if line)[:30]


def unsupported(kind: str) -> Sentence:
    """The refusal of a kind named in OTHER_KINDS."""
    return Sentence(
        "Câu loại %(kind)s chưa dùng được. Hãy đổi thành câu chọn đáp án hoặc câu đúng/sai.",
        kind=OTHER_KINDS[kind],
    )


def unknown_level(text: str) -> Sentence:
    """The warning for a level that was left out."""
    return Sentence(
        "Không hiểu mức độ “%(level)s” nên để trống. Hãy ghi nhận biết, thông hiểu, vận dụng hoặc vận dụng cao.",
        level=text,
    )


def too_many_options(count: int) -> Sentence:
    """The refusal of a question with more options than there are letters."""
    return Sentence("Câu hỏi có %(count)s phương án, nhiều nhất là 26. Hãy bớt phương án.", count=count)


def lost_pictures(count: int) -> Sentence:
    """The warning for pictures that were named but not sent along."""
    return Sentence("Có %(count)s hình không kèm theo tệp nên đã bỏ. Hãy thêm lại hình.", count=count)


def fingerprint(question: ParsedQuestion) -> str:
    """What tells the question from others; worked out once."""
    return question.wording


def comparable(html: str) -> str:
    """Text and pictures without the accidents of blanks; letters and accents stay as they are."""
    return " ".join([*to_plain_text(html).split(), *picture_sources(html)])


def _folded(html: str) -> str:
    """Folded text, and short sums of the pictures: folding megabytes of them takes seconds."""
    pictures = (sha256(source.encode()).hexdigest() for source in picture_sources(html))
    return " ".join([fold(to_plain_text(html)), *pictures])
