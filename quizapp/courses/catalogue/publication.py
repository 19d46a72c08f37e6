"""Publishing a course: what stands in its way, in words, and the edition that learners read."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import func, select

from ...accounts import audit
from ...accounts.models import Member
from ...errors import Refused, Sentence
from ...extensions import db
from ...library.models import Document
from ...library.words import AUDIENCE_KINDS, short_name
from ...transactions import transactional
from ...units.subtree import ids_of
from ..secrecy import secret_bank_ids
from . import editions, lessons, spec, texts
from .models import Course, CourseEdition, Lesson


def reasons_not_to_publish(course: Course, now: datetime) -> list[Sentence]:
    """What must be mended first; [] for a course that can be published."""
    all_lessons = [lesson for module in course.modules for lesson in module.lessons]
    reasons = [] if all_lessons else [Sentence("Khóa học chưa có bài học nào.")]
    for lesson in all_lessons:
        pool = _pool(lesson, now)
        reasons += spec.shortcomings(spec_of(lesson), len(pool))
    reasons += [reason for document in course.documents for reason in _reasons_of_document(course, document)]
    if course.deadline is not None and course.deadline <= now:
        reasons.append(Sentence("Hạn hoàn thành đã qua. Hãy đặt hạn mới hoặc bỏ trống."))
    return reasons


def _reasons_of_document(course: Course, document: Document) -> Iterable[Sentence]:
    name = short_name(document)
    is_reached = document.is_public or document.unit_id in ids_of(course.unit.path)
    kinds = AUDIENCE_KINDS[document.audience]
    if document.published_at is None:
        yield Sentence("%(document)s chưa được công bố, học viên không đọc được.", document=name)
    elif not is_reached or not (
        kinds is None or document.is_public or (course.member_kinds and set(course.member_kinds) <= set(kinds))
    ):
        yield Sentence("%(document)s không dành cho tất cả học viên của khóa học này.", document=name)


def warnings(course: Course, now: datetime) -> list[Sentence]:
    """What an author should know, though it stands in nobody's way."""
    told = [sentence for document in course.documents if (sentence := replaced(document))]
    secret = secret_bank_ids(now)
    for lesson in (lesson for module in course.modules for lesson in module.lessons):
        if lesson.kind == "check" and lesson.bank_id in secret:
            told.append(
                Sentence(
                    "Ngân hàng của bài “%(title)s” đang dùng cho bài thi. Đáp án chưa hiện cho đến khi bài thi đóng.",
                    title=lesson.title,
                )
            )
    return told


def replaced(document: Document) -> Sentence | None:
    """What is said of a document that is no longer in force."""
    if document.replaced_on is None:
        return None
    name = short_name(document)
    if document.successor is not None:
        successor = short_name(document.successor)
        return Sentence("%(document)s đã được thay thế bởi %(successor)s.", document=name, successor=successor)
    return Sentence("%(document)s đã hết hiệu lực.", document=name)


def spec_of(lesson: Lesson) -> spec.LessonSpec:
    """The lesson as it stands on the desk."""
    return spec.LessonSpec(
        title=lesson.title,
        kind=lesson.kind,
        text=lesson.text,
        address=lesson.address,
        file_id=lesson.file_id,
        course_file_id=lesson.course_file_id,
        section_ids=tuple(section.id for section in lesson.sections),
        bank_id=lesson.bank_id,
        topic=lesson.topic,
        question_count=lesson.question_count,
        least_seconds=lesson.least_seconds,
    )


@transactional
def publish(course: Course, now: datetime, publisher: Member | None = None) -> CourseEdition:
    """A new edition; learners have it at once and keep what they have done. Raises Refused with what is missing."""
    if reasons := reasons_not_to_publish(course, now):
        raise Refused(reasons[0])
    last = select(func.coalesce(func.max(CourseEdition.number), 0)).where(CourseEdition.course_id == course.id)
    edition = CourseEdition(
        course_id=course.id,
        number=db.session.scalars(last).one() + 1,
        content=editions.to_stored(content_of(course, now)),
        published_at=now,
        published_by_id=publisher.id if publisher else None,
    )
    db.session.add(edition)
    course.edition, course.published_at, course.is_changed = edition.number, now, False
    audit.record("course.published", "course", course.code, unit_id=course.unit_id, now=now, number=edition.number)
    return edition


@transactional
def withdraw(course: Course, now: datetime) -> None:
    """Learners no longer reach it; what they have done is kept."""
    course.edition, course.published_at, course.is_changed = None, None, True
    audit.record("course.withdrawn", "course", course.code, unit_id=course.unit_id, now=now)


def content_of(course: Course, now: datetime) -> editions.Content:
    """What is on the desk, without modules that are empty."""
    modules = (
        editions.ModuleContent(module.title, tuple(_lesson(lesson, now) for lesson in module.lessons))
        for module in course.modules
        if module.lessons
    )
    return editions.Content(tuple(modules))


def _lesson(lesson: Lesson, now: datetime) -> editions.LessonContent:
    is_check, has_file = lesson.kind == "check", lesson.kind in ("video", "file", "slides")
    return editions.LessonContent(
        id=lesson.id,
        title=lesson.title,
        kind=lesson.kind,
        html=texts.to_html(lesson.text),
        edited_at=lesson.updated_at.isoformat(),
        address=lesson.address if lesson.kind == "video" else "",
        file_id=lesson.file_id if has_file else None,
        course_file_id=lesson.course_file_id if has_file else None,
        section_ids=tuple(section.id for section in lesson.sections) if lesson.kind == "text" else (),
        bank_id=lesson.bank_id if is_check else None,
        versions=tuple(_pool(lesson, now)),
        question_count=lesson.question_count if is_check else 0,
        least_seconds=0 if is_check else lesson.least_seconds,
    )


def _pool(lesson: Lesson, now: datetime) -> list[int]:
    if lesson.kind != "check" or lesson.bank_id is None:
        return []
    return lessons.pool_of(lesson.bank_id, lesson.topic, now)
