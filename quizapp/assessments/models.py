"""Assessments, rosters, attempts, results and tallies."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..accounts.models import Member, one_of
from ..extensions import Base, BigId, BytewiseString, Points
from ..questions.formats.checks import CHOICES
from ..units.models import Unit

ASSESSMENT_KINDS = ("round", "exam", "practice")
COUNTING = ("best", "last", "first")
PREDICTION_TARGETS = ("all_correct", "people", "attempts")
PARTIAL_CREDIT = ("none", "per_option")
ANSWERS_SHOWN = ("after_publication", "after_close", "after_submission", "never")


class Series(Base):
    """Assessments that are counted together, such as the rounds of one competition."""

    __tablename__ = "series"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(60), unique=True)


class Assessment(Base):
    """What is sat: a window, minutes, a matrix, and who may."""

    __tablename__ = "assessment"
    __table_args__ = (
        CheckConstraint(one_of("kind", ASSESSMENT_KINDS), name="kind"),
        CheckConstraint(one_of("counting", COUNTING), name="counting"),
        CheckConstraint(one_of("answers_shown", ANSWERS_SHOWN), name="answers_shown"),
        CheckConstraint(one_of("partial_credit", PARTIAL_CREDIT), name="partial_credit"),
        CheckConstraint(
            f"prediction_target IS NULL OR {one_of('prediction_target', PREDICTION_TARGETS)}",
            name="prediction_target",
        ),
        CheckConstraint("opens_at < closes_at", name="opens_before_it_closes"),
        CheckConstraint("minutes > 0", name="minutes"),
        CheckConstraint("attempts_allowed IS NULL OR attempts_allowed > 0", name="attempts_allowed"),
        CheckConstraint("grace_seconds >= 0", name="grace_seconds"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(60), unique=True)
    title: Mapped[str] = mapped_column(String(255))
    kind: Mapped[str] = mapped_column(String(20))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    series_id: Mapped[int | None] = mapped_column(ForeignKey("series.id"), index=True)
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime] = mapped_column(index=True)
    minutes: Mapped[int]
    # For the network only: a save that left the phone in time may arrive this much later.
    grace_seconds: Mapped[int] = mapped_column(default=15)
    # NULL: as many as one likes.
    attempts_allowed: Mapped[int | None]
    counting: Mapped[str] = mapped_column(String(10), default="best")
    # [{"bank": code, "topic": str|null, "level": str|null, "count": n, "points": p}, …]
    matrix: Mapped[list[Any]]
    # Kinds of questions that it draws.
    allowed_kinds: Mapped[list[Any]] = mapped_column(default=lambda: list(CHOICES), server_default=json.dumps(CHOICES))
    # How a question that is partly right counts.
    partial_credit: Mapped[str] = mapped_column(String(20), default="none", server_default="none")
    shuffles_questions: Mapped[bool] = mapped_column(default=True)
    shuffles_options: Mapped[bool] = mapped_column(default=True)
    # Ordered names of ranking.KEYS.
    ranking: Mapped[list[Any]]
    prediction_target: Mapped[str | None] = mapped_column(String(20))
    is_prediction_required: Mapped[bool] = mapped_column(default=False)
    # The true number, counted when the results are drawn up.
    prediction_outcome: Mapped[int | None]
    answers_shown: Mapped[str] = mapped_column(String(20), default="after_publication")
    # Kinds of members it is for; empty for all.
    member_kinds: Mapped[list[Any]]
    # Asked for at the start; NULL: none.
    access_code: Mapped[str | None] = mapped_column(String(20))
    # Markdown that must be accepted before the start; "" for none.
    conditions: Mapped[str] = mapped_column(Text, default="")
    # Everybody gets the same questions, chosen at the publication.
    is_paper_fixed: Mapped[bool] = mapped_column(default=False)
    # Whether phones save every minute even when nothing changes, so that silence can be seen.
    shows_life: Mapped[bool] = mapped_column(default=False)
    # The sheet that attempts are drawn from; NULL while it is a draft.
    revision: Mapped[int | None]
    published_at: Mapped[datetime | None]
    roster_frozen_at: Mapped[datetime | None]
    results_published_at: Mapped[datetime | None]

    unit: Mapped[Unit] = relationship()
    audience: Mapped[list[Unit]] = relationship(secondary="assessment_unit", viewonly=True)


class AssessmentUnit(Base):
    """Members of this unit's subtree are the audience."""

    __tablename__ = "assessment_unit"

    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id", ondelete="CASCADE"), primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True, index=True)


class AssessmentMember(Base):
    """A member of the audience by name, such as a learner of a class, whatever the unit."""

    __tablename__ = "assessment_member"

    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id", ondelete="CASCADE"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), primary_key=True, index=True)


class AssessmentExclusion(Base):
    """Somebody of the audience who may not sit it: an organiser, an author."""

    __tablename__ = "assessment_exclusion"

    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id", ondelete="CASCADE"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), primary_key=True, index=True)
    reason: Mapped[str] = mapped_column(String(40))


class Accommodation(Base):
    """More time for one candidate, known before the start."""

    __tablename__ = "accommodation"
    __table_args__ = (CheckConstraint("extra_minutes > 0", name="extra_minutes"),)

    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id", ondelete="CASCADE"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), primary_key=True, index=True)
    extra_minutes: Mapped[int]
    reason: Mapped[str] = mapped_column(String(300), default="")


