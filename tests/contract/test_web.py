"""The pages whose addresses are agreed, and the health of the server."""

from __future__ import annotations

import re
from urllib.parse import urlencode

import pytest

from tests.program import Answer, Server

from .story import PASSWORD

# One scenario, one process: its commands and its server are what costs.
pytestmark = pytest.mark.xdist_group("contract")


def test_sign_in_is_a_form(story):
    page = story.server.call("GET", "/sign-in")
    assert (page.status, page.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    fields = set(re.findall(r'<input[^>]*name="(\w+)"', page.text))
    assert {"login", "password", "csrf_token"} <= fields
    assert re.search(r'<form[^>]*method="post"', page.text)


class Browser:
    """Keeps cookies, and sends forms with the token of the page they stand on."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.cookies: dict[str, str] = {}

    def get(self, path: str) -> Answer:
        return self._keep(self.server.call("GET", path, Cookie=self._sent()))

    def post(self, path: str, **fields: str) -> Answer:
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', self.get(path).text)
        assert token is not None
        form = urlencode({"csrf_token": token[1], **fields}).encode()
        headers = {"Content_Type": "application/x-www-form-urlencoded", "Cookie": self._sent()}
        return self._keep(self.server.call("POST", path, form, **headers))

    def _sent(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def _keep(self, answer: Answer) -> Answer:
        self.cookies |= dict(cookie.split("=", 1) for cookie in answer.cookies)
        return answer


def test_person_signs_in_and_sees_the_agreed_pages(story):
    browser = Browser(story.server)
    signed_in = browser.post("/sign-in", login="dv1", password=PASSWORD)
    assert signed_in.status in (302, 303)
    # The password was set by somebody else: it is changed before anything else is shown.
    turned = browser.get("/a/nq57-1")
    assert (turned.status, turned.headers["Location"]) == (302, "/password")
    changed = browser.post("/password", current=PASSWORD, new="một mật khẩu mới", again="một mật khẩu mới")
    assert changed.status in (302, 303)
    own = story.answers["submit"].json["id"]
    for path in ("/a/nq57-1", f"/attempts/{own}", "/c/nq57", "/analytics/"):
        shown = browser.get(path)
        assert (shown.status, shown.headers["Content-Type"]) == (200, "text/html; charset=utf-8"), path
    assert browser.get("/attempts/999999").status == 404


def test_competition_is_public_and_the_rest_is_closed(story):
    shown = story.server.call("GET", "/c/nq57")
    assert (shown.status, "Tìm hiểu Nghị quyết 57" in shown.text) == (200, True)
    for path in ("/a/nq57-1", "/attempts/1", "/analytics/"):
        closed = story.server.call("GET", path)
        assert (closed.status, closed.headers["Location"].startswith("/sign-in")) == (302, True)
    assert story.server.call("GET", "/c/khong-co").status == 404


def test_health_and_metrics(story):
    for path in ("/health/live", "/health/ready"):
        answer = story.server.call("GET", path)
        assert (answer.status, answer.json) == (200, {"status": "ok"})
    metrics = story.server.call("GET", "/metrics")
    assert metrics.headers["Content-Type"].startswith("text/plain; version=")
    assert "# TYPE quizapp_requests_total counter" in metrics.text
