"""From a file to an approved bank in the browser: uploaded, mended in place, imported, approved by a second person."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

DESK = {"viewport": {"width": 1280, "height": 800}, "is_mobile": False, "has_touch": False}
REAL = Path(__file__).parents[3] / "shared" / "fixtures" / "docx" / "php_chuong7_vi_97.docx"
EXAM = """Câu 1: Văn phòng làm việc từ mấy giờ sáng trong mùa hè?
*A. Bảy giờ
B. Chín giờ
Câu 2: Đồng chí nào trực điện thoại vào ngày thứ bảy hằng tuần?
A. Người được phân công
B. Không ai
Câu 3: Sổ họp chi bộ được cất trong tủ nào của cơ quan?
*A. Tủ số một
B. Tủ số hai
"""


def open_bank(page: Page, code: str) -> None:
    """A new bank of this code."""
    page.locator("summary.work-menu").click()
    page.get_by_role("link", name="Ngân hàng câu hỏi").first.click()
    page.locator("a[href='/new-bank']").first.click()
    page.get_by_label("Mã ngân hàng").fill(code)
    page.get_by_label("Tên ngân hàng").fill(f"Ngân hàng {code}")
    page.locator("main form button[type=submit]").first.click()
    page.get_by_role("link", name="Nhập từ tệp").first.click()


def approve_all(page: Page, code: str, count: int) -> None:
    """What a second person does: read, choose all, approve; then look at the linter."""
    page.goto(f"/banks/{code}")
    page.get_by_role("link", name=f"Chờ duyệt: {count}").click()
    page.get_by_role("button", name="Chọn tất cả câu trên trang").click()
    page.get_by_role("button", name=f"Duyệt các câu đã chọn ({count})").first.click()
    expect(page.get_by_text(f"Đã duyệt {count} câu.")).to_be_visible()
    page.get_by_role("link", name="Kiểm tra").first.click()
    expect(page.get_by_text("câu đã kiểm tra")).to_be_visible()
    page.goto(f"/banks/{code}?state=approved")
    expect(page.get_by_text("Bản nháp")).to_have_count(0)


def test_file_with_a_fault_becomes_an_approved_bank(open_page, tmp_path):
    (tmp_path / "de.txt").write_text(EXAM)
    author = open_page("tuyen-giao", **DESK)
    open_bank(author, "TU-TEP")
    author.locator("input[name=file]").set_input_files(tmp_path / "de.txt")
    author.get_by_role("button", name="Xem trước").click()
    expect(author.get_by_role("heading", name="Cần sửa (1 câu)")).to_be_visible()
    repair = author.locator("details.import-repair").first
    repair.locator("summary").first.click()
    repair.get_by_role("button", name="Sửa xong câu này").click()
    expect(author.get_by_role("alert").first).to_contain_text("chưa có đáp án đúng")
    author.locator("details.import-repair[open] input[name=right]").first.check()
    author.get_by_role("button", name="Sửa xong câu này").first.click()
    author.get_by_role("button", name="Nhập tất cả 3 câu").click()
    expect(author.get_by_text("Các câu này chờ người khác duyệt.")).to_be_visible()
    approve_all(open_page("quan-tri", **DESK), "TU-TEP", 3)


@pytest.mark.skipif(not REAL.exists(), reason="the fixtures of the specification are not here")
def test_real_word_exam_becomes_an_approved_bank(open_page):
    author = open_page("tuyen-giao", **DESK)
    open_bank(author, "PHP-7")
    author.locator("input[name=file]").set_input_files(REAL)
    author.get_by_role("button", name="Xem trước").click()
    author.get_by_role("button", name="Giữ tất cả").click()
    author.get_by_role("button", name="Nhập tất cả 97 câu").click()
    expect(author.get_by_text("Đã nhập 97 câu mới.")).to_be_visible()
    approve_all(open_page("quan-tri", **DESK), "PHP-7", 97)


def test_document_is_chosen_while_typing_and_cited(open_page):
    author = open_page("tuyen-giao", "/banks/CDS/new-question", **DESK)
    author.get_by_label("Nội dung câu hỏi").fill("Văn bản nào nêu mục tiêu kinh tế số đến năm 2030, theo bài học này?")
    for place, text in enumerate(("Nghị quyết này", "Văn bản khác")):
        author.locator(f"[name=options-{place}-text]").fill(text)
    author.locator("[name=right]").first.check()
    author.get_by_label("Tìm văn bản trong thư viện").press_sequentially("57-NQ/TW")
    expect(author.locator("[data-document] option", has_text=re.compile("57.NQ")).first).to_be_attached()
    author.locator("[data-document]").select_option(index=1)
    expect(author.locator("[data-section] option").nth(1)).to_be_attached()
    author.locator("[data-section]").select_option(index=1)
    author.get_by_role("button", name="Lưu bản nháp").last.click()
    expect(author.get_by_role("heading", name="Văn bản được dẫn")).to_be_visible()
