"""Whether the assessment that ends a course was passed. Any assessment may: an exam, a round, a paper for practice."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Select, or_, select, type_coerce

from ...accounts.access import below
from ...accounts.models import Member
from ...assessments.models import Assessment, Attempt, Result
from ...errors import NotFound, Sentence
from ...extensions import db
from ...units.models import Unit
from ...units.subtree import ids_of
from .models import Course


def get_assessment_for(unit: Unit, code: str) -> Assessment:
    """The assessment of this code, of the unit, one above it or one below it. Raises NotFound."""
    query = select(Assessment).join(Unit, Unit.id == Assessment.unit_id).where(Assessment.code == code)
    found = db.session.scalar(query.where(or_(Unit.id.in_(ids_of(unit.path)), below(unit.path))))
    if found is None:
        raise NotFound(Sentence("Không có bài thi mã “%(code)s” của đơn vị này.", code=code))
    return found


def passed(course: Course) -> Select[Any]:
    """(member, when it was submitted) of results that are final and reach the share of the points that the course asks.

    Marks of an exam count once they are published, and of nobody before all of the paper is marked.
    """
    points, most = type_coerce(Result.score, BigInteger), type_coerce(Result.max_score, BigInteger)
    columns: tuple[Any, ...] = (Result.member_id, Result.submitted_at)
    return (
        select(*columns)
        .join(Assessment, Assessment.id == Result.assessment_id)
        .join(Attempt, Attempt.id == Result.attempt_id)
        .where(Result.assessment_id == course.final_assessment_id, Attempt.unmarked == 0, most > 0)
        .where(points * 100 >= most * course.final_percent)
        .where(or_(Assessment.kind != "exam", Assessment.results_published_at.is_not(None)))
    )


def passed_at(course: Course, member: Member) -> datetime | None:
    """When the member submitted what passed; None for who has not passed, or where there is no final assessment."""
    if course.final_assessment_id is None:
        return None
    row = db.session.execute(passed(course).where(Result.member_id == member.id)).first()
    return row.submitted_at if row else None


def asks_no_more(course: Course, member: Member) -> bool:
    """Whether nothing but lessons can be missing."""
    return course.final_assessment_id is None or passed_at(course, member) is not None
