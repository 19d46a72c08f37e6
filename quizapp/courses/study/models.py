"""Study waves with their rosters, completions, and the tallies kept of them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...accounts.models import one_of
from ...extensions import Base
from ...library.models import Document
from ...units.models import Unit

# Party members and others never share a denominator.
AUDIENCES = ("party", "others")
PARTY_KINDS = ("official", "probationary")
WAYS = ("session", "make_up", "online")
ABSENCES = ("excused", "unexcused")
# Why somebody who is no party member is on a roster without having been of its audience: he or she has studied.
CAME_BESIDE = "beside"


class StudyWave(Base):
    """Documents that an audience is to study by a deadline (đợt học tập).

    Every document that a session or a wave covers also has a register of its own: a wave of that document alone
    (``register_of_id``), whose roster is everybody who was due to study it, by whatever session or wave.
    """

    __tablename__ = "study_wave"
    __table_args__ = (
        CheckConstraint("deadline IS NULL OR starts_at < deadline", name="deadline_follows_start"),
        UniqueConstraint("register_of_id"),
        Index("ix_study_wave_unfrozen", "roster_frozen_at", "starts_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(60), unique=True)
    title: Mapped[str] = mapped_column(String(500))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    register_of_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    # The course that is studied, where the wave stands for one.
    course_code: Mapped[str | None] = mapped_column(String(60), unique=True)
    # Kinds of members it is for; empty for all.
    member_kinds: Mapped[list[Any]]
    starts_at: Mapped[datetime]
    deadline: Mapped[datetime | None]
    roster_frozen_at: Mapped[datetime | None]
    # What is studied later no longer counts in it; NULL while it is open.
    closed_at: Mapped[datetime | None]
    created_at: Mapped[datetime]

    unit: Mapped[Unit] = relationship(innerjoin=True)
    audience: Mapped[list[Unit]] = relationship(secondary="study_wave_unit", order_by=Unit.path, viewonly=True)
    documents: Mapped[list[Document]] = relationship(
        secondary="study_wave_document", order_by=Document.id, viewonly=True
    )

    @property
    def is_register(self) -> bool:
        """Whether it is a document's own."""
        return self.register_of_id is not None


class WaveDocument(Base):
    """A document of a wave; whoever has studied all of them has completed the wave."""

    __tablename__ = "study_wave_document"

    wave_id: Mapped[int] = mapped_column(ForeignKey("study_wave.id", ondelete="CASCADE"), primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), primary_key=True, index=True)


class WaveUnit(Base):
    """Members of this unit's subtree are the audience."""

    __tablename__ = "study_wave_unit"

    wave_id: Mapped[int] = mapped_column(ForeignKey("study_wave.id", ondelete="CASCADE"), primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True, index=True)


class WaveEntry(Base):
    """A member on a wave's roster, and how far he or she has come.

    ``reason`` says why the member is not due (NULL: due). ``studied_at`` to ``absence`` are drawn up from attendance
    and completions by ``progress`` alone.
    """

    __tablename__ = "study_wave_entry"
    __table_args__ = (
        CheckConstraint(one_of("audience", AUDIENCES), name="audience"),
        CheckConstraint(f"way IS NULL OR {one_of('way', WAYS)}", name="way"),
        CheckConstraint("(way IS NULL) = (studied_at IS NULL)", name="studied_in_some_way"),
        CheckConstraint(f"absence IS NULL OR {one_of('absence', ABSENCES)}", name="absence"),
        Index("ix_study_wave_entry_wave_id_unit_id", "wave_id", "unit_id"),
    )

    wave_id: Mapped[int] = mapped_column(ForeignKey("study_wave.id", ondelete="CASCADE"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), primary_key=True, index=True)
    # Where the member is counted, also after a change of unit.
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    audience: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str | None] = mapped_column(String(40))
    # A key cadre (cán bộ chủ chốt) when the roster was frozen.
    is_key: Mapped[bool] = mapped_column(default=False, server_default=false())
    deadline: Mapped[datetime | None]
    added_at: Mapped[datetime]
    studied_at: Mapped[datetime | None]
    way: Mapped[str | None] = mapped_column(String(20))
    # Only as long as the member has not studied.
    absence: Mapped[str | None] = mapped_column(String(20))


class Completion(Base):
    """A member has studied a document outside of sessions; of several the first counts."""

    __tablename__ = "study_completion"
    __table_args__ = (CheckConstraint(one_of("way", WAYS), name="way"),)

    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), primary_key=True, index=True)
    way: Mapped[str] = mapped_column(String(20), primary_key=True)
    at: Mapped[datetime]


class StudyTally(Base):
    """What a wave's roster adds up to in one unit itself, without those below it."""

    __tablename__ = "study_tally"

    wave_id: Mapped[int] = mapped_column(ForeignKey("study_wave.id", ondelete="CASCADE"), primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True, index=True)
    audience: Mapped[str] = mapped_column(String(10), primary_key=True)
    members: Mapped[int] = mapped_column(default=0)
    due: Mapped[int] = mapped_column(default=0)
    # Of those who are due:
    studied: Mapped[int] = mapped_column(default=0)
    on_time: Mapped[int] = mapped_column(default=0)
    make_up: Mapped[int] = mapped_column(default=0)
    absent_excused: Mapped[int] = mapped_column(default=0)
    absent_unexcused: Mapped[int] = mapped_column(default=0)
    key_due: Mapped[int] = mapped_column(default=0, server_default="0")
    key_studied: Mapped[int] = mapped_column(default=0, server_default="0")
    # Of those who are not due.
    studied_not_due: Mapped[int] = mapped_column(default=0, server_default="0")


class StudyDay(Base):
    """How many of those due in one unit completed a wave on one day, for the trend."""

    __tablename__ = "study_day"

    wave_id: Mapped[int] = mapped_column(ForeignKey("study_wave.id", ondelete="CASCADE"), primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True, index=True)
    audience: Mapped[str] = mapped_column(String(10), primary_key=True)
    # In the installation's time zone.
    day: Mapped[date] = mapped_column(primary_key=True)
    studied: Mapped[int] = mapped_column(default=0)
