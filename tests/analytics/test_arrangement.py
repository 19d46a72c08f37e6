"""Order and choice of rows."""

from __future__ import annotations

from datetime import date

import pytest

from quizapp.analytics.arrangement import Arrangement, arranged
from quizapp.analytics.participation import Counts, UnitLine, build_report
from tests.conftest import NOW

BLOCK = UnitLine(1, "K", "Khối", "1/")
UNITS = [
    UnitLine(n, code, code, path)
    for n, code, path in [(2, "A", "1/2/"), (3, "B", "1/3/"), (4, "C", "1/4/"), (5, "D", "1/5/")]
]
CELLS = [UnitLine(6, "A1", "A1", "1/2/6/"), UnitLine(7, "A2", "A2", "1/2/7/")]


def counts(eligible, people, attempts=0, score=0):
    return Counts(
        members=eligible + 1, eligible=eligible, people=people, person_times=people, attempts=attempts, score=score
    )


LINES = [
    ("1/2/6/", counts(10, 9, 30, 500)),  # 90 %
    ("1/2/7/", counts(10, 3, 5, 3000)),  # 30 %; A as a whole 60 %
    ("1/3/", counts(10, 5, 40, 4000)),  # 50 %
    ("1/4/", counts(4, 4, 4, 1000)),  # 100 %
]  # D has nobody; in all 21 of 34 = 61.76 %


def codes(depth=1, **chosen):
    report = build_report(BLOCK, [*UNITS, *CELLS] if depth > 1 else UNITS, LINES, depth, NOW, date(2026, 11, 21))
    return [row.unit.code for row in arranged(report, Arrangement(depth=depth, **chosen))]


@pytest.mark.parametrize(
    ("sort", "ascending", "descending"),
    [
        ("rate", "BACD", "CABD"),  # D has no rate: last either way
        ("rate_members", "BACD", "CABD"),
        ("name", "ABCD", "DCBA"),
        ("members", "DCBA", "ABCD"),
        ("eligible", "DCBA", "ABCD"),
        ("people", "DCBA", "ABCD"),
        ("person_times", "DCBA", "ABCD"),
        ("attempts", "DCAB", "BACD"),
        ("mean_score", "CABD", "BACD"),
        ("missing", "CDBA", "ABCD"),
    ],
)
def test_rows_come_in_the_chosen_order(sort, ascending, descending):
    assert "".join(codes(sort=sort)) == ascending
    assert "".join(codes(sort=sort, is_descending=True)) == descending


def test_worst_comes_first_by_default():
    assert codes() == ["B", "A", "C", "D"]


def test_units_stay_under_the_unit_above_them():
    assert codes(depth=2) == ["B", "A", "A2", "A1", "C", "D"]
    assert codes(depth=2, is_descending=True) == ["C", "A", "A1", "A2", "B", "D"]


def test_slow_units_are_those_below_the_whole_or_below_the_chosen_rate():
    assert codes(is_slow_only=True) == ["B", "A"]
    assert codes(is_slow_only=True, threshold=55.0) == ["B"]
    assert codes(is_slow_only=True, threshold=100.0) == ["B", "A"]
    assert codes(depth=2, is_slow_only=True) == ["A2", "B", "A"]


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        ({}, Arrangement()),
        ({"sort": "people", "direction": "desc", "depth": "2"}, Arrangement("people", True, 2)),
        ({"slow": "1", "threshold": "70,5"}, Arrangement(is_slow_only=True, threshold=70.5)),
        ({"threshold": "250"}, Arrangement(threshold=100.0)),
        ({"sort": "password", "direction": "up", "depth": "-1", "slow": "yes", "threshold": "nan"}, Arrangement()),
        ({"depth": "9" * 5000, "threshold": "9" * 5000}, Arrangement(threshold=100.0)),
        ({"depth": "0"}, Arrangement()),
        ({"depth": "²"}, Arrangement()),
    ],
)
def test_address_is_understood_or_passed_over(args, expected):
    assert Arrangement.from_args(args) == expected


def test_address_holds_only_what_was_chosen():
    assert Arrangement().as_args() == {}
    chosen = Arrangement("people", True, 2, True, 70.5)
    assert chosen.as_args() == {"sort": "people", "direction": "desc", "depth": "2", "slow": "1", "threshold": "70.5"}
    assert Arrangement.from_args(chosen.as_args()) == chosen
