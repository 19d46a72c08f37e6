"""What is read of courses: by those who write them, and by learners."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import joinedload, selectinload

from ...accounts.access import Permission, can, require, within
from ...accounts.models import Member
from ...errors import NotFound, Sentence
from ...extensions import db
from ...library.models import Document, DocumentFile, Section
from ...library.visibility import visible_to
from ...units.models import Unit
from ...units.subtree import ids_of
from . import editions, learning
from .learner_models import Enrolment, LessonCheck, LessonProgress
from .models import Course, CourseEdition, CourseModule, Lesson

PAGE = 50
UNKNOWN = Sentence("Không có khóa học này, hoặc bạn không được xem.")
_DESK = (
    joinedload(Course.unit),
    selectinload(Course.documents),
    selectinload(Course.modules).selectinload(CourseModule.lessons).selectinload(Lesson.sections),
)


def get_course(code: str, permission: Permission) -> Course:
    """The course on the author's desk. Raises NotFound, and Forbidden for one seen but without this permission."""
    course = db.session.scalar(select(Course).options(*_DESK).where(Course.code == code))
    if course is None or not can(Permission.COURSE_VIEW, course.unit.path):
        raise NotFound(UNKNOWN)
    require(permission, course.unit.path)
    return course


def get_course_for(unit: Unit, code: str) -> Course:
    """The published course that is for members of the unit. Raises NotFound."""
    query = select(Course).options(selectinload(Course.documents)).where(Course.code == code)
    course = db.session.scalar(query.where(Course.edition.is_not(None), Course.unit_id.in_(ids_of(unit.path))))
    if course is None:
        raise NotFound(Sentence("Không có khóa học mã “%(code)s” đã công bố cho đơn vị này.", code=code))
    return course


def get_module(course: Course, module_id: int) -> CourseModule:
    """Raises NotFound."""
    for module in course.modules:
        if module.id == module_id:
            return module
    raise NotFound(Sentence("Khóa học không có phần này."))


def get_lesson(course: Course, lesson_id: int) -> Lesson:
    """A lesson on the desk. Raises NotFound."""
    for module in course.modules:
        for lesson in module.lessons:
            if lesson.id == lesson_id:
                return lesson
    raise NotFound(Sentence("Khóa học không có bài này."))


def list_managed(offset: int = 0) -> Sequence[tuple[Course, int, int]]:
    """(course, learners, of whom have completed it) of the units whose courses the reader may see; newest first."""
    done = func.count(Enrolment.completed_at)
    query = (
        select(Course, func.count(Enrolment.member_id), done)
        .join(Course.unit)
        .outerjoin(Enrolment, Enrolment.course_id == Course.id)
        .options(joinedload(Course.unit))
        .where(within(Permission.COURSE_VIEW))
        .group_by(Course.id, Unit.id)
        .order_by(Course.created_at.desc(), Course.id.desc())
    )
    rows = db.session.execute(query.offset(offset).limit(PAGE + 1))
    return [(course, learners, completed) for course, learners, completed in rows]


def units_to_manage(present: Unit | None = None) -> list[Unit]:
    """Units whose courses the reader may write, the topmost first; with the present one."""
    depth = func.length(Unit.path) - func.length(func.replace(Unit.path, "/", ""))
    query = select(Unit).where(within(Permission.COURSE_MANAGE), Unit.valid_to.is_(None))
    found = list(db.session.scalars(query.order_by(depth, Unit.sort_name).limit(200)))
    return found if present is None or present in found else [present, *found]


def open_to(member: Member) -> ColumnElement[bool]:
    """The WHERE on Course of what the member may enrol in."""
    return and_(Course.edition.is_not(None), Course.is_open, Course.unit_id.in_(ids_of(member.unit.path)))


@dataclass(frozen=True, slots=True)
class OwnCourse:
    """A course as the member has it on a list."""

    course: Course
    enrolment: Enrolment
    lessons: int
    done: int


def list_own(member: Member) -> list[OwnCourse]:
    """Courses that the member takes: those under way first. Two statements."""
    query = (
        select(Enrolment, CourseEdition.content)
        .join(Course, Course.id == Enrolment.course_id)
        .join(CourseEdition, and_(CourseEdition.course_id == Course.id, CourseEdition.number == Course.edition))
        .options(joinedload(Enrolment.course).joinedload(Course.unit))
        .where(Enrolment.member_id == member.id)
        .order_by(Enrolment.completed_at.is_not(None), Course.deadline.is_(None), Course.deadline, Course.id)
    )
    rows = db.session.execute(query.limit(PAGE)).all()
    done = _done_of(member)
    own = []
    for enrolment, content in rows:
        lessons = {lesson["id"] for module in content for lesson in module["lessons"]}
        own.append(OwnCourse(enrolment.course, enrolment, len(lessons), len(lessons & done)))
    return own


