"""Rows from counts: what adds up to what."""

from __future__ import annotations

from datetime import date

from quizapp.analytics.participation import NOTHING, Counts, UnitLine, as_json, build_report
from tests.conftest import NOW

TODAY = date(2026, 11, 21)
BLOCK = UnitLine(1, "K", "Đảng bộ Khối", "1/")
EAST = UnitLine(2, "D", "Đảng bộ Đông", "1/2/")
EAST_ONE = UnitLine(3, "D1", "Chi bộ Đông Một", "1/2/3/")
EAST_TWO = UnitLine(4, "D2", "Chi bộ Đông Hai", "1/2/4/")
WEST = UnitLine(5, "T", "Chi bộ Tây", "1/5/")
# "1/20/" begins like "1/2/" but lies elsewhere.
SOUTH = UnitLine(20, "N", "Chi bộ Nam", "1/20/")


def people(n: int) -> Counts:
    return Counts(members=2 * n, eligible=2 * n, people=n, person_times=n, attempts=3 * n, all_correct=1, score=550 * n)


def report(lines, units=(EAST, SOUTH, WEST), unit=BLOCK, depth=1):
    return build_report(unit, units, lines, depth, NOW, TODAY)


def shown(rows):
    return [(row.depth, row.parent_code, row.unit.code, row.is_direct, row.counts.people) for row in rows]


def test_what_lies_deeper_counts_for_the_child_above_it():
    made = report([("1/2/3/", people(3)), ("1/2/4/", people(4)), ("1/20/", people(1)), ("1/5/", people(5))])
    assert shown(made.rows) == [(1, "K", "D", False, 7), (1, "K", "N", False, 1), (1, "K", "T", False, 5)]
    assert made.total.counts.people == 13


def test_members_of_the_unit_itself_have_a_row_so_that_rows_add_up():
    made = report([("1/", people(2)), ("1/2/", people(3))])
    assert shown(made.rows) == [
        (1, "K", "K", True, 2),
        (1, "K", "D", False, 3),
        (1, "K", "N", False, 0),
        (1, "K", "T", False, 0),
    ]
    assert made.total.counts == people(2).plus(people(3))


def test_every_unit_with_rows_below_it_is_their_sum():
    lines = [
        ("1/", people(1)),
        ("1/2/", people(2)),
        ("1/2/3/", people(3)),
        ("1/2/3/9/", people(9)),
        ("1/5/", people(5)),
    ]
    made = report(lines, units=[EAST, EAST_TWO, EAST_ONE, WEST], depth=2)
    assert shown(made.rows) == [
        (1, "K", "K", True, 1),
        (1, "K", "D", False, 14),
        (2, "D", "D", True, 2),
        (2, "D", "D2", False, 0),
        (2, "D", "D1", False, 12),
        (1, "K", "T", False, 5),
    ]
    assert made.total.counts.people == 20


def test_lowest_unit_is_its_own_only_row():
    made = report([("1/5/", people(5))], units=[], unit=WEST)
    assert shown(made.rows) == [(1, "T", "T", True, 5)]
    assert made.total.counts == people(5)


def test_unit_that_is_no_more_stays_where_it_has_something_to_count():
    gone = UnitLine(6, "C", "Chi bộ Cũ", "1/6/", valid_to=date(2026, 6, 30))
    future = UnitLine(7, "M", "Chi bộ Mới", "1/7/", valid_from=date(2027, 1, 1))
    assert shown(report([("1/6/", people(1))], units=[gone, future]).rows) == [(1, "K", "C", False, 1)]
    assert shown(report([], units=[gone, future]).rows) == []


def test_nobody_has_no_rate():
    made = report([], units=[WEST])
    assert made.total.counts == NOTHING
    assert (made.total.rate_members, made.total.rate_eligible, made.total.mean_score) == (None, None, None)


def test_json_has_the_fields_of_the_contract():
    counts = Counts(3044, 3000, 2909, 3100, 9000, 12, 3100 * 755)
    made = as_json(report([("1/5/", counts)], units=[WEST]))
    row = {
        "unit_code": "T",
        "unit_name": "Chi bộ Tây",
        "members": 3044,
        "eligible": 3000,
        "people": 2909,
        "person_times": 3100,
        "attempts": 9000,
        "all_correct": 12,
        "mean_score": 7.55,
        "rate_members": 95.57,
        "rate_eligible": 96.97,
    }
    assert made == {
        "unit": {"code": "K", "name": "Đảng bộ Khối"},
        "as_of": "2026-11-21T03:00:00+00:00",
        "rows": [row],
        "total": {**row, "unit_code": "K", "unit_name": "Đảng bộ Khối"},
    }


def test_json_of_several_depths_says_where_a_row_belongs():
    made = as_json(report([("1/2/3/", people(1))], units=[EAST, EAST_ONE], depth=2))
    assert [(row["unit_code"], row["depth"], row["parent_code"]) for row in made["rows"]] == [
        ("D", 1, "K"),
        ("D1", 2, "D"),
    ]
    assert "depth" not in made["total"]


def test_json_has_one_row_per_child_unit_and_none_for_the_unit_itself():
    made = as_json(report([("1/2/", people(2)), ("1/2/3/", people(1))], units=[EAST, EAST_ONE], depth=2))
    assert [(row["unit_code"], row["people"]) for row in made["rows"]] == [("D", 3), ("D1", 1)]
    assert made["total"]["people"] == 3
