from datetime import timedelta

import pytest

from quizapp import clock
from quizapp.assessments import sheet
from quizapp.assessments.services import attempts
from tests.assessments.factories import make_assessment, sit
from tests.factories import make_member, make_unit, sign_in


@pytest.fixture
def unit(app):
    sheet.forget()
    return make_unit("Đảng bộ Khối")


@pytest.fixture
def member(unit):
    return make_member(unit=unit)


def text_of(answer):
    return " ".join(answer.get_data(as_text=True).split())


def open_assessment(unit, **fields):
    now = clock.now()
    return make_assessment(unit, opens_at=now - timedelta(hours=1), closes_at=now + timedelta(hours=1), **fields)


def test_visitor_is_sent_to_sign_in(client):
    answer = client.get("/")
    assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (302, "/sign-in")


def test_nothing_runs(client, member):
    assert "Hiện không có bài thi nào đang mở" in text_of(sign_in(client, member).get("/"))


def test_open_assessment_has_the_one_button(client, unit, member):
    assessment = open_assessment(unit)
    page = text_of(sign_in(client, member).get("/"))
    assert "Đang diễn ra" in page
    assert "còn 3 lượt thi" in page
    assert f'href="/a/{assessment.code}">Vào thi' in page


def test_running_attempt_comes_first(client, unit, member):
    open_assessment(unit)
    begun = open_assessment(unit)
    attempt = attempts.start(begun.code, member, "phone", clock.now()).attempt
    page = text_of(sign_in(client, member).get("/"))
    assert f'href="/attempts/{attempt.id}">Tiếp tục làm bài' in page


def test_own_result_is_shown(client, unit, member):
    sit(open_assessment(unit), member, clock.now(), wrong=1)
    assert "Kết quả của bạn: 3 / 4" in text_of(sign_in(client, member).get("/"))


def test_reason_stands_where_the_button_would(client, unit):
    open_assessment(unit)
    exempt = make_member(unit=unit, status="exempt")
    page = text_of(sign_in(client, exempt).get("/"))
    assert "Bạn được miễn công tác và sinh hoạt" in page
    assert "Vào thi" not in page


def test_page_costs_the_same_with_one_and_with_three(client, unit, member, statements):
    sign_in(client, member)
    counts = []
    for number in (1, 2):
        for _ in range(number):
            open_assessment(unit)
        statements.clear()
        assert client.get("/").status_code == 200
        counts.append(len(statements))
    assert counts[0] == counts[1] <= 9
