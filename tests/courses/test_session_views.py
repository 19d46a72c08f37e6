import re
from datetime import timedelta

import pytest

from quizapp import clock
from quizapp.accounts.models import AuditEntry
from quizapp.courses.sessions import codes
from quizapp.courses.sessions.models import Attendance, StudySession
from quizapp.courses.study.models import StudyWave
from quizapp.extensions import db
from quizapp.qr import qr_svg
from tests.courses.factories import make_session, note
from tests.factories import grant, make_member, make_unit, sign_in
from tests.library.factories import make_document

SECRET = "a secret for tests only"


# Requests read the real clock, so the session runs now.
NOW = clock.now()


@pytest.fixture
def unit(app):
    return make_unit("Chi bộ Văn phòng")


@pytest.fixture
def session(unit):
    return make_session(unit, code="hn-1", title="Hội nghị Một", starts_at=NOW - timedelta(hours=1), now=NOW)


@pytest.fixture
def secretary(client, unit):
    member = make_member("Thư Ký Mẫu", unit=unit)
    grant(member, "secretary", unit)
    sign_in(client, member)
    return member


def code_of(session, at=None):
    return codes.issue(session.points[0].id, codes.step_at(at or clock.now()), SECRET)


def token_in(page):
    found = re.search(r'name="csrf_token" value="([^"]+)"', page.get_data(as_text=True))
    return found[1] if found else ""


def post(client, address, page, **fields):
    return client.post(address, data=fields | {"csrf_token": token_in(client.get(page))})


def text_of(page):
    return page.get_data(as_text=True)


def test_a_scan_is_confirmed_and_then_shown(client, session, unit):
    member = make_member("Lê Thị Mẫu", unit=unit)
    sign_in(client, member)
    address = f"/attend/{code_of(session)}"
    assert "Lê Thị Mẫu" in text_of(client.get(address))
    assert db.session.query(Attendance).count() == 0
    answer = post(client, address, address)
    assert (answer.status_code, answer.location) == (303, "/study/sessions/hn-1")
    assert "Bạn đã được ghi có mặt" in text_of(client.get(answer.location))
    assert post(client, address, "/attend").status_code == 303
    row = db.session.query(Attendance).one()
    assert (row.member_id, row.way, row.arrived_at >= NOW) == (member.id, "qr", True)


def test_who_signs_in_first_is_judged_by_the_time_of_the_scan(client, session, unit):
    member = make_member(unit=unit)
    address = f"/attend/{code_of(session)}"
    assert client.get(address).location == f"/sign-in?next={address}"
    assert client.get_cookie("attendance_scan", path="/attend") is not None
    # As it is when signing in took five minutes.
    at = (clock.now() - timedelta(minutes=5)).replace(microsecond=0)
    late = f"/attend/{code_of(session, at)}"
    assert client.get(late).status_code == 410
    note_of_scan = codes.note_of(codes.Scan(session.points[0].id, codes.step_at(at), at), SECRET)
    client.set_cookie("attendance_scan", note_of_scan, path="/attend")
    sign_in(client, member)
    assert post(client, late, late).status_code == 303
    assert db.session.query(Attendance.arrived_at).scalar() == at


def test_a_photo_passed_on_is_refused(client, session, unit):
    sign_in(client, make_member(unit=unit))
    answer = client.get(f"/attend/{code_of(session, clock.now() - timedelta(minutes=5))}")
    assert (answer.status_code, "đã hết hạn" in text_of(answer)) == (410, True)
    forged = client.get("/attend/1.2.AAAA")
    assert (forged.status_code, "không đúng" in text_of(forged)) == (422, True)


def test_a_member_of_another_unit_is_told_so(client, session):
    sign_in(client, make_member(unit=make_unit("Chi bộ Khác")))
    address = f"/attend/{code_of(session)}"
    page = client.get(address)
    assert "Buổi học này dành cho Chi bộ Văn phòng" in text_of(page)
    assert post(client, address, "/attend").status_code == 403


def test_the_letters_under_the_code_may_be_typed(client, session, unit):
    sign_in(client, make_member(unit=unit))
    point_id, step = session.points[0].id, codes.step_at(clock.now())
    typed = codes.short_code(point_id, step, SECRET)
    answer = post(client, "/attend", "/attend", code=f" {typed[:3].lower()} {typed[3:]}")
    assert answer.location == f"/attend/{codes.issue(point_id, step, SECRET)}"
    assert post(client, "/attend", "/attend", code="AAAAAA").status_code == 422
    old = codes.short_code(point_id, step - 4, SECRET)
    assert post(client, "/attend", "/attend", code=old).status_code == 422


def test_the_letters_cannot_be_guessed_by_trying(client, session, unit):
    sign_in(client, make_member(unit=unit))
    token = token_in(client.get("/attend"))

    def type_in(code):
        return client.post("/attend", data={"code": code, "csrf_token": token})

    assert {type_in(f"AAAA{n:02}").status_code for n in range(10)} == {422}
    refused = type_in(codes.short_code(session.points[0].id, codes.step_at(clock.now()), SECRET))
    assert (refused.status_code, "Retry-After" in refused.headers) == (429, True)
    sign_in(client, make_member(unit=unit))  # the others in the hall are not kept waiting
    token = token_in(client.get("/attend"))
    assert type_in(codes.short_code(session.points[0].id, codes.step_at(clock.now()), SECRET)).status_code == 303


