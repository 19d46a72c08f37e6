"""Rows of the mark sheet and the summary of a class."""

from __future__ import annotations

from decimal import Decimal

from quizapp.errors import Sentence
from quizapp.exams.classification import DEFAULT_BANDS
from quizapp.exams.mark_sheet import BandLine, Entry, Rules, Summary, rows, share, summarize

RULES = Rules(scale=10, step=0.25, pass_mark=5, bands=DEFAULT_BANDS)


def entry(number: int = 1, points: float | None = None, **fields) -> Entry:
    return Entry(number, number, f"m{number}", f"Người {number}", "Chi bộ", points=points, most_points=20, **fields)


def row(points: float | None = None, rules: Rules = RULES, **fields):
    (only,) = rows([entry(1, points, **fields)], rules)
    return only


def test_a_mark_has_its_number_its_words_and_its_band():
    only = row(14.5)
    assert (only.mark, only.words, only.band, only.notes) == (7.25, "Bảy phẩy hai lăm", "fair", ())


def test_rows_stand_in_the_order_of_candidates_numbers():
    sheet = rows([entry(7, 20), entry(3, 10)], RULES)
    assert [(one.place, one.entry.number) for one in sheet] == [(1, 3), (2, 7)]


def test_who_did_not_come_is_absent_once_the_exam_is_over():
    assert row().notes == (Sentence("Vắng"),)
    waiting = Rules(10, 0.25, 5, DEFAULT_BANDS, is_over=False)
    assert row(rules=waiting).notes == (Sentence("Chưa dự thi"),)


def test_who_may_not_sit_stands_with_the_reason_unless_admitted():
    reasons = [["attendance", 3, 5, 80]]
    refused = row(reasons=reasons)
    assert [str(note) for note in refused.notes] == [
        "Không đủ điều kiện dự thi",
        "Dự 3/5 buổi học, cần ít nhất 80 %.",
    ]
    assert row(reasons=reasons, is_admitted=True).notes == (Sentence("Vắng"),)


def test_unmarked_running_and_annulled_papers_have_no_mark_yet():
    assert row(14, has_unmarked=True).standing == "unfinished"
    assert row(14, last_state="running").mark is None
    assert row(last_state="annulled").notes == (Sentence("Hủy kết quả"),)


def test_the_summary_is_that_of_the_domain():
    people = [17] * 56 + [14] * 48 + [10] * 31
    sheet = rows([entry(number, points) for number, points in enumerate(people, 1)], RULES)
    assert summarize(sheet) == Summary(
        listed=135,
        marked=135,
        lines=(
            BandLine("excellent", 0, Decimal("0.00")),
            BandLine("good", 56, Decimal("41.48")),
            BandLine("fair", 48, Decimal("35.56")),
            BandLine("average", 31, Decimal("22.96")),
            BandLine("failed", 0, Decimal("0.00")),
        ),
        others={},
    )


def test_those_without_a_mark_are_counted_beside_the_bands():
    found = summarize(rows([entry(1, 20), entry(2), entry(3, reasons=[["withdrawn"]])], RULES))
    assert (found.listed, found.marked, found.others) == (3, 1, {"absent": 1, "not_entitled": 1})


def test_percentages_are_rounded_half_up():
    assert share(1, 800) == Decimal("0.13")
    assert share(1, 0) is None
