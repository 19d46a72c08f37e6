"""A propaganda board sets a competition up and publishes it, at a desk, without help."""

from __future__ import annotations

import re

from playwright.sync_api import expect

DESK = {"viewport": {"width": 1280, "height": 800}, "is_mobile": False, "has_touch": False}


def test_board_creates_checks_and_publishes_a_competition(open_page):
    page = open_page("tuyen-giao", "/competitions", **DESK)
    page.get_by_role("link", name="Tạo cuộc thi").click()
    page.fill("[name=title]", "Tìm hiểu Nghị quyết 21-NQ/TW")
    page.fill("[name=code]", "nq21-thu")
    page.get_by_role("button", name="Tạo và soạn tiếp").click()
    page.get_by_role("button", name="Lưu và tiếp tục").click()
    page.goto("/competitions/nq21-thu/new-round")
    page.get_by_role("button", name="Lưu vòng thi").click()
    page.goto("/competitions/nq21-thu/rounds/1/matrix")
    source = page.locator("[name=rows-0-source]")
    source.select_option(label=source.locator("option", has_text=re.compile("^NQ21 · Mọi chủ đề")).inner_text())

    page.fill("[name=rows-0-count]", "40")
    page.get_by_role("button", name="Lưu và xem đề mẫu").click()
    expect(page.locator("main")).to_contain_text("Ngân hàng không đủ câu")
    page.goto("/competitions/nq21-thu/publication")
    expect(page.get_by_role("button", name="Công bố")).to_have_count(0)

    page.goto("/competitions/nq21-thu/rounds/1/matrix")
    page.fill("[name=rows-0-count]", "10")
    page.get_by_role("button", name="Lưu và xem đề mẫu").click()
    expect(page.locator("main")).to_contain_text("Câu 10")
    page.goto("/competitions/nq21-thu/publication")
    page.get_by_role("button", name="Công bố").click()
    expect(page.locator("main")).to_contain_text("công bố")

    visitor = open_page(None, "/c/nq21-thu")
    expect(visitor.get_by_role("heading", name=re.compile("Tìm hiểu Nghị quyết 21"))).to_be_visible()
    page.goto("/competitions/nq21-thu/rounds/1/matrix")
    expect(page.get_by_role("button", name="Lưu và xem đề mẫu")).to_have_count(0)