def test_the_screen_shows_the_code_of_the_moment(client, session, secretary):
    base = f"/sessions/hn-1/points/{session.points[0].id}"
    shown = client.get(f"{base}/code.json").get_json()
    short = codes.short_code(session.points[0].id, shown["step"], SECRET)
    assert (shown["short_code"], shown["present"], 0 < shown["seconds_left"] <= 30) == (short, 0, True)
    assert re.search(r"screen-short>\w{3} \w{3}<", text_of(client.get(f"{base}/screen")))
    assert client.get(f"{base}/qr.svg").headers["Content-Type"] == "image/svg+xml"
    assert client.get("/sessions/hn-1/points/999999/screen").status_code == 404


def test_strangers_see_no_session_to_lead(client, session, unit):
    sign_in(client, make_member(unit=unit))
    for page in ("", "/attendance", "/report", f"/points/{session.points[0].id}/screen", "/plan", "/attendance.xlsx"):
        assert client.get(f"/sessions/hn-1{page}").status_code == 404
    assert client.get("/sessions/new").status_code == 403


def test_a_leader_sees_figures_but_takes_no_attendance(client, session, unit):
    leader = make_member(unit=unit)
    grant(leader, "leader", unit)
    sign_in(client, leader)
    assert client.get("/sessions/hn-1").status_code == 200
    assert client.get("/sessions/hn-1/attendance").status_code == 403


def test_the_secretary_ticks_a_list_and_every_look_is_logged(client, session, unit, secretary):
    member = make_member("Trần Văn Mẫu", unit=unit)
    page = "/sessions/hn-1/attendance?q=tran"
    address = f"/sessions/hn-1/attendance/{member.id}?q=tran"
    answer = post(client, address, page, state="attended")
    assert answer.location == f"/sessions/hn-1/attendance?q=tran#m{member.id}"
    assert post(client, address, page, state="excused", reason="Ốm").status_code == 303
    row = db.session.query(Attendance).one()
    assert (row.state, row.reason, row.way, row.recorded_by_id) == ("excused", "Ốm", "list", secretary.id)
    assert post(client, address, page, state="left_early").status_code == 409
    assert post(client, address, page, state="none").status_code == 303
    assert db.session.query(Attendance).count() == 0
    assert post(client, address, page, state="maybe").status_code == 422
    stranger = make_member(unit=make_unit())
    assert post(client, f"/sessions/hn-1/attendance/{stranger.id}", page, state="attended").status_code == 404
    assert {entry.action for entry in db.session.query(AuditEntry)} >= {"attendance.viewed"}


def test_a_tap_from_the_script_answers_with_the_figures(client, session, unit, secretary):
    member = make_member(unit=unit)
    token = token_in(client.get("/sessions/hn-1/attendance"))
    answer = client.post(
        f"/sessions/hn-1/attendance/{member.id}",
        data={"state": "attended", "csrf_token": token},
        headers={"X-Requested-With": "fetch"},
    )
    assert answer.get_json() == {"present": 1, "excused": 0, "unexcused": 0, "not_noted": 1}


def test_the_report_fills_itself(client, session, unit, secretary):
    note(session, make_member("Vắng Văn Mẫu", unit=unit), state="excused", reason="Đi công tác")
    note(session, secretary)
    page = text_of(client.get("/sessions/hn-1/report"))
    assert "Vắng Văn Mẫu, Chi bộ Văn phòng: Đi công tác" in page
    assert "☒ Hội nghị" in page
    assert client.get("/sessions/hn-1/attendance.xlsx").data[:2] == b"PK"


def test_guests_without_an_account_are_counted_apart(client, session, secretary):
    address = f"/sessions/hn-1/points/{session.points[0].id}/guests"
    assert post(client, address, "/sessions/hn-1", guests="12").status_code == 303
    assert post(client, address, "/sessions/hn-1", guests="-1").status_code == 422
    assert "12 khách" in text_of(client.get("/sessions/hn-1"))


FIELDS = {
    **{"title": "Sinh hoạt tháng 12", "code": "shcb-12", "kind": "branch_meeting", "form": "in_person"},
    **{"documents": "57-NQ/TW", "points": "Phòng họp | Tầng 2\nĐiểm cầu B"},
    **{"starts_at": "2026-12-03T08:00", "ends_at": "2026-12-03T10:00"},
}


