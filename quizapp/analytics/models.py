"""What analytics keeps: item statistics, which take seconds to compute and are looked at many times."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from ..extensions import Base


class ItemReport(Base):
    """The item statistics of one bank or of one assessment, as they were when they were computed."""

    __tablename__ = "item_report"
    __table_args__ = (CheckConstraint("(bank_id IS NULL) <> (assessment_id IS NULL)", name="one_subject"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    bank_id: Mapped[int | None] = mapped_column(ForeignKey("bank.id", ondelete="CASCADE"), unique=True)
    assessment_id: Mapped[int | None] = mapped_column(ForeignKey("assessment.id", ondelete="CASCADE"), unique=True)
    # Of the counts that it was computed from: another state is due when they have moved.
    basis: Mapped[str] = mapped_column(String(200))
    computed_at: Mapped[datetime]
    content: Mapped[dict[str, Any]]


class ComprehensionReport(Base):
    """When the comprehension of a document was last drawn up."""

    __tablename__ = "comprehension_report"

    document_id: Mapped[int] = mapped_column(ForeignKey("document.id", ondelete="CASCADE"), primary_key=True)
    computed_at: Mapped[datetime]


class UnitComprehension(Base):
    """How a unit's whole subtree understands a document: what a page shows is one row, whatever it was counted from."""

    __tablename__ = "unit_comprehension"

    document_id: Mapped[int] = mapped_column(
        ForeignKey("comprehension_report.document_id", ondelete="CASCADE"), primary_key=True
    )
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True, index=True)
    # As ``comprehension_counts.count`` makes it.
    content: Mapped[dict[str, Any]]
