import json
from datetime import timedelta

import pytest

from quizapp.analytics.participation import UnitLine
from quizapp.analytics.queries import study as queries
from quizapp.analytics.study import StudyRow, as_json, build_study_report
from quizapp.analytics.study_reports import WeekLine, compared, study_report, week_lines
from quizapp.courses.completion import Counts
from quizapp.errors import Invalid, NotFound
from quizapp.units.subtree import path_under
from tests.conftest import NOW
from tests.courses.factories import make_session, make_wave, note
from tests.factories import bearer, grant, make_member, make_unit
from tests.library.factories import ISSUED, make_document

ROOT = UnitLine(1, "R", "Đảng bộ", "1/")
A, B, A1 = UnitLine(2, "A", "A", "1/2/"), UnitLine(3, "B", "B", "1/3/"), UnitLine(4, "A1", "A1", "1/2/4/")


@pytest.mark.parametrize(("studied", "due", "rate"), [(35_599, 35_900, 99.16), (2_909, 3_044, 95.57), (0, 0, None)])
def test_rates_have_two_decimals_rounded_half_up(studied, due, rate):
    assert StudyRow(ROOT, Counts(due, due, studied)).rate == rate


def test_rows_add_up_and_audiences_stay_apart():
    lines = [
        ("1/", "party", Counts(1, 1, 1, 1)),
        ("1/2/4/", "party", Counts(5, 4, 3, 2, 1)),
        ("1/2/4/", "others", Counts(9, 9, 7)),
        ("1/3/", "party", Counts(2, 2)),
    ]
    report = build_study_report(ROOT, [A, B], lines, 1, NOW, NOW.date())
    assert [(row.unit.code, row.counts, row.others_studied, row.is_direct) for row in report.rows] == [
        ("R", Counts(1, 1, 1, 1), 0, True),
        ("A", Counts(5, 4, 3, 2, 1), 7, False),
        ("B", Counts(2, 2), 0, False),
    ]
    assert (report.total.counts, report.total.others_studied) == (Counts(8, 7, 4, 3, 1), 7)
    deep = build_study_report(ROOT, [A, A1, B], lines, 2, NOW, NOW.date(), audience="others")
    assert [(row.unit.code, row.depth, row.counts.studied) for row in deep.rows] == [
        ("A", 1, 7),
        ("A1", 2, 7),
        ("B", 1, 0),
    ]


@pytest.fixture
def block(app):
    """A block of two cells with three members each, one session, all but two attended."""
    root = make_unit("Đảng bộ Khối", code="KHOI")
    cells = [make_unit(name, parent=root, code=code) for name, code in (("Chi bộ Một", "C1"), ("Chi bộ Hai", "C2"))]
    assert cells[0].path == path_under(root.path, cells[0].id)
    members = [
        make_member(unit=cell, kind=kind) for cell in cells for kind in ("official", "probationary", "non_member")
    ]
    document = make_document(number="57-NQ/TW", unit=root)
    session = make_session(root, [document])
    note(session, *members[:4])
    note(session, members[4], state="excused")
    return root, members, document


def test_the_report_has_the_keys_of_the_contract(block):
    root, _, _ = block
    wave = queries.find_subject("57-NQ/TW")
    assert queries.starting_unit(wave).code == "KHOI"
    report = as_json(study_report(wave, root, 1, NOW))
    assert report["rows"] == [
        {
            **{"unit_code": "C2", "unit_name": "Chi bộ Hai", "members": 2, "due": 2, "studied": 1, "on_time": 1},
            **{"make_up": 0, "absent_excused": 1, "absent_unexcused": 0, "non_members_studied": 0, "rate": 50.0},
        },
        {
            **{"unit_code": "C1", "unit_name": "Chi bộ Một", "members": 2, "due": 2, "studied": 2, "on_time": 2},
            **{"make_up": 0, "absent_excused": 0, "absent_unexcused": 0, "non_members_studied": 1, "rate": 100.0},
        },
    ]
    assert (report["total"]["unit_code"], report["total"]["rate"]) == ("KHOI", 75.0)


def test_the_command_prints_the_same_as_the_api(block, client, app):
    root, members, _ = block
    grant(members[0], "leader", root)
    told = client.get("/api/v1/study?document=57-NQ/TW&depth=2", headers=bearer(members[0])).get_json()
    result = app.test_cli_runner().invoke(args=["report", "study", "--document", "57-NQ/TW", "--depth", "2", "--json"])
    printed = json.loads(result.stdout)
    assert {**told, "as_of": ""} == {**printed, "as_of": ""}
    assert client.get("/api/v1/study?unit=KHOI", headers=bearer(members[1])).status_code == 403
    assert client.get("/api/v1/study?document=1", headers=bearer(members[0])).status_code == 404


def test_a_number_of_several_documents_must_be_told_apart(block):
    make_document(number="57-NQ/TW", issued_on=ISSUED.replace(year=2017))
    with pytest.raises(Invalid, match="Ghi thêm năm"):
        queries.find_subject("57-NQ/TW")
    assert queries.find_subject("57-NQ/TW 2024").is_register
    with pytest.raises(NotFound, match="Chưa có buổi học"):
        queries.find_subject("57-NQ/TW 2017")


def test_a_report_costs_the_same_however_many_units(block, statements):
    root, _, _ = block
    wave = queries.find_subject("57-NQ/TW")
    statements.clear()
    study_report(wave, root, 2, NOW)
    assert len(statements) == 2


def test_weeks_and_waves_are_compared(block):
    root, members, document = block
    wave = make_wave(root, [document])
    make_up = make_session(
        root, [document], kind="make_up", starts_at=NOW + timedelta(days=7), now=NOW + timedelta(days=7)
    )
    note(make_up, members[4], now=NOW + timedelta(days=7))
    monday = NOW.date() - timedelta(days=NOW.weekday())
    assert week_lines(wave, root) == [WeekLine(monday, 3, 3), WeekLine(monday + timedelta(days=7), 1, 4)]
    assert [(one.title, row.rate) for one, row in compared([wave], root)] == [(wave.title, 100.0)]
    assert len(queries.list_subjects(root)) == 2
