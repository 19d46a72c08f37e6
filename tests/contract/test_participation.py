"""The participation report, by command and over HTTP."""

from __future__ import annotations

from typing import Any

import pytest

from .story import is_utc, problem

# One scenario, one process: its commands and its server are what costs.
pytestmark = pytest.mark.xdist_group("contract")

FIGURES = ("members", "eligible", "people", "person_times", "attempts", "all_correct", "mean_score", "rate_members",
           "rate_eligible")  # fmt: skip


def figures(row: dict[str, Any]) -> tuple[str, tuple[Any, ...]]:
    return row["unit_code"], tuple(row[name] for name in FIGURES)


def test_participation_is_counted_per_unit(story):
    report = story.ended["report"].json
    assert set(report) == {"unit", "as_of", "rows", "total"}
    assert (report["unit"], is_utc(report["as_of"])) == ({"code": "KHOI", "name": "Đảng bộ Khối các cơ quan"}, True)
    assert dict(map(figures, report["rows"])) == {
        "MOI": (0, 0, 0, 0, 0, 0, None, None, None),
        "BT": (3, 2, 1, 1, 1, 0, 4, 33.33, 50.0),
        "SYT": (3, 3, 3, 3, 4, 1, 3, 100.0, 100.0),
        "SYT-01": (1, 1, 1, 1, 2, 1, 5, 100.0, 100.0),
        "SYT-02": (2, 2, 2, 2, 2, 0, 2, 100.0, 100.0),
    }
    assert figures(report["total"]) == ("KHOI", (6, 5, 4, 4, 5, 1, 3.25, 66.67, 80.0))


def test_participation_in_a_competition_counts_all_rounds(story):
    report = story.ended["report of competition"].json
    assert report["rows"] == []
    assert figures(report["total"])[0] == "BT"
    assert [report["total"][name] for name in ("people", "person_times", "attempts")] == [1, 1, 1]


def test_participation_over_http_is_the_same_for_those_who_may_see_it(story):
    rows = {row["unit_code"]: row for row in story.ended["report"].json["rows"]}
    answer = story.answers["participation"]
    assert answer.status == 200
    assert figures(answer.json["total"]) == figures(rows["SYT"])
    assert list(map(figures, answer.json["rows"])) == [figures(rows["SYT-02"]), figures(rows["SYT-01"])]
    assert (problem(story, "foreign unit"), problem(story, "no right")) == (404, 403)


def test_report_of_nothing_is_refused(story):
    ended = story.ended["report of nothing"]
    assert (ended.code, list(ended.json), len(ended.err.splitlines())) == (1, ["error"], 1)
    assert ended.json["error"] == ended.err.strip()
