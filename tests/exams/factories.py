"""Classes and exams for tests."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import Any

from quizapp.accounts.models import Member
from quizapp.assessments import sheet
from quizapp.assessments.models import AssessmentMember
from quizapp.assessments.services import publication
from quizapp.courses.classes.models import ClassInstructor, CourseClass, Learner
from quizapp.exams.classification import DEFAULT_BANDS
from quizapp.exams.models import Candidate, Exam
from quizapp.extensions import db
from quizapp.questions.models import Bank
from quizapp.units.models import Unit
from tests.assessments.factories import make_assessment
from tests.conftest import NOW
from tests.factories import make_member, make_unit

_numbers = count(1)


def make_class(unit: Unit | None = None, learners: int = 0, **fields: Any) -> CourseClass:
    """A class of November 2026 with so many learners; they are members of its unit."""
    sheet.forget()
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
