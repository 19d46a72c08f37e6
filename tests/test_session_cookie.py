"""The session cookie is looked at only where there is one, or something to keep."""

from __future__ import annotations

from tests.factories import bearer, make_member, sign_in


def test_answer_to_a_program_does_not_depend_on_a_cookie(app, client):
    answer = client.get("/api/v1/assessments", headers=bearer(make_member()))
    assert "Cookie" not in answer.headers.get("Vary", "")


def test_page_of_somebody_signed_in_depends_on_the_cookie_and_leaves_it_alone(app, client):
    browser = sign_in(client, make_member())
    browser.get("/account")  # which leaves the token of its forms
    answer = browser.get("/account")
    assert answer.status_code == 200
    assert "Cookie" in answer.headers["Vary"]
    assert "Set-Cookie" not in answer.headers


def test_forged_cookie_is_worth_nothing(client):
    client.set_cookie("quizapp", "eyJ0b2tlbiI6IngifQ.aaaa.bbbb")
    assert client.get("/account").status_code == 302


def test_form_gets_a_cookie_for_its_token(client):
    assert any(cookie.startswith("quizapp=") for cookie in client.get("/sign-in").headers.getlist("Set-Cookie"))