def _done_of(member: Member) -> set[int]:
    query = select(LessonProgress.lesson_id)
    return set(
        db.session.scalars(query.where(LessonProgress.member_id == member.id, LessonProgress.completed_at.is_not(None)))
    )


def list_offered(member: Member) -> list[Course]:
    """Courses that the member could enrol in and has not."""
    mine = select(Enrolment.course_id).where(Enrolment.member_id == member.id)
    query = select(Course).options(joinedload(Course.unit)).where(open_to(member), Course.id.not_in(mine))
    found = db.session.scalars(query.order_by(Course.published_at.desc(), Course.id).limit(PAGE))
    return [course for course in found if is_for(course, member)]


def is_for(course: Course, member: Member) -> bool:
    """Whether the course is for people like the member."""
    return not course.member_kinds or member.kind in course.member_kinds


@dataclass(frozen=True, slots=True)
class Learner:
    """A course as one learner reads it."""

    course: Course
    content: editions.Content
    enrolment: Enrolment | None
    readings: dict[int, learning.Reading]

    @property
    def done(self) -> frozenset[int]:
        """The lessons that are done."""
        return frozenset(number for number, one in self.readings.items() if one.completed_at is not None)

    @property
    def next(self) -> editions.LessonContent | None:
        """The lesson to go on with."""
        return learning.next_lesson(self.content.lessons, self.done)

    def reading(self, lesson_id: int) -> learning.Reading:
        """How far the learner has come in a lesson."""
        return self.readings.get(lesson_id, learning.NOT_BEGUN)

    def reasons_not_to_open(self, lesson_id: int) -> list[Sentence]:
        """Why the lesson may not be opened yet."""
        is_sequential = self.course.lesson_order == "sequential"
        return learning.reasons_not_to_open(self.content.lessons, self.done, lesson_id, is_sequential)


def get_learner(code: str, member: Member) -> Learner:
    """The published course for one who takes it, may enrol in it, or looks after it. Raises NotFound. Three
    statements."""
    query = (
        select(Course, CourseEdition.content, Enrolment)
        .join(CourseEdition, and_(CourseEdition.course_id == Course.id, CourseEdition.number == Course.edition))
        .outerjoin(Enrolment, and_(Enrolment.course_id == Course.id, Enrolment.member_id == member.id))
        .options(joinedload(Course.unit), selectinload(Course.documents))
        .where(Course.code == code)
    )
    row = db.session.execute(query).one_or_none()
    if row is None or not (row[2] or _may_enrol(row[0], member) or can(Permission.COURSE_VIEW, row[0].unit.path)):
        raise NotFound(UNKNOWN)
    course, content, enrolment = row
    return Learner(course, editions.from_stored(content), enrolment, _readings(course, member) if enrolment else {})


def may_enrol(course: Course, member: Member) -> bool:
    """Whether the member may enrol by himself or herself."""
    return course.edition is not None and _may_enrol(course, member)


def _may_enrol(course: Course, member: Member) -> bool:
    return course.is_open and course.unit_id in ids_of(member.unit.path) and is_for(course, member)


def _readings(course: Course, member: Member) -> dict[int, learning.Reading]:
    on = and_(LessonCheck.member_id == LessonProgress.member_id, LessonCheck.lesson_id == LessonProgress.lesson_id)
    # Columns and no objects: what was written a moment ago is read as it is.
    one = LessonProgress
    columns = (one.percent, one.furthest, one.seconds, func.coalesce(LessonCheck.best_percent, 0))
    query = select(one.lesson_id, *columns, one.revision, one.completed_at).outerjoin(LessonCheck, on)
    mine = (LessonProgress.member_id == member.id, LessonProgress.course_id == course.id)
    rows: Sequence[Any] = db.session.execute(query.where(*mine)).all()
    return {lesson_id: learning.Reading(*rest) for lesson_id, *rest in rows}


def list_sections(section_ids: Collection[int], member: Any = None) -> list[Section]:
    """These sections with their documents, in the order given; without those whose document the member may not see."""
    if not section_ids:
        return []
    query = select(Section).join(Section.document).join(Document.unit).options(joinedload(Section.document))
    found = {one.id: one for one in db.session.scalars(query.where(Section.id.in_(section_ids), visible_to(member)))}
    return [found[number] for number in section_ids if number in found]


def find_file(file_id: int, member: Any = None) -> DocumentFile | None:
    """The file, where the member may see its document."""
    query = select(DocumentFile).join(DocumentFile.document).join(Document.unit)
    return db.session.scalar(query.where(DocumentFile.id == file_id, visible_to(member)))


def list_editions(course: Course) -> list[tuple[int, datetime]]:
    """(number, when it was published), the latest first."""
    query = select(CourseEdition.number, CourseEdition.published_at).where(CourseEdition.course_id == course.id)
    return [(number, at) for number, at in db.session.execute(query.order_by(CourseEdition.number.desc()))]
