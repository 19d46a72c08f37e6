"""Who has come how far: counts by unit, and who has not completed a course yet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, false, func, or_, select
from sqlalchemy.orm import joinedload

from ...accounts.access import Permission, below, can, paths_with, within
from ...accounts.models import PRESENT_STATUSES, Member
from ...errors import NotFound
from ...extensions import db
from ...units.models import Unit
from ...units.subtree import is_within
from .learner_models import Enrolment, LessonProgress
from .models import Course, CourseUnit
from .queries import PAGE, UNKNOWN


def get_followed(code: str) -> Course:
    """A course whose learners the person may count: of a unit he or she looks after, or of one above it. Raises
    NotFound."""
    course = db.session.scalar(select(Course).options(joinedload(Course.unit)).where(Course.code == code))
    if course is None or not (can(Permission.COURSE_VIEW, course.unit.path) or _looks_after_a_part(course)):
        raise NotFound(UNKNOWN)
    return course


def _looks_after_a_part(course: Course) -> bool:
    return any(is_within(path, course.unit.path) for path in paths_with(Permission.COURSE_VIEW))


def count_by_unit(course: Course, offset: int = 0) -> Sequence[Any]:
    """(unit name, learners, begun, completed) of the units that the person looks after; the furthest behind first."""
    begun = select(LessonProgress.member_id).where(LessonProgress.course_id == course.id)
    learners, done = func.count(Enrolment.member_id), func.count(Enrolment.completed_at)
    started = func.count(Member.id).filter(Member.id.in_(begun))
    query = (
        select(Unit.name, learners, started, done)
        .join(Member, Member.unit_id == Unit.id)
        .join(Enrolment, Enrolment.member_id == Member.id)
        .where(Enrolment.course_id == course.id, within(Permission.COURSE_VIEW), ~_has_left(course))
        .group_by(Unit.id)
        .order_by(done * 1.0 / learners, learners.desc(), Unit.path)
    )
    return db.session.execute(query.offset(offset).limit(PAGE + 1)).all()


def totals(course: Course) -> tuple[int, int]:
    """(learners, of whom have completed it) in the units that the person looks after."""
    query = select(func.count(Enrolment.member_id), func.count(Enrolment.completed_at))
    query = query.join(Member, Member.id == Enrolment.member_id).join(Unit, Unit.id == Member.unit_id)
    learners, done = db.session.execute(
        query.where(Enrolment.course_id == course.id, within(Permission.COURSE_VIEW), ~_has_left(course))
    ).one()
    return learners, done


def _has_left(course: Course) -> ColumnElement[bool]:
    """The WHERE on Member, Unit and Enrolment of who no longer studies here: no longer present, or enrolled with a unit
    and now in none that takes the course. What they have done is kept, and counts again when they come back."""
    units = select(Unit.path).join(CourseUnit, CourseUnit.unit_id == Unit.id).where(CourseUnit.course_id == course.id)
    paths = db.session.scalars(units).all()
    moved = and_(Enrolment.way == "unit", ~below(*paths)) if paths else false()
    return or_(Member.status.not_in(PRESENT_STATUSES), moved)


def count_departed(course: Course) -> int:
    """How many learners have left, of the units that the person looks after."""
    query = select(func.count(Enrolment.member_id)).join(Member, Member.id == Enrolment.member_id)
    query = query.join(Unit, Unit.id == Member.unit_id).where(within(Permission.COURSE_VIEW))
    return db.session.scalar(query.where(Enrolment.course_id == course.id, _has_left(course))) or 0


def list_departed(course: Course) -> Sequence[Any]:
    """(name, unit name, status, completed at) of these learners, within one's own units; the first ones of many."""
    columns = (Member.name, Unit.name.label("unit_name"), Member.status, Enrolment.completed_at)
    query = select(*columns).join(Enrolment, Enrolment.member_id == Member.id).join(Unit, Unit.id == Member.unit_id)
    query = query.where(Enrolment.course_id == course.id, _named(), _has_left(course))
    return db.session.execute(query.order_by(Unit.path, Member.sort_name, Member.id).limit(PAGE)).all()


def may_name() -> bool:
    """Whether the person may see anywhere who is missing."""
    return can(Permission.MISSING_VIEW) or can(Permission.COURSE_MANAGE)


def list_missing(course: Course, offset: int = 0) -> Sequence[Any]:
    """(name, unit name, lessons done) of learners who have not completed it, within one's own units."""
    done = func.count(LessonProgress.completed_at)
    mine = (LessonProgress.member_id == Member.id) & (LessonProgress.course_id == course.id)
    query = (
        select(Member.name, Unit.name.label("unit_name"), done.label("done"))
        .join(Enrolment, Enrolment.member_id == Member.id)
        .join(Unit, Unit.id == Member.unit_id)
        .outerjoin(LessonProgress, mine)
        .where(Enrolment.course_id == course.id, Enrolment.completed_at.is_(None), _named(), ~_has_left(course))
        .group_by(Member.id, Unit.id)
        .order_by(Unit.path, Member.sort_name, Member.id)
    )
    return db.session.execute(query.offset(offset).limit(PAGE + 1)).all()


def _named() -> ColumnElement[bool]:
    return or_(within(Permission.MISSING_VIEW), within(Permission.COURSE_MANAGE))
