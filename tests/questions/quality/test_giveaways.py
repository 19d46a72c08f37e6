"""What tells the key of a whole bank."""

from __future__ import annotations

import pytest

from quizapp.questions.quality import giveaways
from tests.questions.quality.factories import keyed, question, said


@pytest.mark.parametrize(("counts", "statistic"), [([10, 10, 10, 10], 0), ([17, 40, 9, 0], 53.39), ([5, 15], 5)])
def test_chi_square(counts, statistic):
    assert giveaways.chi_square(counts) == pytest.approx(statistic, abs=0.01)


@pytest.mark.parametrize(("freedom", "table"), [(2, 9.210), (3, 11.345), (4, 13.277), (7, 18.475), (25, 44.314)])
def test_critical_values_are_those_of_the_tables(freedom, table):
    assert giveaways.critical_chi_square(freedom) == pytest.approx(table, rel=0.01)


def test_skewed_key_of_a_real_bank_is_reported_with_its_counts():
    (finding,) = giveaways.key_skew(keyed("A17 B40 C9"))
    assert finding.question is None
    assert str(finding.sentence) == (
        "Trong 66 câu một đáp án có 4 phương án, đáp án đúng rơi vào A 17, B 40, C 9, D 0: lệch hẳn so với chia đều. "
        "Phương án được đảo khi ra đề nếu bạn không tắt, nên lỗi này chỉ lộ đáp án khi giữ nguyên thứ tự. "
        "Hãy đổi chỗ các phương án cho đều."
    )


@pytest.mark.parametrize(
    ("counts", "is_skewed"),
    [
        ("A17 B17 C16 D16", False),
        ("A20 B12 C14 D10", False),  # chance may do this
        ("A9", False),  # too few to say
        ("A10", True),
        ("A260 B250 C240 D230", False),
        ("A2700 B2500 C2500 D2300", False),  # significant, but of no use to anybody
        ("A109 B140 C29 D22", True),
    ],
)
def test_key_skew(counts, is_skewed):
    assert len(list(giveaways.key_skew(keyed(counts)))) == is_skewed


def test_questions_of_different_size_are_judged_apart():
    three = {"options": ("Một", "Hai", "Ba")}
    mixed = keyed("A12 B11 C12", **three) + keyed("D20")
    found = said(giveaways.key_skew(mixed))
    assert [sentence[:52] for sentence in found] == ["Trong 20 câu một đáp án có 4 phương án, đáp án đúng "]
    assert giveaways.keys_of(mixed) == {"A": 12, "B": 11, "C": 12, "D": 20}


def test_only_questions_with_one_right_option_count():
    others = [
        question(kind="multiple", right=(0, 1)),
        question(kind="truefalse", options=("Đúng", "Sai")),
        question(right=()),
    ]
    assert giveaways.keys_of(others) == {}
    assert list(giveaways.key_skew(others * 20)) == []


LONG, SHORT = "Phương án dài hơn hẳn những phương án khác", "Phương án ngắn"


def long_first(right, **fields):
    return question(options=(LONG, SHORT, f"{SHORT} hơn", SHORT[:9]), right=(right,), **fields)


def test_longest_option_that_is_mostly_right_is_reported_with_the_questions():
    cues = [long_first(0) for _ in range(15)] + [long_first(2) for _ in range(5)]
    (finding,) = giveaways.longest_option_cue([*cues, *keyed("A30")])
    assert str(finding.sentence) == (
        "Ở 20 câu có một phương án dài hơn hẳn, 15 lần đó là đáp án đúng (75 %; đoán mò thì khoảng 25 %), "
        "nên cứ chọn phương án dài nhất là dễ được điểm. "
        "Hãy rút gọn đáp án đúng, hoặc viết phương án sai dài tương đương."
    )
    assert (finding.question, finding.others) == (None, tuple(one.name for one in cues[:15]))


@pytest.mark.parametrize(("right", "wrong"), [(5, 15), (9, 0), (8, 13), (0, 20)])
def test_longest_option_by_chance_or_in_few_questions_is_not_reported(right, wrong):
    cues = [long_first(0) for _ in range(right)] + [long_first(1) for _ in range(wrong)]
    assert list(giveaways.longest_option_cue(cues)) == []


def test_option_a_little_longer_is_no_cue():
    little = [question(options=("Phương án ngắn ngắn ngắn", SHORT, SHORT + "!"), right=(0,)) for _ in range(20)]
    assert list(giveaways.longest_option_cue(little)) == []
