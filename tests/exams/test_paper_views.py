"""Pages and files of the exam on paper."""

from __future__ import annotations

import io
from datetime import timedelta
from zipfile import ZipFile

import docx
import pytest

from quizapp import clock
from quizapp.accounts.models import AuditEntry
from quizapp.assessments.models import Attempt
from quizapp.exams import output_queries
from quizapp.exams.models import PaperCode
from quizapp.exams.services import paper_codes, paper_entries
from quizapp.extensions import db
from quizapp.questions.models import QuestionVersion
from quizapp.tables import read_rows, write_csv
from tests.accounts.forms import post_form
from tests.assessments.factories import sit
from tests.conftest import NOW
from tests.exams.factories import add_instructor, make_class, make_essay_exam, make_exam
from tests.exams.test_paper_entries import candidate, right_row
from tests.factories import grant, make_member, sign_in
from tests.pdf_text import pages_of, text_of


@pytest.fixture
def exam(app):
    """Three candidates; open now by the real clock too."""
    now = clock.now()
    times = {"opens_at": min(NOW, now) - timedelta(hours=1), "closes_at": max(NOW, now) + timedelta(hours=1)}
    return make_exam(make_class(learners=3), title="Thi cuối khóa", **times)


@pytest.fixture
def instructor(client, exam):
    """Who may see the keys of the unit's banks."""
    member = add_instructor(exam.course_class)
    grant(member, "instructor", exam.course_class.unit)
    sign_in(client, member)
    return member


def address(exam, page):
    return f"/exams/{exam.assessment.code}/{page}"


def test_codes_are_made_on_the_page(client, exam, instructor):
    assert "Chưa có mã đề" in client.get(address(exam, "paper")).get_data(as_text=True)
    assert post_form(client, address(exam, "paper"), {"first": "201", "count": "3"}).status_code == 303
    assert [one.code for one in db.session.query(PaperCode).order_by(PaperCode.code)] == ["201", "202", "203"]
    page = client.get(address(exam, "paper")).get_data(as_text=True)
    assert "3 mã đề của một đề" in page
    refused = post_form(client, address(exam, "paper"), {"first": "201", "count": "99"})
    assert "Hãy tạo từ 1 đến 24 mã đề" in refused.get_data(as_text=True)


def test_printed_papers_hold_all_questions_pages_and_an_answer_sheet(client, exam, instructor):
    paper_codes.make_codes(exam, 101, 2, NOW)
    pages = pages_of(client.get(address(exam, "paper/papers.pdf")).data)
    assert [page.rpartition("Mã đề")[2].strip() for page in pages] == [
        "101 – trang 1/2",
        "101 – trang 2/2",
        "102 – trang 1/2",
        "102 – trang 2/2",
    ]
    stems = [version.stem for version in db.session.query(QuestionVersion)]
    assert len(stems) == 4
    assert all(stem in pages[0] and stem in pages[2] for stem in stems)
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in pages[0]
    assert "PHIẾU TRẢ LỜI" in pages[1]
    assert "1 A B C D 2 A B C D" in pages[1]
    one = pages_of(client.get(address(exam, "paper/papers.pdf?paper=102&columns=2")).data)
    assert [page.rpartition("Mã đề")[2].strip() for page in one] == ["102 – trang 1/2", "102 – trang 2/2"]
    assert client.get(address(exam, "paper/papers.pdf?paper=999")).status_code == 404


def test_an_essay_gets_the_lines_that_its_answer_sheet_still_has_room_for(client, app):
    now = clock.now()
    times = {"opens_at": min(NOW, now) - timedelta(hours=1), "closes_at": max(NOW, now) + timedelta(hours=1)}
    exam = make_essay_exam(make_class(learners=1), **times)
    sign_in(client, add_instructor(exam.course_class))
    paper_codes.make_codes(exam, 101, 1, NOW)
    pages = pages_of(client.get(address(exam, "paper/papers.pdf")).data)
    # The paper, and its answer sheet; nothing runs over.
    assert len(pages) == 2
    assert "Câu 2:" in pages[1]


