"""Every answer carries its request's id and the strict headers; logs are JSON; metrics are for those allowed."""

from __future__ import annotations

import dataclasses
import io
import json
import logging
import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask, abort

from quizapp import clock
from quizapp.accounts.gate import public
from quizapp.app import create_app
from quizapp.observability import JsonFormatter
from tests.accounts.forms import post_form
from tests.assessments.factories import make_assessment
from tests.conftest import BrowserLikeClient, make_config
from tests.factories import bearer, make_member, make_unit, sign_in

NO_ADDRESS = "/không-có"


@pytest.fixture
def failing(database_url, tmp_path) -> Flask:
    """An application with a page and a call that break, as one in production answers them."""
    config = dataclasses.replace(make_config(tmp_path, database_url), env="production")
    application = create_app(config)
    application.test_client_class = BrowserLikeClient

    @public
    def fail() -> str:
        raise RuntimeError("secret detail")

    @public
    def too_large() -> str:
        abort(413)

    application.add_url_rule("/fail", "fail", fail)
    application.add_url_rule("/api/v1/fail", "fail_api", fail)
    application.add_url_rule("/too-large", "too_large", too_large)
    return application


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the program writes, as it would stand on stderr."""
    stream, logger = io.StringIO(), logging.getLogger("quizapp")
    handler, level = logging.StreamHandler(stream), logger.level
    handler.setFormatter(JsonFormatter())
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    yield stream
    logger.removeHandler(handler)
    logger.setLevel(level)


# --- Request ids ---


def test_every_answer_has_an_id_of_its_own(client):
    ids = [client.get(path).headers["X-Request-Id"] for path in ("/sign-in", "/sign-in", NO_ADDRESS, "/health/live")]
    assert len(set(ids)) == 4
    assert all(re.fullmatch("[0-9a-f]{16}", id) for id in ids)


@pytest.mark.parametrize("id", ["0123456789abcdef", "b7c1-ABCD-9", "x" * 64])
def test_sane_id_of_a_proxy_is_taken_over(client, id):
    assert client.get("/health/live", headers={"X-Request-Id": id}).headers["X-Request-Id"] == id


@pytest.mark.parametrize(
    "id", ["", "short", "x" * 65, "with space 123", "<script>alert(1)</script>", "ẹ" * 9, "a=b;c=d;e"]
)
def test_odd_id_is_replaced(client, id):
    answered = client.get("/health/live", headers={"X-Request-Id": id.encode()}).headers["X-Request-Id"]
    assert re.fullmatch("[0-9a-f]{16}", answered)


def test_error_page_shows_the_id(client):
    answer = client.get(NO_ADDRESS, headers={"X-Request-Id": "shown-on-the-page"})
    assert (answer.status_code, "Mã yêu cầu: shown-on-the-page" in answer.text) == (404, True)


def test_failure_shows_its_id_and_no_detail(failing, log):
    client = failing.test_client()
    page = client.get("/fail", headers={"X-Request-Id": "id-of-a-failure"})
    assert (page.status_code, "Mã yêu cầu: id-of-a-failure" in page.text) == (500, True)
    assert "secret detail" not in page.text
    answer = client.get("/api/v1/fail")
    assert (answer.status_code, answer.content_type) == (500, "application/problem+json")
    assert "secret detail" not in answer.text
    failure = json.loads(log.getvalue().splitlines()[0])
    assert (failure["message"], failure["request_id"], failure["level"]) == ("failure", "id-of-a-failure", "error")
    assert "RuntimeError: secret detail" in failure["exception"]


# --- Logs ---


def test_request_is_one_line_of_json_without_anything_personal(client, log):
    client.get("/sign-in?next=/secret", headers={"X-Request-Id": "id-of-a-request"})
    (line,) = log.getvalue().splitlines()
    entry = json.loads(line)
    assert entry.pop("at").endswith("+00:00")
    assert entry.pop("milliseconds") > 0
    assert entry == {
        "level": "info",
        "logger": "quizapp",
        "message": "request",
        "request_id": "id-of-a-request",
        "method": "GET",
        "path": "/sign-in",
        "status": 200,
    }


def test_line_break_in_an_address_does_not_break_a_line(client, log):
    client.get("/x%0a%7B%22level%22:%22error%22%7D")
    (line,) = log.getvalue().splitlines()
    assert json.loads(line)["path"] == '/x\n{"level":"error"}'


# --- Metrics ---


def test_metrics_count_by_endpoint_and_status(client):
    client.get("/health/live")
    client.get(NO_ADDRESS)
    metrics = client.get("/metrics")
    assert metrics.content_type.startswith("text/plain; version=")
    assert 'quizapp_requests_total{endpoint="health.show_live",method="GET",status="200"}' in metrics.text
    assert 'quizapp_requests_total{endpoint="none",method="GET",status="404"}' in metrics.text
    assert 'quizapp_request_seconds_bucket{endpoint="health.show_live",le="0.005"}' in metrics.text


def test_invented_methods_are_one_label(client):
    for number in range(3):
        client.open("/health/live", method=f"INVENTED{number}")
    metrics = client.get("/metrics").text
    assert 'method="other"' in metrics
    assert "INVENTED" not in metrics


@pytest.mark.parametrize(
    ("address", "status"), [("127.0.0.1", 200), ("::1", 200), ("10.0.0.7", 404), ("203.0.113.9", 404)]
)
def test_metrics_are_for_allowed_addresses_only(client, address, status):
    assert client.get("/metrics", environ_base={"REMOTE_ADDR": address}).status_code == status


@pytest.mark.parametrize(("proxies", "status"), [(0, 200), (1, 404)])
def test_behind_a_proxy_the_visitor_is_asked_for_and_not_the_proxy(database_url, tmp_path, proxies, status):
    config = dataclasses.replace(make_config(tmp_path, database_url), trusted_proxies=proxies)
    client = create_app(config).test_client()
    answer = client.get("/metrics", headers={"X-Forwarded-For": "203.0.113.9"})
    assert answer.status_code == status


# --- Headers ---

SOURCES = {
    "default-src": "'self'",
    "img-src": "'self' data:",
    "object-src": "'none'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
    "form-action": "'self'",
}


def policy(answer) -> dict[str, str]:
    parts = answer.headers["Content-Security-Policy"].split("; ")
    return dict(part.split(" ", 1) for part in parts)


def check_page(answer) -> None:
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in answer.headers["Permissions-Policy"]
    assert policy(answer).items() >= SOURCES.items()
    assert "unsafe-" not in answer.headers["Content-Security-Policy"]
    assert "*" not in answer.headers["Content-Security-Policy"]


def test_pages_and_their_errors_carry_the_strict_headers(client, failing):
    broken = failing.test_client()
    answers = [client.get("/sign-in"), client.get(NO_ADDRESS), broken.get("/fail"), broken.get("/too-large")]
    assert [answer.status_code for answer in answers] == [200, 404, 500, 413]
    for answer in answers:
        check_page(answer)
        assert answer.headers["Cache-Control"] == "no-store"


def test_json_is_never_guessed_to_be_something_else_and_never_kept(client, failing):
    paths = ("/api/v1/openapi.json", "/health/live", "/api/v1/nothing", "/api/v1/assessments")
    for answer in [*map(client.get, paths), failing.test_client().get("/api/v1/fail")]:
        assert (answer.headers["X-Content-Type-Options"], answer.headers["Cache-Control"]) == ("nosniff", "no-store")


def test_signed_in_pages_carry_them_too(app):
    unit = make_unit()
    now = clock.now()
    assessment = make_assessment(unit, opens_at=now - timedelta(hours=1), closes_at=now + timedelta(hours=1))
    browser = sign_in(app.test_client(), make_member(unit=unit))
    for path in ("/", f"/a/{assessment.code}", "/account"):
        answer = browser.get(path)
        assert answer.status_code == 200
        check_page(answer)


def test_pages_hold_no_inline_code_that_the_policy_would_stop(client):
    page = client.get("/sign-in").text
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=|javascript:", page)


def test_only_safe_transport_is_remembered(client):
    assert "Strict-Transport-Security" not in client.get("/sign-in").headers
    safe = client.get("/sign-in", base_url="https://localhost")
    assert safe.headers["Strict-Transport-Security"].startswith("max-age=31536000")


# --- Cookies ---


def cookies_of(answer) -> dict[str, set[str]]:
    """{name: attributes in lower letters} of every cookie that is set."""
    parts = [header.split("; ") for header in answer.headers.getlist("Set-Cookie")]
    return {first.split("=")[0]: {word.split("=")[0].lower() for word in rest} for first, *rest in parts}


def test_cookies_are_closed_to_scripts_and_other_sites(client):
    make_member(code="dv1", password="mật khẩu dài")
    answer = post_form(client, "/sign-in", {"login": "dv1", "password": "mật khẩu dài"})
    cookies = cookies_of(answer)
    assert answer.status_code in (302, 303)
    assert "quizapp" in cookies
    for attributes in cookies.values():
        assert {"httponly", "samesite", "path"} <= attributes
        assert "secure" not in attributes


def test_cookies_are_secure_in_production(app, database_url, tmp_path):
    make_member(code="dv1", password="mật khẩu dài")
    production = create_app(dataclasses.replace(make_config(tmp_path, database_url), env="production"))
    production.test_client_class = BrowserLikeClient
    browser = production.test_client()
    options = {"base_url": "https://localhost", "headers": {"Referer": "https://localhost/sign-in"}}
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', browser.get("/sign-in", **options).text)
    form = {"csrf_token": token[1], "login": "dv1", "password": "mật khẩu dài"}
    answer = browser.post("/sign-in", data=form, **options)
    cookies = cookies_of(answer)
    assert answer.status_code in (302, 303)
    assert "quizapp" in cookies
    assert all({"secure", "httponly", "samesite"} <= attributes for attributes in cookies.values())


def test_program_gets_no_cookie(app, client):
    answer = client.get("/api/v1/assessments", headers=bearer(make_member()))
    assert (answer.status_code, answer.headers.getlist("Set-Cookie")) == (200, [])


# --- Health ---


def test_health_tells_that_the_database_is_not_migrated(tmp_path):
    client = create_app(make_config(tmp_path, f"sqlite:///{tmp_path}/empty.sqlite3")).test_client()
    live, ready = client.get("/health/live"), client.get("/health/ready")
    assert (live.status_code, live.json) == (200, {"status": "ok"})
    assert (ready.status_code, ready.json) == (503, {"status": "error", "reason": "database not migrated"})


@pytest.mark.parametrize(
    "url", ["sqlite:////nowhere/at/all.sqlite3", "postgresql+psycopg://nobody@127.0.0.1:1/nothing?connect_timeout=2"]
)
def test_health_tells_that_the_database_cannot_be_reached(tmp_path, url):
    client = create_app(make_config(tmp_path, url)).test_client()
    assert client.get("/health/live").status_code == 200
    ready = client.get("/health/ready")
    assert (ready.status_code, ready.json) == (503, {"status": "error", "reason": "database unreachable"})


def test_health_is_well_on_a_migrated_database(client):
    assert (client.get("/health/ready").status_code, client.get("/health/ready").json) == (200, {"status": "ok"})
