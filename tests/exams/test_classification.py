"""Marks, their words, and classifications."""

from __future__ import annotations

import pytest

from quizapp.exams.classification import DEFAULT_BANDS, classify, faults_of_bands, in_words, to_scale


@pytest.mark.parametrize(
    ("points", "most", "scale", "step", "mark"),
    [
        (17, 20, 10, 0.25, 8.5),
        (17.5, 20, 10, 0.25, 8.75),
        (17.3, 20, 10, 0.25, 8.75),  # 8.65 is nearer to 8.75 than to 8.5
        (17.25, 20, 10, 0.25, 8.75),  # 8.625 lies between them: half up
        (17.24, 20, 10, 0.25, 8.5),
        (0, 20, 10, 0.25, 0),
        (20, 20, 10, 0.25, 10),
        (1, 3, 10, 0.01, 3.33),
        (2, 3, 100, 1, 67),
        (5, 0, 10, 0.25, 0),
    ],
)
def test_points_become_a_mark_on_the_scale(points, most, scale, step, mark):
    assert to_scale(points, most, scale, step) == mark


@pytest.mark.parametrize(
    ("mark", "band"),
    [
        (10, "excellent"),
        (9, "excellent"),
        (8.75, "good"),
        (8, "good"),
        (7, "fair"),
        (6.75, "average"),
        (5, "average"),
        (4.75, "failed"),
        (0, "failed"),
    ],
)
def test_a_mark_gives_its_classification(mark, band):
    assert classify(mark, DEFAULT_BANDS, 5) == band


def test_the_pass_mark_stands_above_the_bands():
    assert [classify(mark, (("good", 4),), 6) for mark in (5.75, 6)] == ["failed", "good"]
    assert classify(6.5, (("excellent", 9),), 6) == "average"


@pytest.mark.parametrize(
    ("bands", "pass_mark", "faults"),
    [
        (DEFAULT_BANDS, 5, 0),
        ((("excellent", 8), ("good", 8)), 5, 1),
        ((("excellent", 11), ("good", 8)), 5, 1),
        (DEFAULT_BANDS, 12, 1),
    ],
)
def test_cut_points_that_cannot_be_are_named(bands, pass_mark, faults):
    assert len(faults_of_bands(bands, 10, pass_mark)) == faults


@pytest.mark.parametrize(
    ("mark", "words"),
    [
        (0, "Không"),
        (5, "Năm"),
        (7.25, "Bảy phẩy hai lăm"),
        (7.5, "Bảy phẩy năm"),
        (8.75, "Tám phẩy bảy lăm"),
        (9.05, "Chín phẩy không năm"),
        (3.33, "Ba phẩy ba ba"),
        (10, "Mười"),
        (15, "Mười lăm"),
        (21, "Hai mươi mốt"),
        (67, "Sáu mươi bảy"),
        (100, "Một trăm"),
    ],
)
def test_a_mark_is_written_out(mark, words):
    assert in_words(mark) == words
