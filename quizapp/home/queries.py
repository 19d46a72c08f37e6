"""What the home page asks: three statements of one's study, whatever there is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    Integer,
    Select,
    String,
    and_,
    case,
    cast,
    exists,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.sql.functions import aggregate_strings

from ..accounts.models import Member
from ..courses.catalogue.learner_models import Enrolment, LessonProgress
from ..courses.catalogue.models import Course, CourseEdition
from ..courses.practice.models import PracticeCard, PracticeDay
from ..courses.sessions.models import Attendance, SessionUnit, StudySession
from ..courses.study.models import StudyWave, WaveDocument, WaveEntry
from ..extensions import UTCDateTime, db
from ..library.announcements import for_reader as announced_to
from ..library.announcements import is_read_by
from ..library.models import Document
from ..library.reader_models import Announcement, ReadingPosition
from ..library.visibility import for_reader
from ..units.subtree import ids_of

# How far the page looks ahead and back.
SESSIONS_WITHIN = timedelta(days=14)
NEW_FOR = timedelta(days=60)
LATE_FOR = timedelta(days=180)
_MOST_COURSES, _MOST_DOCUMENTS, _MOST_SESSIONS, _MOST_NEW = 5, 60, 6, 3


def courses_under_way(member: Member, now: datetime) -> Sequence[Any]:
    """(code, title, deadline, content, done, last) of the courses that the member has not completed, the most pressing
    first; ``done`` are the ids of lessons, ``last`` is the one opened last."""
    mine = and_(LessonProgress.member_id == member.id, LessonProgress.course_id == Course.id)
    ids = select(aggregate_strings(cast(LessonProgress.lesson_id, String), ","))
    done = ids.where(mine, LessonProgress.completed_at.is_not(None)).correlate(Course).scalar_subquery()
    last = (
        select(LessonProgress.lesson_id)
        .where(mine)
        .order_by(LessonProgress.updated_at.desc())
        .limit(1)
        .correlate(Course)
        .scalar_subquery()
    )
    is_late = case((Course.deadline.is_(None), 1), (Course.deadline < now, 2), else_=0)
    query = (
        select(
            Course.code,
            Course.title,
            Course.deadline,
            CourseEdition.content,
            done.label("done"),
            last.label("last"),
        )
        .join(Enrolment, Enrolment.course_id == Course.id)
        .join(CourseEdition, and_(CourseEdition.course_id == Course.id, CourseEdition.number == Course.edition))
        .where(Enrolment.member_id == member.id, Enrolment.completed_at.is_(None))
        .order_by(is_late, Course.deadline, Course.id)
    )
    return db.session.execute(query.limit(_MOST_COURSES)).all()


# One form for all rows of a union; each part fills in what it has.
_EMPTY: dict[str, Any] = {
    "number": cast(null(), Integer),
    "code": cast(null(), String),
    "title": cast(null(), String),
    "begins_at": cast(null(), UTCDateTime()),
    "ends_at": cast(null(), UTCDateTime()),
    "part": cast(null(), Integer),
    "part_kind": cast(null(), String),
    "part_number": cast(null(), String),
    "part_title": cast(null(), String),
    "percent": cast(null(), Integer),
}


def _part(source: str, **columns: Any) -> Select[Any]:
    named = [column.label(name) for name, column in (_EMPTY | columns).items()]
    return select(literal(source).label("source"), *named)


def _united(*parts: Select[Any]) -> Sequence[Any]:
    """The rows of all parts; each may be ordered and limited on its own."""
    return db.session.execute(union_all(*(select(part.subquery()) for part in parts))).all()


def study_due(member: Member, now: datetime) -> Sequence[Any]:
    """Documents of waves that the member is due to study, and sessions that come or run."""
    return _united(_documents_due(member, now), _sessions(member, now))


def _documents_due(member: Member, now: datetime) -> Select[Any]:
    deadline = WaveEntry.deadline
    position = and_(ReadingPosition.document_id == Document.id, ReadingPosition.member_id == member.id)
    still_counts = func.coalesce(deadline, WaveEntry.added_at) >= now - LATE_FOR
    return (
        _part(
            "wave",
            number=case((StudyWave.register_of_id.is_(None), StudyWave.id), else_=None),
            title=StudyWave.title,
            ends_at=deadline,
            part=Document.id,
            part_kind=Document.kind,
            part_number=Document.number,
            part_title=Document.title,
            percent=func.coalesce(ReadingPosition.percent, 0),
        )
        .select_from(WaveEntry)
        .join(StudyWave, StudyWave.id == WaveEntry.wave_id)
        .join(WaveDocument, WaveDocument.wave_id == StudyWave.id)
        .join(Document, Document.id == WaveDocument.document_id)
        .outerjoin(ReadingPosition, position)
        .where(WaveEntry.member_id == member.id, WaveEntry.reason.is_(None), WaveEntry.studied_at.is_(None))
        .where(still_counts, or_(for_reader(member), and_(Document.is_public, Document.published_at.is_not(None))))
        .order_by(StudyWave.register_of_id.is_not(None), deadline.is_(None), deadline, StudyWave.id, Document.id)
        .limit(_MOST_DOCUMENTS)
    )


def _sessions(member: Member, now: datetime) -> Select[Any]:
    mine = and_(Attendance.session_id == StudySession.id, Attendance.member_id == member.id)
    invited = select(SessionUnit.session_id).where(SessionUnit.unit_id.in_(ids_of(member.unit.path)))
    return (
        _part(
            "session",
            code=StudySession.code,
            title=StudySession.title,
            begins_at=StudySession.starts_at,
            ends_at=StudySession.ends_at,
            part_kind=StudySession.kind,
            part_number=StudySession.form,
        )
        .outerjoin(Attendance, mine)
        .where(StudySession.id.in_(invited), Attendance.member_id.is_(None), StudySession.state != "cancelled")
        .where(StudySession.ends_at > now, StudySession.starts_at <= now + SESSIONS_WITHIN)
        .order_by(StudySession.starts_at, StudySession.id)
        .limit(_MOST_SESSIONS)
    )


def news(member: Member, now: datetime, today: date) -> Sequence[Any]:
    """Announcements not read, documents not opened, and how today's practice stands."""
    return _united(_announcements(member, now), _documents(member, now), _portion(member, today), _practises(member))


