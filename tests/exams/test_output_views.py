"""The pages and files of the mark sheet, the summary and the statistics."""

from __future__ import annotations

import io
import re
from datetime import date, timedelta
from zipfile import ZipFile

import pytest

from quizapp.accounts.models import AuditEntry
from quizapp.exams import mark_sheet_files as files
from quizapp.exams.form_models import OfficialForm
from quizapp.exams.mark_sheet import MARKED, Entry, Row
from quizapp.exams.models import Candidate
from quizapp.exams.official_papers import form_of
from quizapp.extensions import db
from quizapp.tables import read_rows
from tests.accounts.forms import csrf_token
from tests.assessments.factories import sit
from tests.conftest import NOW
from tests.exams.factories import add_instructor, add_learner, make_class, make_exam
from tests.factories import grant, make_member, make_unit, sign_in
from tests.pdf_text import pages_of, text_of

FILES = ("mark-sheet.xlsx", "mark-sheet.pdf", "summary.xlsx", "summary.pdf")


@pytest.fixture
def exam(app):
    """Two who sat it (10 and 7.5), one who did not come, one who may not."""
    course_class = make_class(make_unit("Trung tâm Chính trị Bến Mẫu"))
    names = ("Lê Văn Ngữ", "Nguyễn Thị Ễnh", "Trần Ước", "Phạm Đỗ Quỳnh")
    people = [add_learner(course_class, make_member(name, course_class.unit)) for name in names]
    made = make_exam(course_class, title="Thi cuối khóa", opens_at=NOW - timedelta(days=9), closes_at=NOW)
    people[0].birth_date = date(1990, 2, 1)
    sit(made.assessment, people[0], NOW - timedelta(hours=2))
    sit(made.assessment, people[1], NOW - timedelta(hours=2), wrong=1)
    db.session.get(Candidate, (made.id, people[3].id)).reasons = [["attendance", 1, 4, 80]]
    db.session.commit()
    return made


def instructor_of(exam, client, role="instructor"):
    member = add_instructor(exam.course_class, role)
    sign_in(client, member)
    return member


def released(exam):
    exam.released_at = NOW
    db.session.commit()
    return exam


def address(exam, page):
    return f"/exams/{exam.assessment.code}/{page}"


def test_the_page_shows_marks_words_bands_and_why_there_is_none(client, exam):
    instructor_of(exam, client)
    page = client.get(address(exam, "mark-sheet")).get_data(as_text=True)
    for words in ("Bảy phẩy năm", "Mười", "Xuất sắc", "Vắng", "Dự 1/4 buổi học, cần ít nhất 80 %", "01/02/1990"):
        assert words in page
    assert "Điểm tạm tính" in page
    final = client.get(address(released(exam), "mark-sheet")).get_data(as_text=True)
    assert "Điểm tạm tính" not in final


