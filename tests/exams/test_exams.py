"""Setting an exam, its candidates, and publication."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from quizapp.assessments.matrix import MatrixRow
from quizapp.assessments.models import AssessmentExclusion, AssessmentMember, Attempt, Result
from quizapp.courses.classes import attendance, services
from quizapp.errors import Invalid, Refused
from quizapp.exams import queries, readiness
from quizapp.exams.candidate_queries import list_candidates, list_own, plan_candidates
from quizapp.exams.models import Candidate, Exam
from quizapp.exams.services import candidates, exams, publishing
from quizapp.exams.settings import ExamSettings, faults_of
from quizapp.extensions import db
from tests.assessments.factories import make_bank
from tests.conftest import NOW
from tests.exams.factories import add_learner, make_class

HOUR = timedelta(hours=1)
SETTINGS = ExamSettings("Thi cuối khóa", NOW + HOUR, NOW + 3 * HOUR, 45)


def make_draft(course_class, questions=4, count=4, **changes):
    bank = make_bank(course_class.unit, questions=questions)
    matrix = [MatrixRow(bank.code, None, None, count)]
    return exams.create_exam(course_class, replace(SETTINGS, **changes), now=NOW, matrix=matrix)


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"title": ""}, ("title", "Tên kỳ thi cần từ 1 đến 255 ký tự.")),
        ({"minutes": 200}, ("minutes", "Từ lúc mở đến lúc đóng chỉ có 120 phút, ít hơn 200 phút làm bài.")),
        ({"scale": 0}, ("scale", "Thang điểm phải lớn hơn 0 và không quá 100.")),
        ({"step": 0.005}, ("step", "Bước làm tròn từ 0,01 đến hết thang điểm, có nhiều nhất hai số lẻ.")),
        (
            {"bands": (("excellent", 8.0), ("good", 9.0))},
            ("bands", "Điểm của mỗi bậc xếp loại phải thấp hơn bậc trên. Hãy sửa lại."),
        ),
        (
            {"bands": (("good", 9.0), ("excellent", 8.0))},
            ("bands", "Các bậc xếp loại phải ghi từ cao xuống thấp, mỗi bậc một lần."),
        ),
        ({"pass_mark": 11}, ("bands", "Điểm đạt phải nằm trong thang điểm. Hãy sửa lại.")),
        ({"markers": 3}, ("markers", "Mỗi bài tự luận do một hoặc hai người chấm.")),
        ({"allowed_kinds": ()}, ("allowed_kinds", "Hãy chọn ít nhất một loại câu hỏi.")),
    ],
)
def test_what_is_wrong_with_settings_has_its_sentence(changes, fault):
    assert fault in [(name, str(sentence)) for name, sentence in faults_of(replace(SETTINGS, **changes))]


def test_settings_come_back_as_they_were_stored(app):
    exam = make_draft(make_class(), access_code=" kt4829 ", place="Phòng 2", bands=(("good", 8.0), ("average", 5.0)))
    assert exams.settings_of(exam) == replace(
        SETTINGS, access_code="KT4829", place="Phòng 2", bands=(("good", 8.0), ("average", 5.0))
    )
    assert exam.assessment.shows_life


def test_codes_follow_the_class_and_are_used_once(app):
    course_class = make_class(code="k3")
    assert [make_draft(course_class).assessment.code for _ in range(2)] == ["k3-thi", "k3-thi-2"]
    with pytest.raises(Refused, match="Mã kỳ thi k3-thi đã được dùng"):
        exams.create_exam(course_class, SETTINGS, now=NOW, code="k3-thi")


def test_publication_tells_the_engine_who_may_sit(app):
    course_class = make_class()
    diligent, absent, gone = (add_learner(course_class) for _ in range(3))
    session = attendance.add_session(course_class, "Bài 1", date(2026, 11, 3), NOW)
    attendance.record(course_class, session, {diligent.id: "attended", absent.id: "unexcused"}, None, NOW)
    services.withdraw_learner(course_class, gone.id, "", NOW)
    exam = make_draft(course_class)
    assert publishing.publish_exam(exam, NOW) == 2
    assert publishing.publish_exam(exam, NOW) == 2
    listed = [(one.number, one.member_id, one.reasons) for one in list_candidates(exam)]
    assert listed == [(1, diligent.id, []), (2, absent.id, [["attendance", 0, 1, 80]])]
    assert {one.member_id for one in db.session.query(AssessmentMember)} == {diligent.id, absent.id}
    assert [(one.member_id, one.reason) for one in db.session.query(AssessmentExclusion)] == [
        (absent.id, "not_entitled")
    ]
    assert exam.assessment.published_at == NOW


def test_a_decision_lets_somebody_in_and_can_be_taken_back(app):
    course_class = make_class()
    absent = add_learner(course_class)
    session = attendance.add_session(course_class, "Bài 1", date(2026, 11, 3), NOW)
    attendance.record(course_class, session, {absent.id: "unexcused"}, None, NOW)
    exam = make_draft(course_class)
    with pytest.raises(Invalid, match="Hãy ghi lý do cho dự thi"):
        candidates.admit(exam, absent.id, " ", NOW)
    candidates.admit(exam, absent.id, "Có giấy xác nhận ốm", NOW)
    publishing.publish_exam(exam, NOW)
    assert db.session.query(AssessmentExclusion).count() == 0
    assert db.session.get_one(Candidate, (exam.id, absent.id)).admitted_because == "Có giấy xác nhận ốm"
    candidates.take_back(exam, absent.id, NOW)
    assert db.session.query(AssessmentExclusion).count() == 1


def test_who_comes_late_gets_the_next_number(app):
    course_class = make_class(learners=2)
    exam = make_draft(course_class)
    publishing.publish_exam(exam, NOW)
    first = plan_candidates(exam)[0].member
    services.withdraw_learner(course_class, first.id, "", NOW)
    late = add_learner(course_class)
    candidates.draw_up(exam, NOW)
    listed = [(one.number, one.member_id == late.id, one.reasons) for one in list_candidates(exam)]
    assert listed == [(1, False, [["withdrawn"]]), (2, False, []), (3, True, [])]


@pytest.mark.parametrize(
    ("prepare", "sentence"),
    [
        ({"questions": 3}, r"Ngân hàng không đủ câu cho ô “.*”: cần 4 câu, có thể lấy 3 câu\."),
        ({"learners": 0}, r"Chưa có thí sinh nào\. Hãy thêm học viên vào lớp\."),
        ({"late": True}, r"Kỳ thi đã qua giờ đóng\. Hãy sửa thời gian\."),
    ],
)
def test_publication_waits_for_what_is_missing(app, prepare, sentence):
    exam = make_draft(make_class(learners=prepare.get("learners", 1)), questions=prepare.get("questions", 4))
    with pytest.raises(Refused, match=sentence):
        publishing.publish_exam(exam, NOW + 5 * HOUR if prepare.get("late") else NOW)
    assert exam.assessment.published_at is None
    assert db.session.query(AssessmentMember).count() == 0


def test_publication_locks_what_would_be_unfair(app):
    exam = make_draft(make_class(learners=1))
    publishing.publish_exam(exam, NOW)
    settings = exams.settings_of(exam)
    with pytest.raises(Refused, match="Không đổi được thời gian làm bài"):
        exams.edit_exam(exam, replace(settings, minutes=30), NOW)
    with pytest.raises(Refused, match="Không đổi được ma trận đề"):
        exams.set_matrix(exam, [], NOW)
    with pytest.raises(Refused, match="chỉ có thể lùi giờ đóng"):
        exams.edit_exam(exam, replace(settings, closes_at=NOW + 2 * HOUR), NOW)
    later = replace(settings, closes_at=NOW + 4 * HOUR, place="Phòng 5")
    with pytest.raises(Invalid, match="Hãy ghi lý do gia hạn"):
        exams.edit_exam(exam, later, NOW)
    assert exams.edit_exam(exam, later, NOW, "Mất điện") == ["closes_at", "place"]
    with pytest.raises(Refused, match="Không đổi được giờ mở"):
        exams.edit_exam(exam, replace(later, opens_at=NOW + 2.5 * HOUR), NOW + 2 * HOUR)
    with pytest.raises(Refused, match="Kỳ thi đã công bố nên không xóa được"):
        exams.remove_exam(exam, NOW)


def test_a_resit_is_for_those_who_have_not_passed(app):
    course_class = make_class(learners=3)
    first = make_draft(course_class)
    publishing.publish_exam(first, NOW)
    passed, failed, _ = (one.member_id for one in list_candidates(first))
    for member_id, score in ((passed, 3.0), (failed, 1.0)):
        _add_result(first, member_id, score)
    with pytest.raises(Refused, match="Kỳ thi lần đầu chưa kết thúc"):
        exams.create_resit(first, NOW + 48 * HOUR, NOW)
    after = NOW + 5 * HOUR
    resit = exams.create_resit(first, NOW + 48 * HOUR, after)
    assert resit.assessment.title == "Thi cuối khóa (thi lại)"
    assert [one.member.id for one in plan_candidates(resit)] == [
        one.member_id for one in list_candidates(first) if one.member_id != passed
    ]
    with pytest.raises(Refused, match="chưa công bố điểm nên chưa biết ai thi lại"):
        publishing.publish_exam(resit, after)
    first.released_at = after
    db.session.commit()
    assert publishing.publish_exam(resit, after) == 2


def _add_result(exam, member_id, score):
    attempt = Attempt(
        assessment_id=exam.assessment_id,
        member_id=member_id,
        unit_id=exam.assessment.unit_id,
        number=1,
        state="submitted",
        paper=[],
        answers={},
        started_at=NOW,
        deadline=NOW,
        saves_until=NOW,
    )
    db.session.add(attempt)
    db.session.flush()
    same = {"unit_id": exam.assessment.unit_id, "attempts": 1, "seconds": 60, "submitted_at": NOW, "merit": ""}
    flags = {"all_correct": False, "has_been_all_correct": False, "attempt_id": attempt.id}
    ids = {"assessment_id": exam.assessment_id, "member_id": member_id}
    db.session.add(Result(score=score, max_score=4.0, **ids, **same, **flags))
    db.session.commit()


def test_marks_are_for_learners_once_they_are_released(app):
    course_class = make_class(learners=1)
    exam = make_draft(course_class)
    publishing.publish_exam(exam, NOW)
    member = list_candidates(exam)[0].member
    _add_result(exam, member.id, 3.0)
    own = list_own(member, NOW + 5 * HOUR)[0]
    assert (own.stage, own.mark, own.classification) == ("marking", None, None)
    exam.released_at = NOW + 5 * HOUR
    db.session.commit()
    own = list_own(member, NOW + 6 * HOUR)[0]
    assert (own.stage, own.mark, own.classification) == ("released", 7.5, "fair")


def test_a_copy_is_a_draft_with_the_same_rules_and_another_access_code(app):
    course_class, other = make_class(), make_class(code="k4")
    exam = make_draft(course_class, access_code="KT4829", minutes=30)
    copy = exams.copy_exam(exam, other, NOW + 24 * HOUR, NOW)
    assert (copy.assessment.code, copy.assessment.minutes, copy.assessment.matrix) == (
        "k4-thi",
        30,
        exam.assessment.matrix,
    )
    assert copy.assessment.closes_at - copy.assessment.opens_at == 2 * HOUR
    assert copy.assessment.access_code not in (None, "KT4829")


def test_what_is_said_of_the_papers(app):
    exam = make_draft(make_class(), questions=10, count=5)
    paper = readiness.paper_of(exam)
    assert (paper.fault, paper.cells[0].count, len(paper.cells[0].pool)) == (None, 5, 10)
    assert replace(paper, cells=()) == readiness.Paper(None, 5, 5.0, 0.5, False)
    exam.assessment.is_paper_fixed = True
    assert readiness.paper_of(exam).overlap == 1
    assert queries.count_markers(exam.course_class) == 0


def test_a_draft_can_be_dropped(app):
    exam = make_draft(make_class(learners=1))
    candidates.draw_up(exam, NOW)
    exams.remove_exam(exam, NOW)
    assert db.session.query(Exam).count() == 0
