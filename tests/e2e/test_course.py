"""A course on a phone: read while the network is cut, checked, completed; a day's practice without a network."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Error, Page, expect

from .waiting import wait_until

COURSE = "/courses/nq52-nhin-lai"


def begin(page: Page) -> None:
    """Enrol, and open the first lesson."""
    page.get_by_role("button", name="Đăng ký học").click()
    page.get_by_role("link", name="Bắt đầu học").click()
    page.wait_for_url(re.compile("/lessons/"))


def read_to_the_end(page: Page, server: str) -> None:
    """Scroll through, and let a minute pass that the server has seen too."""
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    wait_until(page, "Object.keys(localStorage).some((name) => name.startsWith('lesson:'))")


def wait_until_kept(page: Page) -> None:
    """The service worker has put the page away for times without a network."""
    wait_until(page, "caches.match(location.pathname).then(Boolean)")


def age_enrolments(instance: Any) -> None:
    """The learner enrolled an hour ago, and the text is short: a test has no minute to wait."""
    import sqlite3

    with sqlite3.connect(instance / "quizapp.sqlite3", timeout=15) as connection:
        connection.execute("UPDATE course_enrolment SET enrolled_at = datetime(enrolled_at, '-1 hour')")


def test_a_course_is_read_with_the_network_cut_and_completed(open_page: Any, instance: Any, server: str) -> None:
    page = open_page("dv000030", COURSE)
    begin(page)
    age_enrolments(instance)
    page.clock.install()
    page.reload()
    wait_until_kept(page)
    page.context.set_offline(True)
    read_to_the_end(page, server)
    page.clock.run_for(70_000)
    expect(page.get_by_text("Mất mạng. Tiến độ được giữ trên máy")).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mục tiêu đến năm 2025")
    page.context.set_offline(False)
    page.goto(server + COURSE)
    expect(page.get_by_text("1/3 bài")).to_be_visible()

    page.get_by_role("link", name="Học tiếp").click()
    page.wait_for_url(re.compile("/lessons/"))
    read_to_the_end(page, server)
    page.clock.run_for(80_000)
    page.get_by_role("link", name="Bài tiếp theo").click()
    pass_the_check(page)
    page.get_by_role("link", name="Xem kết quả khóa học").click()
    expect(page.get_by_text(re.compile("Bạn đã hoàn thành khóa học ngày"))).to_be_visible()


def pass_the_check(page: Page) -> None:
    """Try until it is passed, learning from the explanations as people do."""
    known: dict[str, str] = {}
    page.get_by_role("button", name="Bắt đầu trả lời").click()
    passed, again = page.get_by_text("Bạn đã đạt phần kiểm tra."), page.get_by_role("button", name="Làm lượt khác")
    for _ in range(40):
        expect(page.locator("fieldset.asked").first).to_be_visible()
        for question in page.locator("fieldset.asked").all():
            prompt = question.locator("legend .rich").inner_text()
            labels = question.locator(".option label")
            right = labels.filter(has=page.get_by_text(known.get(prompt, ""), exact=True))
            (right if prompt in known else labels).first.click()
        page.get_by_role("button", name="Nộp câu trả lời").click()
        expect(passed.or_(again).first).to_be_visible()
        if passed.count():
            return
        for card in page.locator("section.card:has(.review-options)").all():
            right = card.locator("li.is-right .rich").first.inner_text().split("\n")[0]
            known[card.locator(":scope > .rich").first.inner_text()] = right
        again.click()
    raise AssertionError("the check was never passed")


def test_a_days_practice_is_done_without_a_network_and_sent_later(open_page: Any, server: str) -> None:
    page = open_page("dv000031", COURSE)
    page.get_by_role("button", name="Đăng ký học").click()
    page.goto(server + "/practice")
    expect(page.get_by_text("Làm được khi mất mạng")).to_be_visible()
    wait_until_kept(page)
    page.context.set_offline(True)
    page.reload()
    for card in page.locator(".practice [data-question]").all():
        field = card.locator("label").first
        if card.locator("input[type=text]").count():
            card.locator("input[type=text]").fill("1")
        else:
            field.click()
        for choice in card.locator("select").all():
            choice.select_option(index=1)
        card.get_by_role("button", name="Trả lời").click()
        expect(card.locator("[data-review]")).to_be_visible()
    page.context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.get_by_text("Bạn đã xong phần hôm nay.")).to_be_visible()
    page.goto(server + "/study")
    expect(page.get_by_text("Hôm nay bạn đã luyện tập xong.")).to_be_visible()


def test_who_signs_out_leaves_no_page_to_the_next_person_at_the_phone(open_page: Any, server: str) -> None:
    page = open_page("dv000032", COURSE)
    page.get_by_role("button", name="Đăng ký học").click()
    page.goto(server + "/practice")
    wait_until_kept(page)
    page.evaluate("localStorage.setItem('quizapp.paper.0', 'an answer that was not sent')")
    page.goto(server + "/account")
    page.get_by_role("button", name="Đăng xuất khỏi thiết bị này").click()
    page.wait_for_url("**/sign-in")
    wait_until(page, "caches.match('/practice').then((kept) => !kept)")
    assert page.evaluate("localStorage.getItem('quizapp.paper.0')") == "an answer that was not sent"
    page.context.set_offline(True)
    with pytest.raises(Error, match=r"ERR_INTERNET_DISCONNECTED|ERR_FAILED"):
        page.goto(server + "/practice")
