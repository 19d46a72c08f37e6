"""Counts kept beside the attempts, per lowest unit, and who took part in a series."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from ..extensions import Base, Points


class Participant(Base):
    """Somebody who has submitted at least once in a series."""

    __tablename__ = "participant"

    series_id: Mapped[int] = mapped_column(ForeignKey("series.id"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), primary_key=True, index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    has_been_all_correct: Mapped[bool]


class Tally(Base):
    """Exact counts of one unit itself (not its subtree) in one assessment, moved with every submission."""

    __tablename__ = "tally"

    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id", ondelete="CASCADE"), primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True, index=True)
    members: Mapped[int] = mapped_column(default=0)
    eligible: Mapped[int] = mapped_column(default=0)
    people: Mapped[int] = mapped_column(default=0)
    attempts: Mapped[int] = mapped_column(default=0)
    # People with an attempt that is all correct.
    all_correct: Mapped[int] = mapped_column(default=0)
    # Over the attempts that count, one a person.
    score_sum: Mapped[float] = mapped_column(Points, default=0)


class DayTally(Base):
    """The same by the day (of the installation's time zone) of the submission."""

    __tablename__ = "day_tally"

    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id", ondelete="CASCADE"), primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True, index=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    # People who submitted for the first time on that day.
    new_people: Mapped[int] = mapped_column(default=0)
    attempts: Mapped[int] = mapped_column(default=0)


class SeriesTally(Base):
    """Distinct people of one unit over all assessments of a series."""

    __tablename__ = "series_tally"

    series_id: Mapped[int] = mapped_column(ForeignKey("series.id", ondelete="CASCADE"), primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True, index=True)
    members: Mapped[int] = mapped_column(default=0)
    eligible: Mapped[int] = mapped_column(default=0)
    people: Mapped[int] = mapped_column(default=0)
    all_correct: Mapped[int] = mapped_column(default=0)
