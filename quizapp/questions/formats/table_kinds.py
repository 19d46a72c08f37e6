"""The words by which tables name kinds of questions. Pure."""

from __future__ import annotations

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
    "shortanswer": "tra loi ngan, dien khuyet, dien tu, dien vao cho trong, short answer, shortanswer, sa, fib, "
    "fill in the blank, fill in blank",
    "numerical": "tra loi bang so, so, numerical, numeric, number",
    "matching": "ghep doi, noi, noi cot, matching, match",
    "ordering": "sap xep, sap xep thu tu, ordering, order, sequence, reorder",
    "essay": "tu luan, essay, open ended, open, es, long answer, paragraph",
    "cloze": "cloze, nhieu cho dien",
    "survey": "tham do, khao sat, poll, survey, likert",
}
_KINDS = {spelling: kind for kind, text in _SPELLINGS.items() for spelling in text.split(", ")}


def read_kind(text: str) -> Kind | None:
    """The kind that a cell names, None where the key is to decide; raises Invalid for kinds that are not used."""
    words = " ".join("".join(letter if letter.isalnum() else " " for letter in fold(text)).split())
    if not words:
        return None
    kind = _KINDS.get(words.removeprefix("cau ").removeprefix("hoi "))
    if kind in OTHER_KINDS:
        raise Invalid(unsupported(str(kind)))
    if kind is None:
        raise Invalid(
            Sentence(
                "Không hiểu loại câu “%(kind)s”. Hãy ghi Một đáp án, Nhiều đáp án hoặc Đúng/Sai, hoặc để trống.",
                kind=text,
            )
        )
    return Kind(kind) if kind else None
