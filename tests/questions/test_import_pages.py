"""The import of questions: what is wrong is mended on the page, near-duplicates are decided about, long files wait."""

from __future__ import annotations

import io
import re

import pytest
from sqlalchemy import select

from quizapp.extensions import db
from quizapp.questions import import_views, queries
from quizapp.questions.import_keys import read_keys
from quizapp.questions.import_models import QuestionImport
from quizapp.questions.models import Question, QuestionVersion
from tests.factories import grant, make_member, make_unit, sign_in
from tests.questions.factories import fill_bank, make_bank, parsed_question

EXAM = """Câu 1: Thủ đô của nước ta là thành phố nào?
A. Hà Nội
B. Huế
Câu 2: Nghị quyết 57-NQ/TW do cơ quan nào ban hành?
A. Quốc hội
B. Bộ Chính trị
C. Chính phủ
Câu 3: Nghị quyết 57-NQ/TW ban hành năm nào?
A. 2024
B. 2025
Đáp án: A
"""


@pytest.fixture
def browser(app, client):
    member = make_member(unit=make_unit("Đảng ủy Khối"))
    grant(member, "propaganda_board", member.unit)
    make_bank(unit=member.unit)
    return sign_in(client, member)


def post(browser, url, **data):
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', browser.get("/banks").text)
    return browser.post(url, data={"csrf_token": token[1], **data}, content_type="multipart/form-data")


def send(browser, content, name="de.txt", **more):
    return post(browser, "/banks/NQ57/import", file=(io.BytesIO(content.encode()), name), **more)


def figures_of(page):
    return {
        name: count for count, name in re.findall(r'figure-value">([^<]+)</p>\s*<p class="figure-note">([^<]+)<', page)
    }


def keys_in_bank():
    db.session.remove()
    versions = db.session.scalars(select(QuestionVersion).order_by(QuestionVersion.id))
    return ["".join("ABCD"[at] for at, one in enumerate(v.options) if one["right"]) for v in versions]


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("1A 2C 3B", {1: {0}, 2: {2}, 3: {1}}),
        ("1. A; 2-C, 3: b", {1: {0}, 2: {2}, 3: {1}}),
        ("1AB 12 D", {1: {0, 1}, 12: {3}}),
        ("không có gì", {}),
    ],
)
def test_keys_typed_for_several_questions(text, keys):
    assert read_keys(text) == keys


def test_keys_of_several_questions_are_set_by_one_line(browser):
    address = send(browser, EXAM).location
    assert "Nhiều câu chưa có đáp án" in browser.get(address).text
    post(browser, f"{address}/keys", keys="1A 2B")
    assert figures_of(browser.get(address).text)["cần sửa"] == "0"
    post(browser, address)
    assert keys_in_bank() == ["A", "B", "A"]


def test_key_of_one_question_is_set_by_its_button(browser):
    address = send(browser, EXAM).location
    post(browser, f"{address}/keys/1", letter="B")
    assert figures_of(browser.get(address).text)["cần sửa"] == "1"


def test_question_is_mended_in_place_and_a_faulty_form_comes_back_with_what_was_typed(browser):
    address = send(browser, EXAM).location
    form = {"stem": "Thủ đô nước ta?", "option": ["Hà Nội", "Huế", ""], "kind": "single", "topic": "Địa lý"}
    faulty = post(browser, f"{address}/questions/0", **form)
    assert faulty.status_code == 422
    assert ("Thủ đô nước ta?" in faulty.text, "Câu hỏi chưa có đáp án đúng." in faulty.text) == (True, True)
    assert post(browser, f"{address}/questions/0", **form, right="0").status_code == 302
    post(browser, address, skip_rejected="1", state="in_review")
    versions = db.session.scalars(select(QuestionVersion).where(QuestionVersion.topic == "Địa lý")).all()
    assert [(v.stem, [o["text"] for o in v.options]) for v in versions] == [("Thủ đô nước ta?", ["Hà Nội", "Huế"])]
    assert set(db.session.scalars(select(Question.state))) == {"in_review"}


def test_rejected_questions_can_be_skipped_and_taken_back(browser):
    address = send(browser, EXAM).location
    for place in (0, 1):
        post(browser, f"{address}/choices/{place}", choice="skip")
    assert "Nhập tất cả 1 câu" in browser.get(address).text
    post(browser, f"{address}/choices/0", choice="")
    assert figures_of(browser.get(address).text)["cần sửa"] == "1"


def test_near_duplicate_of_the_bank_replaces_the_old_question(browser):
    options = ("Năm 2024, tháng mười hai", "Năm 2025, tháng một")
    stem = "Nghị quyết 57-NQ/TW của Bộ Chính trị về khoa học và công nghệ ban hành khi nào"
    fill_bank(queries.find_bank("NQ57"), parsed_question(stem, "CU-1", options=options))
    gift = f"::Câu 1::{stem} vậy? {{\n={options[0]}\n~{options[1]}\n}}\n"
    address = send(browser, gift, "a.gift").location
    page = browser.get(address).text
    assert (figures_of(page)["gần trùng"], "Trong ngân hàng: CU-1" in page) == ("1", True)
    post(browser, f"{address}/choices/0", choice="replace")
    post(browser, address, state="approved")
    db.session.remove()
    current = db.session.scalars(select(QuestionVersion).where(QuestionVersion.is_current)).all()
    assert [(version.number, version.stem) for version in current] == [(2, f"{stem} vậy?")]


