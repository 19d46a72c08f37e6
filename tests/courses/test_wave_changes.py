"""Waves changed, closed and opened again; by page, and what the report says then."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from quizapp import clock
from quizapp.accounts.models import AuditEntry
from quizapp.courses.completion import Counts
from quizapp.courses.study import completions, progress, wave_changes, waves
from quizapp.courses.study.models import StudyWave
from quizapp.errors import Invalid, Refused
from quizapp.extensions import db
from tests.conftest import NOW
from tests.courses.course_factories import make_course
from tests.courses.factories import make_session, make_wave, note
from tests.courses.test_session_views import post, text_of
from tests.courses.test_study import register_of, snapshot, tallies
from tests.factories import grant, make_member, make_unit, sign_in
from tests.library.factories import make_document

DAY = timedelta(days=1)


def change(wave, reason="Theo công văn mới", now=NOW, **changes):
    wave_changes.edit_wave(wave, replace(wave_changes.spec_of(wave), **changes), reason, now)


def test_before_it_begins_everything_can_be_changed(app):
    unit, other = make_unit(), make_unit()
    member = make_member(unit=other)
    documents = [make_document(unit=unit), make_document(unit=unit)]
    wave = make_wave(unit, documents[:1], starts_at=NOW + DAY)
    change(wave, "", title="Đợt mới", unit=other, documents=documents[1:], starts_at=NOW - DAY)
    assert (wave.title, wave.roster_frozen_at) == ("Đợt mới", NOW)
    assert tallies(wave) == {(other.id, "party"): Counts(1, 1)}
    completions.record_completion(member, documents[1], "online", NOW)
    assert tallies(wave)[other.id, "party"].studied == 1


def test_a_frozen_roster_keeps_audience_documents_and_beginning(app):
    unit = make_unit()
    wave = make_wave(unit, [make_document(unit=unit)])
    for changes in ({"unit": make_unit()}, {"documents": [make_document()]}, {"starts_at": NOW - 20 * DAY}):
        with pytest.raises(Refused, match="đã chốt"):
            change(wave, **changes)
    change(wave, "", title="Tên khác")
    assert wave.title == "Tên khác"


def test_another_deadline_counts_on_time_anew_there_and_in_the_register(app):
    unit = make_unit()
    member, document = make_member(unit=unit), make_document(unit=unit)
    wave = make_wave(unit, [document], deadline=NOW + DAY)
    completions.record_completion(member, document, "online", NOW + 2 * DAY)
    assert tallies(wave)[unit.id, "party"].on_time == 0
    with pytest.raises(Invalid, match="lý do"):
        change(wave, " ", deadline=NOW + 3 * DAY)
    change(wave, deadline=NOW + 3 * DAY)
    for each in (wave, register_of(document)):
        assert tallies(each)[unit.id, "party"].on_time == 1
        kept = snapshot(each)
        progress.recount(each.id)
        assert snapshot(each) == kept
    entry = db.session.query(AuditEntry).filter_by(action="wave.edited").one()
    assert entry.detail["reason"] == "Theo công văn mới"


def test_what_is_studied_after_the_closing_counts_for_the_document_alone_until_it_is_opened_again(app):
    unit = make_unit()
    early, late, later = (make_member(unit=unit) for _ in range(3))
    document = make_document(unit=unit)
    session = make_session(unit, [document], starts_at=NOW - DAY, now=NOW)
    wave = make_wave(unit, [document])
    completions.record_completion(early, document, "online", NOW)
    wave_changes.close_wave(wave, "Kết thúc sớm", NOW)
    completions.record_completion(late, document, "online", NOW + DAY)
    assert tallies(wave)[unit.id, "party"].studied == 1
    assert tallies(register_of(document))[unit.id, "party"].studied == 2
    # Entered late, but of before: it counts.
    note(session, later, now=NOW + DAY)
    assert tallies(wave)[unit.id, "party"].studied == 2
    kept = snapshot(wave)
    progress.recount(wave.id)
    assert snapshot(wave) == kept
    wave_changes.reopen_wave(wave, "Gia hạn", NOW + 2 * DAY)
    wave_changes.reopen_wave(wave, "Gia hạn", NOW + 2 * DAY)
    assert (wave.closed_at, tallies(wave)[unit.id, "party"].studied) == (None, 3)
    actions = [entry.action for entry in db.session.query(AuditEntry).order_by(AuditEntry.id)]
    assert actions[-2:] == ["wave.closed", "wave.reopened"]


def test_closing_wants_a_reason_and_a_beginning(app):
    unit = make_unit()
    wave = make_wave(unit, [make_document(unit=unit)], starts_at=NOW + DAY)
    with pytest.raises(Invalid, match="lý do"):
        wave_changes.close_wave(wave, "", NOW)
    with pytest.raises(Refused, match="chưa bắt đầu"):
        wave_changes.close_wave(wave, "Thôi", NOW)


def test_a_course_has_one_wave(app):
    unit = make_unit()
    document = make_document(unit=unit)
    make_wave(unit, [document], course_code="kh-1")
    with pytest.raises(Refused, match="đã có đợt"):
        make_wave(unit, [document], course_code="kh-1")
    other = make_wave(unit, [document])
    with pytest.raises(Refused, match="đã có đợt"):
        change(other, course_code="kh-1")


@pytest.fixture
def secretary(client):
    unit = make_unit("Chi bộ Văn phòng", code="CBVP")
    member = make_member("Thư Ký Mẫu", unit=unit)
    grant(member, "secretary", unit)
    sign_in(client, member)
    return member


def test_a_wave_for_a_course_takes_its_documents_and_is_reported_by_its_code(client, app, secretary):
    unit = secretary.unit
    document = make_document(number="57-NQ/TW", unit=unit)
    make_course(unit, documents=[document], code="nq57-co-ban")
    page = "/study-waves/new"
    fields = {"title": "Học trực tuyến", "code": "dot-1", "unit": unit.id, "starts_at": "2020-10-01T08:00"}
    assert "Chọn ít nhất một văn bản" in text_of(post(client, page, page, **fields))
    assert "Không có khóa học mã “khong-co”" in text_of(post(client, page, page, course="khong-co", **fields))
    assert post(client, page, page, course="nq57-co-ban", **fields).status_code == 302
    completions.record_completion(secretary, document, "online", clock.now())
    told = app.test_cli_runner().invoke(args=["report", "study", "--course", "nq57-co-ban", "--json"])
    total = json.loads(told.stdout)["total"]
    assert (total["due"], total["studied"], total["rate"]) == (1, 1, 100.0)


def test_the_page_changes_closes_and_opens_again(client, secretary):
    unit = secretary.unit
    wave = make_wave(unit, [make_document(number="57-NQ/TW", unit=unit)])
    page, code = f"/study-waves/{wave.code}", wave.code
    assert wave.title in text_of(client.get("/study-waves"))
    refused = post(client, page, page, title="Tên mới", deadline="2030-01-01T17:00")
    assert refused.status_code == 422
    assert "Hãy ghi lý do" in text_of(refused)
    assert post(client, page, page, title="Tên mới", deadline="2030-01-01T17:00", reason="Gia hạn").status_code == 302
    assert post(client, f"{page}/closing", page, reason="").location == page
    assert "Hãy ghi lý do" in text_of(client.get(page))
    post(client, f"{page}/closing", page, reason="Đã học xong")
    assert "Đợt đã đóng lúc" in text_of(client.get(page))
    post(client, f"{page}/closing/removal", page, reason="Còn người học")
    db.session.expire_all()
    stored = db.session.query(StudyWave).filter_by(code=code).one()
    assert (stored.title, stored.closed_at) == ("Tên mới", None)


def test_a_wave_that_has_not_begun_is_changed_whole_by_the_page(client, secretary):
    unit = secretary.unit
    make_document(number="59-NQ/TW", unit=unit)
    wave = make_wave(unit, [make_document(unit=unit)], starts_at=clock.now() + DAY, deadline=None, now=clock.now())
    page = f"/study-waves/{wave.code}"
    fields = {"title": "Đợt", "unit": unit.id, "documents": "59-NQ/TW", "starts_at": "2040-01-01T08:00"}
    assert post(client, page, page, **fields).status_code == 302
    db.session.expire_all()
    stored = db.session.query(StudyWave).filter_by(code=wave.code).one()
    assert [one.number for one in stored.documents] == ["59-NQ/TW"]


def test_strangers_find_no_wave_leaders_may_only_look_and_registers_have_no_page(client, secretary):
    unit = secretary.unit
    document = make_document(unit=unit)
    wave = make_wave(unit, [document])
    page = f"/study-waves/{wave.code}"
    register = register_of(document)
    assert client.get(f"/study-waves/{register.code}").status_code == 404
    leader = make_member(unit=unit)
    grant(leader, "leader", unit)
    sign_in(client, leader)
    assert "Sửa đợt" not in text_of(client.get(page))
    assert post(client, f"{page}/closing", "/account", reason="x").status_code in (400, 403)
    stranger = make_member(unit=make_unit())
    sign_in(client, stranger)
    assert client.get("/study-waves").status_code == 403
    grant(stranger, "secretary", stranger.unit)
    assert client.get(page).status_code == 404


def test_a_wave_says_that_its_document_was_replaced_and_goes_on_counting(client, secretary):
    unit = secretary.unit
    old, new = make_document(number="21-NQ/TW", unit=unit), make_document(number="22-NQ/TW", unit=unit)
    wave = make_wave(unit, [old])
    old.replaced_on, old.successor_id = NOW.date(), new.id
    db.session.commit()
    completions.record_completion(secretary, old, "online", NOW)
    page = text_of(client.get(f"/study-waves/{wave.code}"))
    assert "hết hiệu lực" in page
    assert "muốn học văn bản mới, hãy mở đợt mới" in page
    assert tallies(wave)[unit.id, "party"].studied == 1
    # Having studied the old one is not having studied the new one.
    assert tallies(make_wave(unit, [new]))[unit.id, "party"].studied == 0
    assert waves.find_register(new) is not None
