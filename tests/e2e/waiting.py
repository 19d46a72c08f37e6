"""Waiting for what only a script can see."""

from __future__ import annotations

from playwright.sync_api import Error, Page


def wait_until(page: Page, condition: str) -> None:
    """Until the condition holds on the page, which may just be giving way to another. Playwright's own way to wait is
    forbidden by our Content-Security-Policy as soon as it has to look twice."""
    for _ in range(200):
        try:
            if page.evaluate(condition):
                return
        except Error:
            page.wait_for_load_state()
        page.wait_for_timeout(50)
    raise AssertionError(condition)
