"""Who takes a course, and how far everybody has come."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...accounts.models import one_of
from ...extensions import Base, BigId
from .kinds import ENROLMENT_WAYS
from .models import Course


class Enrolment(Base):
    """A member takes a course. ``completed_at`` is set once and stays, unless the result of the final assessment, on
    which it rests, is corrected."""

    __tablename__ = "course_enrolment"
    __table_args__ = (
        CheckConstraint(one_of("way", ENROLMENT_WAYS), name="way"),
        Index("ix_course_enrolment_member_id_completed_at", "member_id", "completed_at"),
    )

    course_id: Mapped[int] = mapped_column(ForeignKey("course.id", ondelete="CASCADE"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), primary_key=True)
    way: Mapped[str] = mapped_column(String(10))
    enrolled_at: Mapped[datetime]
    completed_at: Mapped[datetime | None]
    # The course had a final assessment when it was completed, and goes with its result.
    is_by_final: Mapped[bool] = mapped_column(default=False, server_default=false())

    course: Mapped[Course] = relationship(innerjoin=True)


class LessonProgress(Base):
    """How far a member has come in a lesson. ``percent`` is the place of the highest ``revision``; ``furthest`` and
    ``seconds`` only grow, from whichever device they come."""

    __tablename__ = "lesson_progress"
    __table_args__ = (
        CheckConstraint("percent BETWEEN 0 AND 100", name="percent"),
        CheckConstraint("furthest BETWEEN 0 AND 100", name="furthest"),
        CheckConstraint("seconds >= 0", name="seconds"),
        Index("ix_lesson_progress_member_id_course_id", "member_id", "course_id"),
    )

    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), primary_key=True)
    lesson_id: Mapped[int] = mapped_column(ForeignKey("lesson.id", ondelete="CASCADE"), primary_key=True, index=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id", ondelete="CASCADE"), index=True)
    revision: Mapped[int] = mapped_column(BigId, default=0)
    percent: Mapped[int] = mapped_column(default=0)
    furthest: Mapped[int] = mapped_column(default=0)
    # Really visible.
    seconds: Mapped[int] = mapped_column(default=0)
    updated_at: Mapped[datetime]
    completed_at: Mapped[datetime | None]


class LessonCheck(Base):
    """A member's check questions of a lesson: the try under way or the last one, and the best of all."""

    __tablename__ = "lesson_check"
    __table_args__ = (CheckConstraint("best_percent BETWEEN 0 AND 100", name="best_percent"),)

    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), primary_key=True)
    lesson_id: Mapped[int] = mapped_column(ForeignKey("lesson.id", ondelete="CASCADE"), primary_key=True, index=True)
    # Of the try, from 1.
    number: Mapped[int] = mapped_column(default=1)
    # As ``assessments.paper`` packs it.
    paper: Mapped[list[Any]]
    answers: Mapped[dict[str, Any]]
    drawn_at: Mapped[datetime]
    # None while the try is under way.
    marked_at: Mapped[datetime | None]
    right: Mapped[int] = mapped_column(default=0)
    best_percent: Mapped[int] = mapped_column(default=0)
