"""An exam in two browsers: a candidate on a phone, an invigilator at a desk."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import expect

from quizapp.project import ROOT

DESK = {"viewport": {"width": 1280, "height": 800}, "is_mobile": False, "has_touch": False}
CODE = "thi-cuoi-khoa-e2e"
PICTURES = os.environ.get("TEST_PICTURES")
MAKE = f"""
from datetime import timedelta
from quizapp import clock
from quizapp.accounts.models import Member
from quizapp.app import create_app
from quizapp.assessments.models import Assessment
from quizapp.courses.classes.models import ClassInstructor
from quizapp.exams.services import invigilation
from quizapp.extensions import db
from tests.exams.factories import add_learner, make_class, make_exam

with create_app().app_context():
    candidates = [db.session.query(Member).filter_by(code=f"dv0000{{n}}").one() for n in (31, 32, 33)]
    keeper = db.session.query(Member).filter_by(code="dv000034").one()
    made = make_class(candidates[0].unit)
    for candidate in candidates:
        add_learner(made, candidate)
    db.session.add(ClassInstructor(class_id=made.id, member_id=keeper.id, role="invigilator"))
    cells = db.session.query(Assessment).filter(Assessment.published_at.is_not(None)).first().matrix
    now = clock.now()
    exam = make_exam(made, code="{CODE}", title="Thi cuối khóa bồi dưỡng đảng viên mới", matrix=cells,
        place="Hội trường A",
        minutes=45, opens_at=now - timedelta(hours=1), closes_at=now + timedelta(hours=3), access_code="HOASEN",
        conditions="- Không dùng tài liệu.\\n- Không trao đổi bài.", shows_life=True, needs_identity_check=True)
    invigilation.hold_unconfirmed(exam)
"""


# Another tab of the same paper writes what it knows; this one follows it.
ENDS_NOW = """key => {
  const kept = JSON.parse(localStorage.getItem(key));
  kept.deadline = kept.seen;
  dispatchEvent(new StorageEvent("storage", { key, newValue: JSON.stringify(kept) }));
}"""


@pytest.fixture(scope="module")
def exam(server: str, instance: Path) -> str:
    """The address of the exam's page; three candidates wait to be confirmed."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("QUIZAPP_")}
    environment = own | {"QUIZAPP_INSTANCE": str(instance), "PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "-c", MAKE], env=environment, cwd=ROOT, check=True)
    return f"/a/{CODE}"


def keep(page, name):
    """A picture to look at, where one is asked for."""
    if PICTURES:
        page.screenshot(path=f"{PICTURES}/{name}.png", full_page=True)


def seconds(page):
    minutes, rest = page.locator("#time-left").inner_text().split(":")
    return int(minutes) * 60 + int(rest)


def test_candidate_is_confirmed_enters_gets_more_time_and_is_stopped(open_page, exam):
    phone = open_page("dv000031", exam)
    expect(phone.locator("#waiting")).to_contain_text("Chờ giám thị xác nhận")
    keep(phone, "phone-waiting")
    desk = open_page("dv000034", f"/exams/{CODE}/invigilation", **DESK)
    row = desk.locator("tr", has=desk.get_by_role("cell", name=re.compile("Chờ xác nhận"))).first
    expect(desk.locator("[data-state=waiting]")).to_have_count(3)
    keep(desk, "desk-before")
    row.get_by_role("button", name=re.compile("Xác nhận")).click()
    expect(desk.locator("[data-state=waiting]")).to_have_count(2)

    expect(phone.locator("#access-code")).to_be_visible(timeout=15_000)
    phone.locator("#access-code").fill("hoasung")
    phone.get_by_role("button", name="Vào thi").click()
    expect(phone.locator("#accepts-error")).to_be_visible()
    keep(phone, "phone-rules")
    phone.locator("#accepts-conditions").check()
    phone.locator("#access-code").fill("hoasung")
    phone.get_by_role("button", name="Vào thi").click()
    expect(phone.locator("#access-code-error")).to_contain_text("chưa đúng")
    keep(phone, "phone-wrong-code")
    phone.locator("#access-code").fill("hoa sen")
    phone.get_by_role("button", name="Vào thi").click()
    phone.wait_for_url(re.compile("/attempts/"))
    phone.locator(".question:visible .option label").first.click()
    expect(phone.locator("#save-state")).to_have_text(re.compile("Đã lưu"))
    before = seconds(phone)

    state = desk.locator("tr[data-state=working]")
    expect(state).to_have_count(1, timeout=15_000)
    expect(state.locator("[data-answered]")).to_have_text(re.compile("^1/"), timeout=15_000)
    state.locator("th a").click()
    desk.locator("summary", has_text="Thêm giờ").click()
    keep(desk, "desk-candidate")
    desk.get_by_role("button", name="Thêm giờ").click()
    expect(desk.get_by_text("Đã thêm giờ")).to_be_visible()
    phone.locator(".question:visible .option label").nth(1).click()
    expect(phone.locator("#time-left")).to_have_text(re.compile(r"^(4[6-9]|50):"))
    assert before + 240 < seconds(phone) <= before + 300

    desk.locator("summary", has_text="Dừng bài").click()
    desk.get_by_role("button", name="Dừng và nộp bài").click()
    expect(desk.get_by_text("Đã dừng bài")).to_be_visible()
    phone.locator(".question:visible .option label").first.click()
    expect(phone.get_by_text("Giám thị đã dừng bài")).to_be_visible()
    keep(phone, "phone-stopped")
    desk.goto(f"/exams/{CODE}/invigilation")
    keep(desk, "desk-after")
    small = open_page("dv000034", f"/exams/{CODE}/invigilation")
    keep(small, "phone-board")
    small.locator("[data-filter=submitted]").click()
    expect(small.locator("tr[data-member]:visible")).to_have_count(1)
    keep(small, "phone-board-submitted")
    assert small.evaluate("document.documentElement.scrollWidth") <= 360


def test_phone_learns_of_more_time_at_the_last_second(open_page, exam):
    """A phone that has heard of nothing asks once before it submits by the clock."""
    desk = open_page("dv000034", f"/exams/{CODE}/invigilation", **DESK)
    desk.locator("tbody tr").nth(1).get_by_role("button").click()
    phone = open_page("dv000032", exam)
    phone.locator("#accepts-conditions").check()
    phone.locator("#access-code").fill("HOASEN")
    phone.get_by_role("button", name="Vào thi").click()
    phone.wait_for_url(re.compile("/attempts/"))
    desk.goto(f"/exams/{CODE}/invigilation?show=working")
    desk.locator("tr[data-state=working] th a").first.click()
    desk.locator("summary", has_text="Thêm giờ").click()
    desk.get_by_role("button", name="Thêm giờ").click()
    expect(desk.get_by_text("Đã thêm giờ")).to_be_visible()
    # As if the phone had kept an earlier end, which is now.
    key = f"quizapp.paper.{phone.url.rsplit('/', 1)[1]}"
    phone.evaluate(ENDS_NOW, key)
    expect(phone.locator("#time-left")).to_have_text(re.compile(r"^(4[6-9]|50):"), timeout=15_000)
    expect(phone.locator("#paper")).to_be_visible()
