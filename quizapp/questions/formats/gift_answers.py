"""GIFT, second step: what stands between the braces. Pure.

Texts come with their escapes masked (``gift_blocks.mask_escapes``) and are handed on masked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ...errors import Invalid, Sentence
from . import answers as stored
from .accepted_answers import FULL, accepted_number, accepted_texts, range_of
from .gift_blocks import as_typed, mask_escapes, unmask
from .gift_notes import RUBRIC_LINES, Notes
from .numerals import read_number
from .parsed import MOST_OPTIONS, Kind
from .rubrics import read_rubric

_WEIGHT = re.compile(r"\s*%(-?\d{1,3}(?:\.\d+)?)%")
_ATTRIBUTES = re.compile(r"""<\w+(?:\s+[\w-]+\s*=\s*(?:"[^"]*"|'[^']*'))+\s*/?>""")
_EQUALS = mask_escapes("\\=")  # also where it stands within a tag: there it never marks an option
_TRUE, _FALSE = ("T", "TRUE"), ("F", "FALSE")


@dataclass(frozen=True)
class Answer:
    """One option as written: ``mark`` is "=" or "~", ``weight`` the percentage or None."""

    mark: str
    text: str
    weight: float | None = None
    feedback: str = ""


@dataclass(frozen=True)
class Answers:
    """The whole answer part of a question that can be used. ``is_true`` is for true/false."""

    kind: Kind
    options: tuple[Answer, ...] = ()
    is_true: bool = False
    feedbacks: tuple[str, str] = ("", "")  # of "Đúng" and of "Sai"
    general_feedback: str = ""
    warnings: tuple[Sentence, ...] = ()
    matches: tuple[str, ...] = ()  # of a matching, beside its options
    answer: stored.Answer | None = None

    def is_right(self, answer: Answer) -> bool:
        """Of a single choice the one with "=", of a multiple choice those with a positive weight."""
        return answer.mark == "=" if self.kind is Kind.SINGLE else (answer.weight or 0) > 0


def read_answers(text: str, first_line: int, notes: Notes) -> Answers:
    """Understand the text between the braces; raises Invalid with the reason. ``first_line`` is where it begins."""
    answers, _, general = text.rpartition("####") if "####" in text else (text, "", "")
    bare = answers.strip()
    if not bare:
        return Answers(Kind.ESSAY, general_feedback=general, answer=read_rubric(notes.rubric.split(RUBRIC_LINES)))
    if bare.startswith("#"):
        return _number(bare[1:], general, notes)
    if "~" in bare:
        return _choice(_without_attributes(answers), general, first_line)
    if _truth(bare) is not None:
        return _true_false(bare, general)
    return _open(_without_attributes(answers), general, first_line, notes)


def _without_attributes(text: str) -> str:
    return _ATTRIBUTES.sub(lambda tag: tag[0].replace("=", _EQUALS), text)


def _number(text: str, general: str, notes: Notes) -> Answers:
    """``{#5:1}``, ``{#1..5}`` or ``{#=1:0#remark =%50%2:1}``."""
    parts = re.split(r"[=~]", text)[1:] if text.lstrip().startswith(("=", "~")) else [text]
    options = tuple(_answer(f"={part}") for part in parts)
    rows = [(*_value_and_tolerance(unmask(one.text)), _share(one)) for one in options]
    number, warnings = accepted_number(rows, notes.unit)
    return Answers(Kind.NUMBER, options, general_feedback=general, warnings=warnings, answer=number)


def _value_and_tolerance(text: str) -> tuple[str, str]:
    if ".." in text:
        least, _, most = text.partition("..")
        ends = read_number(least), read_number(most)
        if ends[0] is not None and ends[1] is not None:
            middle, within = range_of(ends[0], ends[1])
            return str(middle), str(within)
    value, _, tolerance = text.partition(":")
    return value, tolerance.strip()


def _open(text: str, general: str, first_line: int, notes: Notes) -> Answers:
    """Only "=" and no "~": pairs where every answer has an arrow, else accepted texts."""
    marks = [match.start() for match in re.finditer("=", text)]
    if not marks or len(marks) > 4 * MOST_OPTIONS:
        _refuse_text_before(text, first_line)
        raise Invalid(_too_many_marks())
    _refuse_text_before(text[: marks[0]], first_line)
    options = tuple(_answer(text[start:end]) for start, end in zip(marks, [*marks[1:], len(text)], strict=True))
    if any("->" in one.text for one in options):
        return _matching(options, general)
    accepted, warnings = accepted_texts([(unmask(one.text), _share(one)) for one in options], notes.compare)
    return Answers(Kind.TEXT, options, general_feedback=general, warnings=warnings, answer=accepted)


