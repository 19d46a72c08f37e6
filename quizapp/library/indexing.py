"""Keeping the search's passages in step with a document."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import delete

from ..batches import insert_many
from ..extensions import db
from ..rich_text import to_plain_text
from .head_words import KIND_WORDS
from .models import Document, Section
from .reader_models import Passage
from .search_words import index_words

_LONGEST_CONTEXT = 120  # letters of a section without a heading
_MOST_CONTEXT = 600


def index_document(document: Document, sections: list[Section]) -> None:
    """Write the passages of the document anew, within the caller's transaction."""
    db.session.flush()
    db.session.execute(delete(Passage).where(Passage.document_id == document.id))
    insert_many(Passage, [passage_of_head(document), *passages_of_sections(document, sections)])


def passage_of_head(document: Document) -> dict[str, object]:
    """The row of kind, number, title, issuer and year. Kinds are searched for in Vietnamese, whoever stores them."""
    about = (
        f"{_kind_words(document.kind)} {document.number} {document.title} {document.issuer} {document.issued_on.year}"
    )
    return {"document_id": document.id, "section_id": None, "title": index_words(about), "words": ""}


def passages_of_sections(document: Document, sections: list[Section]) -> Iterator[dict[str, object]]:
    """A row for each section: heading and text, then what it stands below and the document's number, so that "kinh tế
    số 2030" finds the clause on the digital economy below "Đến năm 2030"."""
    above: dict[int, str] = {}
    about = f"{_kind_words(document.kind)} {document.number}"
    for section in sections:
        text = to_plain_text(section.html)
        context = above.get(section.parent_id or 0, "")
        words = index_words(f"{section.heading} {text}")
        words = f"{words} {index_words(f'{context} {about}')}".strip()
        above[section.id] = f"{section.heading or text[:_LONGEST_CONTEXT]} {context}"[:_MOST_CONTEXT]
        yield {"document_id": document.id, "section_id": section.id, "title": "", "words": words}


def _kind_words(kind: str) -> str:
    return next(word for word, one in KIND_WORDS.items() if one == kind)
