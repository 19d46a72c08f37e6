"""What a member practises, and when each question comes again."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from ...extensions import Base


class PracticeCard(Base):
    """How well a member knows one wording of a question: the state of fsrs, and when it is due."""

    __tablename__ = "practice_card"
    __table_args__ = (Index("ix_practice_card_member_id_due_at", "member_id", "due_at"),)

    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), primary_key=True)
    version_id: Mapped[int] = mapped_column(
        ForeignKey("question_version.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    # What fsrs needs to know, as it writes it.
    state: Mapped[dict[str, Any]]
    due_at: Mapped[datetime]
    answered_at: Mapped[datetime]


class PracticeDay(Base):
    """A member's portion of one day, drawn once. An answer that is stored stays: it may come twice and late."""

    __tablename__ = "practice_day"

    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), primary_key=True)
    # In the installation's time zone.
    day: Mapped[date] = mapped_column(primary_key=True)
    # As ``assessments.paper`` packs it.
    paper: Mapped[list[Any]]
    answers: Mapped[dict[str, Any]]
    # Counts the changes of the answers, so that two that come at once cannot lose one.
    revision: Mapped[int] = mapped_column(default=0)
    right: Mapped[int] = mapped_column(default=0)
    drawn_at: Mapped[datetime]
    # The last of them was answered.
    done_at: Mapped[datetime | None]
