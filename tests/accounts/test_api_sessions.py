"""Sessions of programs, as the contract tells them."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from quizapp import clock
from tests.factories import bearer, make_member, make_unit, sign_in

PASSWORD = "hoc-tap-2026"
SESSIONS = "/api/v1/sessions"


def post(client, login="dv000001", password=PASSWORD, **options):
    return client.post(SESSIONS, json={"login": login, "password": password}, **options)


def test_right_password_gives_a_token(client):
    make_member("Lê Văn Tám", make_unit(code="CB1"), PASSWORD, code="dv000001")
    answer = post(client)
    assert answer.status_code == 201
    assert answer.json.keys() == {"token", "expires_at", "member"}
    assert answer.json["member"] == {"code": "dv000001", "name": "Lê Văn Tám", "unit_code": "CB1"}
    left = datetime.fromisoformat(answer.json["expires_at"]) - clock.now()
    assert timedelta(days=179) < left <= timedelta(days=180)
    assert "Set-Cookie" not in answer.headers


def test_token_signs_in_and_is_worth_nothing_after_signing_out(client):
    make_member(code="dv000001", password=PASSWORD)
    headers = {"Authorization": f"Bearer {post(client).json['token']}"}
    assert client.get("/account", headers=headers).status_code == 200
    ended = client.delete(SESSIONS, headers=headers)
    assert (ended.status_code, ended.data) == (204, b"")
    again = client.delete(SESSIONS, headers=headers)
    assert (again.status_code, again.content_type) == (401, "application/problem+json")


def test_wrong_password_is_a_problem_document(client):
    answer = post(client, password="sai")
    assert (answer.status_code, answer.content_type) == (401, "application/problem+json")
    assert answer.json == {
        "type": "/problems/wrong-credentials",
        "title": "Bạn chưa đăng nhập",
        "status": 401,
        "detail": "Tên đăng nhập hoặc mật khẩu chưa đúng. Hãy kiểm tra lại rồi thử lần nữa.",
    }


def test_account_that_waits_is_told_after_the_right_password(client):
    make_member(code="dv000001", password=PASSWORD, account_state="pending")
    answer = post(client)
    assert (answer.status_code, answer.json["type"]) == (401, "/problems/account-not-open")


def test_too_many_tries_are_told_with_the_time_to_wait(client):
    for _ in range(10):
        post(client, password="sai")
    answer = post(client)
    assert (answer.status_code, answer.json["type"]) == (429, "/problems/throttled")
    assert answer.json["retry_after"] == int(answer.headers["Retry-After"])


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"login": "a"},
        {"login": "a", "password": 1},
        {"login": "a", "password": "b", "more": 1},
        {"login": "", "password": "b"},
        {"login": "a" * 161, "password": "b"},
        {"login": "a", "password": "b" * 201},
        [],
        "x",
    ],
)
def test_malformed_body_is_refused(client, body):
    assert client.post(SESSIONS, json=body).status_code == 422


@pytest.mark.parametrize("raw", [b"{", b"\xff", b'{"login": "\\ud800", "password": "\\ud800"}'])
def test_broken_json_is_refused(client, raw):
    assert client.post(SESSIONS, data=raw, content_type="application/json").status_code == 422


@pytest.mark.parametrize("text", ["\x00", "\u200b", "😀", "x" * 160, "0912345678", "a@b.vn", "%(x)s"])
def test_odd_credentials_are_wrong_credentials(client, text):
    assert post(client, text, text).status_code == 401


def test_form_instead_of_json_is_refused(client):
    assert client.post(SESSIONS, data={"login": "a", "password": "b"}).status_code == 415


def test_signing_in_costs_three_statements_and_again_within_the_hour_two(client, statements):
    make_member(code="dv000001", phone="0912345678", password=PASSWORD)
    for login in ("dv000001", "0912345678"):
        statements.clear()
        assert post(client, login).status_code == 201
        assert len(statements) == (3 if login == "dv000001" else 2)


def test_signing_out_costs_two_statements(client, statements):
    headers = bearer(make_member())
    statements.clear()
    assert client.delete(SESSIONS, headers=headers).status_code == 204
    assert len(statements) == 2


def test_page_signs_out_with_its_cookie_and_the_token_of_its_form(client):
    sign_in(client, make_member())
    assert client.delete(SESSIONS).status_code == 400
    page = client.get("/account").text
    token = page.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
    assert client.delete(SESSIONS, headers={"X-CSRFToken": token}).status_code == 204
    assert client.get("/account").status_code == 302
