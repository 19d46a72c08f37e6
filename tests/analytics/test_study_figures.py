"""Rates that were really published, through the whole report: roster, completions, tallies, page, command, workbook."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from quizapp.accounts.models import Member
from quizapp.analytics.commands import group
from quizapp.batches import insert_many
from quizapp.courses.completion import Counts
from quizapp.courses.study.models import Completion, StudyTally
from quizapp.extensions import db
from quizapp.tables import read_rows
from quizapp.transactions import transaction
from quizapp.units.models import Unit
from tests.conftest import NOW
from tests.courses.factories import make_wave
from tests.factories import grant, make_member, make_unit, sign_in
from tests.library.factories import make_document


def add_studied(unit, document, due: int, studied: int) -> None:
    """So many official members of the unit, the first of whom have studied."""
    first = (db.session.query(Member.id).order_by(Member.id.desc()).limit(1).scalar() or 0) + 1
    same = {
        **{"unit_id": unit.id, "kind": "official", "status": "active", "position": "", "account_state": "approved"},
        **{"text_size": 100, "rejected_because": "", "has_initial_password": False, "created_at": NOW},
        **{"search_name": "", "sort_name": "", "name": "Đảng Viên"},
    }
    with transaction():
        insert_many(Member, [same | {"id": id, "code": f"m{id}"} for id in range(first, first + due)])
        done = {"document_id": document.id, "way": "online", "at": NOW - timedelta(days=1)}
        insert_many(Completion, [done | {"member_id": id} for id in range(first, first + studied)])


@pytest.fixture
def city(app, client):
    leader = make_member(unit=make_unit(), code="lanh-dao")
    unit = make_unit("Đảng bộ Thành phố", code="TP")
    grant(leader, "leader", unit)
    sign_in(client, leader)
    return unit


def check_all_tell(app, client, due, studied, rate):
    told = app.test_cli_runner().invoke(group, ["study", "--unit", "TP", "--json"])
    total = json.loads(told.stdout)["total"]
    assert (total["due"], total["studied"], total["on_time"], total["rate"]) == (due, studied, studied, rate)
    page = client.get("/analytics/study/").get_data(as_text=True)
    assert f"{rate:.2f}".replace(".", ",") + "\N{NO-BREAK SPACE}%" in page
    assert f"{studied:,}/{due:,}".replace(",", ".") in page
    rows = [row.cells for row in read_rows(client.get("/analytics/study/report.xlsx").data, "a.xlsx")]
    assert any(rate in row for row in rows if row[0] == "Tổng cộng")


def test_2909_of_3044_members_is_95_57_by_page_command_and_workbook(app, client, city):
    document = make_document(number="57-NQ/TW", unit=city)
    add_studied(city, document, 3_044, 2_909)
    make_wave(city, [document])
    check_all_tell(app, client, 3_044, 2_909, 95.57)


def test_35599_of_35900_members_in_359_units_is_99_16_by_page_command_and_workbook(app, client, city):
    """From the tallies, which equal a recount (tests/courses/test_study.py): so many members take a minute to store."""
    wave = make_wave(city, [make_document(number="57-NQ/TW", unit=city)])
    with transaction():
        kind = city.kind_id
        first = city.id + 1
        names = {"name": "Chi bộ", "search_name": "chi bo", "sort_name": "chi bo", "kind_id": kind}
        ids = range(first, first + 359)
        of_city = {"parent_id": city.id, **names}
        insert_many(Unit, [of_city | {"id": id, "code": f"C{id}", "path": f"{city.path}{id}/"} for id in ids])
        insert_many(StudyTally, [tally_of(wave, id, 100, 99 if id < first + 301 else 100) for id in ids])
    check_all_tell(app, client, 35_900, 35_599, 99.16)


def tally_of(wave, unit_id: int, due: int, studied: int) -> dict[str, object]:
    counts = {"members": due, "due": due, "studied": studied, "on_time": studied}
    rest = dict.fromkeys((*Counts._fields,), 0)
    return {**rest, **counts, "wave_id": wave.id, "unit_id": unit_id, "audience": "party"}
