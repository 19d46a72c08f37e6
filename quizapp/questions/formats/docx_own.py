"""The paragraph styles of our own Word files, by which they are read back just as they were written. Pure.

In paragraphs of these styles the label is cut off and all else is content: bold is no key, "B." within a text no
option. A paragraph of any other style, typed into such a file later, is read like those of other documents.
"""

from __future__ import annotations

import re
from dataclasses import replace

from .exam_lines import Line, Mark, Role

QUESTION = "Quizapp Câu hỏi"
OPTION = "Quizapp Phương án"
FIELD = "Quizapp Thông tin"
LETTERS = "Quizapp chữ "  # before the names of marks that Word has none for, as "strong code"
CELL = "Quizapp Ô bảng"
AS_PARAGRAPH = " (đoạn)"  # after the name: the content is a <p> of its own
# Paragraphs that go on with the one above, by the element that they are an item of.
CONTINUED = {
    "": "Quizapp Tiếp theo",
    "p": "Quizapp Tiếp theo (đoạn)",
    "ul": "Quizapp Gạch đầu dòng",
    "ol": "Quizapp Đánh số",
    "pre": "Quizapp Mã nguồn",
}
LABELLED = (QUESTION, OPTION, FIELD)

KEY_LABEL = "Đáp án"
FIELD_LABELS = {
    "kind": "Loại",
    "explanation": "Giải thích",
    "source": "Căn cứ",
    "topic": "Chủ đề",
    "level": "Mức độ",
    "reference": "Mã câu hỏi",
    "tags": "Nhãn",
    "match": "Ghép với",
}
_FIELDS = {label: name for name, label in FIELD_LABELS.items()}
_BLOCKS = {name.lower(): block for block, name in CONTINUED.items()}
_LABELS = {
    QUESTION.lower(): re.compile(r"Câu\s+(?P<name>\d+)\s*[:.]\s*", re.I),
    OPTION.lower(): re.compile(r"(?P<name>[A-Z])\s*[.)]\s*"),
    FIELD.lower(): re.compile(rf"(?P<name>{KEY_LABEL}|{'|'.join(_FIELDS)})\s*:\s*"),
}
_ROLES = {QUESTION.lower(): Role.QUESTION, OPTION.lower(): Role.OPTION, FIELD.lower(): Role.FIELD}


def marks_of(style: str) -> frozenset[Mark]:
    """The marks that one of our styles for letters stands for."""
    if not style.startswith(LETTERS.lower()):
        return frozenset()
    return frozenset(mark for mark in Mark if mark in style.removeprefix(LETTERS.lower()).split())


def is_own(style: str) -> bool:
    """Whether a style, by its name in small letters, is one of ours."""
    return style in _BLOCKS or style.removesuffix(AS_PARAGRAPH) in _LABELS or style == CELL.lower()


def own_line(line: Line, style: str) -> Line:
    """The line with the role that its style gives it; as it is where its label is not that of its style."""
    if style in _BLOCKS:
        return replace(line, role=Role.TEXT, block=_BLOCKS[style], keeps_format=True)
    pattern = _LABELS.get(style.removesuffix(AS_PARAGRAPH))
    match = pattern.match(line.text) if pattern else None
    if not match:
        return line
    role, name = _ROLES[style.removesuffix(AS_PARAGRAPH)], match["name"]
    if name == KEY_LABEL:
        role, name = Role.KEY, ""
    block = "p" if style.endswith(AS_PARAGRAPH) else ""
    return replace(line.part(match.end()), role=role, name=_FIELDS.get(name, name), block=block, keeps_format=True)
