"""What members keep while they read. Everything may arrive twice, late, or out of order."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select

from ..accounts.models import Member
from ..extensions import db
from ..transactions import transactional
from ..upserts import insert_for
from .models import Document, Section
from .reader_models import Bookmark, ReadingPosition, ReadLater


@dataclass(frozen=True, slots=True)
class Kept:
    """What a member keeps about one document."""

    position: ReadingPosition | None
    bookmarks: Collection[int]
    is_for_later: bool


def kept_by(member: Member, document: Document) -> Kept:
    """Position, bookmarked sections, whether it is to be read later."""
    key = (member.id, document.id)
    marked = select(Bookmark.section_id).join(Bookmark.section)
    bookmarks = marked.where(Bookmark.member_id == member.id, Section.document_id == document.id)
    return Kept(
        position=db.session.get(ReadingPosition, key),
        bookmarks=set(db.session.scalars(bookmarks)),
        is_for_later=db.session.get(ReadLater, key) is not None,
    )


@transactional
def keep_position(member: Member, document: Document, anchor: str, percent: int, revision: int, now: datetime) -> None:
    """Remember the place, unless a later one is known: only a higher revision counts."""
    statement = insert_for(ReadingPosition)
    values: dict[str, Any] = {"anchor": anchor, "percent": percent, "revision": revision, "read_at": now}
    row = statement.values(member_id=member.id, document_id=document.id, **values)
    db.session.execute(
        row.on_conflict_do_update(
            index_elements=["member_id", "document_id"], set_=values, where=ReadingPosition.revision < revision
        )
    )


@transactional
def add_bookmark(member: Member, section: Section, now: datetime) -> None:
    """Mark the section. Twice is once."""
    row = insert_for(Bookmark).values(member_id=member.id, section_id=section.id, created_at=now)
    db.session.execute(row.on_conflict_do_nothing())


@transactional
def remove_bookmark(member: Member, section: Section) -> None:
    """Take the mark away."""
    mine = (Bookmark.member_id == member.id, Bookmark.section_id == section.id)
    db.session.execute(delete(Bookmark).where(*mine))


@transactional
def read_later(member: Member, document: Document, now: datetime) -> None:
    """Put the document on the member's list. Twice is once."""
    row = insert_for(ReadLater).values(member_id=member.id, document_id=document.id, created_at=now)
    db.session.execute(row.on_conflict_do_nothing())


@transactional
def forget_later(member: Member, document: Document) -> None:
    """Take it off the list."""
    mine = (ReadLater.member_id == member.id, ReadLater.document_id == document.id)
    db.session.execute(delete(ReadLater).where(*mine))