class SheetRecord(Base):
    """The pool of one revision: per matrix cell the versions that papers are drawn from. Never changed."""

    __tablename__ = "sheet"

    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id", ondelete="CASCADE"), primary_key=True)
    revision: Mapped[int] = mapped_column(primary_key=True)
    # [{"count": n, "points": p, "versions": [question_version.id, …]}, …]
    cells: Mapped[list[Any]]
    # What decides how its attempts are drawn and counted, as it was when it was published.
    settings: Mapped[dict[str, Any]]
    # What was found wrong after it was sat: {version: {"key": marking.corrected_keys.to_stored} or {"annulled": true},
    # each with a "reason"}.
    corrections: Mapped[dict[str, Any] | None]
    created_at: Mapped[datetime]


class RosterEntry(Base):
    """A member of the audience when it opened; ``reason`` says why he or she is not eligible (NULL: eligible)."""

    __tablename__ = "roster_entry"
    __table_args__ = (Index("ix_roster_entry_assessment_id_unit_id", "assessment_id", "unit_id"),)

    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id", ondelete="CASCADE"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), primary_key=True, index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    reason: Mapped[str | None] = mapped_column(String(40))
    added_at: Mapped[datetime]


class Attempt(Base):
    """One person sits one paper once."""

    __tablename__ = "attempt"
    __table_args__ = (
        CheckConstraint(one_of("state", ("running", "submitted", "annulled")), name="state"),
        CheckConstraint(
            "submitted_by IS NULL OR submitted_by IN ('member', 'clock', 'organiser', 'import')", name="submitted_by"
        ),
        UniqueConstraint("assessment_id", "member_id", "number"),
        Index(
            "uq_attempt_running",
            "assessment_id",
            "member_id",
            unique=True,
            sqlite_where=text("state = 'running'"),
            postgresql_where=text("state = 'running'"),
        ),
        Index(
            "ix_attempt_overdue",
            "saves_until",
            sqlite_where=text("state = 'running'"),
            postgresql_where=text("state = 'running'"),
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    # The unit of the roster, where the attempt is counted.
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    number: Mapped[int]
    state: Mapped[str] = mapped_column(String(10), default="running")
    # Of the sheet; NULL for an attempt made elsewhere.
    sheet_revision: Mapped[int | None]
    # [[question_version.id, "order of the options", points, "further orders"?], …]: a seed alone does not replay across
    # versions.
    paper: Mapped[list[Any]]
    started_at: Mapped[datetime]
    deadline: Mapped[datetime]
    # Saves are taken until here: the deadline plus the grace.
    saves_until: Mapped[datetime]
    # Counts up when another device takes over: only the newest ticket can save.
    ticket: Mapped[int] = mapped_column(default=1)
    # Of the answers; grows with every save.
    revision: Mapped[int] = mapped_column(default=0)
    answers: Mapped[dict[str, Any]]
    saved_at: Mapped[datetime | None]
    # What the phone noticed while it was sat, for people to look at: {"left_page": 2, "pasted": 1}.
    signs: Mapped[dict[str, Any] | None]
    device: Mapped[str] = mapped_column(String(10), default="computer")
    submitted_at: Mapped[datetime | None]
    submitted_by: Mapped[str | None] = mapped_column(String(10))
    score: Mapped[float | None] = mapped_column(Points)
    max_score: Mapped[float | None] = mapped_column(Points)
    right: Mapped[int | None]
    all_correct: Mapped[bool | None]
    # How many of its answers wait for a person to mark them; while there are any its score is not the last word.
    unmarked: Mapped[int] = mapped_column(default=0, server_default="0")
    # Points that a person gave: {question id: points}.
    points_by_hand: Mapped[dict[str, Any] | None]
    seconds: Mapped[int | None]
    prediction: Mapped[int | None]
    receipt: Mapped[str | None] = mapped_column(String(20), unique=True)

    assessment: Mapped[Assessment] = relationship(innerjoin=True)
    member: Mapped[Member] = relationship(innerjoin=True)


class Result(Base):
    """What counts of one person's attempts at one assessment."""

    __tablename__ = "result"
    __table_args__ = (
        Index("ix_result_assessment_id_merit", "assessment_id", "merit"),
        Index("ix_result_assessment_id_unit_id", "assessment_id", "unit_id"),
    )

    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), primary_key=True, index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    attempts: Mapped[int]
    # The attempt that counts.
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id"), index=True)
    score: Mapped[float] = mapped_column(Points)
    max_score: Mapped[float] = mapped_column(Points)
    seconds: Mapped[int]
    submitted_at: Mapped[datetime]
    prediction: Mapped[int | None]
    # Of the attempt that counts; has_been_all_correct is of any attempt.
    all_correct: Mapped[bool]
    has_been_all_correct: Mapped[bool]
    # Organisers' decision with a written reason; higher is better.
    decision: Mapped[int] = mapped_column(default=0)
    decision_reason: Mapped[str] = mapped_column(String(300), default="")
    # The ranking keys packed into one text: the greater, the better; equal text is equal rank.
    merit: Mapped[str] = mapped_column(BytewiseString)

    member: Mapped[Member] = relationship(innerjoin=True)
    unit: Mapped[Unit] = relationship()
