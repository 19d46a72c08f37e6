"""The engine's pages, as a browser with and without scripts uses them."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from quizapp import clock
from quizapp.assessments.models import Attempt
from quizapp.assessments.services import attempts, results
from quizapp.extensions import db
from tests.assessments.factories import make_assessment, right_answers, sit
from tests.factories import make_member, make_unit, sign_in


@pytest.fixture
def unit(app):
    return make_unit("Đảng bộ Khối")


@pytest.fixture
def member(unit):
    return make_member("Trần Văn Thử", unit=unit)


@pytest.fixture
def assessment(unit):
    now = clock.now()
    return make_assessment(unit, opens_at=now - timedelta(hours=1), closes_at=now + timedelta(hours=1))


def text_of(answer):
    return " ".join(answer.get_data(as_text=True).split())


def csrf_of(answer):
    return re.search(r'name="csrf_token" value="([^"]+)"', answer.get_data(as_text=True))[1]


def start(client, assessment):
    page = client.get(f"/a/{assessment.code}")
    return client.post(f"/a/{assessment.code}/attempts", data={"csrf_token": csrf_of(page)})


def the_attempt():
    db.session.expire_all()
    return db.session.query(Attempt).one()


def test_page_of_an_assessment_has_one_button(client, assessment, member):
    page = text_of(sign_in(client, member).get(f"/a/{assessment.code}"))
    assert page.count("Vào thi </button>") + page.count("Vào thi</button>") == 1
    assert "15 phút" in page


def test_page_says_why_one_may_not_start(client, assessment, unit):
    suspended = make_member(unit=unit, status="suspended")
    page = text_of(sign_in(client, suspended).get(f"/a/{assessment.code}"))
    assert "Bạn đang bị đình chỉ sinh hoạt" in page


def test_stranger_learns_only_that_it_is_not_for_them(client, assessment):
    stranger = make_member(unit=make_unit("Đơn vị khác"))
    page = text_of(sign_in(client, stranger).get(f"/a/{assessment.code}"))
    assert "không dành cho đơn vị" in page
    assert "Vào thi</button>" not in page


def test_draft_is_not_found(client, unit, member):
    assert sign_in(client, member).get(f"/a/{make_assessment(unit, publish=False).code}").status_code == 404


def test_paper_is_one_form_that_submits_without_scripts(client, assessment, member):
    sign_in(client, member)
    started = start(client, assessment)
    assert started.status_code == 303
    paper = client.get(started.headers["Location"])
    html = paper.get_data(as_text=True)
    attempt = the_attempt()
    fields = {f"q-{name}": letters for name, letters in right_answers(attempt).items()}
    ticket = re.search(r'name="ticket" value="([^"]+)"', html)[1]
    answer = client.post(
        f"/attempts/{attempt.id}/submission", data={"csrf_token": csrf_of(paper), "ticket": ticket, **fields}
    )
    assert answer.status_code == 303
    assert "4 / 4" in text_of(client.get(answer.headers["Location"]))
    assert the_attempt().all_correct
    again = client.post(
        f"/attempts/{attempt.id}/submission", data={"csrf_token": csrf_of(paper), "ticket": ticket, **fields}
    )
    assert again.status_code == 303


def test_paper_tells_no_key(client, assessment, member):
    sign_in(client, member)
    html = client.get(start(client, assessment).headers["Location"]).get_data(as_text=True)
    assert "Giải thích" not in html
    assert "is-right" not in html
    assert "Nghị quyết 57-NQ/TW" not in html


def test_paper_is_never_cached(client, assessment, member):
    sign_in(client, member)
    answer = client.get(start(client, assessment).headers["Location"])
    assert answer.headers["Cache-Control"] == "no-store"


def test_second_browser_is_offered_to_go_on_there(app, client, assessment, member):
    sign_in(client, member)
    address = start(client, assessment).headers["Location"]
    other = sign_in(app.test_client(), member)
    page = other.get(address)
    assert "đang được làm trên thiết bị khác" in text_of(page)
    moved = other.post(f"{address}/holder", data={"csrf_token": csrf_of(page)})
    assert (moved.status_code, moved.headers["Location"]) == (303, address)
    assert "q-1" in other.get(address).get_data(as_text=True)
    assert "đang được làm trên thiết bị khác" in text_of(client.get(address))


def test_moving_an_attempt_that_has_ended_begins_no_other(client, assessment, member):
    begun = attempts.start(assessment.code, member, "phone", clock.now() - timedelta(minutes=20)).attempt
    sign_in(client, member)
    csrf = csrf_of(client.get("/account"))
    assert client.post(f"/attempts/{begun.id}/holder", data={"csrf_token": csrf}).status_code == 303
    assert the_attempt().submitted_by == "clock"


def test_take_over_by_script_is_remembered_by_the_browser(client, assessment, member):
    sign_in(client, member)
    address = start(client, assessment).headers["Location"]
    csrf = csrf_of(client.get("/account"))
    with client.session_transaction() as session:
        session["held"] = [0, 0]
    taken = client.post(f"/api/v1/assessments/{assessment.code}/attempts", headers={"X-CSRFToken": csrf})
    assert taken.status_code == 200
    assert taken.json["ticket"] in client.get(address).get_data(as_text=True)


def test_foreign_attempt_is_not_found(app, client, assessment, member, unit):
    address = start(sign_in(client, member), assessment).headers["Location"]
    other = sign_in(app.test_client(), make_member(unit=unit))
    assert other.get(address).status_code == 404


def test_page_of_an_overdue_attempt_closes_it(client, assessment, member):
    begun = attempts.start(assessment.code, member, "phone", clock.now() - timedelta(minutes=20)).attempt
    page = text_of(sign_in(client, member).get(f"/attempts/{begun.id}"))
    assert "Hết giờ, hệ thống đã nộp" in page
    assert the_attempt().submitted_by == "clock"


@pytest.mark.parametrize(("kind", "told"), [("round", True), ("exam", False)])
def test_only_who_competes_is_told_a_rank(client, unit, member, kind, told):
    now = clock.now()
    times = {"opens_at": now - timedelta(hours=2), "closes_at": now - timedelta(minutes=30)}
    assessment = make_assessment(unit, kind=kind, **times)
    attempt = sit(assessment, member, now - timedelta(hours=1))
    results.publish_results(assessment, now)
    page = text_of(sign_in(client, member).get(f"/attempts/{attempt.id}"))
    assert ("Thứ hạng" in page, "Ban Tổ chức" in page) == (told, False)


def test_answers_open_when_the_results_are_published(client, unit, member):
    now = clock.now()
    assessment = make_assessment(unit, opens_at=now - timedelta(hours=2), closes_at=now - timedelta(minutes=30))
    attempt = sit(assessment, member, now - timedelta(hours=1), wrong=1)
    address = f"/attempts/{attempt.id}"
    sign_in(client, member)
    assert "mở sau khi kết quả được công bố" in text_of(client.get(address))
    results.publish_results(assessment, now)
    page = text_of(client.get(address))
    assert "Đáp án đúng" in page
    assert "Giải thích" in page


def test_receipt_page_is_public_and_shows_no_name(client, assessment, member):
    attempt = sit(assessment, member, clock.now())
    page = client.get(f"/receipts/{attempt.receipt.lower()}")
    assert page.status_code == 200
    assert attempt.receipt in text_of(page)
    assert member.name not in text_of(page)
    assert client.get(f"/receipts?code={attempt.receipt}").status_code == 302
    assert client.get("/receipts/2222-2222-22").status_code == 404


@pytest.mark.parametrize(("typed", "status"), [("7.172", 303), ("nhiều", 422)])
def test_prediction_is_read_as_people_write_it(client, unit, member, typed, status):
    now = clock.now()
    assessment = make_assessment(
        unit, opens_at=now - timedelta(hours=1), closes_at=now + timedelta(hours=1), prediction_target="people"
    )
    sign_in(client, member)
    paper = client.get(start(client, assessment).headers["Location"])
    ticket = re.search(r'name="ticket" value="([^"]+)"', paper.get_data(as_text=True))[1]
    form = {"csrf_token": csrf_of(paper), "ticket": ticket, "prediction": typed}
    assert client.post(f"/attempts/{the_attempt().id}/submission", data=form).status_code == status
    assert the_attempt().prediction == (7172 if status == 303 else None)
