"""Competitions, their rounds, prizes and published results."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..accounts.models import Member
from ..assessments.models import Assessment, Series
from ..extensions import Base
from ..units.models import Unit
from .specs import COLLECTIVE_FLOOR


class Competition(Base):
    """A competition: what all its rounds have in common."""

    __tablename__ = "competition"
    __table_args__ = (CheckConstraint("collective_floor BETWEEN 0 AND 100", name="collective_floor"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(60), unique=True)
    title: Mapped[str] = mapped_column(String(255))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    series_id: Mapped[int] = mapped_column(ForeignKey("series.id"), unique=True)
    # Markdown; headings make the contents.
    rules: Mapped[str] = mapped_column(Text, default="")
    # Kinds of members it is for; empty for all.
    member_kinds: Mapped[list[Any]] = mapped_column(default=list)
    # A unit takes part in the collective prizes from this share of its eligible members on, in percent.
    collective_floor: Mapped[int] = mapped_column(default=COLLECTIVE_FLOOR, server_default=str(COLLECTIVE_FLOOR))
    created_at: Mapped[datetime]
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"))
    published_at: Mapped[datetime | None]

    unit: Mapped[Unit] = relationship()
    series: Mapped[Series] = relationship()
    rounds: Mapped[list[Round]] = relationship(order_by="Round.number", back_populates="competition")
    prizes: Mapped[list[Prize]] = relationship(order_by="Prize.position", cascade="all, delete-orphan")
    audience: Mapped[list[Unit]] = relationship(secondary="competition_unit")


class CompetitionUnit(Base):
    """Members of this unit's subtree may enter."""

    __tablename__ = "competition_unit"

    competition_id: Mapped[int] = mapped_column(ForeignKey("competition.id", ondelete="CASCADE"), primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True, index=True)


class CompetitionExclusion(Base):
    """Somebody who may not enter: an organiser, an author of the questions."""

    __tablename__ = "competition_exclusion"

    competition_id: Mapped[int] = mapped_column(ForeignKey("competition.id", ondelete="CASCADE"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), primary_key=True, index=True)
    reason: Mapped[str] = mapped_column(String(40), default="organiser")

    member: Mapped[Member] = relationship()


class Round(Base):
    """One round: an assessment of the engine within a competition."""

    __tablename__ = "round"
    __table_args__ = (UniqueConstraint("competition_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    competition_id: Mapped[int] = mapped_column(ForeignKey("competition.id", ondelete="CASCADE"))
    number: Mapped[int]
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id"), unique=True)

    competition: Mapped[Competition] = relationship(back_populates="rounds")
    assessment: Mapped[Assessment] = relationship(innerjoin=True, lazy="joined")


class Prize(Base):
    """A prize: of each round or of the whole competition, for people or for units."""

    __tablename__ = "prize"
    __table_args__ = (
        CheckConstraint("scope IN ('round', 'competition')", name="scope"),
        CheckConstraint("recipient IN ('individual', 'collective')", name="recipient"),
        CheckConstraint("quantity > 0", name="quantity"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    competition_id: Mapped[int] = mapped_column(ForeignKey("competition.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    scope: Mapped[str] = mapped_column(String(20), default="round")
    recipient: Mapped[str] = mapped_column(String(20), default="individual")
    title: Mapped[str] = mapped_column(String(120))
    quantity: Mapped[int] = mapped_column(default=1)


class Publication(Base):
    """A round's results as they were published; a later change is a new version with a reason."""

    __tablename__ = "publication"
    __table_args__ = (UniqueConstraint("round_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id", ondelete="CASCADE"))
    version: Mapped[int]
    published_at: Mapped[datetime]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"))
    reason: Mapped[str] = mapped_column(String(300), default="")
    people: Mapped[int]
    attempts: Mapped[int]
    all_correct: Mapped[int]
