"""The own account: password, text size, language, devices."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from quizapp.accounts import account_services, passwords
from quizapp.accounts.models import AuditEntry, SignIn
from quizapp.errors import Invalid, Throttled
from quizapp.extensions import db
from tests.accounts.forms import csrf_token, post_form
from tests.conftest import NOW
from tests.factories import make_member, make_unit, sign_in, token_for

PASSWORD = "hoc-tap-2026"


def sign_ins() -> int:
    return db.session.scalar(select(func.count()).select_from(SignIn)) or 0


def here_of(member) -> SignIn:
    token_for(member, NOW)
    return db.session.scalars(select(SignIn).where(SignIn.member_id == member.id).order_by(SignIn.id.desc())).first()


# -- Password ----------------------------------------------------------------------------------------------------------


def test_new_password_signs_out_everywhere_else_and_is_logged(app):
    member = make_member(password=PASSWORD)
    token_for(member, NOW - timedelta(days=1))
    here = here_of(member)
    account_services.change_password(member, PASSWORD, "mua-xuan-1958", here=here, now=NOW)
    assert passwords.is_right("mua-xuan-1958", member.password_hash)
    assert db.session.scalars(select(SignIn.id)).all() == [here.id]
    assert db.session.execute(select(AuditEntry.action, AuditEntry.actor_id)).all() == [("password.changed", member.id)]


@pytest.mark.parametrize(
    ("current", "new", "field"),
    [
        ("sai", "mua-xuan-1958", "current"),
        (None, "mua-xuan-1958", "current"),
        (PASSWORD, "ngan", "new"),
        (PASSWORD, "abababab", "new"),
        (PASSWORD, "dv000001", "new"),
        (PASSWORD, PASSWORD, "new"),
    ],
)
def test_password_that_cannot_be_is_refused_beside_its_field(app, current, new, field):
    member = make_member(code="dv000001", password=PASSWORD)
    with pytest.raises(Invalid) as caught:
        account_services.change_password(member, current, new, here=here_of(member), now=NOW)
    assert caught.value.extra == {"field": field}
    assert passwords.is_right(PASSWORD, member.password_hash)


def test_guessing_the_password_in_use_is_throttled(app):
    member = make_member(password=PASSWORD)
    here = here_of(member)
    for _ in range(10):
        with pytest.raises(Invalid):
            account_services.change_password(member, "sai", "mua-xuan-1958", here=here, now=NOW)
    with pytest.raises(Throttled):
        account_services.change_password(member, PASSWORD, "mua-xuan-1958", here=here, now=NOW)


def test_initial_password_is_changed_before_anything_else(client):
    make_member(code="dv000001", password=PASSWORD, has_initial_password=True)
    answer = post_form(client, "/sign-in?next=/account", {"login": "dv000001", "password": PASSWORD})
    assert answer.location == "/password?next=/account"
    assert client.get("/account").location == "/password"
    page = client.get("/password")
    assert "do người khác cấp" in page.text
    assert 'name="current"' not in page.text
    data = {"new": "mua-xuan-1958", "again": "mua-xuan-1958"}
    assert post_form(client, "/password?next=/account", data).location == "/account"
    assert client.get("/account").status_code == 200


def test_form_tells_what_is_wrong(client):
    sign_in(client, make_member(password=PASSWORD))
    answer = post_form(client, "/password", {"current": "sai", "new": "mua-xuan-1958", "again": "khac"})
    assert (answer.status_code, "Hai lần nhập chưa giống nhau" in answer.text) == (422, True)
    answer = post_form(client, "/password", {"current": "sai", "new": "mua-xuan-1958", "again": "mua-xuan-1958"})
    assert (answer.status_code, "Mật khẩu đang dùng chưa đúng." in answer.text) == (422, True)


# -- The page ----------------------------------------------------------------------------------------------------------


def test_page_shows_what_is_kept_of_me(client):
    unit = make_unit("Chi bộ Phòng Tổ chức")
    member = make_member("Lê Văn Tám", unit, code="dv000001", phone="0912345678", position="Bí thư")
    page = sign_in(client, member).get("/account").text
    shown = ("Lê Văn Tám", "dv000001", "Chi bộ Phòng Tổ chức", "0912345678", "Bí thư", "Đảng viên chính thức")
    assert [text for text in shown if text not in page] == []


def test_page_costs_the_same_with_one_device_and_with_three(client, statements):
    member = make_member()
    sign_in(client, member)
    client.get("/account")
    costs = []
    for _ in range(2):
        statements.clear()
        client.get("/account")
        costs.append(len(statements))
        token_for(member)
        token_for(member)
    assert costs[0] == costs[1]


@pytest.mark.parametrize("size", [125, 150])
def test_text_size_is_kept_with_the_account(client, size):
    sign_in(client, make_member())
    assert "data-text-size" not in client.get("/account").text
    post_form(client, "/account/text-size", {"text_size": size}, page="/account")
    assert f'data-text-size="{size}"' in client.get("/account").text


@pytest.mark.parametrize("size", ["99", "", "x", "1" * 30])
def test_other_text_sizes_are_refused(client, size):
    sign_in(client, make_member())
    assert post_form(client, "/account/text-size", {"text_size": size}, page="/account").status_code == 422


def test_language_of_a_visitor_is_kept_in_the_browser(client):
    answer = post_form(client, "/locale", {"locale": "en", "next": "/registration"}, page="/sign-in")
    assert answer.location == "/registration"
    assert '<html lang="en"' in client.get("/sign-in").text


def test_language_of_a_member_is_kept_with_the_account(client):
    member = make_member()
    sign_in(client, member)
    post_form(client, "/locale", {"locale": "en"}, page="/account")
    db.session.expire_all()
    assert member.locale == "en"
    client.delete_cookie("locale")
    assert '<html lang="en"' in client.get("/account").text


def test_no_cookie_leaves_a_browser_by_an_open_line_in_production(app, client, monkeypatch):
    monkeypatch.setitem(app.config, "SESSION_COOKIE_SECURE", True)
    token = csrf_token(client)  # the test's browser speaks https from here on
    data = {"locale": "en", "csrf_token": token}
    answer = client.post("/locale", data=data, base_url="https://localhost", headers={"Referer": "https://localhost/"})
    cookies = answer.headers.getlist("Set-Cookie")
    assert [one for one in cookies if "locale" in one]
    assert all("; Secure" in one and "; HttpOnly" in one and "; SameSite=Lax" in one for one in cookies)


@pytest.mark.parametrize("values", [{"locale": "fr"}, {"locale": ""}, {}])
def test_unknown_language_is_refused(client, values):
    assert post_form(client, "/locale", values, page="/sign-in").status_code == 422


def test_language_form_leads_to_no_other_site(client):
    data = {"locale": "en", "next": "//evil.example"}
    assert post_form(client, "/locale", data, page="/sign-in").location == "/"


# -- Devices -----------------------------------------------------------------------------------------------------------


def test_signing_out_everywhere_else_keeps_this_browser(client):
    member = make_member()
    for _ in range(2):
        token_for(member)
    sign_in(client, member)
    answer = post_form(client, "/account/sessions/others/sign-out", {}, page="/account")
    assert answer.location == "/account#sessions"
    assert sign_ins() == 1
    assert "Đã đăng xuất khỏi 2 thiết bị khác." in client.get("/account").text


def test_one_device_can_be_signed_out(client):
    member = make_member()
    token_for(member)
    other = db.session.scalars(select(SignIn.id)).one()
    sign_in(client, member)
    assert post_form(client, f"/account/sessions/{other}/sign-out", {}, page="/account").status_code == 302
    assert sign_ins() == 1


def test_device_of_somebody_else_is_not_found(client):
    token_for(make_member())
    foreign = db.session.scalars(select(SignIn.id)).one()
    sign_in(client, make_member())
    assert post_form(client, f"/account/sessions/{foreign}/sign-out", {}, page="/account").status_code == 404
    assert sign_ins() == 2


@pytest.mark.parametrize("path", ["/account/text-size", "/account/sessions/others/sign-out", "/sign-out", "/password"])
def test_visitor_is_asked_to_sign_in(client, path):
    assert client.post(path, data={"csrf_token": csrf_token(client)}).location == "/sign-in"
