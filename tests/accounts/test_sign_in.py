"""Signing in: who a login means, what is told, and how often it may be tried."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from quizapp.accounts import passwords, throttle
from quizapp.accounts.known_device import KnownDevice
from quizapp.accounts.models import Member, SignIn, SignInFailure
from quizapp.accounts.sign_in import (
    SHARED,
    STATES,
    WRONG,
    WRONG_SHARED,
    AccountNotOpen,
    Origin,
    WrongCredentials,
    sign_in,
)
from quizapp.accounts.throttling import PLACE, Watched, bucket_start
from quizapp.errors import Throttled
from quizapp.extensions import db
from tests.accounts.forms import csrf_token, post_form
from tests.conftest import NOW
from tests.factories import make_member, make_unit, token_for
from tests.factories import sign_in as signed_in_as

PASSWORD = "hoc-tap-2026"
HERE = Origin("203.0.113.7", "phone")


def attempt(login: str, password: str = PASSWORD, origin: Origin = HERE, now=NOW):
    return sign_in(login, password, origin, now=now)


def refusal(login: str, password: str = PASSWORD, origin: Origin = HERE, now=NOW) -> Exception:
    with pytest.raises((WrongCredentials, AccountNotOpen, Throttled)) as caught:
        attempt(login, password, origin, now)
    return caught.value


def fill(watched: Watched, failures: int, now=NOW) -> None:
    """As many failures as if they had been tried just now."""
    row = throttle._row(watched, now)
    db.session.add(SignInFailure(**{**row, "failures": failures}))
    db.session.commit()


@pytest.mark.parametrize("login", ["dv000001", "DV000001", "0912345678", "+84 912 345 678", "Bi.Thu@coquan.vn"])
def test_code_phone_and_address_sign_the_same_member_in(app, login):
    make_member(code="dv000001", phone="0912345678", email="bi.thu@coquan.vn", password=PASSWORD)
    assert attempt(login).code == "dv000001"


def test_signing_in_stores_a_session_and_tells_of_the_member(app):
    unit = make_unit(code="CB1")
    member = make_member("Lê Văn Tám", unit, PASSWORD, code="dv000001", account_state="not_activated")
    found = attempt("dv000001")
    assert (found.code, found.name, found.unit_code, found.expires_at) == (
        "dv000001",
        "Lê Văn Tám",
        "CB1",
        NOW + timedelta(days=180),
    )
    assert db.session.scalars(select(SignIn.device)).all() == ["phone"]
    assert (member.account_state, member.last_sign_in_at, member.last_device) == ("approved", NOW, "phone")


def test_password_is_taken_with_a_blank_that_the_keyboard_added_and_in_either_spelling_of_letters(app):
    make_member(code="dv000001", password="mùa xuân chín")
    assert attempt("dv000001", "mùa xuân chín ".replace("ù", "u\u0300")).code == "dv000001"


def test_unknown_login_and_wrong_password_get_the_same_answer(app):
    make_member(code="dv000001", password=PASSWORD)
    assert refusal("dv000001", "sai").sentence == refusal("dv999999", "sai").sentence == WRONG
    assert refusal("0912345678", "sai").sentence == refusal("a@b.vn", "sai").sentence == WRONG_SHARED


@pytest.mark.parametrize(
    ("login", "checks"), [("dv000001", 1), ("dv999999", 1), ("0912345678", 3), ("0900000000", 3), ("0911111111", 3)]
)
def test_refusal_costs_as_many_checks_of_passwords_whoever_is_meant(app, monkeypatch, login, checks):
    make_member(code="dv000001", phone="0912345678", password=PASSWORD)
    for _ in range(5):
        make_member(phone="0911111111", password=PASSWORD)
    counted = []
    check = passwords.is_right
    monkeypatch.setattr(passwords, "is_right", lambda *args: counted.append(1) or check(*args))
    refusal(login, "sai")
    assert len(counted) == checks


def test_member_without_a_password_cannot_sign_in(app):
    make_member(code="dv000001")
    assert refusal("dv000001", "").sentence == WRONG


def test_shared_phone_signs_in_the_one_with_this_password(app):
    make_member(code="chong", phone="0912345678", password=PASSWORD)
    make_member(code="vo", phone="0912345678", password="mat-khau-khac")
    assert attempt("0912345678", "mat-khau-khac").code == "vo"


def test_shared_phone_with_the_same_password_asks_for_the_code(app):
    for _ in range(2):
        make_member(phone="0912345678", password=PASSWORD)
    assert refusal("0912345678").sentence == SHARED


def test_phone_shared_by_more_than_three_is_no_login(app):
    for _ in range(4):
        make_member(phone="0912345678", password=PASSWORD)
    assert refusal("0912345678").sentence == WRONG_SHARED


def test_code_wins_over_a_phone_that_looks_the_same(app):
    for _ in range(4):
        make_member(phone="0912345678", password="mat-khau-khac")
    make_member(code="0912345678", password=PASSWORD)
    assert attempt("0912345678").code == "0912345678"


@pytest.mark.parametrize("state", ["pending", "rejected", "locked"])
def test_state_of_the_account_is_told_after_the_right_password_only(app, state):
    make_member(code="dv000001", password=PASSWORD, account_state=state)
    assert refusal("dv000001", "sai").sentence == WRONG
    assert refusal("dv000001").sentence == STATES[state]


def test_rejected_person_reads_the_reason(app):
    make_member(code="x", password=PASSWORD, account_state="rejected", rejected_because="Chưa đúng đơn vị.")
    assert "Lý do: Chưa đúng đơn vị." in str(refusal("x"))


def test_eleventh_failure_of_one_login_at_one_place_waits(app):
    make_member(code="dv000001", password=PASSWORD)
    for _ in range(10):
        refusal("dv000001", "sai")
    assert refusal("dv000001").retry_after == 16 * 60
    assert attempt("dv000001", origin=Origin("203.0.113.8", "phone")).code == "dv000001"
    assert attempt("dv000001", now=NOW + timedelta(minutes=16)).code == "dv000001"


def test_village_behind_one_address_is_slowed_but_not_locked_out(app):
    make_member(code="dv000001", password=PASSWORD)
    fill(Watched(PLACE, (HERE.place,)), 200)
    assert attempt("dv000001").code == "dv000001"
    assert refusal("dv000001", now=NOW + timedelta(seconds=1)).retry_after == 2
    assert attempt("dv000001", now=NOW + timedelta(seconds=2)).code == "dv000001"


def test_victim_of_strangers_signs_in_from_the_known_browser(app):
    victim = make_member(code="dv000001", password=PASSWORD)
    for number in range(5):
        for _ in range(10):
            refusal("dv000001", "sai", Origin(f"198.51.100.{number}", "computer"))
    stranger = Origin("198.51.100.99", "computer")
    assert attempt("dv000001", origin=stranger).code == "dv000001"
    assert refusal("dv000001", origin=stranger, now=NOW + timedelta(seconds=9)).retry_after == 10
    at_home = Origin("203.0.113.7", "phone", KnownDevice("d1", (victim.id,)))
    for second in range(3):
        assert attempt("dv000001", origin=at_home, now=NOW + timedelta(seconds=second)).code == "dv000001"


def test_known_browser_has_a_limit_of_its_own_that_touches_nobody_else(app):
    member = make_member(code="dv000001", password=PASSWORD)
    at_home = Origin(HERE.place, "phone", KnownDevice("d1", (member.id,)))
    for _ in range(10):
        refusal("dv000001", "sai", at_home)
    assert isinstance(refusal("dv000001", origin=at_home), Throttled)
    assert attempt("dv000001", origin=HERE).code == "dv000001"


def test_browser_known_for_one_member_is_a_stranger_to_others(app):
    make_member(code="dv000001", password=PASSWORD)
    other = Origin(HERE.place, "phone", KnownDevice("d1", (12345,)))
    for _ in range(10):
        refusal("dv000001", "sai", other)
    assert isinstance(refusal("dv000001", origin=HERE), Throttled)


def test_success_costs_no_statement_for_throttling_and_after_a_failure_one(app, statements):
    make_member(code="dv000001", password=PASSWORD)
    statements.clear()
    attempt("dv000001")
    assert sorted(s.split()[0] for s in statements) == ["INSERT", "SELECT", "UPDATE"]
    statements.clear()
    refusal("dv000001", "sai")
    assert [s.split()[0] for s in statements][:2] == ["SELECT", "INSERT"]
    statements.clear()
    attempt("dv000001")
    assert [s.split()[0] for s in statements] == ["SELECT", "SELECT", "INSERT"]  # the failure may slow the next try


def test_table_keeps_neither_logins_nor_addresses(app):
    refusal("0912345678", "sai")
    keys = db.session.scalars(select(SignInFailure.key)).all()
    assert len(keys) == 3
    assert not [key for key in keys if "0912345678" in key or "203.0.113.7" in key]


def test_old_counts_and_expired_sessions_are_forgotten(app):
    member = make_member(password=PASSWORD)
    fill(Watched(PLACE, ("old",)), 5, NOW - timedelta(hours=2))
    fill(Watched(PLACE, ("new",)), 5)
    token_for(member, NOW - timedelta(days=181))
    token_for(member, NOW)
    throttle.forget_old(NOW)
    assert db.session.scalars(select(SignInFailure.window_start)).all() == [bucket_start(NOW, PLACE.bucket)]
    assert db.session.scalar(select(func.count()).select_from(SignIn)) == 1


# -- The page ----------------------------------------------------------------------------------------------------------


def test_form_signs_in_and_comes_back_to_the_page_asked_for(client):
    make_member(code="dv000001", password=PASSWORD)
    answer = post_form(client, "/sign-in?next=/account", {"login": "dv000001", "password": PASSWORD})
    assert (answer.status_code, answer.location) == (302, "/account")
    assert client.get("/account").status_code == 200


@pytest.mark.parametrize(
    "target", ["https://evil.example", "//evil.example", "/\\evil.example", "/\t/evil.example", "x"]
)
def test_next_leads_to_no_other_site(client, target):
    make_member(code="dv000001", password=PASSWORD)
    data = {"login": "dv000001", "password": PASSWORD}
    answer = client.post("/sign-in", query_string={"next": target}, data={**data, "csrf_token": csrf_token(client)})
    assert answer.location == "/"


def test_wrong_password_shows_the_form_again_with_the_sentence(client):
    answer = post_form(client, "/sign-in", {"login": "dv000001", "password": "sai"})
    assert answer.status_code == 422
    assert str(WRONG) in answer.text
    assert 'value="dv000001"' in answer.text
    assert "sai<" not in answer.text


def test_empty_form_names_both_fields(client):
    answer = post_form(client, "/sign-in", {"login": " ", "password": ""})
    assert answer.status_code == 422
    assert "Hãy nhập mật khẩu." in answer.text
    assert "Hãy nhập mã số, số điện thoại hoặc thư điện tử của bạn." in answer.text


def test_too_many_tries_are_told_with_the_time_to_wait(client):
    for _ in range(10):
        post_form(client, "/sign-in", {"login": "dv000001", "password": "sai"})
    answer = post_form(client, "/sign-in", {"login": "dv000001", "password": "sai"})
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 16 * 60
    assert str(throttle.TOO_MANY) in answer.text


def test_browser_that_signed_in_is_known_from_then_on(client, app):
    make_member(code="dv000001", password=PASSWORD)
    right, wrong = {"login": "dv000001", "password": PASSWORD}, {"login": "dv000001", "password": "sai"}
    answer = post_form(client, "/sign-in", right)
    cookie = next(h for h in answer.headers.getlist("Set-Cookie") if h.startswith("known_device="))
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    post_form(client, "/sign-out", {}, page="/account")
    stranger = app.test_client()
    for _ in range(11):
        blocked = post_form(stranger, "/sign-in", wrong)
    assert blocked.status_code == 429
    assert post_form(client, "/sign-in", right).status_code == 302


def test_forged_cookie_makes_no_browser_known(client):
    client.set_cookie("known_device", '["d1",[1]]', path="/sign-in")
    assert post_form(client, "/sign-in", {"login": "dv000001", "password": "sai"}).status_code == 422


def test_signed_in_person_is_sent_on(client):
    signed_in_as(client, make_member())
    assert client.get("/sign-in?next=/account").location == "/account"


def test_signing_in_as_somebody_else_ends_the_earlier_session(client):
    first = make_member(code="dv000001", password=PASSWORD)
    make_member(code="dv000002", password=PASSWORD)
    signed_in_as(client, first)
    answer = post_form(client, "/sign-in", {"login": "dv000002", "password": PASSWORD}, page="/account")
    assert answer.status_code == 302
    codes = db.session.scalars(select(Member.code).join(SignIn, SignIn.member_id == Member.id)).all()
    assert codes == ["dv000002"]


def test_signing_out_ends_the_session_for_good(client):
    member = make_member()
    signed_in_as(client, member)
    answer = post_form(client, "/sign-out", {}, page="/account")
    assert answer.location == "/sign-in"
    assert answer.headers["Clear-Site-Data"] == '"cache"'
    assert "/static/forget-pages." in client.get("/sign-in").text
    assert client.get("/account").status_code == 302
    assert db.session.scalar(select(func.count()).select_from(SignIn)) == 0


def test_demonstration_accounts_are_buttons(client, app, monkeypatch):
    make_member(code="dv000001", password=PASSWORD)
    account = {"label": "Đảng viên", "login": "dv000001", "password": PASSWORD}
    assert "Tài khoản dùng thử" not in client.get("/sign-in").text
    monkeypatch.setitem(app.config, "DEMO_ACCOUNTS", [account])
    page = client.get("/sign-in").text
    assert '<button class="button wide" type="submit">Đảng viên</button>' in page
    assert post_form(client, "/sign-in", {"login": "dv000001", "password": PASSWORD}).status_code == 302


@pytest.mark.parametrize("value", ["😀" * 300, "' OR 1=1 --", "%s%(x)s"])
def test_odd_input_is_refused_without_a_failure_of_ours(client, value):
    assert post_form(client, "/sign-in", {"login": value, "password": value}).status_code == 422
