"""Files on their way into a bank."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..accounts.models import one_of
from ..extensions import Base
from .models import Bank

IMPORT_STATES = ("reading", "ready", "failed", "storing", "stored")


class QuestionImport(Base):
    """A file that was sent, what was read in it, and what was decided about it; its page can be found again."""

    __tablename__ = "question_import"
    __table_args__ = (
        CheckConstraint(one_of("state", IMPORT_STATES), name="state"),
        Index("ix_question_import_bank_id_created_at", "bank_id", "created_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    # Random: the address of its page.
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    bank_id: Mapped[int] = mapped_column(ForeignKey("bank.id", ondelete="CASCADE"))
    member_id: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"), index=True)
    filename: Mapped[str] = mapped_column(String(255))
    # SHA-256 of all that was sent: the same files sent twice are one import.
    digest: Mapped[str] = mapped_column(String(64))
    # Of the files in the instance folder, which are gone after a day: what counts is the content below.
    file_token: Mapped[str] = mapped_column(String(32))
    key_token: Mapped[str | None] = mapped_column(String(32))
    state: Mapped[str] = mapped_column(String(20))
    # As read: import_entries.to_stored. Never changed.
    content: Mapped[dict[str, Any] | None]
    # {"3": {"question": …, "choice": …}, …} by place in the file.
    decisions: Mapped[dict[str, Any]]
    # What came of it, once stored.
    report: Mapped[dict[str, Any] | None]
    error: Mapped[dict[str, Any] | None]
    job_id: Mapped[str | None] = mapped_column(String(32))
    created_at: Mapped[datetime]

    bank: Mapped[Bank] = relationship()
