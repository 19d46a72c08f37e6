"""Classes and exams for tests."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from quizapp.accounts.models import Member
from quizapp.assessments import paper, sheet
from quizapp.assessments.marking.keys import ByHand
from quizapp.assessments.models import AssessmentMember, Attempt
from quizapp.assessments.services import attempts, publication, submissions
from quizapp.courses.classes.models import ClassInstructor, CourseClass, Learner
from quizapp.exams.classification import DEFAULT_BANDS
from quizapp.exams.models import Candidate, Exam
from quizapp.exams.services import paper_codes
from quizapp.extensions import db
from quizapp.questions.formats.answers import Criterion, Rubric, to_stored
from quizapp.questions.models import Bank, QuestionVersion
from quizapp.units.models import Unit
from tests.assessments.factories import make_assessment, make_bank, make_question, right_answers, ticket_of
from tests.conftest import NOW
from tests.factories import make_member, make_unit

_numbers = count(1)


def make_class(unit: Unit | None = None, learners: int = 0, **fields: Any) -> CourseClass:
    """A class of November 2026 with so many learners; they are members of its unit."""
    number = next(_numbers)
    unit = unit or make_unit(f"Trung tâm Chính trị {number}")
    values: dict[str, Any] = {
        "code": f"lop-{number}",
        "title": f"Lớp bồi dưỡng {number}",
        "course_title": "Bồi dưỡng đảng viên mới",
        "unit_id": unit.id,
        "starts_on": date(2026, 11, 2),
        "ends_on": date(2026, 11, 30),
        "created_at": NOW,
    } | fields
    made = CourseClass(**values)
    db.session.add(made)
    db.session.commit()
    for _ in range(learners):
        add_learner(made)
    return made


def add_learner(course_class: CourseClass, member: Member | None = None, **fields: Any) -> Member:
    member = member or make_member(unit=course_class.unit)
    taken = db.session.query(Learner).filter_by(class_id=course_class.id).count()
    values: dict[str, Any] = {"number": taken + 1, "added_at": NOW} | fields
    db.session.add(Learner(class_id=course_class.id, member_id=member.id, **values))
    db.session.commit()
    return member


def add_instructor(course_class: CourseClass, role: str = "instructor", member: Member | None = None) -> Member:
    """Somebody of another unit who works with the class."""
    member = member or make_member(unit=make_unit("Ban giảng dạy"))
    db.session.add(ClassInstructor(class_id=course_class.id, member_id=member.id, role=role))
    db.session.commit()
    return member


def make_exam(course_class: CourseClass, bank: Bank | None = None, publish: bool = True, **fields: Any) -> Exam:
    """An exam of four choices for all learners of the class, open for an hour around NOW. Fields of the exam go to the
    exam, all others to its assessment."""
    own = {name: fields.pop(name) for name in list(fields) if name in Exam.__table__.c}
    assessment = make_assessment(course_class.unit, bank, kind="exam", publish=False, **fields)
    exam = Exam(
        class_id=course_class.id,
        assessment_id=assessment.id,
        bands=[list(band) for band in DEFAULT_BANDS],
        created_at=NOW,
        **own,
    )
    db.session.add(exam)
    db.session.flush()
    learners = db.session.query(Learner).filter_by(class_id=course_class.id).order_by(Learner.number).all()
    for learner in learners:
        db.session.add(AssessmentMember(assessment_id=assessment.id, member_id=learner.member_id))
        db.session.add(Candidate(exam_id=exam.id, member_id=learner.member_id, number=learner.number, reasons=[]))
    db.session.commit()
    if publish:
        publication.publish(assessment, min(NOW, assessment.opens_at))
    return exam


def make_essay_question(bank: Bank, criteria: tuple[tuple[str, float], ...] = ()) -> QuestionVersion:
    """An essay, with this rubric or none."""
    version = make_question(bank, kind="essay", options=0)
    version.stem = "<p>Viết về một ngày làm việc của bạn.</p>"
    version.answer = to_stored(Rubric(tuple(Criterion(text, Decimal(str(points))) for text, points in criteria)))
    db.session.commit()
    return version


def make_essay_exam(
    course_class: CourseClass, criteria: tuple[tuple[str, float], ...] = (), points: float = 4, **fields: Any
) -> Exam:
    """An exam of one choice of 6 points and one essay."""
    bank = make_bank(course_class.unit)
    make_question(bank, topic="choices")
    make_essay_question(bank, criteria).topic = "essay"
    db.session.commit()
    matrix = [
        {"bank": bank.code, "topic": "choices", "level": None, "count": 1, "points": 6},
        {"bank": bank.code, "topic": "essay", "level": None, "count": 1, "points": points},
    ]
    return make_exam(course_class, bank, matrix=matrix, allowed_kinds=["single", "essay"], **fields)


def write(exam: Exam, member: Member, text: str, is_right: bool = True) -> Attempt:
    """A submitted paper: the choice right or left out, the essay with this text."""
    attempt = attempts.start(exam.assessment.code, member, "phone", NOW).attempt
    answers: dict[str, Any] = right_answers(attempt) if is_right else {}
    keys = sheet.load(attempt.assessment_id, attempt.sheet_revision or 0).keys
    for number, question in enumerate(paper.unpack(attempt.paper), 1):
        if isinstance(keys[question.version_id], ByHand):
            answers[str(number)] = text
    return submissions.submit(ticket_of(attempt), 1, answers, None, NOW + timedelta(seconds=60))


def make_paper_exam(learners: int = 2, **fields: Any) -> Exam:
    """An exam of one choice and one essay that is over, with a printed code 101."""
    exam = make_essay_exam(make_class(learners=learners), **fields)
    paper_codes.make_codes(exam, 101, 1, NOW)
    return exam
