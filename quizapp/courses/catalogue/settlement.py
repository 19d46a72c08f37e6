"""Courses follow the results of their final assessments, wherever these come from: a paper, markers, a corrected key,
an annulment.

Assessments know no courses, and nothing is added to a submission: every few minutes what is passed and what is
completed are compared, so that a result that is corrected late moves the completion like a new one.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select

from ...accounts import audit
from ...accounts.models import Member
from ...extensions import db
from ...transactions import transactional
from . import editions, finals, learning, progress
from .learner_models import Enrolment, LessonProgress
from .models import Course, CourseEdition


def settle_all(now: datetime) -> int:
    """Every published course with a final assessment; how many completions moved."""
    query = select(Course).where(Course.final_assessment_id.is_not(None), Course.edition.is_not(None))
    return sum(settle_course(course, now) for course in db.session.scalars(query).all())


@transactional
def settle_course(course: Course, now: datetime) -> int:
    """Complete the course for who has passed and read everything, and take it back from whose result no longer holds;
    how many moved. Twice is once."""
    gained, lost = _complete_passed(course), _take_back(course)
    for action, members in (("course.completed_by_final", gained), ("course.completion_withdrawn", lost)):
        if members:
            codes = [member.code for member in members]
            audit.record(action, "course", course.code, unit_id=course.unit_id, now=now, members=codes)
    return len(gained) + len(lost)


def _complete_passed(course: Course) -> list[Member]:
    passed = finals.passed(course).subquery()
    query = (
        select(Member, passed.c.submitted_at)
        .join(Enrolment, Enrolment.member_id == Member.id)
        .join(passed, passed.c.member_id == Member.id)
        .where(Enrolment.course_id == course.id, Enrolment.completed_at.is_(None))
        .order_by(Member.id)
    )
    lessons, gained = _lessons(course), []
    for member, submitted_at in db.session.execute(query).all():
        done, last = _done(course, member)
        # When the last thing was done, not when somebody looked.
        if learning.is_complete(lessons, done) and progress.complete(course, member, max(submitted_at, last)):
            gained.append(member)
    return gained


def _take_back(course: Course) -> list[Member]:
    passed = finals.passed(course).subquery()
    query = (
        select(Member)
        .join(Enrolment, Enrolment.member_id == Member.id)
        .where(Enrolment.course_id == course.id, Enrolment.completed_at.is_not(None), Enrolment.is_by_final)
        .where(Member.id.not_in(select(passed.c.member_id)))
        .order_by(Member.id)
    )
    return [member for member in db.session.scalars(query).all() if progress.undo(course, member)]


def _lessons(course: Course) -> Sequence[editions.LessonContent]:
    query = select(CourseEdition.content).where(CourseEdition.course_id == course.id)
    return editions.from_stored(db.session.scalars(query.where(CourseEdition.number == course.edition)).one()).lessons


def _done(course: Course, member: Member) -> tuple[set[int], datetime]:
    """The lessons that are done, and when the last of them was."""
    lesson, at = LessonProgress.lesson_id, LessonProgress.completed_at
    mine = (LessonProgress.course_id == course.id, LessonProgress.member_id == member.id, at.is_not(None))
    done = set(db.session.scalars(select(lesson).where(*mine)))
    return done, db.session.scalar(select(func.max(at)).where(*mine)) or course.created_at
