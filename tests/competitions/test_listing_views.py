"""Lists of competitions and of rounds."""

from __future__ import annotations

from quizapp import clock
from quizapp.competitions.services import rounds
from quizapp.extensions import db
from tests.assessments.factories import make_bank
from tests.competitions.factories import (
    HOUR,
    make_competition,
    make_round,
    matrix_of,
    settings,
)
from tests.competitions.pages import text_of
from tests.factories import grant, make_member, make_unit, sign_in


def test_list_of_competitions_costs_the_same_with_one_and_with_three(browser, unit, statements):
    make_round(make_competition(unit, "a"))
    browser.get("/competitions")
    statements.clear()
    browser.get("/competitions")
    one = len(statements)
    for code in ("b", "c"):
        make_round(make_competition(unit, code))
    statements.clear()
    page = text_of(browser.get("/competitions"))
    assert len(statements) == one
    assert page.count("Tìm hiểu Nghị quyết 57") == 3


def test_desk_costs_the_same_with_one_and_with_three_rounds(browser, round, unit, statements):
    browser.get("/competitions/nq57")
    statements.clear()
    browser.get("/competitions/nq57")
    one = len(statements)
    for number in (2, 3):
        opens_at = round.assessment.opens_at + number * 24 * HOUR
        rounds.add_round(
            round.competition, settings(f"Tuần {number}", opens_at), matrix=matrix_of(make_bank(unit)), now=clock.now()
        )
    db.session.expire_all()
    statements.clear()
    browser.get("/competitions/nq57")
    assert len(statements) == one


def test_member_sees_published_competitions_of_the_own_unit_only(client, round, unit):
    make_competition(unit, "nhap", "Bản nháp bí mật")
    make_competition(make_unit("Đảng bộ Khác"), "khac", "Cuộc thi khác")
    page = text_of(sign_in(client, make_member(unit=make_unit("Chi bộ Một", unit))).get("/competitions"))
    assert "Tìm hiểu Nghị quyết 57" in page
    assert "Bản nháp bí mật" not in page
    assert "Cuộc thi khác" not in page
    assert "Tạo cuộc thi" not in page


def test_draft_is_seen_by_its_organisers_only(client, organiser, unit):
    make_competition(unit, "nhap", "Bản nháp bí mật")
    leader = make_member(unit=unit)
    grant(leader, "leader", unit)
    browser = sign_in(client, leader)
    assert browser.get("/competitions/nhap").status_code == 404
    assert "Bản nháp bí mật" not in text_of(browser.get("/competitions?state=draft"))
    assert "Bản nháp bí mật" in text_of(sign_in(client, organiser).get("/competitions"))
