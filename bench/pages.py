"""Pages at 100,000 members on SQLite, and what a phone loads before it can show a paper."""

from __future__ import annotations

import http.client
import json
import os
import shutil
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from . import processes
from .processes import Server, Usage

PASSWORD = "hoc-tap-2026"
ADMINISTRATOR, MEMBER = "quan-tri", "dv000001"
ASSESSMENT = "nq57-2026-tuan-1"
PAGES = {
    "dashboard": "/analytics/",
    "dashboard of one round": "/analytics/?assessment=nq52-2026-tuan-4",
    "member list, first page": "/members",
    "member list, last page": "/members?end=1",
    "member list, search by name": "/members?q=nguyen+thi+hoa",
    "member list, search by phone": "/members?q=0000099",
    "home page of a member": "/",
    "home page of a member with courses": "/?",
}
# Who looks at a home page; the other pages are the administrator's.
AT_HOME = {"/": MEMBER, "/?": "dv000002"}
TIMES = 7


@dataclass
class Page:
    """Medians over several calls, after one to warm up."""

    cpu: float
    wall: float
    kilobytes: float


@dataclass
class ColdView:
    """What the browser loaded until the network was quiet. ``kilobytes`` are those over the wire, with headers."""

    kilobytes: float
    requests: list[str]


@dataclass
class Pages:
    """All of it; ``cold`` is None without a Chromium."""

    members: int
    load_demo: Usage
    pages: dict[str, Page] = field(default_factory=dict)
    cold: ColdView | None = None


def measure(folder: Path, members: int) -> Pages:
    """Load a demonstration of this size, serve it, look at the pages one after the other."""
    url = processes.sqlite_url(folder)
    result = Pages(members, processes.quizapp(folder, url, "demo", "load", "--members", str(members)))
    with processes.serving_quizapp(folder, url) as server:
        tokens = {login: _sign_in(server, login) for login in (ADMINISTRATOR, *AT_HOME.values())}
        for name, path in PAGES.items():
            result.pages[name] = _measure(server, path, tokens[AT_HOME.get(path, ADMINISTRATOR)])
        with suppress(ImportError, LookupError):
            result.cold = _cold_view(server)
    return result


def _sign_in(server: Server, login: str) -> str:
    body = json.dumps({"login": login, "password": PASSWORD})
    status, answer = _call(server, "POST", "/api/v1/sessions", body, {"Content-Type": "application/json"})
    assert status == 201, answer
    return json.loads(answer)["token"]


def _measure(server: Server, path: str, token: str) -> Page:
    headers = {"Authorization": f"Bearer {token}", "Accept-Encoding": "gzip"}
    # Every worker draws the page once before it is measured.
    sizes = [len(_page(server, path, headers)) for _ in range(3 * processes.WORKERS)]
    costs = []
    for _ in range(TIMES):
        before, started = server.cpu_seconds(), time.perf_counter()
        _page(server, path, headers)
        costs.append((server.cpu_seconds() - before, time.perf_counter() - started))
    cpu, wall = (median(values) for values in zip(*costs, strict=True))
    return Page(cpu, wall, sizes[-1] / 1000)


def _page(server: Server, path: str, headers: dict[str, str]) -> bytes:
    status, answer = _call(server, "GET", path, None, headers)
    assert status == 200, (path, status, answer[:500])
    return answer


def _call(server: Server, method: str, path: str, body: str | None, headers: dict[str, str]) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    try:
        connection.request(method, path, body, headers)
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()


def _cold_view(server: Server) -> ColdView:
    """A member who has started opens the paper in a browser that has never been here. Raises LookupError."""
    from playwright.sync_api import sync_playwright

    from tests.e2e.conftest import FLAGS, NAMES

    path = os.environ.get("QUIZAPP_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        raise LookupError("no Chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        try:
            return _look(browser, f"http://127.0.0.1:{server.port}")
        finally:
            browser.close()


def _look(browser: Any, address: str) -> ColdView:
    phone = {"viewport": {"width": 360, "height": 800}, "locale": "vi-VN"}
    first = browser.new_context(**phone)
    page = first.new_page()
    page.goto(f"{address}/sign-in")
    page.fill("[name=login]", MEMBER)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url(f"{address}/")
    page.goto(f"{address}/a/{ASSESSMENT}")
    page.click("form[action$='/attempts'] button")
    page.wait_for_url(f"{address}/attempts/*")
    paper, cookies = page.url, first.cookies()
    first.close()
    cold = browser.new_context(**phone)
    cold.add_cookies(cookies)
    return _load(cold, paper)


def _load(context: Any, address: str) -> ColdView:
    page = context.new_page()
    network = context.new_cdp_session(page)
    network.send("Network.enable")
    paths: dict[str, str] = {}
    sizes: dict[str, float] = {}
    network.on("Network.requestWillBeSent", lambda e: paths.setdefault(e["requestId"], e["request"]["url"]))
    network.on("Network.loadingFinished", lambda e: sizes.update({e["requestId"]: e["encodedDataLength"]}))
    page.goto(address, wait_until="networkidle")
    page.close()
    loaded = [paths[number].partition("127.0.0.1:")[2].partition("/")[2] for number in sizes if number in paths]
    return ColdView(sum(sizes.values()) / 1000, loaded)
