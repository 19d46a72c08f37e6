"""Moodle XML: the options of a question and which of them are right. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ...errors import Invalid, Sentence
from ...rich_text import to_plain_text
from .answers import Answer
from .moodle_xml_texts import Texts
from .parsed import MOST_OPTIONS, Kind, ParsedOption, letter_of, too_many_options, true_false_options
from .table_keys import truth
from .xml_tree import Node

_FRACTION = re.compile(r"-?\d{1,3}(?:\.\d{1,20})?")
_YES = ("true", "1")
_FULL, _NEARLY = 100.0, 1.0  # rounding makes three thirds 99.99


@dataclass(frozen=True)
class Answers:
    """The options with the remark on each, or the answer of another kind."""

    kind: Kind
    options: tuple[ParsedOption, ...] = ()
    remarks: tuple[str, ...] = ()
    warnings: tuple[Sentence, ...] = ()
    answer: Answer | None = None
    stem: str | None = None  # where it differs from the question's text


def read_answers(node: Node, texts: Texts) -> Answers:
    """The options of a multiple choice or true/false question; raises Invalid for a share that is no number."""
    answers = node.elements("answer")
    if len(answers) > 4 * MOST_OPTIONS:
        raise Invalid(too_many_options(len(answers)))
    shares = [share_of(answer, place) for place, answer in enumerate(answers)]
    remarks = [texts.html(answer.find("feedback")) for answer in answers]
    options = [texts.html(answer) for answer in answers]
    if node.get("type") == "truefalse":
        return _true_false(options, shares, remarks)
    return _choice(_is_single(node, shares), options, shares, remarks)


def share_of(answer: Node, place: int) -> float:
    """The percentage of the marks that an option is worth. "33,3" is refused: nothing says what its comma means."""
    text = answer.get("fraction").strip() or "0"
    if not _FRACTION.fullmatch(text) or abs(float(text)) > _FULL:
        raise Invalid(
            Sentence(
                "Tỷ lệ điểm “%(share)s” của phương án %(letter)s không phải số từ -100 đến 100. Hãy sửa tỷ lệ.",
                share=text,
                letter=letter_of(place),
            )
        )
    return float(text)


def _is_single(node: Node, shares: Sequence[float]) -> bool:
    """As the file says; where it says nothing, several parts of the marks make a multiple choice."""
    said = node.text_at("single").strip().lower()
    if said:
        return said in _YES
    return _FULL in shares or sum(share > 0 for share in shares) < 2


def _true_false(options: Sequence[str], shares: Sequence[float], remarks: Sequence[str]) -> Answers:
    truths = [truth(to_plain_text(option)) for option in options]
    if sorted(map(str, truths)) != ["False", "True"]:
        raise Invalid(Sentence("Câu đúng/sai phải có đúng hai phương án true và false. Hãy sửa phương án."))
    right = [said for said, share in zip(truths, shares, strict=True) if share > 0]
    if len(right) != 1:
        raise Invalid(Sentence("Câu đúng/sai phải có đúng một phương án được điểm. Hãy sửa tỷ lệ điểm."))
    in_order = remarks if truths[0] else list(reversed(remarks))
    return Answers(Kind.TRUEFALSE, true_false_options(bool(right[0])), tuple(in_order))


def _choice(is_single: bool, options: Sequence[str], shares: Sequence[float], remarks: Sequence[str]) -> Answers:
    least = _FULL if is_single else 0.000_001
    found = tuple(ParsedOption(text, share >= least) for text, share in zip(options, shares, strict=True))
    warnings = _partial_credit(found, shares) if is_single else _uneven_sum(shares)
    return Answers(Kind.SINGLE if is_single else Kind.MULTIPLE, found, tuple(remarks), warnings)


def _partial_credit(options: Sequence[ParsedOption], shares: Sequence[float]) -> tuple[Sentence, ...]:
    partly = [to_plain_text(one.text) for one, share in zip(options, shares, strict=True) if 0 < share < _FULL]
    if not partly:
        return ()
    sentence = Sentence("Phương án được một phần điểm nay tính là sai: %(options)s.", options="; ".join(partly))
    return (sentence,)


def _uneven_sum(shares: Sequence[float]) -> tuple[Sentence, ...]:
    total = sum(share for share in shares if share > 0)
    if abs(total - _FULL) <= _NEARLY or total == 0:
        return ()
    sentence = Sentence(
        "Các phương án đúng cộng lại được %(total)s%% điểm, không phải 100%%. Nay chọn đủ các phương án đúng mới "
        "được điểm. Hãy kiểm tra lại đáp án.",
        total=f"{total:.5g}",
    )
    return (sentence,)
