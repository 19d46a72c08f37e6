"""Exams: statements, short answers and essays; in our own files every kind that is not answered by one choice. Pure.

Since 2025 exams have a part "Câu trắc nghiệm đúng sai", whose a), b), c), d) are each true or false, and a part "Câu
trắc nghiệm trả lời ngắn", whose answer is mostly a number.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ...errors import Invalid, Sentence
from ...folding import fold, tidy
from ...rich_text import to_typed_text
from .answers import AcceptedNumber, Answer
from .exam_blocks import Block, Part
from .exam_keys import Key, decide, read_truth, says_several_truths
from .exam_labels import Option, Options
from .exam_lines import SHIFTS, TAGS, Line, Role, text_of, to_html
from .exam_tokens import is_whole_value
from .numerals import read_measure
from .parsed import Kind, ParsedOption
from .rubrics import read_rubric
from .table_other_kinds import Cells, read_other, read_truths

_TRUTH_AT_END = re.compile(
    r"\s*(?:[(\[]\s*(?P<inside>đúng|sai|đ|s)\s*[)\]]|(?:[-–=→⇒:]|=>|->)\s*(?P<behind>đúng|sai|ĐÚNG|SAI|Đ|S))\s*[.;]?\Z",
    re.I,
)
_TRUTHS = {"dung": True, "d": True, "sai": False, "s": False}
_UNCLEAR = Sentence(
    "Không tìm thấy các phương án A, B, C, … của câu này. Nếu là câu trả lời ngắn, hãy ghi thêm dòng "
    "“Loại: Trả lời ngắn”."
)
_TAKEN_FOR_SHORT = Sentence("Câu không có phương án nên hiểu là câu trả lời ngắn. Hãy kiểm tra lại.")


@dataclass(frozen=True)
class Answers:
    """What a question is answered with."""

    kind: Kind
    options: tuple[ParsedOption, ...] = ()
    answer: Answer | None = None
    key: Key = field(default_factory=lambda: Key(frozenset()))


def kind_shown(block: Block, found: Options, keys: Sequence[str], listed: Sequence[str]) -> Kind | None:
    """The kind that the part, the options and the key show; None for choices and true/false."""
    said = (*keys, *listed)
    if found.options:
        is_part = block.part is Part.STATEMENTS and len(found.options) > 2 and found.options[0].letter.islower()
        return Kind.STATEMENTS if is_part or any(map(says_several_truths, said)) else None
    if block.part is Part.ESSAY:
        return Kind.ESSAY
    if not said or any(is_whole_value(one) or read_truth(one) is not None for one in said):
        return None
    if all(read_measure(one) for one in said):
        return Kind.NUMBER
    if block.part is not Part.SHORT:
        raise Invalid(_UNCLEAR)
    return Kind.TEXT


def read_other_kind(kind: Kind, named: str, block: Block, found: Options, listed: Sequence[str]) -> Answers:
    """The answer of such a question; raises Invalid with the reason."""
    keys = [line.text.strip() for line in block.keys] or list(dict.fromkeys(listed))
    match kind:
        case Kind.STATEMENTS:
            return _statements(found, keys, listed)
        case Kind.MATCHING if "match" in block.fields:
            return Answers(kind, _matched(found, block.fields["match"]))
        case Kind.ORDERING:
            return Answers(kind, tuple(option_of(option) for option in found.options))
        case Kind.ESSAY:
            lines = "\n".join([*keys, text_of(block.fields.get("rubric", []))]).splitlines()
            return Answers(kind, answer=read_rubric(lines))
    if len(set(keys)) > 1 and not named:
        raise Invalid(Sentence("Có nhiều dòng đáp án khác nhau. Hãy giữ một dòng, các đáp án cách nhau bằng dấu ;."))
    typed = [to_typed_text(option_of(option).text) for option in found.options]
    options, answer = read_other(kind, Cells(typed, "".join(keys[:1]), named))
    warnings = () if named or block.part is Part.SHORT else (_TAKEN_FOR_SHORT,)
    return Answers(_number_or_text(kind, answer), options, answer, Key(frozenset(), warnings=warnings))


def _number_or_text(kind: Kind, answer: Answer | None) -> Kind:
    return Kind.NUMBER if isinstance(answer, AcceptedNumber) else kind


def option_of(option: Option, is_right: bool = False) -> ParsedOption:
    """An option as HTML."""
    kept = TAGS if any(line.keeps_format for line in option.lines) else SHIFTS
    return ParsedOption(to_html(option.lines, kept), is_right)


def _statements(found: Options, keys: Sequence[str], listed: Sequence[str]) -> Answers:
    """By the key, else by "(Đ)" and "(S)" behind each statement, else the marked ones are the true ones."""
    count = len(found.options)
    said = {tuple(read_truths(_named_truths(key), count) or ()) for key in keys}
    if len(said) == 1 and () not in said:
        return Answers(Kind.STATEMENTS, tuple(map(option_of, found.options, said.pop())))
    if keys:
        raise Invalid(
            Sentence(
                "Câu có %(count)s ý mà đáp án ghi “%(key)s”. Hãy ghi Đ hoặc S cho từng ý, ví dụ Đ, S, S, Đ.",
                count=count,
                key=tidy(" ".join(keys))[:60],
            )
        )
    parted = [_without_truth(option) for option in found.options]
    if all(is_true is not None for _, is_true in parted):
        return Answers(Kind.STATEMENTS, tuple(option_of(option, bool(is_true)) for option, is_true in parted))
    key = decide(found.options, keys, listed)
    options = tuple(option_of(option, place in key.right) for place, option in enumerate(found.options))
    return Answers(Kind.STATEMENTS, options, key=key)


def _named_truths(key: str) -> str:
    """ "a) Đúng, b) Sai", "a – Đ; b – S" and "aĐ bS" without the letters of the statements."""
    words = fold(key).replace("dung", "d").replace("sai", "s")
    bare = re.sub(r"(?<![a-z])[a-h]\s*[.):\-–=]*\s*(?=[ds](?![a-z]))", " ", words)
    return bare if re.fullmatch(r"[ds\s,;./|-]+", bare) else key


def _without_truth(option: Option) -> tuple[Option, bool | None]:
    last = option.lines[-1] if option.lines else None
    match = _TRUTH_AT_END.search(last.text[-40:]) if last else None
    if not match or last is None:
        return option, None
    start = max(len(last.text) - 40, 0) + match.start()
    lines = (*option.lines[:-1], last.part(0, start))
    cut = Option(option.letter, option.label, tuple(line for line in lines if not line.is_blank))
    return cut, _TRUTHS[fold(match["inside"] or match["behind"])]


def _matched(found: Options, lines: Sequence[Line]) -> tuple[ParsedOption, ...]:
    """In our own files the match of each option stands below it."""
    groups: list[list[Line]] = []
    for line in lines:
        if line.role is Role.FIELD or not groups:
            groups.append([])
        groups[-1].append(line)
    if len(groups) != len(found.options):
        raise Invalid(Sentence("Mỗi vế trái cần đúng một dòng “Ghép với”. Hãy bổ sung."))
    return tuple(
        ParsedOption(option_of(option).text, match=to_html(group, TAGS))
        for option, group in zip(found.options, groups, strict=True)
    )
