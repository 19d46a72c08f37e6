"""The documents that a question's form cites: read from its fields, offered for choosing, stored with the question."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import force_locale
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from ..accounts.models import Member
from ..extensions import db
from ..library.models import Document, Section
from ..library.queries import sections_of
from ..library.search import search
from ..library.visibility import visible_to
from ..library.words import full_name, section_label
from ..transactions import transactional
from . import citations
from .formats.parsed import LONGEST_SOURCE
from .models import Question

MOST_CITED = 10
MOST_OFFERED = 10
_NAMED = re.compile(r"(\d{1,15})(?::(\d{1,15}))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Source:
    """A document, and one of its sections where the question names it."""

    document: Document
    section: Section | None

    @property
    def value(self) -> str:
        """As the form names it: "12", or "12:340" with the section."""
        return f"{self.document.id}:{self.section.id}" if self.section else str(self.document.id)

    @property
    def label(self) -> str:
        """ "Nghị quyết 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị, Điều 5"."""
        place = (section_label(self.section) or self.section.heading) if self.section else ""
        return f"{full_name(self.document)}, {place}" if place else full_name(self.document)


@dataclass(frozen=True, slots=True)
class Offer:
    """What a form can choose from: documents that hold the words, sections of the chosen one; and what it cites."""

    cited: list[Source]
    documents: list[Document]
    sections: list[Section]


def named(values: Iterable[str], member: Member | None = None) -> list[Source]:
    """The sources that the fields name, each document once, in their order; what the person may not see is left out."""
    wanted: dict[int, int | None] = {}
    for value in values:
        if found := _NAMED.fullmatch(value):
            wanted[int(found[1])] = int(found[2]) if found[2] else None
    query = select(Document).join(Document.unit).where(Document.id.in_(wanted), visible_to(member))
    documents = {one.id: one for one in db.session.scalars(query)} if wanted else {}
    ids = [id for id in wanted.values() if id]
    rows = db.session.scalars(select(Section).where(Section.id.in_(ids))) if ids else ()
    sections = {(one.document_id, one.id): one for one in rows}
    known = [id for id in wanted if id in documents]
    return [Source(documents[id], sections.get((id, wanted[id] or 0))) for id in known][:MOST_CITED]


def offer(typed: Mapping[str, Any]) -> Offer:
    """What to show in the form."""
    chosen = named([str(typed.get("document") or "")])
    documents = [one.document for one in search(str(typed.get("document_words") or ""), most=MOST_OFFERED)]
    documents += [one.document for one in chosen if one.document not in documents]
    sections = sections_of(chosen[0].document.id) if chosen else []
    return Offer(named(typed.get("cited") or ()), documents, sections)


def change(typed: dict[str, Any], action: str) -> dict[str, Any] | None:
    """The fields after a button of the sources ("cite", "uncite:12", "find-document"); None for another button."""
    verb, _, value = action.partition(":")
    if verb == "find-document":
        return typed
    if verb == "cite":
        cleared = dict.fromkeys(("document", "section", "document_words"), "")
        return typed | cleared | {"cited": [one.value for one in of_form(typed)]}
    if verb == "uncite":
        return typed | {"cited": [one for one in typed.get("cited") or () if one.partition(":")[0] != value]}
    return None


def of_form(typed: Mapping[str, Any]) -> list[Source]:
    """What the question is to cite: what is listed, and what is chosen but was not added to the list."""
    document, section = str(typed.get("document") or ""), str(typed.get("section") or "")
    chosen = [f"{document}:{section}" if section else document]
    return named([*(typed.get("cited") or ()), *chosen])


def with_source(typed: dict[str, Any]) -> dict[str, Any]:
    """The fields with the cited documents as the source in words, where none was written."""
    sources = [] if str(typed.get("source") or "").strip() else of_form(typed)
    if not sources:
        return typed
    with force_locale("vi"):
        written = "; ".join(one.label for one in sources)
    # As people type it: signs that keep a number on one line are for showing.
    plain = written.replace("\N{NON-BREAKING HYPHEN}", "-").replace("\N{WORD JOINER}", "")
    return typed | {"source": plain[:LONGEST_SOURCE]}


def cited_by(question: Question, member: Member | None = None) -> list[Source]:
    """What the question cites, as far as the member may see it."""
    rows = citations.citations_of(question.id)
    values = (f"{row.document_id}:{row.section_id}" if row.section_id else str(row.document_id) for row in rows)
    return named(values, member)


@transactional
def store(question: Question, sources: Iterable[Source], by: Member, now: datetime) -> None:
    """Let the question cite these; of what it cited before only what the person may see can go."""
    before = {one.document.id: one for one in cited_by(question, by)}
    wanted = {one.document.id: one for one in sources}
    citations.stop_citing(question, before.keys() - wanted.keys())
    for id, source in wanted.items():
        if id not in before or before[id].value != source.value:
            citations.cite([question.id], source.document, source.section, by, now)


def documents_of(question_id: int) -> list[Source]:
    """What the question cites with what became of it, for its page."""
    query = select(Document).join(Document.unit).options(joinedload(Document.successor)).where(visible_to())
    rows = {row.document_id: row for row in citations.citations_of(question_id)}
    documents = db.session.scalars(query.where(Document.id.in_(rows)).order_by(Document.id)) if rows else ()
    return [Source(one, rows[one.id].section) for one in documents]
