"""Answers on paper: the same mark as their online twin, and sentences for what cannot be right."""

from __future__ import annotations

import pytest

from quizapp.assessments import paper, sheet
from quizapp.assessments.models import Attempt, Result
from quizapp.assessments.services import recounts
from quizapp.assessments.tally_models import Tally
from quizapp.errors import Invalid, Refused
from quizapp.exams import output_queries
from quizapp.exams.models import Candidate
from quizapp.exams.paper_codes import key_row
from quizapp.exams.services import paper_codes, paper_entries
from quizapp.extensions import db
from quizapp.tables import write_csv
from tests.assessments.factories import right_answers, sit
from tests.conftest import NOW
from tests.exams.factories import add_learner, make_class, make_exam
from tests.factories import grant, make_member, make_unit, sign_in


@pytest.fixture
def exam(app):
    """Three candidates, two codes of four questions."""
    made = make_exam(make_class(learners=3))
    paper_codes.make_codes(made, 101, 2, NOW)
    return made


def candidate(exam, number: int = 1) -> Candidate:
    return db.session.query(Candidate).filter_by(exam_id=exam.id, number=number).one()


def right_row(exam, code: str, wrong: int = 0) -> str:
    printed = next(one for one in output_queries.paper_codes(exam) if one.code == code)
    keys = sheet.load(exam.assessment_id, printed.sheet_revision).keys
    row = key_row(paper.unpack(printed.paper), keys)
    return "-" * wrong + "".join(row[wrong:])


def marks(exam):
    return {row.entry.number: (row.mark, row.entry.paper_code) for row in output_queries.mark_sheet(exam, NOW)}


def counted(exam):
    rows = db.session.query(Tally).filter_by(assessment_id=exam.assessment_id, unit_id=exam.course_class.unit_id)
    return [(one.people, one.attempts, one.all_correct, one.score_sum) for one in rows]


def test_paper_gets_the_same_mark_as_its_online_twin(exam):
    online = sit(exam.assessment, candidate(exam, 1).member, wrong=1)
    assert len(right_answers(online, 1)) == 3
    paper_entries.enter(exam, candidate(exam, 2), "102", right_row(exam, "102", wrong=1), NOW)
    assert marks(exam) == {1: (7.5, ""), 2: (7.5, "102"), 3: (None, "")}
    one, two = db.session.query(Attempt).order_by(Attempt.id).all()
    assert [(a.score, a.max_score, a.right, a.all_correct, a.unmarked) for a in (one, two)] == [(3, 4, 3, False, 0)] * 2


def test_results_and_tallies_equal_a_recount(exam):
    paper_entries.enter(exam, candidate(exam, 1), "101", right_row(exam, "101"), NOW)
    paper_entries.enter(exam, candidate(exam, 2), "102", right_row(exam, "102", wrong=2), NOW)
    paper_entries.enter(exam, candidate(exam, 2), "101", right_row(exam, "101", wrong=3), NOW)
    before = counted(exam), sorted((r.member_id, r.score, r.attempts) for r in db.session.query(Result))
    assert before[0] == [(2, 2, 1, 5)]
    recounts.recount(exam.assessment)
    assert (counted(exam), sorted((r.member_id, r.score, r.attempts) for r in db.session.query(Result))) == before


def test_entered_again_the_answers_are_replaced(exam):
    paper_entries.enter(exam, candidate(exam), "101", right_row(exam, "101", wrong=2), NOW)
    paper_entries.enter(exam, candidate(exam), "102", right_row(exam, "102"), NOW)
    assert marks(exam)[1] == (10, "102")
    assert db.session.query(Attempt).count() == 1


def test_who_sat_it_here_has_no_paper_beside(exam):
    sit(exam.assessment, candidate(exam).member)
    with pytest.raises(Refused, match="đã làm bài trên hệ thống"):
        paper_entries.enter(exam, candidate(exam), "101", right_row(exam, "101"), NOW)


@pytest.mark.parametrize(
    ("code", "answers", "words"),
    [
        ("999", "AAAA", "Không có mã đề “999”"),
        ("101", "AAA", "Có 3 câu trả lời, đề có 4 câu"),
        ("101", "AAAZ", "Câu 4"),
    ],
)
def test_what_cannot_be_right_is_refused(exam, code, answers, words):
    with pytest.raises(Invalid, match=words):
        paper_entries.enter(exam, candidate(exam), code, answers, NOW)
    assert db.session.query(Attempt).count() == 0


