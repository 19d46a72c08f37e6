"""Exams of a class, their candidates, and what happens while they are sat."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..accounts.models import Member, one_of
from ..assessments.models import Assessment, Attempt
from ..courses.classes.models import CourseClass
from ..extensions import Base, BigId, Points

INCIDENT_KINDS = ("note", "extended", "reopened", "stopped", "annulled", "identity", "device", "left_page")


class Exam(Base):
    """An end-of-course exam: an assessment of the engine sat by the learners of a class."""

    __tablename__ = "exam"
    __table_args__ = (
        CheckConstraint("markers IN (1, 2)", name="markers"),
        CheckConstraint("scale > 0 AND step > 0", name="scale"),
        CheckConstraint("pass_mark >= 0 AND pass_mark <= scale", name="pass_mark"),
        CheckConstraint("largest_difference >= 0", name="largest_difference"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    class_id: Mapped[int] = mapped_column(ForeignKey("course_class.id"), index=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id"), unique=True)
    # The exam that this one gives a second chance for.
    resit_of_id: Mapped[int | None] = mapped_column(ForeignKey("exam.id"), index=True)
    place: Mapped[str] = mapped_column(String(255), default="")
    # Marks are shown on this scale, rounded half up to the step.
    scale: Mapped[float] = mapped_column(Points, default=10)
    step: Mapped[float] = mapped_column(Points, default=0.25)
    pass_mark: Mapped[float] = mapped_column(Points, default=5)
    # [["excellent", 9.0], ["good", 8.0], …]: names of classification.BANDS and where they begin, the best first.
    bands: Mapped[list[Any]]
    # Per cent of the class's sessions; NULL: as the class says.
    attendance_minimum: Mapped[int | None]
    needs_identity_check: Mapped[bool] = mapped_column(default=False)
    # How many mark an essay, and how far apart (of the scale) two markers may be before a third is asked.
    markers: Mapped[int] = mapped_column(default=2)
    largest_difference: Mapped[float] = mapped_column(Points, default=0.5)
    remarking_days: Mapped[int] = mapped_column(default=5)
    created_at: Mapped[datetime]
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"))
    released_at: Mapped[datetime | None]

    assessment: Mapped[Assessment] = relationship(innerjoin=True, lazy="joined")
    course_class: Mapped[CourseClass] = relationship(innerjoin=True)


class Candidate(Base):
    """A learner on the exam's list. ``reasons`` say why he or she may not sit it; a decision may set them aside."""

    __tablename__ = "candidate"
    __table_args__ = (UniqueConstraint("exam_id", "number"),)

    exam_id: Mapped[int] = mapped_column(ForeignKey("exam.id", ondelete="CASCADE"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), primary_key=True, index=True)
    # The candidate's number (số báo danh).
    number: Mapped[int]
    reasons: Mapped[list[Any]]
    admitted_because: Mapped[str] = mapped_column(String(300), default="")
    confirmed_at: Mapped[datetime | None]
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"))

    member: Mapped[Member] = relationship(innerjoin=True, foreign_keys=[member_id])


