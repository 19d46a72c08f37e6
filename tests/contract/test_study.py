"""Documents, sessions, attendance, exams, and the reports of study and adoption."""

from __future__ import annotations

from typing import Any

import pytest

from .story import is_utc

# One scenario, one process: its commands and its server are what costs.
pytestmark = pytest.mark.xdist_group("contract")

FIGURES = ("members", "due", "studied", "on_time", "make_up", "absent_excused", "absent_unexcused",
           "non_members_studied", "rate")  # fmt: skip
ADOPTED = ("members", "eligible", "active", "pending", "computer", "phone", "rate_members", "rate_eligible")


def figures(row: dict[str, Any], names: tuple[str, ...] = FIGURES) -> tuple[str, tuple[Any, ...]]:
    return row["unit_code"], tuple(row[name] for name in names)


def test_document_is_known_by_number_issuer_and_date(story):
    names = ("documents checked", "documents", "documents again", "documents listed")
    assert [story.ended[name].code for name in names] == [0, 0, 0, 0]
    assert [story.counts(name) for name in names[1:]] == [(1, 1, 1, 0), (1, 1, 0, 0), (2, 2, 1, 0)]


def test_sessions_are_imported_once_and_need_documents_that_there_are(story):
    assert (story.counts("sessions"), story.counts("sessions again")) == ((2, 2, 2, 0), (2, 2, 0, 0))
    refused = story.ended["sessions refused"]
    assert (refused.code, story.counts("sessions refused")) == (1, (1, 0, 0, 0))
    assert (refused.json["rejected"][0]["row"], refused.json["rejected"][0]["item"]) == (1, "lac")
    assert "99-NQ/TW" in refused.json["rejected"][0]["error"]


def test_attendance_is_imported_once_and_names_every_row_that_it_refuses(story):
    assert (story.counts("attendance"), story.counts("attendance again")) == ((4, 4, 4, 0), (4, 4, 0, 0))
    refused = story.ended["attendance refused"]
    assert (refused.code, story.counts("attendance refused")) == (1, (3, 1, 0, 0))
    assert [(note["row"], note["item"]) for note in refused.json["rejected"]] == [(3, "dv99"), (4, "dv4")]
    unknown = story.ended["attendance of nothing"]
    assert (unknown.code, ["khong-co" in note["error"] for note in unknown.json["rejected"]]) == (1, [True])


def test_study_is_counted_per_unit(story):
    report = story.ended["study"].json
    assert set(report) == {"unit", "as_of", "rows", "total"}
    assert (report["unit"], is_utc(report["as_of"])) == ({"code": "KHOI", "name": "Đảng bộ Khối các cơ quan"}, True)
    assert dict(map(figures, report["rows"])) == {
        "MOI": (0, 0, 0, 0, 0, 0, 0, 0, None),
        "BT": (3, 2, 1, 1, 0, 0, 0, 0, 50.0),
        "SYT": (3, 3, 2, 2, 1, 0, 1, 0, 66.67),
        "SYT-01": (1, 1, 1, 1, 0, 0, 0, 0, 100.0),
        "SYT-02": (2, 2, 1, 1, 1, 0, 1, 0, 50.0),
    }
    assert figures(report["total"]) == ("KHOI", (6, 5, 3, 3, 1, 0, 1, 0, 60.0))


def test_study_of_one_unit_is_its_row_of_the_whole(story):
    rows = {row["unit_code"]: row for row in story.ended["study"].json["rows"]}
    report = story.ended["study of unit"].json
    assert (report["rows"], figures(report["total"])) == ([], figures(rows["BT"]))


def test_study_of_nothing_is_refused(story):
    ended = story.ended["study of nothing"]
    assert (ended.code, list(ended.json), len(ended.err.splitlines())) == (1, ["error"], 1)


def test_adoption_counts_whoever_signed_in(story):
    report = story.ended["adoption"].json
    assert set(report) == {"unit", "as_of", "rows", "total"}
    code, counted = figures(report["total"], ADOPTED)
    assert (code, counted[:4]) == ("KHOI", (6, 5, 3, 0))
    assert counted[6:] == (50.0, 60.0)


def test_exam_is_imported_once(story):
    assert (story.ended["exam"].code, story.ended["exam"].json["rejected"]) == (0, [])
    assert (story.counts("exam"), story.counts("exam again")) == ((3, 3, 3, 0), (3, 3, 0, 0))
