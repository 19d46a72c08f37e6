"""Who may do what in a class: those who work with it, and who manages classes of its unit.

An instructor reaches own classes only, whatever the unit; that is why a grant alone does not decide here.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from flask_login import current_user
from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import joinedload

from ...accounts.access import Permission, can, within
from ...errors import Forbidden, NotFound, Sentence
from ...extensions import db
from .models import ClassInstructor, CourseClass


class Work(StrEnum):
    """What is done in a class and its exams."""

    VIEW = "view"
    MANAGE = "manage"
    INVIGILATE = "invigilate"
    MARK = "mark"


# What each role of a class may do; markers see anonymous essays only, and so nothing of the class itself.
WORK_OF_ROLES: dict[str, frozenset[Work]] = {
    "homeroom": frozenset({Work.VIEW, Work.MANAGE, Work.INVIGILATE}),
    "instructor": frozenset({Work.VIEW, Work.MANAGE, Work.INVIGILATE, Work.MARK}),
    "invigilator": frozenset({Work.INVIGILATE}),
    "marker": frozenset({Work.MARK}),
}


def work_in(course_class: CourseClass, member: Any = None) -> frozenset[Work]:
    """Everything that the member may do in the class; one statement, and none for managers of its unit."""
    member = member or current_user
    if can(Permission.CLASS_MANAGE, course_class.unit.path, member):
        return frozenset(Work) - {Work.MARK} | _work_by_role(course_class, member)
    found = _work_by_role(course_class, member)
    return found | {Work.VIEW} if can(Permission.CLASS_VIEW, course_class.unit.path, member) else found


def _work_by_role(course_class: CourseClass, member: Any) -> frozenset[Work]:
    query = select(ClassInstructor.role).where(
        ClassInstructor.class_id == course_class.id, ClassInstructor.member_id == member.id
    )
    return frozenset().union(*(WORK_OF_ROLES[role] for role in db.session.scalars(query)))


def require_work(course_class: CourseClass, work: Work | None, member: Any = None) -> None:
    """Raises NotFound for those who have nothing to do with the class, Forbidden for those who may not do this.
    None: whatever work there is will do."""
    allowed = work_in(course_class, member)
    if not allowed:
        raise NotFound(Sentence("Không có lớp này, hoặc bạn không được xem."))
    if work is not None and work not in allowed:
        raise Forbidden(Sentence("Bạn chưa được phân quyền làm việc này."))


def get_class(code: str, work: Work | None, member: Any = None) -> CourseClass:
    """The class with its unit. Raises NotFound and Forbidden, see ``require_work``."""
    query = select(CourseClass).options(joinedload(CourseClass.unit)).where(CourseClass.code == code)
    found = db.session.scalar(query)
    if found is None:
        raise NotFound(Sentence("Không có lớp này, hoặc bạn không được xem."))
    require_work(found, work, member)
    return found


def reachable(member: Any = None) -> ColumnElement[bool]:
    """The WHERE that keeps classes (joined to their unit as Unit) that the member works with or may see."""
    member = member or current_user
    own = exists().where(ClassInstructor.class_id == CourseClass.id, ClassInstructor.member_id == member.id)
    return or_(own, within(Permission.CLASS_VIEW, member))
