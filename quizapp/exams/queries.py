"""What is read of exams."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from ..assessments.models import Assessment
from ..courses.classes.access import Work, require_work
from ..courses.classes.models import CourseClass
from ..errors import NotFound, Sentence
from ..extensions import db
from .models import Exam

UNKNOWN = Sentence("Không có kỳ thi này, hoặc bạn không được xem.")


def get_exam(code: str, work: Work, member: Any = None) -> Exam:
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
