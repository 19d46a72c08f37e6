"""The lists of documents that a person sees."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_login import current_user
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload

from ..extensions import db
from .identity import issuer_key
from .kinds import KINDS
from .models import Document, DocumentFile, Section
from .reader_models import Bookmark, ReadingPosition, ReadLater
from .visibility import visible_to

PAGE_SIZE = 20
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Filters:
    """What the list is narrowed to; "" and None: not at all."""

    words: str = ""
    kind: str = ""
    issuer: str = ""
    year: int | None = None
    in_force: bool = False

    def address(self, **changes: Any) -> dict[str, Any]:
        """The parameters of the list's address."""
        values = {
            "words": self.words,
            "kind": self.kind,
            "issuer": self.issuer,
            "year": self.year,
            "in_force": "1" if self.in_force else "",
        } | changes
        return {name: value for name, value in values.items() if value}

    def conditions(self) -> list[ColumnElement[bool]]:
        """The WHERE on Document."""
        found: list[ColumnElement[bool]] = []
        if self.kind:
            found.append(Document.kind == self.kind)
        if self.issuer:
            found.append(Document.issuer_key.contains(issuer_key(self.issuer), autoescape=True))
        if self.year:
            found.append(Document.issued_on.between(date(self.year, 1, 1), date(self.year, 12, 31)))
        if self.in_force:
            found.append(Document.replaced_on.is_(None))
        return found


def read_filters(arguments: Mapping[str, str]) -> Filters:
    """The filters of an address; what is no filter is left out."""
    year = arguments.get("year", "")
    kind = arguments.get("kind", "")
    return Filters(
        words=arguments.get("words", "")[:_LONGEST].strip(),
        kind=kind if kind in KINDS else "",
        issuer=arguments.get("issuer", "")[:_LONGEST].strip(),
        year=int(year) if year.isascii() and year.isdecimal() and 1900 <= int(year[:5]) <= 2200 else None,
        in_force=arguments.get("in_force") == "1",
    )


def list_documents(filters: Filters, page: int) -> tuple[Sequence[Document], bool]:
    """(the published documents of the page, whether more follow): last published first. They are not counted: that
    would cost more than the page."""
    conditions = (Document.published_at.is_not(None), visible_to(), *filters.conditions())
    query = select(Document).join(Document.unit).options(joinedload(Document.unit)).where(*conditions)
    newest = query.order_by(Document.published_at.desc(), Document.id.desc())
    rows = db.session.scalars(newest.limit(PAGE_SIZE + 1).offset((page - 1) * PAGE_SIZE)).all()
    return rows[:PAGE_SIZE], len(rows) > PAGE_SIZE


def list_drafts() -> Sequence[Document]:
    """Documents that are not published yet, of those that the person manages; the last first."""
    query = select(Document).join(Document.unit).where(Document.published_at.is_(None), visible_to())
    return db.session.scalars(query.order_by(Document.id.desc()).limit(PAGE_SIZE)).all()


def list_years() -> Sequence[int]:
    """The years from the newest document to the oldest one."""
    oldest, newest = (db.session.scalar(select(edge(Document.issued_on))) for edge in (func.min, func.max))
    return range(newest.year, oldest.year - 1, -1) if oldest and newest else ()


def list_files(document: Document) -> Sequence[DocumentFile]:
    """The document's files in the order in which they came."""
    query = select(DocumentFile).where(DocumentFile.document_id == document.id).order_by(DocumentFile.id)
    return db.session.scalars(query).all()


def list_read_later() -> Sequence[Document]:
    """What the person wants to read later, the last first."""
    query = select(Document).join(Document.unit).join(ReadLater, ReadLater.document_id == Document.id)
    mine = query.where(ReadLater.member_id == current_user.id, visible_to())
    return db.session.scalars(mine.order_by(ReadLater.created_at.desc(), Document.id).limit(100)).all()


def list_begun() -> Sequence[tuple[Document, int]]:
    """(document, percent read) of what the person has begun and not finished, the last first."""
    query = select(Document, ReadingPosition.percent).join(ReadingPosition.document).join(Document.unit)
    mine = query.where(ReadingPosition.member_id == current_user.id, ReadingPosition.percent < 95, visible_to())
    rows = db.session.execute(mine.order_by(ReadingPosition.read_at.desc(), Document.id).limit(20))
    return [(row[0], row[1]) for row in rows]


def list_bookmarks() -> Sequence[tuple[Section, Document]]:
    """(section, document) of the person's bookmarks, the last first."""
    query = select(Section, Document).join(Bookmark, Bookmark.section_id == Section.id).join(Section.document)
    mine = query.join(Document.unit).where(Bookmark.member_id == current_user.id, visible_to())
    rows = db.session.execute(mine.order_by(Bookmark.created_at.desc(), Section.id).limit(200))
    return [(row[0], row[1]) for row in rows]
