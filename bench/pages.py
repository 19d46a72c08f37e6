"""Pages of administrators and leaders at scale: what the server spends on each."""

from __future__ import annotations

import http.client
import re
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

from . import processes
from .processes import Server

PASSWORD = "hoc-tap-2026"
TIMES = 15
PAGES = (
    ("member list", "quan-tri", "/members"),
    ("member list, search with many hits", "quan-tri", "/members?q=nguyen+thi"),
    ("member list, search with few hits", "quan-tri", "/members?q=dv000077"),
    ("dashboard of a finished competition", "lanh-dao", "/analytics/?competition=nq52-2026"),
    ("standings of the open round", "dv000001", "/c/nq57-2026/standings?round=1"),
    ("home of a member", "dv000001", "/"),
)


@dataclass(frozen=True)
class Page:
    """CPU of the server and waiting time for one view of a page, in seconds."""

    what: str
    cpu: float
    p50: float
    kilobytes: float


def measure(folder: Path, members: int) -> list[Page]:
    """Load a demonstration of so many members into SQLite and look at the pages."""
    folder.mkdir(parents=True)
    url = f"sqlite:///{folder / 'quizapp.sqlite3'}"
    processes.quizapp(folder, url, "demo", "load", "--members", str(members))
    with processes.serving_quizapp(folder, url) as server:
        return [_measure(server, what, _sign_in(server, login), path) for what, login, path in PAGES]


def _sign_in(server: Server, login: str) -> str:
    """The cookies of a browser that has signed in."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    connection.request("GET", "/sign-in")
    answer = connection.getresponse()
    token = re.search(r'name="csrf_token"[^>]* value="([^"]+)"', answer.read().decode())
    assert token is not None
    form = urlencode({"csrf_token": token[1], "login": login, "password": PASSWORD})
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": _cookies(answer)}
    connection.request("POST", "/sign-in", form, headers)
    answer = connection.getresponse()
    answer.read()
    assert answer.status == 302, answer.status
    return _cookies(answer)


def _cookies(answer: http.client.HTTPResponse) -> str:
    return "; ".join(value.partition(";")[0] for value in answer.headers.get_all("Set-Cookie", []))


def _measure(server: Server, what: str, cookies: str, path: str) -> Page:
    _view(server, cookies, path)
    before, waits, sizes = server.cpu_seconds(), [], []
    for _ in range(TIMES):
        started = time.perf_counter()
        sizes.append(_view(server, cookies, path))
        waits.append(time.perf_counter() - started)
    return Page(what, (server.cpu_seconds() - before) / TIMES, median(waits), sizes[0] / 1024)


def _view(server: Server, cookies: str, path: str) -> int:
    """Bytes of the page as a browser gets them."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    connection.request("GET", path, headers={"Cookie": cookies, "Accept-Encoding": "br, gzip"})
    answer = connection.getresponse()
    body = answer.read()
    assert answer.status == 200, (path, answer.status)
    return len(body)
