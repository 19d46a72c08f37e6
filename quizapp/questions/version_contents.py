"""What a stored version says, as one value that can be compared; and back as a row."""

from __future__ import annotations

from typing import Any

from ..folding import fold
from ..rich_text import to_plain_text
from .formats.answers import from_stored, to_stored
from .formats.parsed import Kind, Level, ParsedQuestion, fingerprint, options_of, stored_options
from .import_plan import Content


def content_of_row(row: Any) -> Content:
    """Of a QuestionVersion, or of a row with its columns."""
    return Content(
        kind=row.kind,
        stem=row.stem,
        options=options_of(row.options),
        answer=from_stored(row.answer),
        explanation=row.explanation,
        source=row.source,
        topic=row.topic,
        level=row.level,
        tags=tuple(row.tags),
    )


def columns_of(content: Content, reference: str, wording: str = "") -> dict[str, Any]:
    """The columns of a version that hold the content; ``wording``: its fingerprint where that is known."""
    return {
        "kind": content.kind,
        "stem": content.stem,
        "options": stored_options(content.options),
        "answer": to_stored(content.answer),
        "explanation": content.explanation,
        "source": content.source,
        "topic": content.topic,
        "level": content.level,
        "tags": list(content.tags),
        "search_text": search_text_of(content, reference),
        "fingerprint": wording or fingerprint(as_question(content, reference)),
    }


def as_question(content: Content, reference: str = "") -> ParsedQuestion:
    """The content in the form that files are written from and rules are checked on."""
    return ParsedQuestion(
        row=1,
        item=reference,
        kind=Kind(content.kind),
        stem=content.stem,
        options=content.options,
        explanation=content.explanation,
        source=content.source,
        topic=content.topic,
        level=Level(content.level) if content.level else None,
        reference=reference,
        tags=content.tags,
        answer=content.answer,
    )


def search_text_of(content: Content, reference: str) -> str:
    """What a search looks through: folded. The explanation is left out, for it tells the key to those who may not
    see it."""
    texts = [content.stem, *(part for option in content.options for part in (option.text, option.match))]
    return fold(" ".join([*map(to_plain_text, texts), reference, content.source, content.topic, *content.tags]))
