"""A real browser against the real server: gunicorn, SQLite, and a small demonstration."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from quizapp.project import ROOT

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PASSWORD = "hoc-tap-2026"
PHONE = {"width": 360, "height": 800}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            # One server and one browser: all of these in one process.
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="session")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the server keeps its data."""
    return tmp_path_factory.mktemp("served")


@pytest.fixture(scope="session")
def server(instance: Path) -> Iterator[str]:
    """The address of a server with a demonstration of 300 members."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("QUIZAPP_")}
    environment |= {"QUIZAPP_INSTANCE": str(instance)}
    quizapp = [sys.executable, "-c", "from quizapp.cli import main; main()"]
    subprocess.run([*quizapp, "demo", "load", "--members", "300"], env=environment, cwd=ROOT, check=True)
    with (instance / "log").open("w") as log:
        process = subprocess.Popen(
            [*quizapp, "serve", "--demo", "--port", str(port)], env=environment, cwd=ROOT, stderr=log
        )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_until_ready(address, process, instance / "log")
        yield address
    finally:
        process.terminate()
        assert process.wait(30) == 0, "SIGTERM stops the server cleanly"


def _wait_until_ready(address: str, process: subprocess.Popen[Any], log: Path) -> None:
    end = time.monotonic() + 180
    while time.monotonic() < end:
        try:
            if urllib.request.urlopen(f"{address}/health/ready", timeout=5).status == 200:
                return
        except OSError:
            time.sleep(0.2)
        assert process.poll() is None, log.read_text()
    raise AssertionError(f"the server did not come up:\n{log.read_text()}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, where one is installed (``make test`` installs it where it can)."""
    path = os.environ.get("QUIZAPP_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        pytest.skip("no Chromium found: install one, or set QUIZAPP_CHROMIUM to its path")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield launched
        launched.close()


OpenPage = Callable[..., Page]


def _is_expected(error: str) -> bool:
    """Cut networks are part of the tests, and so is a rule that says no (409, 410, 422)."""
    return "net::ERR" in error or any(f"status of {status}" in error for status in (409, 410, 422))


@pytest.fixture
def open_page(browser: Browser, server: str) -> Iterator[OpenPage]:
    """Open a page as somebody with a phone (or what is asked for); console errors fail the test."""
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    def open_as(login: str | None = None, path: str = "/", **options: Any) -> Page:
        settings: dict[str, Any] = {
            "viewport": PHONE,
            "is_mobile": True,
            "has_touch": True,
            "locale": "vi-VN",
        } | options
        context = browser.new_context(base_url=server, **settings)
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda m: errors.append(m.text) if m.type == "error" and not _is_expected(m.text) else None)
        if login:
            page.goto("/sign-in")
            page.fill("[name=login]", login)
            page.fill("[name=password]", PASSWORD)
            page.press("[name=password]", "Enter")
            page.wait_for_url(f"{server}/")
        page.goto(path)
        return page

    yield open_as
    for context in contexts:
        context.close()
    assert errors == []
