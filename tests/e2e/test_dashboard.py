"""The leader's page in a browser: the charts under the strict Content-Security-Policy, and the phone's width."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

FINISHED = "/analytics/?competition=nq52-2026"


def widest(page: Page) -> int:
    """By how many pixels the page is wider than the screen."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def test_charts_draw_on_a_wide_screen_when_they_come_into_view(open_page):
    page = open_page(
        "lanh-dao", FINISHED, viewport={"width": 1280, "height": 800}, is_mobile=False, has_touch=False
    )  # a refused style or script is a console error, which fails the test
    assert page.evaluate("window.Plotly === undefined")
    page.locator("#trend").scroll_into_view_if_needed()
    page.mouse.wheel(0, 2000)
    expect(page.locator("[data-chart=rounds] svg.main-svg").first).to_be_visible(timeout=20_000)
    expect(page.locator("[data-chart=days] svg.main-svg").first).to_be_visible()
    assert page.locator("[data-chart=rounds] .bars .point").count() == 8  # both rates of four rounds
    assert page.locator("style").count() == 0


def test_phone_fetches_the_charts_only_when_one_is_opened(open_page):
    page = open_page("lanh-dao", FINISHED)
    page.locator("#trend").scroll_into_view_if_needed()
    page.wait_for_timeout(500)
    assert page.evaluate("window.Plotly === undefined")
    page.locator("[data-chart=rounds] summary").click()
    expect(page.locator("[data-chart=rounds] svg.main-svg").first).to_be_visible(timeout=20_000)
    assert widest(page) <= 0


@pytest.mark.parametrize("width", [320, 360, 1280])
@pytest.mark.parametrize("address", [FINISHED, f"{FINISHED}&depth=2", "/analytics/missing?assessment=nq52-2026-tuan-1"])
def test_page_fits_the_screen_and_is_accessible(open_page, width, address):
    page = open_page("lanh-dao", address, viewport={"width": width, "height": 700})
    assert widest(page) <= 0
    assert [v["id"] for v in Axe().run(page).response["violations"]] == []


def test_leader_finds_the_units_that_lag(open_page):
    page = open_page("lanh-dao", FINISHED)
    rates = page.locator(".unit-table tbody .rate").all_inner_texts()
    shown = [float(text.split()[0].replace(",", ".")) for text in rates if re.match(r"\d", text)]
    assert shown == sorted(shown)
    page.get_by_role("link", name="Đơn vị chậm").click()
    expect(page.locator("#threshold")).to_be_visible()
    assert 0 < page.locator(".unit-table tbody tr").count() < len(rates)
    page.locator(".unit-table tbody th a").first.click()
    expect(page.locator(".breadcrumbs li")).to_have_count(2)
