"""The wording of certificates and their numbers."""

from __future__ import annotations

import pytest

from quizapp.exams.certificate_wording import DEFAULT_WORDING, faults_of_wording, number_of, parts_of

VALUES = {"name": "Lê Thị Ễ", "course": "Lớp mới", "date": "21/11/2026", "classification": "Giỏi"}


def test_placeholders_are_filled_in_and_told_apart_from_the_words():
    parts = parts_of("Tặng {name} {date}", VALUES)
    assert parts == [("", "Tặng "), ("name", "Lê Thị Ễ"), ("", " "), ("date", "21/11/2026")]


def test_the_usual_wording_has_no_fault():
    assert faults_of_wording(DEFAULT_WORDING) == []


@pytest.mark.parametrize(
    ("wording", "words"),
    [
        ("Tặng {name} {chuc_vu}", "Không có ký hiệu {chuc_vu}"),
        ("Tặng {name} {", "dấu ngoặc nhọn"),
        ("Tặng đồng chí", "phải có {name}"),
    ],
)
def test_a_wrong_wording_is_told_how_to_mend(wording, words):
    (fault,) = faults_of_wording(wording)
    assert words in str(fault)


def test_numbers_have_at_least_four_digits():
    assert [number_of(7, 2026), number_of(12_345, 2026)] == ["0007/2026", "12345/2026"]