def test_the_pdf_holds_every_word_and_repeats_the_head_of_the_table(client, exam):
    db.session.add(OfficialForm(unit_id=exam.course_class.unit_id, superior="Đảng bộ Mẫu", signer_name="Vũ Ký Tên"))
    for _ in range(40):
        member = add_learner(exam.course_class)
        db.session.add(Candidate(exam_id=exam.id, member_id=member.id, number=100 + member.id, reasons=[]))
    db.session.commit()
    instructor_of(exam, client)
    provisional = text_of(client.get(address(exam, "outputs/mark-sheet.pdf")).data)
    assert "ĐIỂM TẠM TÍNH" in provisional
    pages = pages_of(client.get(address(released(exam), "outputs/mark-sheet.pdf")).data)
    assert all("Họ và tên" in page and f"{place}/{len(pages)}" in page for place, page in enumerate(pages[:-1], 1))
    for words in ("ĐẢNG BỘ MẪU", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Lê Văn Ngữ", "Nguyễn Thị Ễnh", "BẢNG ĐIỂM"):
        assert words in pages[0]
    assert "ĐIỂM TẠM TÍNH" not in pages[0]
    assert "Vũ Ký Tên" in pages[-1]
    assert "2 người: 1 xuất sắc (50,00 %), 1 khá (50,00 %)." in " ".join(pages[-1].replace("\xa0", " ").split())


def test_the_workbook_has_one_row_a_candidate_with_numbers_as_numbers(client, exam):
    instructor_of(exam, client)
    content = client.get(address(released(exam), "outputs/mark-sheet.xlsx")).data
    found = [row.cells for row in read_rows(content, "b.xlsx") if isinstance(row.cells[0], float)]
    assert [(row[3], *row[7:]) for row in found] == [
        ("Lê Văn Ngữ", 10, "Mười", "Xuất sắc", None, None),
        ("Nguyễn Thị Ễnh", 7.5, "Bảy phẩy năm", "Khá", None, None),
        ("Trần Ước", *[None] * 4, "Vắng"),
        ("Phạm Đỗ Quỳnh", *[None] * 4, "Không đủ điều kiện dự thi. Dự 1/4 buổi học, cần ít nhất 80 %"),
    ]


@pytest.mark.parametrize("people", [1, 3, 17, 18, 19, 20, 21, 22, 135])
def test_the_signatures_never_stand_on_a_page_without_candidates(app, people):
    drawn = [
        Row(n, Entry(n, n, "", f"Thí sinh {n}", "Chi bộ"), MARKED, 8.5, "Tám", "good", ()) for n in range(1, people + 1)
    ]
    exam = make_exam(make_class())
    with app.test_request_context():
        sheet = files.Sheet(exam, form_of(exam.course_class.unit), drawn, NOW)
        pages = pages_of(files.mark_sheet_pdf(sheet))
    assert f"Thí sinh {people}" in pages[-1]
    assert "THỦ TRƯỞNG ĐƠN VỊ" in pages[-1]
    assert all("Họ và tên" in page for page in pages)
    # Nobody is printed twice, and nobody is left out.
    assert sum(page.count("Thí sinh") for page in pages) == people


def test_the_workbook_prints_on_pages_of_one_width_with_its_head(client, exam):
    instructor_of(exam, client)
    content = client.get(address(released(exam), "outputs/mark-sheet.xlsx")).data
    with ZipFile(io.BytesIO(content)) as archive:
        sheet, book = (archive.read(name).decode() for name in ("xl/worksheets/sheet1.xml", "xl/workbook.xml"))
    assert 'paperSize="9" fitToHeight="0" orientation="landscape"' in sheet
    assert "_xlnm.Print_Titles" in book
    widths = [float(width) for width in re.findall(r'<col [^>]*width="([\d.]+)"', sheet)]
    assert widths[1] < 10


def test_the_summary_is_one_page(client, exam):
    instructor_of(exam, client)
    (page,) = pages_of(client.get(address(released(exam), "outputs/summary.pdf")).data)
    assert "TỔNG HỢP KẾT QUẢ" in page
    assert "Tổng số trong danh sách: 4; có điểm 2; vắng 1; không đủ điều kiện dự thi 1." in page
    assert client.get(address(exam, "outputs/summary.xlsx")).data[:2] == b"PK"


def test_both_workbooks_have_places_for_signatures(client, exam):
    instructor_of(exam, client)
    for name in ("mark-sheet.xlsx", "summary.xlsx"):
        rows = read_rows(client.get(address(exam, f"outputs/{name}")).data, "b.xlsx")
        cells = {cell for row in rows for cell in row.cells}
        assert {"Người lập bảng", "Thủ trưởng đơn vị"} <= cells


def test_every_look_and_every_export_is_noted(client, exam):
    instructor_of(exam, client)
    client.get(address(exam, "mark-sheet"))
    for name in FILES:
        assert client.get(address(exam, f"outputs/{name}")).status_code == 200
    noted = db.session.query(AuditEntry).filter_by(object_type="exam").order_by(AuditEntry.id).all()
    assert [(one.action, one.detail.get("file")) for one in noted] == [
        ("mark_sheet.viewed", None),
        *(("mark_sheet.exported", name) for name in FILES),
    ]


def test_strangers_and_markers_see_no_names(client, exam):
    sign_in(client, make_member())
    for page in ("mark-sheet", "statistics", "official-papers", *(f"outputs/{name}" for name in FILES)):
        assert client.get(address(exam, page)).status_code == 404
    instructor_of(exam, client, "marker")
    for page in ("mark-sheet", "statistics", *(f"outputs/{name}" for name in FILES)):
        assert client.get(address(exam, page)).status_code == 403
    assert client.get(address(exam, "outputs/mark-sheet.exe")).status_code == 404


def test_the_sheet_costs_the_same_for_one_and_for_many(client, exam, statements):
    instructor_of(exam, client)
    page = address(exam, "mark-sheet")
    costs = []
    for more in (0, 0, 3):
        for _ in range(more):
            member = add_learner(exam.course_class)
            db.session.add(Candidate(exam_id=exam.id, member_id=member.id, number=200 + member.id, reasons=[]))
        db.session.commit()
        statements.clear()
        assert client.get(page).status_code == 200
        costs.append(len(statements))
    assert costs[1] == costs[2]


def test_statistics_tell_the_mean_and_the_hardest_question(client, exam):
    instructor_of(exam, client)
    page = client.get(address(exam, "statistics")).get_data(as_text=True)
    assert "8,75" in page
    assert "50,00\N{NO-BREAK SPACE}%" in page
    assert "Câu hỏi" in page


def test_statistics_of_an_exam_that_nobody_sat_say_so(client, app):
    made = make_exam(make_class(learners=1))
    instructor_of(made, client)
    assert "Chưa có bài nào có điểm" in client.get(address(made, "statistics")).get_data(as_text=True)


def test_the_unit_sets_head_and_signatures_of_its_papers(client, exam):
    unit = exam.course_class.unit
    administrator = make_member(unit=unit)
    grant(administrator, "unit_administrator", unit)
    sign_in(client, administrator)
    values = {"style": "party", "superior": "Tỉnh ủy Mẫu", "place": "Bến Mẫu", "signer_name": "Đỗ Ký"}
    token = csrf_token(client, address(exam, "official-papers"))
    sent = client.post(address(exam, "official-papers"), data=values | {"csrf_token": token})
    assert sent.status_code == 303
    text = text_of(client.get(address(exam, "outputs/summary.pdf")).data)
    for words in ("TỈNH ỦY MẪU", "ĐẢNG CỘNG SẢN VIỆT NAM", "Bến Mẫu, ngày", "Đỗ Ký"):
        assert words in text


def test_an_instructor_does_not_change_the_papers_of_the_whole_unit(client, exam):
    instructor_of(exam, client)
    assert client.get(address(exam, "official-papers")).status_code == 403
