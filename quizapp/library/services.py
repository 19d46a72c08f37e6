"""What is done to documents."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import delete

from ..accounts import audit
from ..accounts.models import Member
from ..errors import Invalid, Refused, Sentence
from ..extensions import db
from ..transactions import transactional
from ..units.models import Unit
from ..wording import local_day
from . import markdown, queries
from .anchors import KnownSection, PlacedSection, place_sections
from .draft import Draft, checked
from .identity import issuer_key, number_key
from .indexing import index_document
from .models import Document, Section
from .parsed import ParsedSection, content_hash


class Change(StrEnum):
    """What storing a draft does."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


def find_stored(draft: Draft) -> Document | None:
    """The stored document that a checked draft is."""
    if number_key(draft.number):
        return queries.find_document(draft.number, draft.issuer, draft.day)
    return queries.find_unnumbered(draft.title, draft.issuer, draft.day)


def change_of(draft: Draft, stored: Document | None) -> Change:
    """What storing the checked draft would do."""
    if stored is None:
        return Change.NEW
    return Change.CHANGED if _differences(draft, stored) else Change.UNCHANGED


def _differences(draft: Draft, stored: Document) -> dict[str, Any]:
    """{column: new value}; the parts of the identity are compared as keys, so that writing them better is a change."""
    wanted: dict[str, Any] = {
        "number": draft.number,
        "number_key": number_key(draft.number),
        "issuer": draft.issuer,
        "issuer_key": issuer_key(draft.issuer),
        "issued_on": draft.day,
        "kind": draft.kind,
        "title": draft.title,
    }
    optional = {"audience": draft.audience, "is_public": draft.is_public}
    wanted |= {name: value for name, value in optional.items() if value is not None}
    if draft.sections is not None:
        wanted["content_hash"] = content_hash(draft.sections)
    return {name: value for name, value in wanted.items() if getattr(stored, name) != value}


@transactional
def store(draft: Draft, unit: Unit, author: Member | None, now: datetime) -> tuple[Document, Change]:
    """Store the document, published: a new one for the unit, or the same one changed. Raises Invalid."""
    draft = checked(draft, local_day(now))
    stored = find_stored(draft)
    if stored is None:
        return create(draft, unit, author, now, is_published=True), Change.NEW
    change = change_of(draft, stored)
    if change is Change.CHANGED:
        edit(stored, draft, stored.unit, now)
    return stored, change


@transactional
def create(draft: Draft, unit: Unit, author: Member | None, now: datetime, is_published: bool) -> Document:
    """A new document. Raises Invalid, and Refused where it is stored already."""
    draft = checked(draft, local_day(now))
    if find_stored(draft) is not None:
        raise Refused(already_stored(draft))
    document = Document(
        unit=unit,
        content_hash="",
        published_at=now if is_published else None,
        created_at=now,
        updated_at=now,
        created_by_id=author.id if author else None,
        audience=draft.audience or "all",
        is_public=bool(draft.is_public),
        **dict.fromkeys(("number", "number_key", "issuer", "issuer_key", "title"), ""),
    )
    _apply(document, draft)
    db.session.add(document)
    db.session.flush()
    sections = _store_sections(document, draft.sections or ())
    index_document(document, sections)
    _record("created", document, now, author)
    return document


@transactional
def edit(document: Document, draft: Draft, unit: Unit, now: datetime) -> None:
    """Other particulars, or another text whose sections keep their anchors. Raises Invalid and Refused."""
    draft = checked(draft, local_day(now))
    other = find_stored(draft)
    if other is not None and other.id != document.id:
        raise Refused(already_stored(draft))
    if not _differences(draft, document) and unit.id == document.unit_id:
        return
    is_other_text = draft.sections is not None and content_hash(draft.sections) != document.content_hash
    _apply(document, draft)
    document.unit = unit
    document.updated_at = now
    db.session.flush()
    parsed = draft.sections if is_other_text else None
    index_document(document, queries.sections_of(document.id) if parsed is None else _store_sections(document, parsed))
    _record("edited", document, now)


def already_stored(draft: Draft) -> Sentence:
    """Why the same document cannot be stored as a second one."""
    return Sentence(
        "Văn bản %(name)s ngày %(day)s đã có trong thư viện. Hãy mở văn bản đó để sửa.",
        name=draft.number or draft.title,
        day=draft.day.strftime("%d/%m/%Y"),
    )


def _apply(document: Document, draft: Draft) -> None:
    for name, value in _differences(draft, document).items():
        setattr(document, name, value)


def _record(what: str, document: Document, now: datetime, author: Member | None = None) -> None:
    name = document.number or document.title
    unit_id = document.unit.id
    audit.record(f"document.{what}", "document", document.id, unit_id=unit_id, actor=author, now=now, name=name)


def _store_sections(document: Document, parsed: tuple[ParsedSection, ...]) -> list[Section]:
    """Write the sections; those that are recognised keep their rows, and with them bookmarks and citations."""
    stored = {one.id: one for one in queries.sections_of(document.id)}
    known = [KnownSection(one.id, one.anchor, one.kind, one.number, one.heading, one.depth) for one in stored.values()]
    placed = place_sections(parsed, known)
    rows: list[Section] = []
    for position, one in enumerate(placed, start=1):
        section = stored[one.known_id] if one.known_id else Section(document_id=document.id, anchor=one.anchor)
        _fill(section, one, position)
        db.session.add(section)
        rows.append(section)
    db.session.flush()
    # Only now: a section that stays may have stood below one that goes.
    for section, one in zip(rows, placed, strict=True):
        section.parent_id = rows[one.parent].id if one.parent is not None else None
    db.session.flush()
    gone = stored.keys() - {one.known_id for one in placed}
    db.session.execute(delete(Section).where(Section.document_id == document.id, Section.id.in_(gone)))
    return rows


def _fill(section: Section, placed: PlacedSection, position: int) -> None:
    parsed = placed.section
    section.kind, section.number, section.heading = parsed.kind, parsed.number[:20], parsed.heading
    section.depth, section.position, section.path = parsed.depth, position, placed.path
    if section.text != parsed.text or section.html is None:
        section.text, section.html = parsed.text, markdown.to_html(parsed.text)


@transactional
def publish(document: Document, now: datetime) -> None:
    """Let its readers see it. Twice is once."""
    if document.published_at is None:
        document.published_at = now
        _record("published", document, now)


@transactional
def withdraw(document: Document, now: datetime) -> None:
    """Hide it from its readers again."""
    if document.published_at is not None:
        document.published_at = None
        _record("withdrawn", document, now)


@transactional
def replace_document(document: Document, successor: Document | None, replaced_on: date | None, now: datetime) -> None:
    """Say that the document is no longer in force, and which one stands for it; ``replaced_on`` None takes it back.

    Raises Invalid.
    """
    if replaced_on is not None and replaced_on < document.issued_on:
        raise Invalid(Sentence("Ngày hết hiệu lực trước ngày ban hành. Hãy kiểm tra lại."))
    if successor is not None and (successor.id == document.id or _leads_to(successor, document)):
        raise Invalid(Sentence("Văn bản thay thế không thể là chính văn bản này hoặc văn bản mà nó đã thay thế."))
    document.replaced_on = replaced_on
    document.successor = successor if replaced_on is not None else None
    document.updated_at = now
    _record("replaced" if replaced_on else "restored", document, now)


def _leads_to(start: Document, end: Document) -> bool:
    seen: set[int] = set()
    current: Document | None = start
    while current is not None and current.id not in seen:
        if current.id == end.id:
            return True
        seen.add(current.id)
        current = current.successor
    return False
