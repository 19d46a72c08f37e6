"""The accepted texts or the accepted number from a list of answers, each with its share of the marks. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from ...errors import Invalid, Sentence
from ...folding import tidy
from .answers import AcceptedNumber, AcceptedTexts
from .numerals import read_number

FULL = 100.0
_CASE, _NO_DIACRITICS = "case", "no-diacritics"

Warnings = tuple[Sentence, ...]


def accepted_texts(rows: Iterable[tuple[str, float]], compare: str = "") -> tuple[AcceptedTexts, Warnings]:
    """The texts that gain full marks. Raises Invalid where there is none, or only patterns such as "*ism".

    ``compare``: how an answer is compared, as ``comparison_of`` writes it.
    """
    filled = [(tidy(text), share) for text, share in rows if tidy(text)]
    full = dict.fromkeys(text for text, share in filled if share >= FULL)
    patterns = [text for text in full if "*" in text.replace("\\*", "")]
    plain = tuple(dict.fromkeys(text.replace("\\*", "*") for text in full if text not in patterns))
    if not plain and patterns:
        raise Invalid(
            Sentence(
                "Đáp án “%(text)s” dùng dấu * thay cho chữ bất kỳ, chưa dùng được. Hãy ghi đủ các đáp án.",
                text=patterns[0],
            )
        )
    if not plain:
        raise Invalid(Sentence("Câu trả lời ngắn chưa có đáp án được chấp nhận. Hãy ghi ít nhất một."))
    partly = [*patterns, *(text for text, share in filled if 0 < share < FULL and text not in full)]
    wants = compare.replace(" ", "").split(",")
    return AcceptedTexts(plain, _CASE not in wants, _NO_DIACRITICS in wants), _left_out(partly)


def comparison_of(answer: AcceptedTexts) -> str:
    """How answers are compared, as a short code; "" for the usual way."""
    codes = ((_CASE, not answer.ignores_case), (_NO_DIACRITICS, answer.ignores_diacritics))
    return ",".join(code for code, holds in codes if holds)


def accepted_number(rows: Sequence[tuple[str, str, float]], unit: str = "") -> tuple[AcceptedNumber, Warnings]:
    """The one number that gains full marks, from (value, tolerance, share). Raises Invalid where there is no number,
    or where several gain full marks: only one can be kept."""
    full = dict.fromkeys((value, tolerance) for value, tolerance, share in rows if share >= FULL)
    read = dict.fromkeys(_number(value, tolerance) for value, tolerance in full)
    if not read:
        raise Invalid(Sentence("Câu trả lời bằng số chưa có giá trị được đủ điểm. Hãy ghi một giá trị."))
    if len(read) > 1:
        raise Invalid(
            Sentence(
                "Có %(count)s giá trị cùng được đủ điểm (%(values)s), mà chỉ nhận được một. Hãy giữ một giá trị, hoặc "
                "ghi một khoảng.",
                count=len(read),
                values="; ".join(str(value) for value, _ in read),
            )
        )
    ((value, tolerance),) = read
    return AcceptedNumber(value, tolerance, unit), _left_out([one for one, _, share in rows if 0 < share < FULL])


def range_of(least: Decimal, most: Decimal) -> tuple[Decimal, Decimal]:
    """A range as its middle and its tolerance."""
    return (least + most) / 2, abs(most - least) / 2


def _number(value: str, tolerance: str) -> tuple[Decimal, Decimal]:
    number, within = read_number(value), read_number(tolerance or "0")
    if number is None or within is None:
        raise Invalid(Sentence("Đáp án “%(text)s” không phải là một số. Hãy ghi một số.", text=tidy(value)[:60]))
    return number, abs(within)


def _left_out(texts: Sequence[str]) -> Warnings:
    if not texts:
        return ()
    sentence = Sentence("Đáp án được một phần điểm hoặc có dấu * nay tính là sai: %(texts)s.", texts="; ".join(texts))
    return (sentence,)