def test_the_word_document_holds_the_same(client, exam, instructor):
    paper_codes.make_codes(exam, 101, 2, NOW)
    document = docx.Document(io.BytesIO(client.get(address(exam, "paper/papers.docx")).data))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    for words in ("THI CUỐI KHÓA", "Mã đề: 101", "Mã đề: 102", "PHIẾU TRẢ LỜI", "Câu 4. ", "D. Phương án"):
        assert words in text


def test_the_same_codes_are_the_same_files_whenever_they_are_printed(client, exam, instructor):
    paper_codes.make_codes(exam, 101, 2, NOW)
    pdf, word = (client.get(address(exam, f"paper/papers.{name}")).data for name in ("pdf", "docx"))
    assert f"CreationDate(D:{NOW:%Y%m%d%H%M%S}".encode() in pdf
    assert {part.date_time for part in ZipFile(io.BytesIO(word)).infolist()} == {NOW.timetuple()[:6]}
    assert client.get(address(exam, "paper/papers.pdf")).data == pdf
    assert client.get(address(exam, "paper/papers.docx")).data == word
    papers = docx.Document(io.BytesIO(word))
    assert papers.core_properties.author == exam.course_class.unit.name


def test_the_key_table_has_the_right_letters_of_each_code(client, exam, instructor):
    paper_codes.make_codes(exam, 101, 2, NOW)
    content = client.get(address(exam, "paper/keys.xlsx")).data
    rows = [row.cells for row in read_rows(content, "k.xlsx") if str(row.cells[0]) in ("1", "2", "3", "4")]
    assert ["".join(row[column] for row in rows) for column in (1, 2)] == [
        right_row(exam, "101"),
        right_row(exam, "102"),
    ]
    assert "Mã 101" in text_of(client.get(address(exam, "paper/keys.pdf")).data)
    noted = [one.action for one in db.session.query(AuditEntry).filter_by(object_type="exam").order_by(AuditEntry.id)]
    assert noted == ["paper_code.made", "paper_key.viewed", "paper_key.viewed"]


def test_keys_are_not_for_those_who_may_not_see_them(client, exam):
    paper_codes.make_codes(exam, 101, 2, NOW)
    sign_in(client, add_instructor(exam.course_class, "homeroom"))
    assert "Bảng đáp án" not in client.get(address(exam, "paper")).get_data(as_text=True)
    assert client.get(address(exam, "paper/keys.pdf")).status_code == 403
    assert client.get(address(exam, "paper/keys.xlsx")).status_code == 403
    assert client.get(address(exam, "paper/papers.pdf")).status_code == 200


def test_strangers_and_invigilators_get_no_paper(client, exam):
    paper_codes.make_codes(exam, 101, 2, NOW)
    pages = ("paper", "paper/papers.pdf", "paper/papers.docx", "paper/keys.pdf", "paper-entries")
    sign_in(client, make_member())
    assert {client.get(address(exam, page)).status_code for page in pages} == {404}
    sign_in(client, add_instructor(exam.course_class, "invigilator"))
    assert {client.get(address(exam, page)).status_code for page in pages} == {403}


def test_answers_are_typed_one_candidate_after_another(client, exam, instructor):
    paper_codes.make_codes(exam, 101, 2, NOW)
    first, second = candidate(exam, 1).member_id, candidate(exam, 2).member_id
    path = address(exam, f"paper-entries/{first}")
    wrong = post_form(client, path, {"code": "101", "answers": "AB"})
    assert "Có 2 câu trả lời, đề có 4 câu" in wrong.get_data(as_text=True)
    unchosen = post_form(client, path, {"code": "", "answers": right_row(exam, "101")})
    assert "Mục này cần được điền." in unchosen.get_data(as_text=True)
    saved = post_form(client, path, {"code": "101", "answers": right_row(exam, "101", wrong=1)})
    assert saved.location.endswith(f"/paper-entries/{second}")
    page = client.get(address(exam, "paper-entries")).get_data(as_text=True)
    assert right_row(exam, "101", wrong=1) in page
    assert "3/4" in page
    assert client.get(address(exam, f"paper-entries/{make_member().id}")).status_code == 404


