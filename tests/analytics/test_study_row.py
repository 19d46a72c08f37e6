"""The whole row of the usual form: sessions, forms, meeting points, key cadres, essays, beside the people."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select

from quizapp.accounts.models import Member
from quizapp.analytics.participation import UnitLine
from quizapp.analytics.queries import study_asides as queries
from quizapp.analytics.study import StudyRow
from quizapp.analytics.study_asides import Aside, Asides, Meant
from quizapp.courses.completion import Counts
from quizapp.exams.models import Essay
from quizapp.extensions import db
from quizapp.questions.citation_models import QuestionCitation
from quizapp.questions.models import QuestionVersion
from quizapp.tables import read_rows
from tests.conftest import NOW
from tests.courses.factories import make_session, make_wave, note
from tests.exams.factories import make_class, make_essay_exam, write
from tests.factories import grant, make_member, make_unit, sign_in
from tests.library.factories import make_document
from tests.pdf_text import text_of


def test_sessions_count_at_the_unit_that_held_them_and_above(app):
    root = make_unit("Đảng bộ")
    cell = make_unit("Chi bộ", parent=root)
    document = make_document(unit=root)
    make_session(root, [document], points=(("Hội trường", ""), ("Điểm cầu", "")))
    make_session(cell, [document], form="in_person")
    found = queries.asides(root, make_wave(root, [document]), NOW)
    assert found.own[cell.path] == Aside(1, 1)
    assert found.whole[root.path] == Aside(2, 3)
    line = UnitLine(root.id, root.code, root.name, root.path)
    assert found.of(StudyRow(line, Counts())).sessions == 2
    assert found.of(StudyRow(line, Counts(), is_direct=True)).sessions == 1


def test_forms_are_those_of_the_sessions_that_a_row_s_people_were_due_at(app):
    root = make_unit("Đảng bộ")
    near, far = make_unit("Chi bộ Một", parent=root), make_unit("Chi bộ Hai", parent=root)
    document = make_document(unit=root)
    make_session(root, [document], form="television")
    make_session(near, [document], form="in_person", kind="make_up")
    make_session(far, [document], form="online", starts_at=NOW + timedelta(days=1))
    found = queries.asides(root, make_wave(root, [document]), NOW)
    rows = {
        unit.id: StudyRow(UnitLine(unit.id, unit.code, unit.name, unit.path), Counts()) for unit in (root, near, far)
    }
    assert found.forms_of(rows[root.id]) == ["in_person", "television"]
    assert found.forms_of(replace(rows[root.id], is_direct=True)) == ["television"]
    assert found.forms_of(rows[near.id]) == ["in_person", "television"]
    assert found.forms_of(rows[far.id]) == ["television"]
    assert found.forms_of(StudyRow(UnitLine(0, "X", "X", "9999/"), Counts())) == []


def test_a_row_remarks_what_its_figures_leave_open(app):
    line = UnitLine(5, "CB", "Chi bộ", "1/5/")
    asides = Asides.summed([], [("1/", Meant("mixed", is_make_up=False)), ("1/5/", Meant("online", is_make_up=True))])

    def remarks(path="1/5/", **counts):
        return [str(one) for one in asides.remarks_of(StudyRow(replace(line, path=path), Counts(**counts)))]

    assert remarks(members=3, due=3, studied=2) == ["có buổi học bù"]
    assert remarks("1/6/", members=3, due=3, studied=3) == ["đã học đủ"]
    assert remarks("1/6/", members=3, due=3) == ["chưa có ai học"]
    assert remarks("2/", members=3, due=3) == ["chưa có buổi học"]
    assert remarks("2/", members=3) == ["không có ai thuộc diện"]
    assert remarks("2/") == []


def essay_exam(unit, document):
    """Three learners hand in an essay each; two are given points, of which one reaches the half."""
    course_class = make_class(learners=3, unit=unit)
    exam = make_essay_exam(course_class)
    question = db.session.scalars(select(QuestionVersion).where(QuestionVersion.kind == "essay")).one()
    db.session.add(QuestionCitation(question_id=question.question_id, document_id=document.id, cited_at=NOW))
    members = db.session.query(Member).filter_by(unit_id=unit.id).all()
    for number, (member, points) in enumerate(zip(members, (2.0, 1.75, None), strict=True), 1):
        attempt = write(exam, member, "Bài thu hoạch của tôi.")
        place = next(n for n, one in enumerate(attempt.paper, 1) if one[0] == question.id)
        essay = Essay(exam_id=exam.id, attempt_id=attempt.id, question_number=place, code=f"P{number}", points=points)
        db.session.add(essay)
    db.session.commit()
    return exam


def test_essays_on_the_document_are_counted_and_their_marks_once_released(app):
    unit = make_unit("Trung tâm")
    document = make_document(unit=unit)
    exam = essay_exam(unit, document)
    wave = make_wave(unit, [document])
    assert queries.asides(unit, wave, NOW).whole[unit.path] == Aside(essays=3)
    exam.released_at = NOW
    assert queries.asides(unit, wave, NOW).whole[unit.path] == Aside(essays=3, passed=1)
    assert not queries.asides(unit, make_wave(unit, [make_document(unit=unit)]), NOW).has_essays


def test_page_workbook_and_pdf_have_every_column_of_the_form(app, client):
    root = make_unit("Đảng bộ Khối", code="KHOI")
    cell = make_unit("Chi bộ Một", parent=root)
    document = make_document(number="57-NQ/TW", unit=root)
    secretary = make_member(unit=cell, position="Bí thư")
    note(make_session(root, [document], form="television"), secretary)
    leader = make_member(unit=make_unit())
    grant(leader, "leader", root)
    sign_in(client, leader)

    page = client.get("/analytics/study/").get_data(as_text=True)
    assert "Cán bộ chủ chốt" in page
    assert "Lớp / điểm cầu" in page
    assert 'data-label="Hình thức">truyền hình<' in page
    assert 'data-label="Ghi chú">đã học đủ<' in page
    rows = [row.cells for row in read_rows(client.get("/analytics/study/report.xlsx").data, "a.xlsx")]
    headings = next(row for row in rows if row[0] == "Đơn vị")
    total = dict(zip(headings, next(row for row in rows if row[0] == "Tổng cộng"), strict=False))
    assert (total["Số lớp, hội nghị"], total["Hình thức"], total["Số điểm cầu"]) == (1, "truyền hình", 1)
    assert (total["Cán bộ chủ chốt thuộc diện"], total["Cán bộ chủ chốt đã học"]) == (1, 1)
    by_unit = {row[0]: dict(zip(headings, row, strict=False)) for row in rows}
    assert (by_unit["Chi bộ Một"]["Hình thức"], by_unit["Chi bộ Một"]["Ghi chú"]) == ("truyền hình", "đã học đủ")
    assert {"Bài thu hoạch đã nộp", "Bài thu hoạch đạt", "Ghi chú", "Học bù", "Vắng không lý do"} <= set(headings)
    printed = text_of(client.get("/analytics/study/report.pdf").data)
    assert "truyền hình" in printed
    assert "đã học đủ" in printed
