"""The right to sit an exam."""

from __future__ import annotations

import pytest

from quizapp.exams.eligibility import Standing, reasons_not_to_sit, sentences_of


@pytest.mark.parametrize(
    ("standing", "reasons"),
    [
        (Standing(attended=8, held=10), []),
        (Standing(attended=7, held=10), [["attendance", 7, 10, 80]]),
        (Standing(attended=4, held=5), []),
        (Standing(), []),
        (Standing(is_active=False), [["withdrawn"]]),
        (Standing(lessons=2, lessons_required=3), [["lessons", 2, 3]]),
        (Standing(lessons=3, lessons_required=3, has_passed=True), [["passed"]]),
        (Standing(attended=0, held=1, lessons_required=1), [["attendance", 0, 1, 80], ["lessons", 0, 1]]),
    ],
)
def test_everything_that_lacks_is_named(standing, reasons):
    assert reasons_not_to_sit(standing, 80) == reasons


def test_reasons_are_read_as_sentences():
    reasons = [["attendance", 7, 10, 80], ["lessons", 2, 3], ["withdrawn"], ["passed"]]
    assert [str(sentence) for sentence in sentences_of(reasons)] == [
        "Dự 7/10 buổi học, cần ít nhất 80 %.",
        "Hoàn thành 2/3 bài học bắt buộc.",
        "Đã rút khỏi lớp.",
        "Đã đạt ở lần thi trước.",
    ]
