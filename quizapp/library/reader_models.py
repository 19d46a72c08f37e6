"""What is searched, and what members keep about documents: place, bookmarks, what to read later, what was read."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..accounts.models import one_of
from ..extensions import Base, BigId
from ..units.models import Unit
from .kinds import AUDIENCES
from .models import Document, Section


class Passage(Base):
    """Folded words to search in: a document's head in ``title``, or a section in ``words``.

    The database keeps its own index of both (FTS5, or tsvector with GIN): see the migration.
    """

    __tablename__ = "document_passage"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id", ondelete="CASCADE"), index=True)
    section_id: Mapped[int | None] = mapped_column(ForeignKey("document_section.id", ondelete="CASCADE"), index=True)
    title: Mapped[str] = mapped_column(Text, default="")
    words: Mapped[str] = mapped_column(Text, default="")


class ReadingPosition(Base):
    """Where a member stopped reading. ``revision`` only grows, so that what comes late changes nothing."""

    __tablename__ = "reading_position"
    __table_args__ = (
        CheckConstraint("percent BETWEEN 0 AND 100", name="percent"),
        Index("ix_reading_position_member_id_read_at", "member_id", "read_at"),
    )

    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), primary_key=True)
    document_id: Mapped[int] = mapped_column(
        ForeignKey("document.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    anchor: Mapped[str] = mapped_column(String(80), default="")
    # How much of the document lies above the place.
    percent: Mapped[int] = mapped_column(default=0)
    revision: Mapped[int] = mapped_column(BigId, default=0)
    read_at: Mapped[datetime]

    document: Mapped[Document] = relationship(innerjoin=True)


class Bookmark(Base):
    """A section that a member has marked."""

    __tablename__ = "document_bookmark"

    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), primary_key=True)
    section_id: Mapped[int] = mapped_column(
        ForeignKey("document_section.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    created_at: Mapped[datetime]

    section: Mapped[Section] = relationship(innerjoin=True)


class ReadLater(Base):
    """A document that a member wants to read later."""

    __tablename__ = "read_later"

    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), primary_key=True)
    document_id: Mapped[int] = mapped_column(
        ForeignKey("document.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    created_at: Mapped[datetime]


class Announcement(Base):
    """A short text of a unit for the members of its subtree."""

    __tablename__ = "announcement"
    __table_args__ = (CheckConstraint(one_of("audience", AUDIENCES), name="audience"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    audience: Mapped[str] = mapped_column(String(20), default="all")
    title: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    # A page of this installation that it is about; None for one that says all itself.
    leads_to: Mapped[str | None] = mapped_column(String(200))
    published_at: Mapped[datetime] = mapped_column(index=True)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"), index=True)

    unit: Mapped[Unit] = relationship(innerjoin=True)


class AnnouncementReceipt(Base):
    """That a member has read an announcement. It is counted; no page names anybody."""

    __tablename__ = "announcement_receipt"

    announcement_id: Mapped[int] = mapped_column(ForeignKey("announcement.id", ondelete="CASCADE"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), primary_key=True, index=True)
    read_at: Mapped[datetime]
