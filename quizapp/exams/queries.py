"""What is read of exams."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager, joinedload

from ..assessments import sheet
from ..assessments.models import Assessment, Attempt
from ..assessments.sheet import SheetQuestion
from ..courses.classes.access import WORK_OF_ROLES, Work, reachable, require_work
from ..courses.classes.models import ClassInstructor, CourseClass
from ..errors import NotFound, Sentence
from ..extensions import db
from ..questions.models import QuestionVersion
from .models import Exam

UNKNOWN = Sentence("Không có kỳ thi này, hoặc bạn không được xem.")


def get_exam(code: str, work: Work | None, member: Any = None) -> Exam:
    """The exam whose assessment has this code, with its class and unit. Raises NotFound and Forbidden."""
    exam = find_exam(code)
    if exam is None:
        raise NotFound(UNKNOWN)
    require_work(exam.course_class, work, member)
    return exam


def find_exam(code: str) -> Exam | None:
    """The same, whoever asks."""
    whole_class = joinedload(Exam.course_class).joinedload(CourseClass.unit)
    query = select(Exam).join(Exam.assessment).options(contains_eager(Exam.assessment), whole_class)
    return db.session.scalar(query.where(Assessment.code == code))


def list_exams_of(course_class: CourseClass) -> Sequence[Exam]:
    """The exams of the class, the latest first."""
    query = select(Exam).join(Exam.assessment).options(contains_eager(Exam.assessment))
    return db.session.scalars(
        query.where(Exam.class_id == course_class.id).order_by(Assessment.opens_at.desc(), Exam.id.desc())
    ).all()


def list_models(member: Any = None) -> Sequence[Exam]:
    """Earlier exams that the member may look at and copy, the latest first, at most 50."""
    query = (
        select(Exam)
        .join(Exam.assessment)
        .join(Exam.course_class)
        .join(CourseClass.unit)
        .options(contains_eager(Exam.assessment), contains_eager(Exam.course_class))
        .where(reachable(member))
    )
    return db.session.scalars(query.order_by(Exam.id.desc()).limit(50)).all()


def count_versions_by_kind(ids: Sequence[int], kind: str) -> int:
    """How many of these versions of questions are of the kind."""
    query = select(func.count()).where(QuestionVersion.id.in_(ids), QuestionVersion.kind == kind)
    return db.session.scalar(query) or 0


def count_markers(course_class: CourseClass) -> int:
    """How many people may mark essays of the class."""
    roles = [role for role, work in WORK_OF_ROLES.items() if Work.MARK in work]
    query = select(func.count(func.distinct(ClassInstructor.member_id))).where(
        ClassInstructor.class_id == course_class.id, ClassInstructor.role.in_(roles)
    )
    return db.session.scalar(query) or 0


@dataclass(frozen=True, slots=True)
class DrawnQuestion:
    """A question that stood on papers, as it is marked now, and on how many."""

    version_id: int
    question: SheetQuestion
    attempts: int
    correction: dict[str, Any] | None


def list_drawn_questions(exam: Exam) -> dict[int, DrawnQuestion]:
    """What stood on the papers that were submitted, by version; one statement and that of the sheet."""
    query = select(Attempt.paper, Attempt.sheet_revision).where(
        Attempt.assessment_id == exam.assessment_id, Attempt.state == "submitted", Attempt.sheet_revision.is_not(None)
    )
    counts: Counter[int] = Counter()
    revisions: dict[int, int] = {}
    for packed, revision in db.session.execute(query):
        for version_id, *_ in packed:
            counts[version_id] += 1
            revisions[version_id] = max(revision or 0, revisions.get(version_id, 0))
    found = {}
    for version_id, revision in revisions.items():
        questions = sheet.load(exam.assessment_id, revision)
        correction = questions.corrections.get(version_id)
        shown = questions.questions[version_id]
        found[version_id] = DrawnQuestion(version_id, shown, counts[version_id], correction)
    return found
