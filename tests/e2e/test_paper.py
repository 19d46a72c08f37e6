"""What only a browser shows: the paper over a lost network, a killed page, two devices, a wrong clock, no scripts."""

from __future__ import annotations

import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

OPEN = "/a/nq57-2026-tuan-1"
SAVED = re.compile("Đã lưu")


def start(page: Page) -> None:
    """From the assessment's page to the first question."""
    page.get_by_role("button", name=re.compile("Vào thi|Tiếp tục làm bài")).click()
    page.wait_for_url(re.compile("/attempts/"))
    expect(page.locator("#time-left")).to_have_text(re.compile(r"1[45]:\d\d"))


def choose(page: Page, letter: str) -> None:
    """Tap an option of the question in view."""
    page.locator(".question:visible .option", has=page.locator(".letter", has_text=letter)).first.locator(
        "label"
    ).click()


def answer(page: Page, count: int) -> None:
    """Tap A and go on, so many times."""
    for _ in range(count):
        choose(page, "A")
        page.locator("#next").click()


def chosen(page: Page) -> list[str]:
    """Names of the questions that are answered in the page."""
    return page.eval_on_selector_all("input[name^='q-']:checked", "inputs => inputs.map(input => input.name)")


def submit(page: Page, prediction: str = "120") -> None:
    """Through the prediction and the review to the result."""
    page.locator("#open-sheet").click()
    page.locator("[data-screen=last]").click()
    page.locator("#submit").click()
    if page.locator("#confirm[open]").count():
        page.locator("#confirm-submit").click()
    page.wait_for_url(re.compile("/attempts/"))
    expect(page.locator("#receipt")).to_be_visible()


def predict(page: Page, value: str) -> None:
    """Type the predicted number on its own screen."""
    page.locator("#open-sheet").click()
    page.locator("#sheet-grid a").last.click()
    page.locator("#next").click()
    page.locator("#prediction").fill(value)


def test_member_sits_a_round_with_the_network_cut_and_gets_rank_and_receipt(open_page):
    page = open_page("dv000011", OPEN)
    start(page)
    answer(page, 3)
    expect(page.locator("#save-state")).to_have_text(SAVED)
    page.context.set_offline(True)
    answer(page, 4)
    expect(page.locator("#save-state")).to_have_text(re.compile("Mất mạng"), timeout=15_000)
    expect(page.locator("#time-left")).to_be_visible()
    page.context.set_offline(False)
    expect(page.locator("#save-state")).to_have_text(SAVED, timeout=20_000)
    assert len(chosen(page)) == 7
    predict(page, "120")
    submit(page)
    expect(page.get_by_text("Thứ hạng tạm thời")).to_be_visible()
    expect(page.locator("#receipt")).to_have_text(re.compile(r"^[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{2}$"))


def test_answers_tapped_without_network_survive_a_killed_page(open_page):
    page = open_page("dv000012", OPEN)
    start(page)
    answer(page, 2)
    expect(page.locator("#save-state")).to_have_text(SAVED)
    page.context.set_offline(True)
    answer(page, 3)
    before, address = chosen(page), page.url
    page.close()
    again = page.context.new_page()
    page.context.set_offline(False)
    again.goto(address)
    expect(again.locator("#save-state")).to_have_text(SAVED, timeout=20_000)
    assert chosen(again) == before
    assert len(before) == 5


def test_typed_prediction_is_saved_and_found_again_on_a_phone_that_has_forgotten_it(open_page):
    page = open_page("dv000022", OPEN)
    start(page)
    answer(page, 1)
    with page.expect_response(lambda response: "3210" in (response.request.post_data or "")) as saving:
        predict(page, "3210")
    assert saving.value.status == 200
    expect(page.locator("#save-state")).to_have_text(SAVED)
    page.evaluate("localStorage.clear()")
    page.reload()
    expect(page.locator("#prediction")).to_have_value("3210")


def test_second_device_takes_over_and_the_first_takes_it_back_with_what_it_could_not_send(open_page):
    phone = open_page("dv000013", OPEN)
    start(phone)
    answer(phone, 1)
    expect(phone.locator("#save-state")).to_have_text(SAVED)
    phone.context.set_offline(True)
    choose(phone, "B")
    computer = open_page("dv000013", phone.url, viewport={"width": 1280, "height": 800}, is_mobile=False)
    computer.get_by_role("button", name="Tiếp tục trên máy này").click()
    expect(computer.locator("#time-left")).to_be_visible()
    assert len(chosen(computer)) == 1
    phone.context.set_offline(False)
    expect(phone.get_by_role("button", name="Tiếp tục trên máy này")).to_be_visible(timeout=20_000)
    phone.get_by_role("button", name="Tiếp tục trên máy này").click()
    expect(phone.locator("#save-state")).to_have_text(SAVED, timeout=20_000)
    assert len(chosen(phone)) == 2
    choose(computer, "B")
    expect(computer.get_by_role("button", name="Tiếp tục trên máy này")).to_be_visible(timeout=20_000)


