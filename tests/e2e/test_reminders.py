"""Turning notifications on: a button where it works, a sentence where it does not."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

PAGE = "/account/reminders"
BUTTON = "Bật trên thiết bị này"
PHONE = "Mozilla/5.0 (Linux; Android 10; SM-A107F) AppleWebKit/537.36 Chrome/120.0.0.0 Mobile Safari/537.36"


def test_inside_zalo_there_is_a_sentence_and_no_button(open_page: Any) -> None:
    page = open_page("dv000050", PAGE, user_agent=f"{PHONE} Zalo android/23100730")
    expect(page.get_by_text("Trình duyệt trong Zalo không nhận được thông báo")).to_be_visible()
    expect(page.get_by_role("button", name=BUTTON)).to_be_hidden()


@pytest.mark.parametrize(
    ("agent", "said"),
    [("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X)", "Thêm vào MH chính"), (PHONE, "hoặc mở bằng Chrome")],
)
def test_browser_without_push_says_what_to_do(open_page: Any, agent: str, said: str) -> None:
    page = open_page("dv000050", "/account", user_agent=agent)
    page.add_init_script("delete window.PushManager")
    page.goto(PAGE)
    expect(page.get_by_text(said)).to_be_visible()
    expect(page.get_by_role("button", name=BUTTON)).to_be_hidden()


def test_where_it_works_there_is_a_button_and_a_failure_is_told(open_page: Any) -> None:
    page = open_page("dv000050", "/account")
    page.context.grant_permissions(["notifications"])
    # The push service of the browser cannot be reached from a test.
    page.add_init_script("PushManager.prototype.subscribe = () => Promise.reject(new Error('no service'))")
    page.goto(PAGE)
    page.get_by_role("button", name=BUTTON).tap()
    expect(page.get_by_text("Chưa bật được. Hãy kiểm tra mạng rồi thử lại.")).to_be_visible()
    expect(page.get_by_role("button", name=BUTTON)).to_be_enabled()


def test_device_that_was_turned_on_is_listed_and_can_be_turned_off(open_page: Any) -> None:
    page = open_page("dv000051", "/account")
    page.context.grant_permissions(["notifications"])
    page.add_init_script(
        """PushManager.prototype.subscribe = async (options) => ({
             endpoint: "https://fcm.googleapis.com/fcm/send/test" + options.applicationServerKey.length,
             getKey: (name) => new Uint8Array(name === "auth" ? 16 : 65).fill(4).buffer,
           })"""
    )
    page.goto(PAGE)
    page.get_by_role("button", name=BUTTON).tap()
    expect(page.get_by_text("Thiết bị này sẽ nhận nhắc việc.")).to_be_visible()
    page.get_by_role("button", name="Tắt").click()
    expect(page.get_by_text("Thiết bị đó không còn nhận nhắc việc.")).to_be_visible()