def _matching(options: tuple[Answer, ...], general: str) -> Answers:
    if not all("->" in one.text for one in options):
        raise Invalid(Sentence("Câu ghép đôi có dòng thiếu dấu ->. Hãy ghi mỗi cặp là “= vế trái -> vế phải”."))
    left = tuple(replace(one, text=one.text.partition("->")[0].strip()) for one in options)
    right = tuple(one.text.partition("->")[2].strip() for one in options)
    return Answers(Kind.MATCHING, left, general_feedback=general, matches=right)


def _share(answer: Answer) -> float:
    return FULL if answer.weight is None else answer.weight


def _too_many_marks() -> Sentence:
    return Sentence("Có quá nhiều dấu = và ~ giữa hai dấu { }. Ghi \\= hoặc \\~ nếu là nội dung.")


def _truth(text: str) -> bool | None:
    word = text.partition("#")[0].strip()
    return True if word in _TRUE else False if word in _FALSE else None


def _true_false(text: str, general: str) -> Answers:
    """``{F#said when wrong#said when right}``: the first remark belongs to the wrong option."""
    is_true = bool(_truth(text))
    _, when_wrong, when_right, *_ = [*text.split("#"), "", ""]
    feedbacks = (when_right, when_wrong) if is_true else (when_wrong, when_right)
    return Answers(Kind.TRUEFALSE, is_true=is_true, feedbacks=feedbacks, general_feedback=general)


def _choice(text: str, general: str, first_line: int) -> Answers:
    marks = [match.start() for match in re.finditer("[=~]", text)]
    if len(marks) > 4 * MOST_OPTIONS:
        raise Invalid(_too_many_marks())
    _refuse_text_before(text[: marks[0]], first_line)
    _refuse_unclear_equals(text, marks, first_line)
    ends = [*marks[1:], len(text)]
    options = tuple(_answer(text[start:end]) for start, end in zip(marks, ends, strict=True))
    return _of_options(options, general)


def _refuse_text_before(text: str, first_line: int) -> None:
    if text.strip():
        line = first_line + text[: len(text) - len(text.lstrip())].count("\n")
        raise Invalid(
            Sentence(
                "Dòng %(line)s: “%(part)s” không có dấu = hoặc ~ ở đầu. Thêm dấu = trước đáp án đúng, dấu ~ trước "
                "phương án sai.",
                line=line,
                part=as_typed(text.strip().split("\n")[0]),
            )
        )


def _refuse_unclear_equals(text: str, marks: list[int], first_line: int) -> None:
    """Where options stand on lines of their own, a "=" within a line is more likely part of a text.

    Moodle takes it for another right answer; guessing a key is worse than asking.
    """
    first_marks = {text.count("\n", 0, mark) for mark in marks if not text[:mark].rpartition("\n")[2].strip()}
    if len(first_marks) < 2:
        return
    for mark in marks:
        if text[mark] == "=" and text[:mark].rpartition("\n")[2].strip():
            line = first_line + text.count("\n", 0, mark)
            raise Invalid(
                Sentence(
                    "Dòng %(line)s: không rõ dấu = giữa dòng. Ghi \\= nếu là nội dung, hoặc xuống dòng nếu là đáp án.",
                    line=line,
                )
            )


def _answer(text: str) -> Answer:
    body, _, feedback = text[1:].partition("#")
    weight = _WEIGHT.match(body)
    if not weight:
        return Answer(text[0], body, None, feedback)
    return Answer(text[0], body[weight.end() :], float(weight[1]), feedback)


def _of_options(options: tuple[Answer, ...], general: str) -> Answers:
    if all(option.mark == "~" for option in options):
        return Answers(Kind.MULTIPLE, options, general_feedback=general)
    right = [option for option in options if option.mark == "=" or (option.weight or 0) >= 100]
    if len(right) > 1:
        raise Invalid(
            Sentence(
                "Có %(count)s phương án ghi là đúng. Giữ một dấu =, hoặc nếu câu có nhiều đáp án đúng thì ghi "
                "~%%50%% trước mỗi đáp án đúng.",
                count=len(right),
            )
        )
    if right[0].mark != "=" or right[0].weight not in (None, 100):
        raise Invalid(Sentence("Dấu = không đi cùng tỷ lệ khác 100%. Ghi = hoặc ghi ~ kèm tỷ lệ."))
    return Answers(Kind.SINGLE, options, general_feedback=general, warnings=_partial_credit(options))


def _partial_credit(options: tuple[Answer, ...]) -> tuple[Sentence, ...]:
    partly = [as_typed(option.text).strip() for option in options if option.mark == "~" and (option.weight or 0) > 0]
    if not partly:
        return ()
    sentence = Sentence("Phương án được một phần điểm nay tính là sai: %(options)s.", options="; ".join(partly))
    return (sentence,)
