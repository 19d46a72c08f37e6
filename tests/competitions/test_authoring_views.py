"""The organisers' pages: from a title to publication, as forms without scripts."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from quizapp import clock
from quizapp.accounts.models import AuditEntry
from quizapp.competitions import queries
from quizapp.competitions.models import Competition
from quizapp.competitions.services import rounds
from quizapp.competitions.specs import PrizeSpec
from quizapp.competitions.specs_queries import spec_of
from quizapp.extensions import db
from tests.accounts.forms import csrf_token
from tests.assessments.factories import make_bank, make_question
from tests.competitions.factories import (
    HOUR,
    make_competition,
    make_organiser,
    make_round,
)
from tests.competitions.pages import ROUND, local, post, round_form, stored, text_of
from tests.factories import grant, make_member, make_unit, sign_in


def test_board_member_makes_and_publishes_a_competition(browser, unit):
    make_member(unit=unit)
    author = make_member("Trần Văn Soạn", unit=unit)
    bank = make_bank(unit, code="NQ57")
    for _ in range(3):
        make_question(bank, topic="Nghị quyết 57", level="recall")
    tomorrow = clock.now() + timedelta(days=1)

    answer = post(browser, "/new-competition", title="Tìm hiểu Nghị quyết 57", unit=unit.id, code="nq57")
    assert answer.location == "/competitions/nq57/information"
    answer = post(
        browser,
        answer.location,
        title="Tìm hiểu Nghị quyết 57",
        unit=unit.id,
        code="nq57",
        rules="## Đối tượng\n\nMọi người",
    )
    assert answer.location == "/competitions/nq57/audience"
    post(browser, "/competitions/nq57/exclusions", answer.location, member=author.code, reason="author")
    answer = post(browser, answer.location, member_kinds=["official", "probationary"])
    assert answer.location == "/competitions/nq57/prizes"
    row = {
        "rows-0-title": "Giải Nhất",
        "rows-0-quantity": "1",
        "rows-0-recipient": "individual",
        "rows-0-scope": "round",
    }
    answer = post(browser, answer.location, action="save", **row)
    assert answer.location == "/competitions/nq57/rounds"
    answer = post(browser, "/competitions/nq57/new-round", **round_form(tomorrow))
    assert answer.location == "/competitions/nq57/rounds"
    matrix = {
        "rows-0-source": "NQ57|Nghị quyết 57",
        "rows-0-level": "recall",
        "rows-0-count": "3",
        "rows-0-points": "0,5",
    }
    answer = post(browser, "/competitions/nq57/rounds/1/matrix", action="sample", **matrix)
    assert answer.location == "/competitions/nq57/rounds/1/sample"
    answer = post(browser, "/competitions/nq57/publication")
    assert answer.location == "/competitions/nq57"

    competition = stored()
    spec = spec_of(competition)
    assert competition.published_at is not None
    assert (spec.rules, spec.member_kinds) == ("## Đối tượng\n\nMọi người", ("official", "probationary"))
    assert (spec.exclusions, spec.prizes) == (((author.code, "author"),), (PrizeSpec("Giải Nhất"),))
    round = spec.rounds[0]
    opens_at = tomorrow.replace(second=0, microsecond=0)
    assert (round.settings.opens_at, round.settings.closes_at) == (opens_at, opens_at + 4 * HOUR)
    assert (round.settings.attempts_allowed, round.settings.ranking) == (3, ("score", "prediction", "duration"))
    cell = {"bank": "NQ57", "topic": "Nghị quyết 57", "level": "recall", "count": 3, "points": 0.5}
    assert [row.as_cell() for row in round.matrix] == [cell]


PAGES = [
    "",
    "/information",
    "/audience",
    "/prizes",
    "/rounds",
    "/new-round",
    "/rounds/1",
    "/rounds/1/matrix",
    "/rounds/1/sample",
    "/publication",
    "/rounds/1/results",
    "/rounds/1/results.xlsx",
]


@pytest.mark.parametrize("page", PAGES)
def test_organisers_pages_open_for_the_organiser_and_for_nobody_else(client, round, unit, organiser, page):
    path = f"/competitions/nq57{page}"
    assert client.get(path).status_code == 302
    for stranger in (make_member(unit=unit), make_organiser(make_unit("Đảng bộ Khác"))):
        assert sign_in(client, stranger).get(path).status_code == 404
    assert sign_in(client, organiser).get(path).status_code == 200


@pytest.mark.parametrize("page", ["/information", "/rounds/1/matrix", "/publication", "/rounds/1/results"])
def test_leader_sees_the_competition_but_leads_it_not(client, round, unit, page):
    leader = make_member(unit=unit)
    grant(leader, "leader", unit)
    browser = sign_in(client, leader)
    assert browser.get("/competitions/nq57").status_code == 200
    assert browser.get(f"/competitions/nq57{page}").status_code == 403


def test_member_without_the_role_cannot_begin(client, unit):
    assert sign_in(client, make_member(unit=unit)).get("/new-competition").status_code == 403


def test_organiser_cannot_begin_for_a_foreign_unit(browser, unit):
    other = make_unit("Đảng bộ Khác")
    answer = post(browser, "/new-competition", title="Thi", unit=other.id)
    assert answer.status_code == 422
    assert db.session.scalars(select(Competition)).all() == []


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"hours": -4}, "Giờ đóng phải sau giờ mở."),
        ({"minutes": "300"}, "Từ lúc mở đến lúc đóng chỉ có 240 phút, ít hơn 300 phút làm bài."),
        ({"ranking_2": "score"}, "Mỗi tiêu chí xếp hạng chỉ được chọn một lần."),
        ({"prediction_target": ""}, "Xếp hạng theo dự đoán cần có câu hỏi dự đoán."),
        ({"attempts": "other", "attempts_other": "0"}, "Số lượt thi từ 1 đến 1000."),
        ({"opens_at": "mai"}, "Hãy chọn ngày và giờ, ví dụ 08:00 23/11/2026."),
        ({"opens_at": "0001-01-01T00:00"}, "Năm phải từ 2000 đến 2099."),
        ({"minutes": "hai mươi"}, "Hãy ghi một số nguyên."),
        ({"counting": "khác"}, "Hãy chọn một mục trong danh sách."),
    ],
)
def test_refused_round_comes_back_with_the_sentence_and_what_was_typed(browser, unit, fields, sentence):
    make_competition(unit)
    answer = post(browser, "/competitions/nq57/new-round", **round_form(clock.now(), **{"title": "Tuần đầu"} | fields))
    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert "Tuần đầu" in text_of(answer)
    assert stored().rounds == []


def test_publication_that_lacks_something_goes_back_to_the_checks(browser, unit):
    make_competition(unit)
    answer = browser.post(
        "/competitions/nq57/publication", data={"csrf_token": csrf_token(browser, "/competitions/nq57/rounds")}
    )
    assert answer.status_code in (302, 303)
    assert stored().published_at is None


def test_locked_settings_are_shown_disabled_with_the_reason(browser, round):
    page = text_of(browser.get("/competitions/nq57/rounds/1"))
    assert re.search(r'<input[^>]*disabled[^>]*id="minutes"|<input[^>]*id="minutes"[^>]*disabled', page)
    assert "Đã công bố: đổi mục này bây giờ là không công bằng" in page
    assert "Vòng thi đã mở nên không đổi được giờ mở." in page
    page = text_of(browser.get("/competitions/nq57/audience"))
    assert "Đã công bố: đổi mục này" in page
    assert "/audience/units" not in page


def test_what_is_sent_for_a_locked_setting_changes_nothing(browser, round):
    before = rounds.settings_of(stored().rounds[0])
    later = local(before.closes_at + HOUR)
    answer = post(
        browser,
        "/competitions/nq57/rounds/1",
        **ROUND | {"title": "Tuần một", "minutes": "99", "closes_at": later, "reason": "Bão"},
    )
    assert answer.location == "/competitions/nq57/rounds"
    after = rounds.settings_of(stored().rounds[0])
    assert (after.title, after.closes_at, after.minutes) == ("Tuần một", before.closes_at + HOUR, before.minutes)
    assert (after.opens_at, after.ranking) == (before.opens_at, before.ranking)


def test_round_can_be_copied_and_removed_by_buttons(browser, unit):
    make_round(make_competition(unit))
    page = "/competitions/nq57/rounds"
    post(browser, "/competitions/nq57/rounds/1/copies", page)
    assert [round.assessment.title for round in stored().rounds] == ["Tuần 1", "Tuần 2"]
    post(browser, "/competitions/nq57/rounds/1/removal", page)
    assert [round.assessment.title for round in stored().rounds] == ["Tuần 2"]


def test_units_are_found_and_added_within_the_organisers_reach_only(browser, unit):
    competition = make_competition(unit)
    cell, other = make_unit("Chi bộ Sở Y tế", unit, code="SYT"), make_unit("Chi bộ Sở Y tế Khác", code="KHAC")
    page = "/competitions/nq57/audience"
    found = text_of(browser.get(f"{page}?q=so y te"))
    assert "SYT" in found
    assert "KHAC" not in found
    post(browser, f"{page}/units/{unit.id}/removal", page)
    post(browser, f"{page}/units", page, unit=other.code)
    post(browser, f"{page}/units", page, unit=cell.code)
    assert [unit.code for unit in queries.list_audience(competition)] == ["SYT"]


def test_nobody_outside_the_reach_can_be_looked_up_by_code(browser, unit):
    make_competition(unit)
    stranger = make_member("Người Ngoài", unit=make_unit("Đảng bộ Khác"))
    page = "/competitions/nq57/audience"
    post(browser, "/competitions/nq57/exclusions", page, member=stranger.code, reason="author")
    shown = text_of(browser.get(page))
    assert f"Không có ai mang mã số “{stranger.code}” trong phạm vi cuộc thi." in shown
    assert "Người Ngoài" not in shown


def test_who_is_excluded_is_looked_at_on_the_record(browser, unit):
    make_competition(unit)
    browser.get("/competitions/nq57/audience")
    noted = db.session.query(AuditEntry).filter_by(action="competition.exclusions_listed").one()
    assert (noted.object_id, noted.unit_id) == ("nq57", unit.id)


def test_draft_can_be_removed_by_its_organiser(browser, unit):
    make_round(make_competition(unit))
    answer = post(browser, "/competitions/nq57/removal", "/competitions/nq57/information")
    assert answer.location == "/competitions"
    assert stored() is None
