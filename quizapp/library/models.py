"""Documents, their sections and files."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..accounts.models import one_of
from ..extensions import Base, BigId
from ..units.models import Unit
from .kinds import AUDIENCES, KINDS, SECTION_KINDS


class Document(Base):
    """A document: known by number, issuer and date, because numbers are used again in other years."""

    __tablename__ = "document"
    __table_args__ = (
        CheckConstraint(one_of("kind", KINDS), name="kind"),
        CheckConstraint(one_of("audience", AUDIENCES), name="audience"),
        CheckConstraint("successor_id IS NULL OR successor_id <> id", name="not_its_own_successor"),
        # Teaching materials have no number; they are told apart by their titles.
        Index(
            "uq_document_identity",
            *("number_key", "issuer_key", "issued_on"),
            unique=True,
            sqlite_where=text("number_key <> ''"),
            postgresql_where=text("number_key <> ''"),
        ),
        Index("ix_document_published_at_id", "published_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(60), default="")
    # Folded and without blanks, as ``identity.number_key`` makes it.
    number_key: Mapped[str] = mapped_column(String(60), default="")
    kind: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(String(500))
    issuer: Mapped[str] = mapped_column(String(200))
    issuer_key: Mapped[str] = mapped_column(String(200), index=True)
    issued_on: Mapped[date] = mapped_column(index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    audience: Mapped[str] = mapped_column(String(20), default="all")
    # To be read without signing in.
    is_public: Mapped[bool] = mapped_column(default=False)
    # None for a draft, which only those who manage documents of the unit can see.
    published_at: Mapped[datetime | None]
    successor_id: Mapped[int | None] = mapped_column(ForeignKey("document.id", ondelete="SET NULL"), index=True)
    # A document is in force until this day; None: still in force.
    replaced_on: Mapped[date | None]
    # Of all that was read from the file: the same text imported again changes nothing.
    content_hash: Mapped[str] = mapped_column(String(64), default="", index=True)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"), index=True)

    unit: Mapped[Unit] = relationship(innerjoin=True)
    successor: Mapped[Document | None] = relationship(remote_side=[id])


class Section(Base):
    """A part of a document: chapter, heading, article, clause… Its anchor stays when a corrected text is imported."""

    __tablename__ = "document_section"
    __table_args__ = (
        CheckConstraint(one_of("kind", SECTION_KINDS), name="kind"),
        UniqueConstraint("document_id", "anchor"),
        Index("ix_document_section_document_id_position", "document_id", "position"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id", ondelete="CASCADE"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("document_section.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    # As it is written: "5", "II", "a"; "" for a section that only has a heading.
    number: Mapped[str] = mapped_column(String(20), default="")
    heading: Mapped[str] = mapped_column(String(500), default="")
    anchor: Mapped[str] = mapped_column(String(80))
    # In reading order over the whole document, from 1.
    position: Mapped[int]
    # 0 for the topmost.
    depth: Mapped[int] = mapped_column(default=0)
    # The ordinals from the top down: "2/1/3/".
    path: Mapped[str] = mapped_column(String(80))
    # Markdown, without what stands in the sections below; ``html`` is the same made clean.
    text: Mapped[str] = mapped_column(Text, default="")
    html: Mapped[str] = mapped_column(Text, default="")

    document: Mapped[Document] = relationship(innerjoin=True)


class DocumentFile(Base):
    """A file that goes with a document. The bytes are kept under their hash, once however often they are uploaded."""

    __tablename__ = "document_file"
    __table_args__ = (UniqueConstraint("document_id", "sha256"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(255))
    media_type: Mapped[str] = mapped_column(String(120))
    size: Mapped[int]  # bytes
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    downloads: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"))

    document: Mapped[Document] = relationship(innerjoin=True)
