"""The words by which tables name kinds of questions. Pure."""

from __future__ import annotations

import re

from ...errors import Invalid, Sentence
from ...folding import fold
from .parsed import OTHER_KINDS, Kind, unsupported

# "Nhiều lựa chọn" and "trắc nghiệm" say nothing about how many are right: the key decides, as where nothing is said.
_SPELLINGS = {
    "": "trac nghiem, trac nghiem khach quan, nhieu lua chon, trac nghiem nhieu lua chon, khach quan, choice",
    Kind.SINGLE: "mot dap an, 1 dap an, mot lua chon, chon mot, don, single, single choice, single answer, mc, sc, "
    "multiple choice, radio, multichoice",
    Kind.MULTIPLE: "nhieu dap an, nhieu dap an dung, chon nhieu, multiple, multiple response, multiple answer, "
    "multiple answers, multiple select, multi select, mr, checkbox, checkboxes, select all that apply, sata",
    Kind.TRUEFALSE: "dung sai, true false, truefalse, tf, t f, true or false",
    Kind.STATEMENTS: "dung sai nhieu y, nhieu y dung sai, dung sai theo y, nhom dung sai, trac nghiem dung sai, "
    "statements, multiple true false, mtf, kprime",
    Kind.TEXT: "tra loi ngan, dien khuyet, dien tu, dien vao cho trong, short answer, shortanswer, sa, fib, "
    "fill in the blank, fill in blank",
    Kind.NUMBER: "tra loi bang so, so, numerical, numeric, number",
    Kind.MATCHING: "ghep doi, noi, noi cot, matching, match",
    Kind.ORDERING: "sap xep, sap xep thu tu, ordering, order, sequence, reorder",
    Kind.ESSAY: "tu luan, essay, open ended, open, es, long answer, paragraph",
    Kind.CLOZE: "cloze, nhieu cho dien, dien cho trong, chon tu vao cho trong, multiple dropdowns, dropdown",
    "survey": "tham do, khao sat, poll, survey, likert",
}
_KINDS = {spelling: kind for kind, text in _SPELLINGS.items() for spelling in text.split(", ")}


def read_kind(text: str) -> Kind | None:
    """The kind that a cell names, None where the key is to decide; raises Invalid for kinds that are not used."""
    named = re.sub(r"\([^()]*\)\s*\Z", "", text)  # "Trả lời ngắn (bỏ qua dấu)"
    words = " ".join("".join(letter if letter.isalnum() else " " for letter in fold(named)).split())
    if not words:
        return None
    kind = _KINDS.get(words.removeprefix("cau ").removeprefix("hoi "))
    if kind in OTHER_KINDS and not isinstance(kind, Kind):
        raise Invalid(unsupported(str(kind)))
    if kind is None:
        raise Invalid(
            Sentence(
                "Không hiểu loại câu “%(kind)s”. Hãy ghi như trong tệp mẫu, ví dụ Một đáp án, Nhiều đáp án, Đúng/Sai, "
                "Trả lời ngắn, hoặc để trống.",
                kind=text,
            )
        )
    return Kind(kind) if kind else None
