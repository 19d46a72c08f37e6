"""Keeping the search's passages in step with a document."""

from __future__ import annotations

from sqlalchemy import delete

from ..batches import insert_many
from ..extensions import db
from ..rich_text import to_plain_text
from .models import Document, Section
from .reader_models import Passage
from .recognition import KIND_WORDS
from .search_words import index_words


def index_document(document: Document, sections: list[Section]) -> None:
    """Write the passages of the document anew, within the caller's transaction."""
    db.session.flush()
    db.session.execute(delete(Passage).where(Passage.document_id == document.id))
    insert_many(Passage, [passage_of_head(document), *(passage_of_section(one) for one in sections)])


def passage_of_head(document: Document) -> dict[str, object]:
    """The row of kind, number, title, issuer and year. Kinds are searched for in Vietnamese, whoever stores them."""
    kind = next(word for word, kind in KIND_WORDS.items() if kind == document.kind)
    about = f"{kind} {document.number} {document.title} {document.issuer} {document.issued_on.year}"
    return {"document_id": document.id, "section_id": None, "title": index_words(about), "words": ""}


def passage_of_section(section: Section) -> dict[str, object]:
    """The row of heading and text."""
    words = index_words(f"{section.heading} {to_plain_text(section.html)}")
    return {"document_id": section.document_id, "section_id": section.id, "title": "", "words": words}
