"""What a member can practise: approved questions of what he or she studies."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, and_, or_, select, union

from ...accounts.models import Member
from ...extensions import db
from ...library.models import Document, Section
from ...library.reader_models import Bookmark, ReadingPosition, ReadLater
from ...library.visibility import for_reader
from ...questions.citation_models import QuestionCitation
from ...questions.models import Bank, Question, QuestionVersion
from ...questions.validity import valid_on
from ...units.subtree import ids_of
from ..catalogue.learner_models import Enrolment
from ..catalogue.models import Course, CourseDocument, Lesson, LessonSection
from ..secrecy import secret_bank_ids
from .models import PracticeCard, PracticeDay

# A year and a day: as far as a streak is counted.
_STREAK = timedelta(days=366)


def due_versions(member: Member, now: datetime, today: date, limit: int) -> list[int]:
    """Wordings answered before that are due again, the longest due first."""
    query = _open_questions(select(PracticeCard.version_id), now, today)
    query = query.join(PracticeCard, PracticeCard.version_id == QuestionVersion.id)
    query = query.where(PracticeCard.member_id == member.id, PracticeCard.due_at <= now)
    return list(db.session.scalars(query.order_by(PracticeCard.due_at, PracticeCard.version_id).limit(limit)))


def new_versions(member: Member, now: datetime, today: date) -> list[int]:
    """Wordings never practised: those that cite a document the member studies, and those of the banks of his or her
    courses."""
    known = select(PracticeCard.version_id).where(PracticeCard.member_id == member.id)
    query = _open_questions(select(QuestionVersion.id), now, today)
    query = query.where(
        # Keys are shown, so only of banks of one's own organisation.
        Bank.unit_id.in_(ids_of(member.unit.path)),
        QuestionVersion.id.not_in(known),
        or_(Question.id.in_(_citing(member)), Bank.id.in_(_banks_of_courses(member))),
    )
    return list(db.session.scalars(query.order_by(QuestionVersion.id)))


def _open_questions(query: Select[Any], now: datetime, today: date) -> Select[Any]:
    """Approved, in force, marked by machine, and of no bank that a paper can still be drawn from."""
    return (
        query.select_from(QuestionVersion)
        .join(Question, Question.id == QuestionVersion.question_id)
        .join(Bank, Bank.id == QuestionVersion.bank_id)
        .where(QuestionVersion.is_current, QuestionVersion.kind != "essay", Question.state == "approved")
        .where(valid_on(today), Bank.id.not_in(secret_bank_ids(now)))
    )


def _citing(member: Member) -> Select[Any]:
    """Questions about documents that the member studies and may see."""
    studied = union(
        select(ReadingPosition.document_id).where(ReadingPosition.member_id == member.id),
        select(ReadLater.document_id).where(ReadLater.member_id == member.id),
        select(Section.document_id)
        .join(Bookmark, Bookmark.section_id == Section.id)
        .where(Bookmark.member_id == member.id),
        select(CourseDocument.document_id).where(CourseDocument.course_id.in_(_courses(member))),
        select(Section.document_id)
        .join(LessonSection, LessonSection.section_id == Section.id)
        .join(Lesson, and_(Lesson.id == LessonSection.lesson_id, Lesson.module_id.is_not(None)))
        .where(Lesson.course_id.in_(_courses(member))),
    ).subquery()
    query = select(QuestionCitation.question_id).join(Document, Document.id == QuestionCitation.document_id)
    return query.where(Document.id.in_(select(studied.c.document_id)), for_reader(member))


def _banks_of_courses(member: Member) -> Select[Any]:
    query = select(Lesson.bank_id).where(Lesson.course_id.in_(_courses(member)), Lesson.bank_id.is_not(None))
    return query.where(Lesson.kind == "check", Lesson.module_id.is_not(None))


def _courses(member: Member) -> Select[Any]:
    query = select(Enrolment.course_id).join(Course, Course.id == Enrolment.course_id)
    return query.where(Enrolment.member_id == member.id, Course.edition.is_not(None))


def find_day(member: Member, day: date) -> PracticeDay | None:
    """The portion of that day, where it was drawn."""
    return db.session.get(PracticeDay, (member.id, day), populate_existing=True)


def days_done(member: Member, today: date) -> list[date]:
    """The days of the last year on which the member finished the portion."""
    query = select(PracticeDay.day).where(PracticeDay.member_id == member.id, PracticeDay.done_at.is_not(None))
    return list(db.session.scalars(query.where(PracticeDay.day > today - _STREAK)))


def cited_places(version_ids: Collection[int]) -> dict[int, tuple[Document, Section | None]]:
    """For each wording one place that its question cites, a section before a whole document."""
    columns: tuple[Any, ...] = (QuestionVersion.id, Document, Section)
    query = (
        select(*columns)
        .join(QuestionCitation, QuestionCitation.question_id == QuestionVersion.question_id)
        .join(Document, Document.id == QuestionCitation.document_id)
        .outerjoin(Section, Section.id == QuestionCitation.section_id)
        .where(QuestionVersion.id.in_(version_ids), Document.published_at.is_not(None))
        .order_by(Section.id.is_not(None), Document.id.desc())
    )
    return {number: (document, section) for number, document, section in db.session.execute(query)}
