"""Gaps of a cloze in a text: {1:MULTICHOICE:=right~wrong} as Moodle writes them, {{1}} in our stems. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable

from ...errors import Invalid, Sentence
from ...folding import tidy
from ...rich_text import to_plain_text
from .answers import Gap, Gaps
from .checks import GAP_MARK

_GAP = re.compile(r"\{(?P<marks>\d{0,3}):(?P<type>[A-Z_]{2,20}):(?P<body>(?:\\.|[^{}\\]){0,5000})\}", re.S)
_CHOICES = re.compile(r"MULTICHOICE(?:_[VHS]{1,2})?|MC[VHS]{0,2}")
_TYPES = {
    "SHORTANSWER": Sentence("trả lời ngắn"),
    "SHORTANSWER_C": Sentence("trả lời ngắn"),
    "SA": Sentence("trả lời ngắn"),
    "SAC": Sentence("trả lời ngắn"),
    "MW": Sentence("trả lời ngắn"),
    "MWC": Sentence("trả lời ngắn"),
    "NUMERICAL": Sentence("trả lời bằng số"),
    "NM": Sentence("trả lời bằng số"),
    "MULTIRESPONSE": Sentence("nhiều đáp án"),
    "MULTIRESPONSE_H": Sentence("nhiều đáp án"),
    "MULTIRESPONSE_S": Sentence("nhiều đáp án"),
    "MR": Sentence("nhiều đáp án"),
}
_PART = re.compile(r"(?:\\.|[^~\\])+", re.S)
_SHARE = re.compile(r"\s*(?:(?P<right>=)|%(?P<share>-?\d{1,3}(?:\.\d{1,10})?)%)?")
_ESCAPED = re.compile(r"\\([}~#=/\"\\{:])")
_SPECIAL = re.compile(r"([}~#=\\{])")


def read_gaps(html: str) -> tuple[str, Gaps]:
    """The HTML with a mark for each gap, and the gaps. Raises Invalid for a gap that is not a choice of texts."""
    gaps: list[Gap] = []

    def marked(match: re.Match[str]) -> str:
        gaps.append(_gap(match, len(gaps) + 1))
        return f"{{{{{len(gaps)}}}}}"

    stem = _GAP.sub(marked, GAP_MARK.sub(r"{ {\1} }", html))
    if not gaps:
        raise Invalid(Sentence("Không tìm thấy chỗ điền nào trong câu này. Hãy kiểm tra lại ở hệ thống gốc."))
    return stem, Gaps(tuple(gaps))


def write_gaps(html: str, gaps: Gaps, escape: Callable[[str], str]) -> str:
    """The HTML with Moodle's notation in place of the marks."""

    def written(match: re.Match[str]) -> str:
        place = int(match[1]) - 1
        return _written(gaps.gaps[place], escape) if 0 <= place < len(gaps.gaps) else match[0]

    return GAP_MARK.sub(written, html)


def _gap(match: re.Match[str], number: int) -> Gap:
    if not _CHOICES.fullmatch(match["type"]):
        kind = _TYPES.get(match["type"], match["type"])
        raise Invalid(
            Sentence(
                "Chỗ điền %(number)s loại %(kind)s chưa dùng được. Hãy đổi thành chỗ chọn đáp án.",
                number=number,
                kind=kind,
            )
        )
    texts: list[str] = []
    right: list[int] = []
    for part in _PART.findall(match["body"]):
        share = _SHARE.match(part)
        if share and (share["right"] or float(share["share"] or 0) >= 100):
            right.append(len(texts))
        texts.append(_text(part[share.end() if share else 0 :]))
    if len(right) != 1:
        raise Invalid(Sentence("Chỗ điền %(number)s cần đúng một phương án đúng. Hãy sửa.", number=number))
    return Gap(tuple(texts), right[0])


def _text(part: str) -> str:
    answer = re.match(r"(?:\\.|[^#\\])*", part, re.S)
    return tidy(to_plain_text(_ESCAPED.sub(r"\1", answer[0] if answer else "")))


def _written(gap: Gap, escape: Callable[[str], str]) -> str:
    parts = [
        ("=" if place == gap.right else "") + _SPECIAL.sub(r"\\\1", escape(text))
        for place, text in enumerate(gap.options)
    ]
    return f"{{1:MULTICHOICE:{'~'.join(parts)}}}"
