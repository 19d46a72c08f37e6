"""The rules that every question must hold, whatever file or form it comes from. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from decimal import Decimal

from ...errors import Sentence
from ...rich_text import to_plain_text
from .answers import AcceptedNumber, AcceptedTexts, Gaps, Rubric
from .parsed import (
    LONGEST_EXPLANATION,
    LONGEST_OPTION,
    LONGEST_QUESTION_IN_BYTES,
    LONGEST_REFERENCE,
    LONGEST_SOURCE,
    LONGEST_STEM,
    LONGEST_TAG,
    LONGEST_TOPIC,
    MOST_OPTIONS,
    Kind,
    ParsedQuestion,
    comparable,
    letter_of,
    too_many_options,
)

CHOICES = (Kind.SINGLE, Kind.MULTIPLE, Kind.TRUEFALSE)
WITH_OPTIONS = (*CHOICES, Kind.STATEMENTS, Kind.MATCHING, Kind.ORDERING)
GAP_MARK = re.compile(r"\{\{(\d{1,2})\}\}")
LONGEST_ACCEPTED = 200
MOST_ACCEPTED = 50

Faults = Iterable[Sentence]


def check(question: ParsedQuestion) -> list[Sentence]:
    """What is wrong with the question; no sentence means that it can be stored."""
    return [fault for _, fault in check_parts(question)]


def check_parts(question: ParsedQuestion) -> list[tuple[str, Sentence]]:
    """The same, each with the part of the question that it is about: stem, answers, explanation, source, …"""
    rules: tuple[tuple[str, Callable[[ParsedQuestion], Faults]], ...]
    rules = (("stem", _stem_faults), ("answers", _option_faults), ("answers", _key_faults))
    return [(part, fault) for part, rule in rules for fault in rule(question)] + list(_length_faults(question))


def _stem_faults(question: ParsedQuestion) -> Faults:
    if not comparable(question.stem):
        yield Sentence("Câu hỏi chưa có nội dung. Hãy ghi nội dung câu hỏi.")


def _option_faults(question: ParsedQuestion) -> Faults:
    if question.kind not in WITH_OPTIONS:
        return
    count = len(question.options)
    if count < 2:
        yield Sentence("Câu hỏi cần ít nhất 2 phương án, hiện có %(count)s. Hãy bổ sung phương án.", count=count)
    elif question.kind is Kind.TRUEFALSE and count != 2:
        yield Sentence("Câu đúng/sai chỉ có 2 phương án, hiện có %(count)s. Hãy bớt phương án.", count=count)
    elif count > MOST_OPTIONS:
        yield too_many_options(count)
    yield from _repeated_options(question)


def _repeated_options(question: ParsedQuestion) -> Faults:
    seen: dict[str, str] = {}
    for position, option in enumerate(question.options):
        letter, text = letter_of(position), comparable(option.text)
        if not text:
            if question.kind is not Kind.MATCHING:
                yield Sentence("Phương án %(letter)s còn trống. Hãy ghi nội dung hoặc bỏ phương án.", letter=letter)
        elif text in seen:
            yield Sentence(
                "Phương án %(first)s và %(second)s giống nhau. Hãy sửa hoặc bỏ một phương án.",
                first=seen[text],
                second=letter,
            )
        seen.setdefault(text, letter)


def _key_faults(question: ParsedQuestion) -> Faults:
    if question.kind in CHOICES:
        return _choice_faults(question)
    if question.kind is Kind.MATCHING:
        return _matching_faults(question)
    match question.kind, question.answer:
        case Kind.TEXT, AcceptedTexts(accepted):
            return _text_faults(accepted)
        case Kind.NUMBER, AcceptedNumber(value, tolerance):
            return _number_faults(value, tolerance)
        case Kind.CLOZE, Gaps():
            return _gap_faults(question.stem, question.answer)
        case Kind.ESSAY, Rubric() | None:
            return _rubric_faults(question.answer)
        case Kind.STATEMENTS | Kind.ORDERING, None:
            return ()
    return (Sentence("Câu hỏi chưa có đáp án đúng. Hãy chỉ rõ đáp án đúng."),)


def _choice_faults(question: ParsedQuestion) -> Faults:
    count = sum(option.is_right for option in question.options)
    if count == 0:
        yield Sentence("Câu hỏi chưa có đáp án đúng. Hãy chỉ rõ đáp án đúng.")
    elif count > 1 and question.kind is not Kind.MULTIPLE:
        yield Sentence(
            "Câu một đáp án mà có %(count)s đáp án đúng. Hãy chọn một, hoặc đổi thành câu nhiều đáp án.",
            count=count,
        )


def _matching_faults(question: ParsedQuestion) -> Faults:
    if sum(bool(comparable(option.text)) for option in question.options) < 2:
        yield Sentence("Câu ghép đôi cần ít nhất 2 vế trái. Hãy bổ sung.")
    for position, option in enumerate(question.options):
        if not comparable(option.match):
            letter = letter_of(position)
            yield Sentence("Vế trái %(letter)s chưa có vế phải. Hãy ghi vế phải để ghép.", letter=letter)


def _text_faults(accepted: tuple[str, ...]) -> Faults:
    if not any(text.strip() for text in accepted):
        yield Sentence("Câu trả lời ngắn chưa có đáp án được chấp nhận. Hãy ghi ít nhất một.")
    if len(accepted) > MOST_ACCEPTED:
        yield Sentence("Nhiều nhất %(most)s đáp án được chấp nhận. Hãy bớt đi.", most=MOST_ACCEPTED)
    if any(len(text) > LONGEST_ACCEPTED for text in accepted):
        yield Sentence(
            "%(part)s dài quá %(limit)s ký tự. Hãy rút gọn.", part=Sentence("Đáp án"), limit=LONGEST_ACCEPTED
        )


def _number_faults(value: Decimal, tolerance: Decimal) -> Faults:
    if not value.is_finite() or not tolerance.is_finite() or tolerance < 0:
        yield Sentence("Đáp án số hoặc sai số không hợp lệ. Hãy ghi một số, sai số từ 0 trở lên.")


def _gap_faults(stem: str, answer: Gaps) -> Faults:
    marks = [int(number) for number in GAP_MARK.findall(stem)]
    if not answer.gaps or sorted(marks) != list(range(1, len(answer.gaps) + 1)):
        yield Sentence("Mỗi chỗ điền cần đúng một dấu {{1}}, {{2}}, … trong nội dung. Hãy kiểm tra các dấu.")
    for number, gap in enumerate(answer.gaps, start=1):
        texts = [option.strip() for option in gap.options]
        if len(texts) < 2 or not all(texts) or len(set(texts)) < len(texts):
            yield Sentence("Chỗ điền %(number)s cần ít nhất 2 phương án khác nhau. Hãy sửa.", number=number)
        elif len(texts) > MOST_OPTIONS:
            yield too_many_options(len(texts))
        elif not 0 <= gap.right < len(texts):
            yield Sentence("Chỗ điền %(number)s chưa có phương án đúng. Hãy chỉ rõ.", number=number)


def _rubric_faults(rubric: Rubric | None) -> Faults:
    if rubric is None:
        return
    if any(not criterion.text.strip() or not criterion.points > 0 for criterion in rubric.criteria):
        yield Sentence("Mỗi tiêu chí chấm cần có nội dung và số điểm lớn hơn 0. Hãy bổ sung.")
    if rubric.most_words and rubric.most_words < rubric.least_words:
        yield Sentence("Số từ nhiều nhất nhỏ hơn số từ ít nhất. Hãy sửa lại.")


def _too_long(part: Sentence, limit: int) -> Sentence:
    return Sentence("%(part)s dài quá %(limit)s ký tự. Hãy rút gọn.", part=part, limit=limit)


def _length_faults(question: ParsedQuestion) -> Iterable[tuple[str, Sentence]]:
    parts = [
        ("stem", Sentence("Nội dung câu hỏi"), to_plain_text(question.stem), LONGEST_STEM),
        ("explanation", Sentence("Giải thích"), to_plain_text(question.explanation), LONGEST_EXPLANATION),
        *(
            ("answers", Sentence("Phương án"), to_plain_text(option.text), LONGEST_OPTION)
            for option in question.options
        ),
        *(("answers", Sentence("Vế phải"), to_plain_text(option.match), LONGEST_OPTION) for option in question.options),
        ("source", Sentence("Căn cứ"), question.source, LONGEST_SOURCE),
        ("topic", Sentence("Chủ đề"), question.topic, LONGEST_TOPIC),
        ("reference", Sentence("Mã câu hỏi"), question.reference, LONGEST_REFERENCE),
        *(("tags", Sentence("Nhãn"), tag, LONGEST_TAG) for tag in question.tags),
    ]
    for part, name, text, limit in parts:
        if len(text) > limit:
            yield part, _too_long(name, limit)
    options = "".join(option.text + option.match for option in question.options)
    if len(question.stem + question.explanation + options) > LONGEST_QUESTION_IN_BYTES:
        yield "stem", Sentence("Hình trong câu hỏi quá lớn. Hãy dùng hình nhỏ hơn.")
