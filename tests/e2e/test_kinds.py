"""One question of every kind, answered on a phone by touch and keyboard alone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from sqlalchemy import select

from quizapp import clock
from quizapp.app import create_app
from quizapp.assessments.services import publication
from quizapp.extensions import db
from quizapp.questions.formats.parsed import Kind
from quizapp.units.models import Unit
from tests.assessments.factories import make_assessment, make_bank
from tests.assessments.kinds import make_question_of
from tests.conftest import make_config

CODE = "moi-loai-cau"
SAVED = re.compile("Đã lưu")


@pytest.fixture(scope="module")
def assessment_url(server: str, instance: Path) -> str:
    """An assessment that is open now, with one question of every kind."""
    app = create_app(make_config(instance, f"sqlite:///{instance / 'quizapp.sqlite3'}"))
    with app.app_context():
        unit = db.session.scalars(select(Unit).where(Unit.parent_id.is_(None))).one()
        bank = make_bank(unit, code="MOI-LOAI")
        for kind in Kind:
            make_question_of(bank, kind)
        now = clock.now()
        same = {"bank": bank.code, "level": None, "count": 1, "points": 1}
        assessment = make_assessment(
            unit,
            bank,
            publish=False,
            code=CODE,
            opens_at=now.replace(year=now.year - 1),
            closes_at=now.replace(year=now.year + 1),
            matrix=[{**same, "topic": kind.value} for kind in Kind],
            allowed_kinds=[kind.value for kind in Kind],
            partial_credit="per_option",
            shuffles_questions=False,
            answers_shown="after_submission",
        )
        publication.publish(assessment, now)
        db.session.remove()
        db.engine.dispose()
    return f"/a/{CODE}"


def sort(page: Page, items: list[str]) -> None:
    """Move the items up by their buttons until they stand in this order."""
    shown = page.locator(".question:visible .ordering li")
    for place, text in enumerate(items):
        item = shown.filter(has_text=text)
        while shown.nth(place).locator("label").inner_text() != text:
            item.get_by_role("button", name="Chuyển lên").click()


def answer(page: Page, kind: Kind) -> None:
    """Answer the question in view rightly."""
    question = page.locator(".question:visible")
    label = question.locator(".option label")
    if kind in (Kind.SINGLE, Kind.TRUEFALSE):
        label.filter(has_text="Xanh" if kind is Kind.SINGLE else "Đúng").click()
    elif kind is Kind.MULTIPLE:
        label.filter(has_text="Hai").click()
        label.filter(has_text="Bốn").click()
    elif kind is Kind.STATEMENTS:
        for text, verdict in (("sôi", "Đúng"), ("chìm", "Sai"), ("nặng", "Sai"), ("hợp chất", "Đúng")):
            group = question.get_by_role("group", name=re.compile(text)).last
            group.locator("label").filter(has_text=verdict).click()
    elif kind is Kind.TEXT:
        question.get_by_label("Câu trả lời của bạn").fill("hà nội")
    elif kind is Kind.NUMBER:
        question.get_by_label(re.compile("Câu trả lời bằng số")).fill("1.234,5 km")
    elif kind is Kind.MATCHING:
        for left, right in (("Mèo", "meo"), ("Chó", "gâu"), ("Gà", "gáy")):
            field = question.get_by_label(re.compile(left))
            field.select_option(field.locator("option").filter(has_text=right).get_attribute("value"))
    elif kind is Kind.ORDERING:
        question.get_by_role("button", name="Thứ tự này đã đúng ý tôi").click()
        sort(page, ["Gieo hạt", "Tưới nước", "Ra hoa", "Kết trái"])
    elif kind is Kind.CLOZE:
        question.get_by_label("Chỗ trống (1)").select_option(label="núi")
        question.get_by_label("Chỗ trống (2)").select_option(label="cao")
    else:
        question.get_by_label("Bài viết của bạn").press_sequentially("Sáng nay tôi đi làm sớm.")
        expect(question).to_contain_text("Đã viết 6 từ.")


def test_every_kind_is_answered_survives_a_reload_and_is_reviewed(open_page, assessment_url):
    page = open_page("dv000021", assessment_url)
    page.get_by_role("button", name="Vào thi").click()
    page.wait_for_url(re.compile("/attempts/"))
    for kind in Kind:
        answer(page, kind)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), kind
        if kind is Kind.MATCHING:
            problems = Axe().run(page).response["violations"]
            assert [problem["id"] for problem in problems] == []
        page.locator("#next").click()
    expect(page.locator("#review-count")).to_have_text("10/10")
    expect(page.locator("#save-state")).to_have_text(SAVED)
    page.reload()
    expect(page.locator("#review-count")).to_have_text("10/10")
    page.locator("#submit").click()
    page.locator("#confirm-submit").click()
    expect(page.locator(".figure-value")).to_have_text("9 / 10")
    expect(page.get_by_text("Chờ chấm").first).to_be_visible()


def test_every_kind_is_sent_by_a_browser_without_scripts(open_page, assessment_url):
    page = open_page("dv000022", assessment_url, java_script_enabled=False)
    page.get_by_role("button", name="Vào thi").click()
    page.locator("[name=q-1]").first.check(force=True)
    for name in ("q-4-a", "q-4-b", "q-4-c", "q-4-d"):
        page.locator(f"[name={name}]").first.check(force=True)
    page.locator("[name=text-5]").fill("Hà Nội")
    page.locator("[name=text-6]").fill("1234,5")
    for letter, right in (("a", 1), ("b", 2), ("c", 3)):
        page.locator(f"[name=q-7-{letter}]").select_option(index=right)
    places = {"Gieo hạt": "1", "Tưới nước": "2", "Ra hoa": "3", "Kết trái": "4"}
    for text, place in places.items():
        page.get_by_label(text, exact=True).select_option(place)
    page.locator("[name=q-9-1]").select_option(label="núi")
    page.locator("[name=q-9-2]").select_option(label="cao")
    page.locator("[name=text-10]").fill("Một bài viết")
    page.locator("#submit").click()
    expect(page.locator(".review-list > li")).to_have_count(10)
    texts = page.locator(".review-list > li").all_inner_texts()
    assert [number for number, text in enumerate(texts, 1) if "Chưa trả lời" in text] == [2, 3]
    assert [number for number in (5, 6, 8, 9) if "\nĐúng\n" in f"\n{texts[number - 1]}\n"] == [5, 6, 8, 9]
    assert "Chờ chấm" in texts[9]