class Incident(Base):
    """Something noted while the exam was sat, by a person or by the system; never changed."""

    __tablename__ = "incident"
    __table_args__ = (CheckConstraint(one_of("kind", INCIDENT_KINDS), name="kind"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    exam_id: Mapped[int] = mapped_column(ForeignKey("exam.id", ondelete="CASCADE"), index=True)
    # NULL: it is about everybody.
    member_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    kind: Mapped[str] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(String(500), default="")
    minutes: Mapped[int | None]
    at: Mapped[datetime]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"))


class Essay(Base):
    """One written answer, known to its markers by its anonymous code (phách) alone."""

    __tablename__ = "essay"
    __table_args__ = (UniqueConstraint("exam_id", "code"), UniqueConstraint("attempt_id", "question_number"))

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    exam_id: Mapped[int] = mapped_column(ForeignKey("exam.id", ondelete="CASCADE"))
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id"))
    # Its place on the paper, from 1.
    question_number: Mapped[int]
    code: Mapped[str] = mapped_column(String(12))
    # What it is worth once the markers agree; NULL before.
    points: Mapped[float | None] = mapped_column(Points)
    settled_at: Mapped[datetime | None]
    # Who put the code on a sheet written by hand, and so knows whose it is; NULL for what was typed.
    keeper_id: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"))

    attempt: Mapped[Attempt] = relationship(innerjoin=True)
    keeper: Mapped[Member | None] = relationship(foreign_keys=[keeper_id])


class EssayMark(Base):
    """What one marker gives one essay. ``turn``: 1 and 2 mark independently, 3 decides, 4 re-marks on request."""

    __tablename__ = "essay_mark"
    __table_args__ = (
        CheckConstraint("turn BETWEEN 1 AND 4", name="turn"),
        UniqueConstraint("essay_id", "marker_id", "turn"),
    )

    essay_id: Mapped[int] = mapped_column(ForeignKey("essay.id", ondelete="CASCADE"), primary_key=True)
    turn: Mapped[int] = mapped_column(primary_key=True)
    marker_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    # Points by criterion, in the rubric's order.
    points: Mapped[list[Any]]
    comment: Mapped[str] = mapped_column(Text, default="")
    # Grows with every save: two windows of one marker do not overwrite each other unseen.
    revision: Mapped[int] = mapped_column(default=0)
    saved_at: Mapped[datetime]
    # NULL while it is a draft.
    finished_at: Mapped[datetime | None]


class EarlierMark(Base):
    """A finished mark that was opened again, as it was; never changed."""

    __tablename__ = "earlier_mark"
    __table_args__ = (CheckConstraint("turn BETWEEN 1 AND 4", name="turn"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    essay_id: Mapped[int] = mapped_column(ForeignKey("essay.id", ondelete="CASCADE"), index=True)
    turn: Mapped[int]
    marker_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    points: Mapped[list[Any]]
    comment: Mapped[str] = mapped_column(Text, default="")
    finished_at: Mapped[datetime]
    reopened_at: Mapped[datetime]
    reopened_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"))
    # "": the candidate was let go on with the paper.
    reason: Mapped[str] = mapped_column(String(300), default="")


class Correction(Base):
    """A key corrected or a question annulled after the exam: everybody is marked anew."""

    __tablename__ = "correction"
    __table_args__ = (CheckConstraint("kind IN ('key', 'annulled')", name="kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    exam_id: Mapped[int] = mapped_column(ForeignKey("exam.id", ondelete="CASCADE"), index=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("question_version.id"))
    kind: Mapped[str] = mapped_column(String(10))
    # Before and after, as assessments.marking.corrected_keys keeps them; no new one where the question was annulled.
    old_key: Mapped[list[Any]]
    new_key: Mapped[list[Any]]
    reason: Mapped[str] = mapped_column(String(500))
    # How many attempts were marked anew, and how many marks rose and fell by it.
    attempts: Mapped[int]
    risen: Mapped[int]
    fallen: Mapped[int]
    at: Mapped[datetime]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"))


class CorrectionChange(Base):
    """Whose result a correction changed, in points of the paper; the others are not listed."""

    __tablename__ = "correction_change"

    correction_id: Mapped[int] = mapped_column(ForeignKey("correction.id", ondelete="CASCADE"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), primary_key=True, index=True)
    old_score: Mapped[float] = mapped_column(Points)
    new_score: Mapped[float] = mapped_column(Points)


class Remarking(Base):
    """A request to be marked again (phúc khảo); the old and the new mark are both kept."""

    __tablename__ = "remarking"
    __table_args__ = (
        CheckConstraint("state IN ('asked', 'marking', 'decided', 'withdrawn')", name="state"),
        UniqueConstraint("exam_id", "member_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    exam_id: Mapped[int] = mapped_column(ForeignKey("exam.id", ondelete="CASCADE"))
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id"))
    text: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(10), default="asked")
    asked_at: Mapped[datetime]
    old_score: Mapped[float] = mapped_column(Points)
    new_score: Mapped[float | None] = mapped_column(Points)
    decision: Mapped[str] = mapped_column(Text, default="")
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"))


class PaperCode(Base):
    """A printed variant (mã đề) of the exam's paper."""

    __tablename__ = "paper_code"

    exam_id: Mapped[int] = mapped_column(ForeignKey("exam.id", ondelete="CASCADE"), primary_key=True)
    code: Mapped[str] = mapped_column(String(10), primary_key=True)
    sheet_revision: Mapped[int]
    # As Attempt.paper.
    paper: Mapped[list[Any]]
    created_at: Mapped[datetime]


class CertificateDesign(Base):
    """How a unit's certificates look and who signs them."""

    __tablename__ = "certificate_design"

    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id", ondelete="CASCADE"), primary_key=True)
    heading: Mapped[str] = mapped_column(String(255))
    wording: Mapped[str] = mapped_column(Text)
    place: Mapped[str] = mapped_column(String(120), default="")
    signer_title: Mapped[str] = mapped_column(String(255), default="")
    signer_name: Mapped[str] = mapped_column(String(120), default="")
    # Sum of the logo's file in the instance folder; "" for none.
    logo: Mapped[str] = mapped_column(String(64), default="")
    # Numbers count up within the unit.
    next_number: Mapped[int] = mapped_column(default=1)


class Certificate(Base):
    """A certificate as it was given: later changes of names or designs do not change it."""

    __tablename__ = "certificate"
    __table_args__ = (
        UniqueConstraint("class_id", "member_id"),
        UniqueConstraint("unit_id", "number"),
        Index("uq_certificate_token", "token", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    class_id: Mapped[int] = mapped_column(ForeignKey("course_class.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    number: Mapped[str] = mapped_column(String(40))
    # What the QR code leads to; says nothing about the holder.
    token: Mapped[str] = mapped_column(String(24))
    # Name, birth date, unit, course, mark, classification, wording and signer as printed.
    content: Mapped[dict[str, Any]]
    issued_at: Mapped[datetime]
    issued_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"))
    withdrawn_at: Mapped[datetime | None]
    withdrawn_because: Mapped[str] = mapped_column(String(300), default="")
