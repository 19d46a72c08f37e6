"""A resolution on its way: the board publishes it, a member finds it, reads, passes, attends; the rate moves by one."""

from __future__ import annotations

import io
import re
import sqlite3
from datetime import UTC, datetime, timedelta
from typing import Any

import docx
from playwright.sync_api import Page, expect

from quizapp.qr import qr_svg

from .test_competition import DESK
from .test_course import age_enrolments, pass_the_check, wait_until_kept
from .waiting import wait_until

NUMBER = "66-NQ/TW"
COURSE = "/courses/nq66"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# From what was really done, without the tallies that the table reads.
RECOUNT = """
    SELECT count(DISTINCT entry.member_id) FROM study_wave_entry AS entry
    JOIN study_wave AS wave ON wave.id = entry.wave_id AND wave.code = 'dot-nq66'
    JOIN study_wave_document AS studied ON studied.wave_id = wave.id
    WHERE entry.reason IS NULL AND entry.audience = 'party' AND (
        EXISTS (SELECT 1 FROM study_completion AS done
                WHERE done.member_id = entry.member_id AND done.document_id = studied.document_id)
        OR EXISTS (SELECT 1 FROM attendance JOIN study_session_document AS covered USING (session_id)
                   WHERE attendance.member_id = entry.member_id AND attendance.state = 'attended'
                   AND covered.document_id = studied.document_id))
"""


def resolution() -> bytes:
    """A resolution as Word writes it: a head, chapters, articles with clauses."""
    word = docx.Document()
    for line in ("BỘ CHÍNH TRỊ", f"Số: {NUMBER}", "Hà Nội, ngày 30 tháng 4 năm 2025", "NGHỊ QUYẾT"):
        word.add_paragraph(line)
    word.add_paragraph("Về đổi mới công tác xây dựng và thi hành pháp luật")
    for chapter in ("I", "II"):
        word.add_paragraph(f"Chương {chapter}", style="Heading 1")
        for article in (1, 2) if chapter == "I" else (3, 4):
            word.add_paragraph(f"Điều {article}. Quy định thử nghiệm số {article}", style="Heading 2")
            for clause in range(1, 6):
                word.add_paragraph(f"{clause}. Nội dung giả định của khoản {clause}, đủ dài để phải cuộn trang. " * 4)
    stored = io.BytesIO()
    word.save(stored)
    return stored.getvalue()


def publish_the_resolution(page: Page) -> None:
    page.get_by_role("link", name="Thêm văn bản").click()
    page.set_input_files("[name=file]", {"name": "nq66.docx", "mimeType": WORD, "buffer": resolution()})
    page.get_by_role("button", name="Xem trước").click()
    expect(page.locator("[name=number]")).to_have_value(NUMBER)
    expect(page.locator(".outline")).to_contain_text("Chương II")
    page.get_by_role("button", name="Lưu văn bản").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Về đổi mới công tác xây dựng")


def at(hours: float) -> str:
    """A time as the browser's field has it, in Vietnam."""
    return f"{datetime.now(UTC) + timedelta(hours=7 + hours):%Y-%m-%dT%H:%M}"


def open_the_wave(page: Page, server: str) -> None:
    page.goto(f"{server}/study-waves/new")
    for name, value in {"title": "Đợt 66", "code": "dot-nq66", "documents": NUMBER, "starts_at": at(-1)}.items():
        page.fill(f"[name={name}]", value)
    page.locator("main form button[type=submit]").click()
    expect(page.get_by_text("Đã mở đợt học tập")).to_be_visible()


def plan_the_make_up(page: Page, server: str) -> None:
    page.goto(f"{server}/sessions/new")
    values = {"title": "Học bù 66", "code": "hb-nq66", "documents": NUMBER, "points": "Phòng 201"}
    for name, value in (values | {"starts_at": at(-0.2), "ends_at": at(2)}).items():
        page.fill(f"[name={name}]", value)
    page.select_option("[name=kind]", "make_up")
    page.get_by_role("button", name="Lưu buổi học").click()
    expect(page.get_by_text("Đã lưu buổi học.")).to_be_visible()


def write_the_course(page: Page, server: str) -> None:
    page.goto(f"{server}/course-plans/new")
    page.fill("[name=title]", "Nghị quyết 66")
    page.fill("[name=code]", "nq66")
    page.fill("[name=documents]", NUMBER)
    page.get_by_role("button", name="Lưu khóa học").click()
    for kind, title in (("text", "Chương đầu"), ("text", "Chương sau"), ("check", "Kiểm tra")):
        page.locator("summary", has_text="Thêm bài").click()
        page.locator(f"a[href*='kind={kind}']").click()
        page.fill("[name=title]", title)
        if kind == "check":
            option = page.locator("[name=bank] option", has_text=re.compile("^NQ52"))
            page.select_option("[name=bank]", option.get_attribute("value"))
            page.fill("[name=question_count]", "3")
        else:
            page.get_by_label(re.compile(f"Chương {'I' if title == 'Chương đầu' else 'II'}$")).check()
        page.get_by_role("button", name="Lưu bài học").click()
    page.get_by_role("button", name="Công bố", exact=True).click()
    expect(page.get_by_text("Học viên đang thấy bản 1.")).to_be_visible()


