"""Writing a course: its particulars, its modules, their order; copies."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select, update

from ...accounts import audit
from ...accounts.models import Member
from ...assessments.models import Assessment
from ...errors import Refused, Sentence
from ...extensions import db
from ...folding import tidy
from ...library.models import Document
from ...transactions import transactional
from ...units.models import Unit
from . import course_files, texts
from .models import Course, CourseDocument, CourseModule, Lesson, LessonSection
from .spec import CourseSpec, check_course, check_title

# What a copy takes over from a lesson.
_COPIED = (
    *("title", "kind", "position", "text", "address", "file_id"),
    *("bank_id", "topic", "question_count", "least_seconds"),
)


@transactional
def create_course(
    spec: CourseSpec,
    *,
    unit: Unit,
    documents: Sequence[Document],
    now: datetime,
    creator: Member | None = None,
    final: Assessment | None = None,
) -> Course:
    """A draft with one empty module; ``final`` must be passed to complete it. Raises Invalid, and Refused for a code in
    use."""
    check_course(spec)
    _refuse_code_in_use(spec.code)
    course = Course(code=spec.code, unit_id=unit.id, created_at=now, created_by_id=creator.id if creator else None)
    _fill(course, spec)
    course.final_assessment_id = final.id if final else None
    db.session.add(course)
    db.session.flush()
    db.session.add_all(CourseDocument(course_id=course.id, document_id=one.id) for one in documents)
    db.session.add(CourseModule(course_id=course.id, title=str(Sentence("Phần 1")), position=1))
    audit.record("course.created", "course", course.code, unit_id=unit.id, now=now, title=course.title)
    return course


def _refuse_code_in_use(code: str) -> None:
    if db.session.scalar(select(Course.id).where(Course.code == code)):
        raise Refused(Sentence("Đã có khóa học mã “%(code)s”.", code=code))


def _fill(course: Course, spec: CourseSpec) -> None:
    course.title, course.summary = tidy(spec.title), spec.summary
    course.summary_html = texts.to_html(spec.summary)
    course.member_kinds = sorted(spec.member_kinds)
    course.lesson_order, course.pass_percent = spec.lesson_order, spec.pass_percent
    course.final_percent = spec.final_percent
    course.is_open, course.deadline = spec.is_open, spec.deadline


@transactional
def edit_course(
    course: Course,
    spec: CourseSpec,
    *,
    unit: Unit,
    documents: Sequence[Document],
    now: datetime,
    final: Assessment | None = None,
) -> None:
    """Other particulars; they hold at once, for learners too. The code stays. Raises Invalid."""
    check_course(spec)
    _fill(course, spec)
    course.unit_id, course.final_assessment_id = unit.id, final.id if final else None
    db.session.execute(delete(CourseDocument).where(CourseDocument.course_id == course.id))
    db.session.add_all(CourseDocument(course_id=course.id, document_id=one.id) for one in documents)
    audit.record("course.edited", "course", course.code, unit_id=unit.id, now=now, title=course.title)


@transactional
def add_module(course: Course, title: str) -> CourseModule:
    """One more module, at the end. Raises Invalid."""
    title = tidy(title)
    check_title(title)
    last = select(func.coalesce(func.max(CourseModule.position), 0)).where(CourseModule.course_id == course.id)
    module = CourseModule(course_id=course.id, title=title, position=db.session.scalars(last).one() + 1)
    db.session.add(module)
    touch(course)
    return module


@transactional
def rename_module(course: Course, module: CourseModule, title: str) -> None:
    """Another title. Raises Invalid."""
    title = tidy(title)
    check_title(title)
    module.title = title
    touch(course)


@transactional
def remove_module(course: Course, module: CourseModule) -> None:
    """Take an empty module away. Raises Refused for one with lessons, and for the only one."""
    if module.lessons:
        raise Refused(Sentence("Phần này còn bài học. Hãy bỏ các bài trước."))
    if len(course.modules) == 1:
        raise Refused(Sentence("Khóa học cần ít nhất một phần."))
    db.session.delete(module)
    touch(course)


@transactional
def move_module(course: Course, module: CourseModule, by: int) -> None:
    """Up (-1) or down (1), past its neighbour; nothing at an end."""
    rows = list(course.modules)
    _swap(rows, rows.index(module), by)
    touch(course)


@transactional
def move_lesson(course: Course, lesson: Lesson, by: int) -> None:
    """Up or down, past its neighbour; at an end of a module into the next one."""
    modules = list(course.modules)
    at = next(number for number, module in enumerate(modules) if module.id == lesson.module_id)
    rows = list(modules[at].lessons)
    place, other = rows.index(lesson), at + by
    if 0 <= place + by < len(rows):
        _swap(rows, place, by)
    elif 0 <= other < len(modules):
        neighbours = [one.position for one in modules[other].lessons]
        lesson.module_id = modules[other].id
        lesson.position = (min(neighbours, default=1) - 1) if by > 0 else (max(neighbours, default=0) + 1)
    touch(course)


def _swap(rows: list[Any], place: int, by: int) -> None:
    if 0 <= place + by < len(rows):
        rows[place], rows[place + by] = rows[place + by], rows[place]
    # Written anew as a whole: gaps and doubles that were there are gone.
    for position, row in enumerate(rows, 1):
        row.position = position


def touch(course: Course) -> None:
    """The desk differs from the edition now."""
    db.session.execute(update(Course).where(Course.id == course.id).values(is_changed=True))


@transactional
def copy_course(course: Course, code: str, title: str, unit: Unit, now: datetime, creator: Member | None) -> Course:
    """The same course once more as a draft, without learners. Raises Invalid, and Refused for a code in use."""
    names = ("summary", "lesson_order", "pass_percent", "final_percent", "is_open")
    same = {name: getattr(course, name) for name in names} | {"member_kinds": tuple(course.member_kinds)}
    spec = CourseSpec(code=tidy(code), title=tidy(title), **same)
    check_course(spec)
    _refuse_code_in_use(spec.code)
    copy = Course(code=spec.code, unit_id=unit.id, created_at=now, created_by_id=creator.id if creator else None)
    _fill(copy, spec)
    db.session.add(copy)
    db.session.flush()
    db.session.add_all(CourseDocument(course_id=copy.id, document_id=one.id) for one in course.documents)
    copied = course_files.copy_all(course, copy)
    for module in course.modules:
        _copy_module(module, copy, copied, now)
    audit.record("course.copied", "course", copy.code, unit_id=unit.id, now=now, source=course.code)
    return copy


def _copy_module(module: CourseModule, copy: Course, files: dict[int, int], now: datetime) -> None:
    into = CourseModule(course_id=copy.id, title=module.title, position=module.position)
    db.session.add(into)
    db.session.flush()
    for lesson in module.lessons:
        values = {name: getattr(lesson, name) for name in _COPIED}
        values["course_file_id"] = files.get(lesson.course_file_id or 0)
        twin = Lesson(course_id=copy.id, module_id=into.id, updated_at=now, **values)
        db.session.add(twin)
        db.session.flush()
        for position, section in enumerate(lesson.sections, 1):
            db.session.add(LessonSection(lesson_id=twin.id, section_id=section.id, position=position))
