"""Progress of learners. Everything may come twice, late, or out of order: it only grows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, func, select, update

from ...accounts.models import Member
from ...errors import Forbidden, NotFound, Refused, Sentence
from ...extensions import db
from ...library.models import Document
from ...transactions import transactional
from ...upserts import insert_for
from ..study.completions import record_completion, withdraw_completion
from . import finals, learning, queries
from .editions import LessonContent
from .learner_models import Enrolment, LessonProgress
from .models import Course, CourseDocument
from .queries import Learner


@dataclass(frozen=True, slots=True)
class Place:
    """What a device says: its whole state. ``revision`` grows with every change."""

    revision: int
    percent: int
    furthest: int
    seconds: int


@transactional
def keep_place(learner: Learner, member: Member, lesson: LessonContent, place: Place, now: datetime) -> Learner:
    """Keep what a device says of a lesson, and settle what it brings about. Returns the learner as he or she stands
    then. Raises Forbidden for who does not take the course, Refused for a lesson that may not be opened yet."""
    require_learner(learner, lesson)
    assert learner.enrolment is not None
    # Nobody has looked at it for longer than it could be looked at.
    possible = max(0, int((now - learner.enrolment.enrolled_at).total_seconds()))
    row = {
        "member_id": member.id,
        "lesson_id": lesson.id,
        "course_id": learner.course.id,
        "revision": place.revision,
        "percent": place.percent,
        "furthest": max(place.percent, place.furthest),
        "seconds": min(place.seconds, possible),
        "updated_at": now,
    }
    _grow(row)
    return settle(learner.course.code, member, lesson, now)


def _grow(row: dict[str, object]) -> None:
    statement = insert_for(LessonProgress).values(row)
    sent, kept = statement.excluded, LessonProgress
    is_newer = sent.revision > kept.revision
    grown = {
        "revision": case((is_newer, sent.revision), else_=kept.revision),
        "percent": case((is_newer, sent.percent), else_=kept.percent),
        "furthest": case((sent.furthest > kept.furthest, sent.furthest), else_=kept.furthest),
        "seconds": case((sent.seconds > kept.seconds, sent.seconds), else_=kept.seconds),
        "updated_at": sent.updated_at,
    }
    keys = ["member_id", "lesson_id"]
    db.session.execute(statement.on_conflict_do_update(index_elements=keys, set_=grown))


def require_learner(learner: Learner, lesson: LessonContent) -> None:
    """Raises Forbidden for who does not take the course, Refused for a lesson that may not be opened yet."""
    if learner.enrolment is None:
        raise Forbidden(Sentence("Hãy đăng ký khóa học trước khi học."))
    if reasons := learner.reasons_not_to_open(lesson.id):
        raise Refused(reasons[0])


@transactional
def settle(code: str, member: Member, lesson: LessonContent, now: datetime) -> Learner:
    """Tick the lesson if it is done, and complete the course with the last one: its documents count as studied."""
    learner = queries.get_learner(code, member)
    reading = learner.reading(lesson.id)
    if reading.completed_at is None and not learning.reasons_not_done(lesson, reading, learner.course.pass_percent):
        mine = (LessonProgress.member_id == member.id, LessonProgress.lesson_id == lesson.id)
        undone = update(LessonProgress).where(*mine, LessonProgress.completed_at.is_(None))
        db.session.execute(undone.values(completed_at=now))
        learner = queries.get_learner(code, member)
    if learning.is_complete(learner.content.lessons, learner.done) and finals.asks_no_more(learner.course, member):
        complete(learner.course, member, now)
    return learner


def complete(course: Course, member: Member, now: datetime) -> bool:
    """The member has completed the course. Claimed by one UPDATE, so that it happens once; whether it was this one."""
    mine = (Enrolment.course_id == course.id, Enrolment.member_id == member.id)
    values = {"completed_at": now, "is_by_final": course.final_assessment_id is not None}
    claimed = db.session.execute(update(Enrolment).where(*mine, Enrolment.completed_at.is_(None)).values(values))
    if not claimed.rowcount:  # type: ignore[attr-defined]
        return False
    for document in documents_of(course):
        record_completion(member, document, "online", now)
    return True


def undo(course: Course, member: Member) -> bool:
    """What the final assessment had completed is no longer so; whether it was. Its documents stay studied where another
    course or a session says so."""
    mine = (Enrolment.course_id == course.id, Enrolment.member_id == member.id, Enrolment.is_by_final)
    values = {"completed_at": None, "is_by_final": False}
    undone = db.session.execute(update(Enrolment).where(*mine, Enrolment.completed_at.is_not(None)).values(values))
    if not undone.rowcount:  # type: ignore[attr-defined]
        return False
    for document in documents_of(course):
        withdraw_completion(member, document, "online", _completed_elsewhere(member, document))
    return True


def documents_of(course: Course) -> Sequence[Document]:
    """The documents that count as studied by whoever completes it."""
    query = select(Document).join(CourseDocument, CourseDocument.document_id == Document.id)
    return db.session.scalars(query.where(CourseDocument.course_id == course.id)).all()


def _completed_elsewhere(member: Member, document: Document) -> datetime | None:
    query = select(func.min(Enrolment.completed_at)).join(
        CourseDocument, CourseDocument.course_id == Enrolment.course_id
    )
    return db.session.scalar(query.where(Enrolment.member_id == member.id, CourseDocument.document_id == document.id))


def get_lesson(learner: Learner, lesson_id: int) -> LessonContent:
    """The lesson of the edition. Raises NotFound."""
    lesson = learner.content.lesson(lesson_id)
    if lesson is None:
        raise NotFound(Sentence("Khóa học không có bài này."))
    return lesson