def test_all_near_duplicates_are_kept_at_once(browser):
    text = "Hàm nào dùng để lấy một chuỗi mới chỉ chứa các ký tự %s của chuỗi ban đầu? {\n=filter_var()\n~preg()\n}\n"
    questions = [text % kind for kind in ("chữ cái", "số")]
    address = send(browser, "\n".join(questions), "a.gift").location
    assert figures_of(browser.get(address).text)["gần trùng"] == "1"
    post(browser, f"{address}/choices")
    assert figures_of(browser.get(address).text)["gần trùng"] == "0"


def test_the_same_file_sent_twice_is_one_import(browser):
    assert send(browser, EXAM).location == send(browser, EXAM).location
    assert db.session.query(QuestionImport).count() == 1


def test_keys_come_from_a_second_document(browser):
    without = EXAM.replace("Đáp án: A\n", "")
    address = send(browser, without, key=(io.BytesIO(b"1.A 2.B 3.A"), "dap-an.txt")).location
    assert figures_of(browser.get(address).text)["cần sửa"] == "0"


def test_long_file_is_read_as_a_job_that_leads_to_the_preview(browser, monkeypatch):
    monkeypatch.setattr(import_views, "LONG_FILE", 10)
    sent = send(browser, EXAM)
    assert sent.location.startswith("/jobs/")
    page = browser.get(sent.location).text
    preview = re.search(r'href="(/banks/NQ57/import/[^"]+)"', page)[1]
    assert figures_of(browser.get(preview).text)["câu tìm thấy"] == "3"


def test_long_file_that_cannot_be_read_says_so_on_its_own_page(browser, monkeypatch):
    monkeypatch.setattr(import_views, "LONG_FILE", 10)
    sent = send(browser, "không có câu hỏi nào trong tệp này")
    begun = db.session.scalars(select(QuestionImport)).one()
    assert (begun.state, "Việc của tôi" in browser.get(sent.location).text) == ("failed", True)
    assert "Chọn tệp khác" in browser.get(f"/banks/NQ57/import/{begun.public_id}").text


def test_many_questions_are_stored_once_by_a_job(browser, monkeypatch):
    monkeypatch.setattr(import_views, "MANY", 1)
    address = send(browser, EXAM).location
    post(browser, f"{address}/keys", keys="1A 2B")
    sent = post(browser, address, state="draft")
    assert "Đã nhập 3 câu mới" in browser.get(sent.location).text
    db.session.remove()
    again = browser.get(post(browser, address, state="draft").location).text
    assert ("Tệp này đã được nhập" in again, keys_in_bank()) == (True, ["A", "B", "A"])
    assert set(db.session.scalars(select(Question.state))) == {"draft"}


def test_many_questions_that_cannot_be_stored_stay_open_for_decisions(browser, monkeypatch):
    monkeypatch.setattr(import_views, "MANY", 1)
    address = send(browser, EXAM).location
    sent = post(browser, address)
    assert "Chưa lưu gì" in browser.get(sent.location).text
    page = browser.get(address).text
    assert ("Chưa lưu gì" in page, figures_of(page)["cần sửa"], keys_in_bank()) == (True, "2", [])


def test_only_who_reviews_questions_imports_them_as_approved(browser, app):
    address = send(browser, EXAM).location
    assert re.findall(r'<option value="(\w+)">(?:Chờ duyệt|Bản nháp|Đã duyệt)', browser.get(address).text) == [
        "in_review",
        "draft",
        "approved",
    ]
    instructor = make_member(unit=queries.find_bank("NQ57").unit)
    grant(instructor, "instructor", instructor.unit)
    other = sign_in(app.test_client(), instructor)
    assert 'value="approved"' not in other.get(address).text
    assert post(other, address, skip_rejected="1", state="approved").status_code == 403
    assert post(other, address, skip_rejected="1").status_code == 302
    assert set(db.session.scalars(select(Question.state))) == {"in_review"}


def test_report_is_a_workbook(browser):
    address = send(browser, EXAM).location
    assert browser.get(f"{address}/report.xlsx").data[:2] == b"PK"


def test_stranger_can_neither_mend_nor_store(browser, app):
    address = send(browser, EXAM).location
    stranger = make_member()
    grant(stranger, "administrator", stranger.unit)
    other = sign_in(app.test_client(), stranger)
    paths = ["", "/keys", "/keys/0", "/choices/0", "/questions/0"]
    assert {post(other, f"{address}{path}").status_code for path in paths} == {404}