def test_codes_are_made_anew_until_answers_are_entered(exam):
    first = [one.paper for one in output_queries.paper_codes(exam)]
    paper_codes.make_codes(exam, 101, 2, NOW)
    assert [one.paper for one in output_queries.paper_codes(exam)] == first
    paper_entries.enter(exam, candidate(exam), "101", "----", NOW)
    with pytest.raises(Refused, match="không tạo lại mã đề"):
        paper_codes.make_codes(exam, 201, 4, NOW)
    with pytest.raises(Invalid):
        paper_codes.make_codes(exam, 101, 99, NOW)


def listed(exam, *rows):
    return write_csv(["Số báo danh", "Mã đề", "Bài làm"], rows)


def test_a_list_is_entered_by_candidates_numbers(exam):
    rows = [(1, "101", right_row(exam, "101")), ("002", "102", right_row(exam, "102", wrong=1))]
    report = paper_entries.import_file(exam, listed(exam, *rows), "b.csv", NOW)
    assert (report.found, report.accepted, report.created, report.rejected) == (2, 2, 2, [])
    assert marks(exam) == {1: (10, "101"), 2: (7.5, "102"), 3: (None, "")}
    paper_entries.import_file(exam, listed(exam, *rows), "b.csv", NOW)
    assert counted(exam) == [(2, 2, 1, 7)]


def test_a_list_by_member_codes(exam):
    member = candidate(exam, 3).member
    content = write_csv(["Mã số", "Mã đề", "Bài làm"], [(member.code, "101", "----")])
    assert paper_entries.import_file(exam, content, "b.csv", NOW).created == 1


def test_one_wrong_row_holds_all_back_and_is_told_with_its_place(exam):
    sit(exam.assessment, candidate(exam, 3).member)
    rows = [
        (1, "101", "----"),
        (77, "101", "----"),
        (2, "999", "----"),
        (2, "101", "AA"),
        (1, "101", "----"),
        (3, "101", "----"),
    ]
    report = paper_entries.import_file(exam, listed(exam, *rows), "b.csv", NOW)
    assert [(note.row, str(note.sentence)[:30]) for note in report.rejected] == [
        (3, "“77” không có trong danh sách "),
        (4, "Không có mã đề “999”. Các mã đ"),
        (5, "Có 2 câu trả lời, đề có 4 câu."),
        (6, "Người này có ở dòng trước. Mỗi"),
        (7, "Người này đã làm bài trên hệ t"),
    ]
    assert report.created == 0
    assert db.session.query(Attempt).filter_by(submitted_by="import").count() == 0
    assert paper_entries.import_file(exam, listed(exam, *rows), "b.csv", NOW, skip_rejected=True).created == 1


def test_a_learner_of_another_unit_is_entered_like_the_others(client, app):
    course_class = make_class()
    elsewhere = make_unit("Đảng ủy xã Thử")
    learner = add_learner(course_class, make_member("Lê Văn Ngoài", elsewhere))
    exam = make_exam(course_class)
    paper_codes.make_codes(exam, 101, 1, NOW)
    paper_entries.enter(exam, candidate(exam), "101", right_row(exam, "101"), NOW)
    (row,) = output_queries.mark_sheet(exam, NOW)
    assert (row.entry.name, row.entry.unit_name, row.mark) == ("Lê Văn Ngoài", "Đảng ủy xã Thử", 10)
    tally = db.session.query(Tally).filter_by(assessment_id=exam.assessment_id).filter(Tally.people > 0).one()
    assert tally.unit_id in (elsewhere.id, course_class.unit_id)
    # Whoever manages the learner's unit has nothing to do with the class.
    administrator = make_member(unit=elsewhere)
    grant(administrator, "unit_administrator", elsewhere)
    sign_in(client, administrator)
    for page in ("paper-entries", f"paper-entries/{learner.id}", "mark-sheet", "outputs/mark-sheet.xlsx"):
        assert client.get(f"/exams/{exam.assessment.code}/{page}").status_code == 404
