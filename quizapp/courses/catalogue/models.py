"""Courses as they are written, and their editions as they are read."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...accounts.models import one_of
from ...assessments.models import Assessment
from ...extensions import Base
from ...library.models import Document, DocumentFile, Section
from ...questions.models import Bank
from ...units.models import Unit
from .kinds import LESSON_KINDS, ORDERS


class Course(Base):
    """A course. Its modules and lessons are the author's desk; learners read the latest edition."""

    __tablename__ = "course"
    __table_args__ = (
        CheckConstraint(one_of("lesson_order", ORDERS), name="lesson_order"),
        CheckConstraint("pass_percent BETWEEN 1 AND 100", name="pass_percent"),
        CheckConstraint("final_percent BETWEEN 1 AND 100", name="final_percent"),
        CheckConstraint("(edition IS NULL) = (published_at IS NULL)", name="published_with_edition"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(60), unique=True)
    title: Mapped[str] = mapped_column(String(255))
    # Markdown; ``summary_html`` is the same made clean.
    summary: Mapped[str] = mapped_column(Text, default="")
    summary_html: Mapped[str] = mapped_column(Text, default="")
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    # Kinds of members it is for; empty for all.
    member_kinds: Mapped[list[Any]]
    lesson_order: Mapped[str] = mapped_column(String(20), default="free")
    # Of the check questions of each lesson that has them.
    pass_percent: Mapped[int] = mapped_column(default=80)
    # The assessment that must be passed, too, to complete the course (NULL: none), and from what share of its points.
    final_assessment_id: Mapped[int | None] = mapped_column(
        ForeignKey("assessment.id", ondelete="SET NULL"), index=True
    )
    final_percent: Mapped[int] = mapped_column(default=50, server_default="50")
    # Whether members of the unit's subtree may enrol by themselves.
    is_open: Mapped[bool] = mapped_column(default=True)
    deadline: Mapped[datetime | None]
    # The edition that learners read; None while it is a draft.
    edition: Mapped[int | None]
    published_at: Mapped[datetime | None] = mapped_column(index=True)
    # What is on the desk differs from the edition.
    is_changed: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"), index=True)

    unit: Mapped[Unit] = relationship(innerjoin=True)
    final_assessment: Mapped[Assessment | None] = relationship()
    modules: Mapped[list[CourseModule]] = relationship(order_by="CourseModule.position", viewonly=True)
    documents: Mapped[list[Document]] = relationship(secondary="course_document", order_by=Document.id, viewonly=True)


class CourseDocument(Base):
    """A document that counts as studied by whoever completes the course."""

    __tablename__ = "course_document"

    course_id: Mapped[int] = mapped_column(ForeignKey("course.id", ondelete="CASCADE"), primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), primary_key=True, index=True)


class CourseFile(Base):
    """A file that its author has put into the course: slides, a reading. Lessons and editions point to it, so it stays.
    The bytes lie in ``<instance>/course-files/`` under their hash."""

    __tablename__ = "course_file"
    __table_args__ = (UniqueConstraint("course_id", "sha256"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(255))
    media_type: Mapped[str] = mapped_column(String(120))
    size: Mapped[int]  # bytes
    sha256: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime]
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"))


class CourseUnit(Base):
    """A unit that takes the course as a whole: who joins it later is enrolled too."""

    __tablename__ = "course_unit"

    course_id: Mapped[int] = mapped_column(ForeignKey("course.id", ondelete="CASCADE"), primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id", ondelete="CASCADE"), primary_key=True, index=True)
    enrolled_at: Mapped[datetime]


class CourseModule(Base):
    """A part of a course."""

    __tablename__ = "course_module"

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id", ondelete="CASCADE"), index=True)
    title: Mapped[str] = mapped_column(String(255))
    position: Mapped[int]

    lessons: Mapped[list[Lesson]] = relationship(order_by="Lesson.position", viewonly=True)


class Lesson(Base):
    """What is read, seen or answered in one go. Its id stays, so that progress outlives a correction.

    One without a module was taken off the desk: an edition may still hold it.
    """

    __tablename__ = "lesson"
    __table_args__ = (
        CheckConstraint(one_of("kind", LESSON_KINDS), name="kind"),
        CheckConstraint("least_seconds >= 0", name="least_seconds"),
        CheckConstraint("question_count >= 0", name="question_count"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id", ondelete="CASCADE"), index=True)
    module_id: Mapped[int | None] = mapped_column(ForeignKey("course_module.id", ondelete="SET NULL"), index=True)
    title: Mapped[str] = mapped_column(String(255))
    kind: Mapped[str] = mapped_column(String(20))
    position: Mapped[int]
    # Markdown: the lesson's own text, or what is told before the video, the file or the questions.
    text: Mapped[str] = mapped_column(Text, default="")
    # Of a video: where it is shown.
    address: Mapped[str] = mapped_column(String(500), default="")
    file_id: Mapped[int | None] = mapped_column(ForeignKey("document_file.id", ondelete="SET NULL"), index=True)
    # One that was put into the course itself, instead of a document's.
    course_file_id: Mapped[int | None] = mapped_column(ForeignKey("course_file.id", ondelete="SET NULL"), index=True)
    # Of check questions: the bank, one of its topics ("" for all), and how many are asked.
    bank_id: Mapped[int | None] = mapped_column(ForeignKey("bank.id", ondelete="SET NULL"), index=True)
    topic: Mapped[str] = mapped_column(String(200), default="")
    question_count: Mapped[int] = mapped_column(default=0)
    # How long it must have been on the screen at least.
    least_seconds: Mapped[int] = mapped_column(default=0)
    updated_at: Mapped[datetime]

    course: Mapped[Course] = relationship(innerjoin=True)
    file: Mapped[DocumentFile | None] = relationship()
    course_file: Mapped[CourseFile | None] = relationship()
    bank: Mapped[Bank | None] = relationship()
    sections: Mapped[list[Section]] = relationship(
        secondary="lesson_section", order_by="LessonSection.position", viewonly=True
    )


class LessonSection(Base):
    """A section of a document that a lesson lets read."""

    __tablename__ = "lesson_section"

    lesson_id: Mapped[int] = mapped_column(ForeignKey("lesson.id", ondelete="CASCADE"), primary_key=True)
    section_id: Mapped[int] = mapped_column(
        ForeignKey("document_section.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    position: Mapped[int]


class CourseEdition(Base):
    """What was published: never changed once stored. ``content`` is what ``editions.Content`` holds."""

    __tablename__ = "course_edition"
    __table_args__ = (UniqueConstraint("course_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id", ondelete="CASCADE"))
    number: Mapped[int]
    content: Mapped[list[Any]]
    published_at: Mapped[datetime]
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"), index=True)
