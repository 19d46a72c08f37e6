"""Pages are closed unless they are marked open; forms need their token; initial passwords are changed first."""

from __future__ import annotations

from datetime import timedelta

import pytest

from quizapp import clock
from quizapp.accounts import sessions
from quizapp.accounts.gate import SAFE_METHODS
from tests.accounts.forms import csrf_token, post_form
from tests.factories import bearer, make_member, sign_in, token_for

PUBLIC_PAGES = {
    "accounts.choose_locale",
    "accounts.register",
    "accounts.show_registration_received",
    "accounts.sign_in",
    "accounts.start_session",
}


def views(app, mark: str) -> set[str]:
    return {name for name, view in app.view_functions.items() if getattr(view, mark, False)}


def addresses(app, prefix: str = "") -> list[tuple[str, str]]:
    """(method, path) of every view that is not public and needs no parameter."""
    closed = [r for r in app.url_map.iter_rules() if r.endpoint not in views(app, "is_public") | {"static"}]
    methods = [(m, r.rule) for r in closed if not r.arguments for m in (r.methods or set()) - {"OPTIONS", "HEAD"}]
    return [pair for pair in methods if pair[1].startswith(prefix)]


def test_public_pages_of_accounts_are_these(app):
    assert {name for name in views(app, "is_public") if name.startswith("accounts.")} == PUBLIC_PAGES


def test_every_other_page_turns_visitors_away(app, client):
    token = csrf_token(client)
    assert addresses(app)
    for method, path in addresses(app):
        answer = client.open(path, method=method, headers={"X-CSRFToken": token})
        if path.startswith("/api/"):
            assert (answer.status_code, answer.content_type) == (401, "application/problem+json"), path
        else:
            assert (answer.status_code, answer.location.split("?")[0]) == (302, "/sign-in"), path


def test_visitor_comes_back_to_the_page_after_signing_in(client):
    assert client.get("/audit?action=x&day=2026-11-21").location == (
        "/sign-in?next=/audit?action%3Dx%26day%3D2026-11-21"
    )


def test_unknown_address_is_not_found_for_visitors_too(client):
    assert client.get("/nowhere").status_code == 404


def test_every_change_needs_the_token_of_its_form(app, client):
    sign_in(client, make_member())
    for method, path in addresses(app):
        if method not in SAFE_METHODS:
            assert client.open(path, method=method).status_code == 400, path


@pytest.mark.parametrize("path", ["/sign-in", "/registration", "/locale"])
def test_public_forms_need_their_token_too(client, path):
    answer = client.post(path, data={"login": "a", "password": "b"})
    assert answer.status_code == 400
    assert "Hãy tải lại trang rồi thử lại" in answer.text


def test_token_of_another_browser_is_worth_nothing(app, client):
    token = csrf_token(app.test_client())
    assert client.post("/sign-in", data={"csrf_token": token, "login": "a", "password": "b"}).status_code == 400


def test_program_with_a_bearer_token_needs_no_csrf_token(client):
    assert client.delete("/api/v1/sessions", headers=bearer(make_member())).status_code == 204


@pytest.mark.parametrize(
    "header", ["Bearer", "Bearer ", "Bearer x", "Basic x", "bearer \u00ff", "Bearer " + "x" * 5000]
)
def test_worthless_authorization_signs_nobody_in(client, header):
    assert client.get("/account", headers={"Authorization": header}).status_code == 302


def test_worthless_bearer_token_does_not_fall_back_to_the_cookie(client):
    sign_in(client, make_member())
    answer = client.post("/account/text-size", data={"text_size": "150"}, headers={"Authorization": "Bearer x"})
    assert answer.location == "/sign-in"


def test_expired_session_signs_nobody_in(client):
    member = make_member()
    token = token_for(member, clock.now() - sessions.LIFETIME - timedelta(seconds=1))
    assert client.get("/account", headers={"Authorization": f"Bearer {token}"}).status_code == 302


@pytest.mark.parametrize("state", ["pending", "rejected", "locked"])
def test_session_of_an_account_that_was_closed_meanwhile_signs_nobody_in(client, state):
    assert client.get("/account", headers=bearer(make_member(account_state=state))).status_code == 302


def test_initial_password_comes_before_every_page_but_signing_out(app, client):
    sign_in(client, make_member(has_initial_password=True))
    token = csrf_token(client, "/password")
    open_paths = {"/password", "/sign-out"}
    for method, path in addresses(app):
        if path not in open_paths and not path.startswith("/api/"):
            answer = client.open(path, method=method, headers={"X-CSRFToken": token})
            assert (answer.status_code, answer.location) == (302, "/password"), path
    assert post_form(client, "/sign-out", {}, page="/password").location == "/sign-in"


def test_program_with_an_initial_password_may_go_on(client):
    assert client.delete("/api/v1/sessions", headers=bearer(make_member(has_initial_password=True))).status_code == 204


def test_answers_to_visitors_are_not_kept_by_caches(client):
    assert client.get("/account").headers["Cache-Control"] == "no-store"
