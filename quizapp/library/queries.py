"""Documents and their sections as they are looked up."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from ..extensions import db
from ..folding import fold
from .identity import issuer_key, number_key
from .models import Document, Section


def get(document_id: int) -> Document | None:
    """The document of this id, whoever may see it."""
    return db.session.get(Document, document_id)


def find_by_number(number: str) -> list[Document]:
    """All documents of this number, of every issuer and year; the newest first."""
    key = number_key(number)
    if not key:
        return []
    query = select(Document).options(joinedload(Document.unit)).where(Document.number_key == key)
    return list(db.session.scalars(query.order_by(Document.issued_on.desc(), Document.id.desc())))


def find_document(number: str, issuer: str, issued_on: date) -> Document | None:
    """The one document of this number, issuer and date."""
    key = number_key(number)
    same = (Document.number_key == key, Document.issuer_key == issuer_key(issuer), Document.issued_on == issued_on)
    return db.session.scalar(select(Document).where(*same)) if key else None


def find_unnumbered(title: str, issuer: str, issued_on: date) -> Document | None:
    """The document without a number that has this title, issuer and date."""
    same = (Document.number_key == "", Document.issuer_key == issuer_key(issuer), Document.issued_on == issued_on)
    found = db.session.scalars(select(Document).where(*same).order_by(Document.id))
    return next((one for one in found if fold(one.title) == fold(title)), None)


def sections_of(document_id: int) -> list[Section]:
    """The document's sections in reading order."""
    query = select(Section).where(Section.document_id == document_id).order_by(Section.position)
    return list(db.session.scalars(query))


def find_section(document_id: int, anchor: str) -> Section | None:
    """The section of this anchor."""
    return db.session.scalar(select(Section).where(Section.document_id == document_id, Section.anchor == anchor))


def get_section(document_id: int, section_id: int) -> Section | None:
    """The document's section of this id."""
    return db.session.scalar(select(Section).where(Section.document_id == document_id, Section.id == section_id))