def _announcements(member: Member, now: datetime) -> Select[Any]:
    columns = {"number": Announcement.id, "title": Announcement.title, "begins_at": Announcement.published_at}
    query = _part("announcement", **columns).where(announced_to(member), ~is_read_by(member))
    query = query.where(Announcement.published_at >= now - NEW_FOR)
    return query.order_by(Announcement.published_at.desc(), Announcement.id.desc()).limit(_MOST_NEW)


def _documents(member: Member, now: datetime) -> Select[Any]:
    opened = exists().where(ReadingPosition.document_id == Document.id, ReadingPosition.member_id == member.id)
    query = _part(
        "document",
        number=Document.id,
        begins_at=Document.published_at,
        part=Document.id,
        part_kind=Document.kind,
        part_number=Document.number,
        part_title=Document.title,
    ).where(for_reader(member), ~opened, Document.published_at >= now - NEW_FOR)
    return query.order_by(Document.published_at.desc(), Document.id.desc()).limit(_MOST_NEW)


def _portion(member: Member, today: date) -> Select[Any]:
    return _part(
        "portion",
        number=PracticeDay.right,
        ends_at=PracticeDay.done_at,
        percent=func.json_array_length(PracticeDay.paper),
    ).where(PracticeDay.member_id == member.id, PracticeDay.day == today)


def _practises(member: Member) -> Select[Any]:
    """A row for one who has something to practise from: questions known, a course, or a document begun."""
    signs = (
        select(PracticeCard.member_id).where(PracticeCard.member_id == member.id).correlate(None).exists(),
        select(Enrolment.member_id).where(Enrolment.member_id == member.id).correlate(None).exists(),
        select(ReadingPosition.member_id).where(ReadingPosition.member_id == member.id).correlate(None).exists(),
    )
    return _part("practises").where(or_(*signs))