def test_a_secretary_plans_a_session_of_the_own_unit(client, unit, secretary):
    make_document(number="57-NQ/TW", unit=unit)
    answer = post(client, "/sessions/new", "/sessions/new", **FIELDS, unit=unit.id)
    assert answer.location == "/sessions/shcb-12"
    session = db.session.query(StudySession).one()
    assert [(p.name, p.place) for p in session.points] == [("Phòng họp", "Tầng 2"), ("Điểm cầu B", "")]
    page = "/sessions/shcb-12/plan"
    assert post(client, page, page, **(FIELDS | {"title": "Tên khác"}), unit=unit.id).status_code == 302
    late = FIELDS | {"ends_at": "2026-12-03T07:00"}
    refused = post(client, page, page, **late, unit=unit.id)
    assert (refused.status_code, "Giờ kết thúc phải sau giờ bắt đầu." in text_of(refused)) == (422, True)
    unknown = post(client, page, page, **(FIELDS | {"documents": "99-NQ/TW"}), unit=unit.id)
    assert "Không có văn bản số “99-NQ/TW”." in text_of(unknown)
    other = post(client, "/sessions/new", "/sessions/new", **(FIELDS | {"code": "x"}), unit=make_unit().id)
    assert other.status_code == 422
    for action in ("cancellation", "restoration"):
        assert post(client, f"/sessions/shcb-12/{action}", "/sessions/shcb-12").status_code == 302


def test_a_secretary_begins_a_wave_of_the_own_unit(client, unit, secretary):
    make_document(number="57-NQ/TW", unit=unit)
    page = "/study-waves/new"
    fields = {"title": "Đợt học tập quý IV", "code": "dot-4", "unit": unit.id, "documents": "57-NQ/TW"}
    fields |= {"starts_at": "2020-10-01T08:00", "deadline": "2020-12-31T17:00"}
    assert post(client, page, page, **(fields | {"deadline": "2020-01-01T08:00"})).status_code == 422
    assert post(client, page, page, **fields).location == "/study-waves"
    wave = db.session.query(StudyWave).filter_by(code="dot-4").one()
    assert (wave.unit_id, wave.roster_frozen_at is not None) == (unit.id, True)
    again = post(client, page, page, **fields)
    assert "Đã có đợt học tập mã “dot-4”." in text_of(again)


@pytest.mark.parametrize("page", ["/study/sessions", "/sessions", "/sessions/hn-1/attendance"])
def test_a_list_costs_the_same_with_one_row_and_with_three(client, unit, session, secretary, statements, page):
    client.get(page)
    statements.clear()
    client.get(page)
    with_one = len(statements)
    for _ in range(2):
        make_session(unit, starts_at=NOW - timedelta(hours=1), now=NOW)
        make_member(unit=unit)
    statements.clear()
    client.get(page)
    assert len(statements) == with_one


def test_a_poster_leads_to_the_session_and_takes_no_attendance(client, session, unit):
    sign_in(client, make_member(unit=unit))
    page = text_of(client.get(f"/study/sessions/{session.code}/poster"))
    address = f"http://localhost/study/sessions/{session.code}"
    assert (address in page, "mã này không dùng để điểm danh" in page) == (True, True)
    assert client.get(f"/study/sessions/{session.code}/qr.svg").data == qr_svg(address)
    sign_in(client, make_member(unit=make_unit()))
    assert client.get(f"/study/sessions/{session.code}/poster").status_code == 404


def test_a_session_and_a_wave_begin_from_a_document_and_need_no_code(client, unit, secretary):
    document = make_document(unit=unit, number="57-NQ/TW")
    for new, stored in (("/sessions/new", StudySession), ("/study-waves/new", StudyWave)):
        page = text_of(client.get(f"{new}?document={document.id}"))
        assert "57-NQ/TW 22/12/2024" in page
        about = {"title": "Học bù Nghị quyết 57", "unit": unit.id, "documents": "57-NQ/TW", "points": "Hội trường"}
        times = {"starts_at": "2026-11-21T08:00", "ends_at": "2026-11-21T10:00"}
        about |= times | {"kind": "make_up", "form": "in_person", "code": ""}
        assert post(client, new, new, **about).status_code == 302
        assert db.session.scalar(db.select(stored).where(stored.code == "hoc-bu-nghi-quyet-57-2111")) is not None


def test_party_members_others_guests_and_those_who_left_early_are_counted_apart(client, session, unit, secretary):
    note(session, make_member("Lê Đảng Viên", unit=unit), left_early_at=NOW)
    for kind in ("union_member", "staff"):
        note(session, make_member(unit=unit, kind=kind))
    note(session, make_member("Khách Mời", unit=make_unit()))
    note(session, make_member("Bùi Vắng Mặt", unit=unit), state="unexcused")
    page = re.sub(r"<[^>]+>|\s+", " ", text_of(client.get("/sessions/hn-1/report")))
    counted = {
        name: int(re.search(rf"{name} +(\d+) ", page)[1])
        for name in (
            "Đảng viên có mặt",
            "Người ngoài Đảng có mặt",
            "Khách mời",
            "Vắng không lý do",
            "Về sớm",
            "Chưa ghi",
        )
    }
    assert list(counted.values()) == [1, 2, 1, 1, 1, 1]
    assert "Bùi Vắng Mặt" in page