def send_list(client, exam, *rows):
    """The address of the page that shows what the list would change."""
    content = write_csv(["SBD", "Mã đề", "Bài làm"], rows)
    sent = post_form(client, address(exam, "paper-entries"), {"file": (io.BytesIO(content), "b.csv")})
    assert sent.status_code == 303
    return sent.location


def entered():
    return db.session.query(Attempt).filter_by(submitted_by="import").count()


def test_a_list_is_looked_at_before_anything_is_stored(client, exam, instructor):
    paper_codes.make_codes(exam, 101, 2, NOW)
    sit(exam.assessment, candidate(exam, 3).member)
    preview = send_list(client, exam, (1, "101", "----"), (9, "101", "----"), (3, "101", "----"))
    page = client.get(preview).get_data(as_text=True)
    assert "Chưa có gì được lưu." in page
    assert "“9” không có trong danh sách thí sinh." in page
    assert "đã làm bài trên hệ thống" in page
    assert entered() == 0
    held_back = post_form(client, preview, {}, follow_redirects=True)
    assert "Chưa lưu gì: tệp còn dòng cần sửa." in held_back.get_data(as_text=True)
    assert entered() == 0
    stored = post_form(client, preview, {"skip_rejected": "1"}, follow_redirects=True)
    assert "Đã lưu bài mới của 1 người, thay bài của 0 người." in stored.get_data(as_text=True)
    assert entered() == 1
    assert client.get(preview).status_code == 404


def test_the_preview_says_whose_answers_would_be_replaced(client, exam, instructor):
    paper_codes.make_codes(exam, 101, 2, NOW)
    paper_entries.enter(exam, candidate(exam, 1), "101", right_row(exam, "101"), NOW)
    paper_entries.enter(exam, candidate(exam, 2), "102", "----", NOW)
    preview = send_list(client, exam, (1, "102", "----"), (2, "102", "----"))
    page = client.get(preview).get_data(as_text=True)
    assert f"Thay bài đã nhập của {candidate(exam, 1).member.name}." in page
    assert page.count("Thay bài đã nhập") == 1
    report = client.get(f"{preview}/report.xlsx")
    assert report.status_code == 200
    post_form(client, preview, {})
    db.session.expire_all()
    assert sorted(attempt.score for attempt in db.session.query(Attempt)) == [0, 0]


def test_a_list_may_be_dropped_and_belongs_to_who_sent_it(client, exam, instructor):
    paper_codes.make_codes(exam, 101, 2, NOW)
    preview = send_list(client, exam, (1, "101", "----"))
    sign_in(client, add_instructor(exam.course_class))
    assert client.get(preview).status_code == 404
    sign_in(client, instructor)
    dropped = post_form(client, f"{preview}/removal", {}, page=preview, follow_redirects=True)
    assert "Đã bỏ tệp. Chưa có gì được lưu." in dropped.get_data(as_text=True)
    assert client.get(preview).status_code == 404
    assert entered() == 0


def test_a_file_that_is_no_list_says_so_where_it_was_chosen(client, exam, instructor):
    paper_codes.make_codes(exam, 101, 2, NOW)
    for file in ((io.BytesIO(b"abc"), "b.xlsx"), (io.BytesIO(b""), "")):
        assert post_form(client, address(exam, "paper-entries"), {"file": file}).status_code == 422


def test_the_list_of_entries_costs_the_same_for_one_and_for_many(client, exam, instructor, statements):
    paper_codes.make_codes(exam, 101, 2, NOW)
    page = address(exam, "paper-entries")
    costs = []
    for number in (1, 2, 3):
        paper_entries.enter(exam, candidate(exam, number), "101", "----", NOW)
        db.session.commit()
        statements.clear()
        assert client.get(page).status_code == 200
        costs.append(len(statements))
    assert costs[0] == costs[2]
    assert len(output_queries.paper_codes(exam)) == 2
