"""The home page on a phone: one tap goes on with what was begun."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Page, expect

ROUND = "/a/nq57-2026-tuan-1"


def primary(page: Page) -> Any:
    """The buttons that the page puts first; there is never more than one."""
    found = page.locator("main .button.primary")
    expect(found).to_have_count(1)
    return found


def test_one_tap_goes_on_with_the_paper_that_was_begun(open_page: Any) -> None:
    page = open_page("dv000041", ROUND)
    page.locator("form[action$='/attempts'] button").click()
    page.wait_for_url(re.compile("/attempts/"))
    paper = page.url
    page.goto("/")
    expect(primary(page)).to_have_text("Tiếp tục làm bài")
    primary(page).tap()
    page.wait_for_url(paper)


def test_home_page_fits_a_small_phone_with_large_letters(open_page: Any) -> None:
    page = open_page("dv000002", "/", viewport={"width": 320, "height": 568})
    primary(page)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
