"""Questions that stand in a bank more than once."""

from __future__ import annotations

import pytest

from quizapp.questions.quality.repetition import repetitions
from tests.questions.quality.factories import question

STEM = "Nghị quyết số 57-NQ/TW ngày 22/12/2024 do cơ quan nào ban hành?"
OPTIONS = ("Bộ Chính trị", "Ban Bí thư", "Chính phủ", "Quốc hội")


def found(*questions):
    return [
        (str(one.rule), one.question.reference, *(name.reference for name in one.others))
        for one in repetitions(questions)
    ]


def first():
    return question(STEM, options=OPTIONS, reference="Q1", fingerprint="f1")


@pytest.mark.parametrize(
    ("second", "rule"),
    [
        ({"fingerprint": "f1", "stem": "Gõ khác dấu?"}, "duplicate"),
        ({"stem": STEM.upper()[:-1] + " ?"}, "duplicate"),
        ({"options": (*OPTIONS[1:], "Bộ Chính trị."), "right": (3,)}, "duplicate"),
        ({"right": (1,)}, "conflicting-keys"),
        ({"options": ("Một", "Hai")}, "same-stem"),
        ({"stem": STEM.replace("do cơ quan nào", "được cơ quan nào")}, "near-duplicate"),
    ],
)
def test_second_question_names_the_first(second, rule):
    fields = {"stem": STEM, "options": OPTIONS, "fingerprint": "f2", **second}
    assert found(first(), question(reference="Q2", **fields)) == [(rule, "Q2", "Q1")]


@pytest.mark.parametrize(
    "stem",
    [
        STEM.replace("57", "52"),
        "Điều lệ Đảng hiện hành được thông qua tại đâu?",
        STEM + '<img src="data:image/png;base64,AA=" alt="">',
    ],
)
def test_other_questions_are_not_reported(stem):
    options = OPTIONS if "img" not in stem else ("Một", "Hai")
    assert found(first(), question(stem, options=options, reference="Q2", fingerprint="f2")) == []


def test_many_alike_are_reported_once_each():
    alike = [question(STEM, options=OPTIONS, reference=f"Q{n}", fingerprint="f1") for n in range(1, 5)]
    assert found(*alike) == [("duplicate", f"Q{n}", "Q1") for n in (2, 3, 4)]


def test_sentence_says_how_alike_they_are():
    near = question(STEM.replace("do cơ quan", "được cơ quan"), options=OPTIONS, reference="Q2", fingerprint="f2")
    (finding,) = repetitions([first(), near])
    assert str(finding.sentence) == (
        "Giống 99 % câu Q1, tính cả phương án. Hãy so hai câu; nếu hỏi cùng một điều thì ngừng dùng một câu."
    )
