"""Documents for programs."""

from __future__ import annotations

from flask import url_for
from flask_login import current_user
from pydantic import Field

from ..api import Answer, Schema, operation
from .blueprint import blueprint
from .search import MOST_FOUND, Found, search


class DocumentQuery(Schema):
    """What is searched for."""

    words: str = Field(min_length=1, max_length=200)


class FoundDocument(Schema):
    """A document that holds the words."""

    id: int
    kind: str
    number: str
    issuer: str
    issued_on: str
    title: str
    in_force: bool
    url: str
    section: str | None
    passage: str


class FoundDocuments(Schema):
    """The best first."""

    documents: list[FoundDocument] = Field(max_length=MOST_FOUND)


@operation(blueprint, "GET", "/documents", query=DocumentQuery, answers={200: FoundDocuments})
def search_documents(query: DocumentQuery) -> Answer:
    """Search in the documents that the person may read; diacritics do not matter."""
    found = search(query.words, current_user)
    return {"documents": [_shown(one) for one in found]}


def _shown(found: Found) -> dict[str, object]:
    document, section = found.document, found.section
    anchor = section.anchor if section else None
    return {
        "id": document.id,
        "kind": document.kind,
        "number": document.number,
        "issuer": document.issuer,
        "issued_on": document.issued_on.isoformat(),
        "title": document.title,
        "in_force": document.replaced_on is None,
        "url": url_for("library.show_document", document_id=document.id, _anchor=anchor),
        "section": anchor,
        "passage": "".join(piece.text for piece in found.pieces),
    }