def test_wrong_phone_clock_changes_nothing(open_page):
    page = open_page("dv000014", "/")
    page.clock.install(time="2031-01-01T00:00:00")
    page.goto(OPEN)
    start(page)


def test_time_that_runs_out_submits_by_itself(open_page):
    page = open_page("dv000015", "/")
    page.clock.install()
    page.goto(OPEN)
    start(page)
    choose(page, "A")
    page.clock.run_for(2_000)
    expect(page.locator("#save-state")).to_have_text(SAVED)
    page.clock.fast_forward("14:02")
    page.clock.run_for(1_000)
    expect(page.locator("#clock")).to_have_css("color", re.compile("rgb"))
    page.clock.run_for(75_000)
    expect(page.locator("#receipt")).to_be_visible(timeout=15_000)


def test_double_taps_are_harmless(open_page):
    page = open_page("dv000016", OPEN)
    page.get_by_role("button", name="Vào thi").dblclick()
    page.wait_for_url(re.compile("/attempts/"))
    choose(page, "A")
    page.locator("#open-sheet").click()
    page.locator("[data-screen=last]").click()
    page.locator("#submit").click()
    page.locator("#confirm-submit").dblclick()
    expect(page.locator("#receipt")).to_be_visible(timeout=15_000)


def test_without_scripts_the_paper_is_one_form(open_page):
    page = open_page("dv000017", OPEN, java_script_enabled=False)
    page.get_by_role("button", name="Vào thi").click()
    expect(page.locator("fieldset")).to_have_count(20)
    page.locator("input[name='q-1']").first.check()
    page.get_by_role("button", name="Nộp bài").click()
    expect(page.locator("#receipt")).to_be_visible()


def test_unanswered_questions_are_named_before_submitting(open_page):
    page = open_page("dv000018", OPEN)
    start(page)
    answer(page, 17)
    page.locator("#open-sheet").click()
    page.locator("[data-screen=last]").click()
    expect(page.locator("#review-empty")).to_contain_text("Còn 3 câu chưa trả lời")
    page.locator("#review-empty a", has_text="19").click()
    expect(page.locator("#question-19")).to_be_visible()


def test_keyboard_alone_is_enough(open_page):
    page = open_page("dv000019", OPEN, viewport={"width": 1280, "height": 800}, is_mobile=False)
    start(page)
    page.locator("#question-1 input").first.focus()
    page.keyboard.press("Space")
    page.locator("#next").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#question-2")).to_be_visible()
    assert len(chosen(page)) == 1


def test_cold_paper_weighs_at_most_60_kilobytes_in_6_requests(open_page):
    page = open_page("dv000020", OPEN)
    start(page)
    address = page.url
    cookies: Any = page.context.cookies()
    cold = page.context.browser.new_context(viewport={"width": 360, "height": 800}, base_url=address)
    cold.add_cookies(cookies)
    fresh, sizes = cold.new_page(), []
    fresh.on(
        "requestfinished", lambda r: sizes.append(r.sizes()["responseBodySize"] + r.sizes()["responseHeadersSize"])
    )
    fresh.goto(address)
    fresh.wait_for_load_state("networkidle")
    assert fresh.locator("#time-left").is_visible()
    cold.close()
    assert len(sizes) <= 6
    assert sum(sizes) <= 60 * 1024


@pytest.mark.parametrize(
    "options",
    [
        {"viewport": {"width": 320, "height": 568}},
        {"viewport": {"width": 320, "height": 568}, "text": 200},
        {"viewport": {"width": 360, "height": 800}, "color_scheme": "dark"},
        {"viewport": {"width": 1280, "height": 800}, "is_mobile": False, "reduced_motion": "reduce"},
    ],
    ids=["320", "200-percent", "dark", "desk"],
)
def test_paper_fits_and_is_accessible(open_page, options):
    text = options.pop("text", 100) if "text" in options else 100
    page = open_page("dv000021", OPEN, **options)
    start(page)
    if text != 100:
        page.evaluate(f"document.documentElement.style.fontSize = '{text}%'")
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth + 1")
    clock = page.locator("#time-left").bounding_box()
    assert clock is not None
    assert clock["x"] + clock["width"] <= options["viewport"]["width"]
    findings = Axe().run(page).response["violations"]
    assert [found["id"] for found in findings if found["impact"] in ("serious", "critical")] == []
