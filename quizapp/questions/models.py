"""Banks, questions and their versions."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, false, text, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..accounts.models import one_of
from ..extensions import Base, BigId
from ..units.models import Unit

STATES = ("draft", "in_review", "approved", "retired")
# Of a rewording that waits beside the version in use.
PROPOSALS = ("draft", "in_review")
# What units below the owner may do with a bank: nothing, use it, use and copy it.
SHARINGS = ("none", "use", "copy")
LEVELS = ("recall", "understanding", "application", "higher_application")


class Bank(Base):
    """A question bank; it belongs to a unit."""

    __tablename__ = "bank"
    __table_args__ = (CheckConstraint(one_of("sharing", SHARINGS), name="sharing"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(60), unique=True)
    title: Mapped[str] = mapped_column(String(255))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    created_at: Mapped[datetime]
    sharing: Mapped[str] = mapped_column(String(10), default="none", server_default="none")
    draws_only_approved: Mapped[bool] = mapped_column(default=True, server_default=true())
    # Practice and lessons show its keys even while a paper is drawn from it.
    allows_practice: Mapped[bool] = mapped_column(default=False, server_default=false())

    unit: Mapped[Unit] = relationship()


class Question(Base):
    """What stays the same over all versions of a question."""

    __tablename__ = "question"
    __table_args__ = (
        CheckConstraint(one_of("state", STATES), name="state"),
        UniqueConstraint("bank_id", "reference"),
        # Counts by state, and what waits for review.
        Index("ix_question_bank_state", "bank_id", "state"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    bank_id: Mapped[int] = mapped_column(ForeignKey("bank.id", ondelete="CASCADE"))
    # The author's own name for it ([id:] in GIFT, the code column of a table), or one that was made at import.
    reference: Mapped[str] = mapped_column(String(80))
    state: Mapped[str] = mapped_column(String(20), default="approved")
    created_at: Mapped[datetime]
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"), index=True)

    bank: Mapped[Bank] = relationship()


class QuestionVersion(Base):
    """One wording of a question. Never changed once stored: attempts point at it.

    ``is_current`` is the version in use; of a question that was never approved, the latest. The rewording of a question
    in use waits beside it as its ``proposal`` (a draft, or in review) until it is approved and takes its place.
    """

    __tablename__ = "question_version"
    __table_args__ = (
        CheckConstraint(f"proposal IS NULL OR {one_of('proposal', PROPOSALS)}", name="proposal"),
        CheckConstraint("proposal IS NULL OR NOT is_current", name="proposal_beside_current"),
        CheckConstraint(f"level IS NULL OR {one_of('level', LEVELS)}", name="level"),
        UniqueConstraint("question_id", "number"),
        Index(
            "uq_question_version_current",
            "question_id",
            unique=True,
            sqlite_where=text("is_current"),
            postgresql_where=text("is_current"),
        ),
        Index(
            "uq_question_version_proposal",
            "question_id",
            unique=True,
            sqlite_where=text("proposal IS NOT NULL"),
            postgresql_where=text("proposal IS NOT NULL"),
        ),
        # What waits in a bank.
        Index(
            "ix_question_version_bank_proposal",
            "bank_id",
            "proposal",
            sqlite_where=text("proposal IS NOT NULL"),
            postgresql_where=text("proposal IS NOT NULL"),
        ),
        # Counts by these columns read the index alone: the rows are wide.
        Index("ix_question_version_bank_current", "bank_id", "is_current", "topic", "level", "kind"),
        # A bank's list, page by page.
        Index("ix_question_version_bank_question", "bank_id", "is_current", "question_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id", ondelete="CASCADE"))
    bank_id: Mapped[int] = mapped_column(ForeignKey("bank.id", ondelete="CASCADE"))
    number: Mapped[int]
    is_current: Mapped[bool] = mapped_column(default=True)
    kind: Mapped[str] = mapped_column(String(20))
    # Clean HTML, as are the texts of the options and the explanation.
    stem: Mapped[str] = mapped_column(Text)
    # [{"text": html, "right": bool, "match": html (of matching only)}, …] in the author's order.
    options: Mapped[list[Any]]
    # What is right where options do not say it: formats.answers.to_stored.
    answer: Mapped[dict[str, Any] | None]
    explanation: Mapped[str] = mapped_column(Text, default="")
    source: Mapped[str] = mapped_column(String(500), default="")
    topic: Mapped[str] = mapped_column(String(200), default="")
    level: Mapped[str | None] = mapped_column(String(20))
    tags: Mapped[list[Any]]
    search_text: Mapped[str] = mapped_column(Text)
    # Of the folded stem, options and key: the same wording imported twice is known by it.
    fingerprint: Mapped[str] = mapped_column(String(64), index=True)
    created_at: Mapped[datetime]
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"))
    # Why it was written, in the author's words.
    reason: Mapped[str] = mapped_column(String(500), default="", server_default="")
    proposal: Mapped[str | None] = mapped_column(String(20))
    approved_at: Mapped[datetime | None]
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"))

    question: Mapped[Question] = relationship(innerjoin=True)


class QuestionComment(Base):
    """What a reviewer or author remarks about a version of a question; open until it is resolved."""

    __tablename__ = "question_comment"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id", ondelete="CASCADE"), index=True)
    version_number: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"))
    resolved_at: Mapped[datetime | None]
    resolved_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"))


class QuestionDraft(Base):
    """Unsaved work of a member's form, kept until the form is saved or the work is thrown away."""

    __tablename__ = "question_draft"
    __table_args__ = (UniqueConstraint("member_id", "bank_id", "form_key"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"))
    bank_id: Mapped[int] = mapped_column(ForeignKey("bank.id", ondelete="CASCADE"), index=True)
    question_id: Mapped[int | None] = mapped_column(ForeignKey("question.id", ondelete="CASCADE"), index=True)
    # Tells the forms of one member apart; of a new question it becomes a part of its reference.
    form_key: Mapped[str] = mapped_column(String(40))
    # Only grows while a form is open: what arrives late does not overwrite what is newer.
    revision: Mapped[int]
    content: Mapped[dict[str, Any]]
    saved_at: Mapped[datetime]