def studied(page: Page, server: str) -> tuple[int, int]:
    """What the leader's table says below the whole organisation: studied, due."""
    page.goto(f"{server}/analytics/study/?wave=dot-nq66")
    cells = page.locator("tfoot td, tbody td").filter(has_text=re.compile(r"^[\d.]+/[\d.]+$")).all_inner_texts()
    pairs = [tuple(int(part.replace(".", "")) for part in cell.strip().split("/")) for cell in cells]
    return max(pairs, key=lambda pair: pair[1])


def find_without_diacritics(page: Page) -> None:
    page.get_by_role("link", name="Văn bản", exact=True).first.click()
    page.fill("[name=words]", "nghi quyet 66 thi hanh phap luat")
    page.press("[name=words]", "Enter")
    page.get_by_role("link", name="Nghị quyết 66").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Về đổi mới công tác xây dựng")


def read_with_the_network_cut(page: Page) -> None:
    """Whatever was said to be kept is there without a network."""
    expect(page.locator("[data-offline]")).to_be_visible()
    page.context.set_offline(True)
    page.reload()
    expect(page.get_by_text("Nội dung giả định của khoản 5").first).to_be_attached()
    page.context.set_offline(False)


def take_the_course(page: Page, server: str, instance: Any) -> None:
    page.goto(server + COURSE)
    page.get_by_role("button", name="Đăng ký học").click()
    age_enrolments(instance)
    page.get_by_role("link", name="Bắt đầu học").click()
    for number in (1, 2):
        if number == 1:
            wait_until_kept(page)
            page.context.set_offline(True)
        page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
        wait_until(page, "Object.keys(localStorage).some((name) => name.startsWith('lesson:'))")
        if number == 1:
            expect(page.get_by_text("Mất mạng. Tiến độ được giữ trên máy")).to_be_visible()
            page.context.set_offline(False)
            page.evaluate("dispatchEvent(new Event('online'))")
        page.get_by_role("link", name="Bài tiếp theo").click()
    pass_the_check(page)
    page.get_by_role("link", name="Xem kết quả khóa học").click()
    expect(page.get_by_text(re.compile("Bạn đã hoàn thành khóa học ngày"))).to_be_visible()


def scan_the_projector(member: Page, projector: Page, server: str) -> None:
    """Open the address that the code on the projector holds: the picture is compared with one made of the address."""
    projector.goto(f"{server}/sessions/hb-nq66")
    projector.get_by_role("link", name="Mở màn hình mã điểm danh").click()
    shown = projector.locator("[data-screen-qr]")
    expect(shown).to_be_visible()
    while True:
        letters = projector.locator("[data-screen-short]").inner_text()
        picture = projector.request.get(server + (shown.get_attribute("src") or "")).body()
        # Unless the code changed in between.
        if letters == projector.locator("[data-screen-short]").inner_text():
            break
    member.goto(f"{server}/attend")
    member.fill("[name=code]", letters.lower())
    member.get_by_role("button", name="Tiếp tục").click()
    member.wait_for_url(re.compile("/attend/."))
    assert qr_svg(member.url) == picture
    member.get_by_role("button", name="Tôi có mặt").click()
    expect(member.get_by_text("Đã điểm danh. Cảm ơn bạn.")).to_be_visible()
    projector.goto(f"{server}/sessions/hb-nq66")
    expect(projector.get_by_text("1 người đã điểm danh")).to_be_visible()


def recount(instance: Any) -> int:
    """How many have studied, counted anew."""
    with sqlite3.connect(instance / "quizapp.sqlite3", timeout=15) as connection:
        counted: int = connection.execute(RECOUNT).fetchone()[0]
    return counted


def test_a_resolution_is_published_read_and_attended_and_the_rate_moves_by_one(
    open_page: Any, server: str, instance: Any
) -> None:
    board = open_page("tuyen-giao", "/documents", **DESK)
    publish_the_resolution(board)
    open_the_wave(board, server)
    write_the_course(board, server)
    plan_the_make_up(board, server)
    leader = open_page("lanh-dao", "/", **DESK)
    before, due = studied(leader, server)
    assert before == 0 < due

    member = open_page("dv000040")
    find_without_diacritics(member)
    read_with_the_network_cut(member)
    take_the_course(member, server, instance)
    assert studied(leader, server) == (1, due)
    scan_the_projector(member, board, server)
    assert studied(leader, server) == (1, due)
    assert recount(instance) == 1
