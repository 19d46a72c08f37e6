"""Classes, their learners and instructors."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...accounts.models import Member, one_of
from ...extensions import Base
from ...units.models import Unit

LEARNER_STATES = ("active", "withdrawn")
INSTRUCTOR_ROLES = ("homeroom", "instructor", "marker", "invigilator")


class CourseClass(Base):
    """A class (lớp): so many learners who take one course together."""

    __tablename__ = "course_class"
    __table_args__ = (
        CheckConstraint("starts_on <= ends_on", name="starts_before_it_ends"),
        CheckConstraint("attendance_minimum BETWEEN 0 AND 100", name="attendance_minimum"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(60), unique=True)
    title: Mapped[str] = mapped_column(String(255))
    # As it stands on mark sheets and certificates.
    course_title: Mapped[str] = mapped_column(String(255))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    # Per cent of the sessions that give the right to sit the exam.
    attendance_minimum: Mapped[int] = mapped_column(default=80)
    # The online course whose lessons must all be completed too; NULL: none.
    course_id: Mapped[int | None] = mapped_column(ForeignKey("course.id", ondelete="SET NULL"), index=True)
    created_at: Mapped[datetime]
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"))
    closed_at: Mapped[datetime | None]

    unit: Mapped[Unit] = relationship(innerjoin=True)


class ClassInstructor(Base):
    """Somebody who works with the class: its homeroom instructor, an instructor, a marker, an invigilator."""

    __tablename__ = "class_instructor"
    __table_args__ = (CheckConstraint(one_of("role", INSTRUCTOR_ROLES), name="role"),)

    class_id: Mapped[int] = mapped_column(ForeignKey("course_class.id", ondelete="CASCADE"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), primary_key=True, index=True)
    role: Mapped[str] = mapped_column(String(20), primary_key=True)

    member: Mapped[Member] = relationship(innerjoin=True)


class Learner(Base):
    """A learner of the class. ``number`` is the place in the class list (STT)."""

    __tablename__ = "learner"
    __table_args__ = (
        CheckConstraint(one_of("state", LEARNER_STATES), name="state"),
        UniqueConstraint("class_id", "number"),
    )

    class_id: Mapped[int] = mapped_column(ForeignKey("course_class.id", ondelete="CASCADE"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), primary_key=True, index=True)
    number: Mapped[int]
    state: Mapped[str] = mapped_column(String(20), default="active")
    note: Mapped[str] = mapped_column(String(200), default="")
    added_at: Mapped[datetime]

    member: Mapped[Member] = relationship(innerjoin=True)


class ClassSession(Base):
    """A session (buổi học) of the class."""

    __tablename__ = "class_session"
    __table_args__ = (UniqueConstraint("class_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    class_id: Mapped[int] = mapped_column(ForeignKey("course_class.id", ondelete="CASCADE"))
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(255))
    held_on: Mapped[date]


class ClassAttendance(Base):
    """Whether a learner was there; a learner without a row was not."""

    __tablename__ = "class_attendance"
    __table_args__ = (CheckConstraint("state IN ('attended', 'excused', 'unexcused')", name="state"),)

    session_id: Mapped[int] = mapped_column(ForeignKey("class_session.id", ondelete="CASCADE"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), primary_key=True, index=True)
    state: Mapped[str] = mapped_column(String(20))
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"))
