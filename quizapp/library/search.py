"""Search in documents: by number, then titles, then passages. The same order on both databases.

Each step asks for a limited number of rows, so that a word that stands everywhere costs no more than a rare one; how
well a passage fits is decided by ``search_words.fit`` and not by the database.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from flask_login import current_user
from sqlalchemy import ColumnElement, Select, TextClause, bindparam, case, or_, select, text
from sqlalchemy.orm import joinedload

from ..extensions import db
from ..rich_text import to_plain_text
from .identity import number_key
from .models import Document, Section
from .reader_models import Passage
from .search_words import MOST_WORDS, Piece, fit, passage, words_of
from .visibility import visible_to

MOST_FOUND = 30
_CANDIDATES = 150
_MOST_FOR_PHRASE = 1_500
_LONGEST_QUERY = 200


@dataclass(frozen=True, slots=True)
class Found:
    """A document, and the passage that holds the words (None: they stand in its head)."""

    document: Document
    section: Section | None
    pieces: Sequence[Piece]


def search(query: str, member: Any = None, *conditions: ColumnElement[bool], most: int = MOST_FOUND) -> list[Found]:
    """The documents that hold all words of the query and that the member may see, best first: exact numbers, then
    titles, then passages; what is in force before what was replaced. ``conditions`` are on Document."""
    query = query[:_LONGEST_QUERY]
    words = words_of(query)[:MOST_WORDS]
    if not words:
        return []
    scope = (visible_to(member or current_user), *conditions)
    found = dict.fromkeys((*_by_number(query, words, scope, most), *_by_title(words, scope, most)))
    sections: dict[int, int | None] = dict(found)
    if len(sections) < most:
        for document_id, section_id in _by_passage(words, scope):
            sections.setdefault(document_id, section_id)
    return _load(dict(list(sections.items())[:most]), words)


def _documents(scope: Sequence[ColumnElement[bool]], limit: int) -> Select[Any]:
    is_replaced = case((Document.replaced_on.is_(None), 0), else_=1)
    query = select(Document.id).join(Document.unit).where(*scope)
    return query.order_by(is_replaced, Document.issued_on.desc(), Document.id.desc()).limit(limit)


def _by_number(query: str, words: list[str], scope: Sequence[ColumnElement[bool]], limit: int) -> list[int]:
    """Documents of exactly this number, or whose number begins with the only number in the query."""
    digits = [word for word in words if word.isdecimal() and len(word) < 5]
    starts = [Document.number_key.startswith(f"{digits[0]}{sign}", autoescape=True) for sign in "-/"] if digits else []
    exact = _ids(_documents((*scope, Document.number_key == number_key(query)), limit))
    if exact or len(digits) != 1:
        return exact
    titled = Passage.document_id.in_(_documents((*scope, or_(*starts)), limit).scalar_subquery())
    return _ordered(_matching("title", words).where(titled), scope, limit)


def _by_title(words: list[str], scope: Sequence[ColumnElement[bool]], limit: int) -> list[int]:
    return _ordered(_matching("title", words), scope, limit)


def _ordered(passages: Select[Any], scope: Sequence[ColumnElement[bool]], limit: int) -> list[int]:
    ids = passages.with_only_columns(Passage.document_id)
    return _ids(_documents((*scope, Document.id.in_(ids.scalar_subquery())), limit))


def _ids(query: Select[Any]) -> list[int]:
    return list(db.session.scalars(query))


def _by_passage(words: list[str], scope: Sequence[ColumnElement[bool]]) -> list[tuple[int, int | None]]:
    """(document id, section id), best first. Where more passages than can be looked at hold the words, those that hold
    them one behind the other are asked for too."""
    rows: dict[int, Any] = {}
    for is_phrase in (False, True):
        if is_phrase and (len(rows) < _CANDIDATES or len(words) == 1):
            break
        query = _matching("words", words, is_phrase).join(Document, Document.id == Passage.document_id)
        columns = (Passage.id, Passage.document_id, Passage.section_id, Passage.words, Document.replaced_on)
        newest = query.with_only_columns(*columns).join(Document.unit).where(*scope).order_by(Passage.id.desc())
        rows |= {row.id: row for row in db.session.execute(newest.limit(_CANDIDATES))}
    ranked = sorted(rows.values(), key=lambda row: (-fit(row.words, words), row.replaced_on is not None, -row.id))
    return [(row.document_id, row.section_id) for row in ranked]


def _matching(column: str, words: list[str], is_phrase: bool = False) -> Select[Any]:
    """Passages of which the column holds all words. They consist of a-z and 0-9: no sign of a query language."""
    if db.engine.dialect.name == "postgresql":
        return select(Passage).where(*_lexemes_match(column, words, is_phrase))
    asked = f'"{" ".join(words)}"' if is_phrase else " ".join(f'"{word}"' for word in words)
    matches = text("document_passage.id IN (SELECT rowid FROM document_words WHERE document_words MATCH :asked)")
    return select(Passage).where(matches.bindparams(bindparam("asked", f"{column} : ({asked})", unique=True)))


def _lexemes_match(column: str, words: list[str], is_phrase: bool) -> Iterator[TextClause]:
    """GIN knows no positions: a phrase is looked for in each row, hence only in the newest that hold all words."""
    query = "to_tsquery('simple', :asked)"
    holds_all = f"document_passage.{column}_lexemes @@ {query}"
    if is_phrase:
        newest = f"SELECT id FROM document_passage WHERE {holds_all} ORDER BY id DESC LIMIT {_MOST_FOR_PHRASE}"  # noqa: S608 - our own names
        holds_all = f"document_passage.id IN ({newest})"
        phrase = f"document_passage.{column}_lexemes @@ {query}"
        yield text(phrase).bindparams(bindparam("asked", " <-> ".join(words), unique=True))
    yield text(holds_all).bindparams(bindparam("asked", " & ".join(words), unique=True))


def _load(places: dict[int, int | None], words: list[str]) -> list[Found]:
    documents = select(Document).options(joinedload(Document.unit)).where(Document.id.in_(list(places)))
    by_id = {one.id: one for one in db.session.scalars(documents)}
    wanted = select(Section).where(Section.id.in_([id for id in places.values() if id is not None]))
    sections = {one.id: one for one in db.session.scalars(wanted)}
    return [
        Found(by_id[document_id], sections.get(section_id or 0), _pieces(sections.get(section_id or 0), words))
        for document_id, section_id in places.items()
        if document_id in by_id
    ]


def _pieces(section: Section | None, words: list[str]) -> list[Piece]:
    return passage(f"{section.heading} {to_plain_text(section.html)}", words) if section else []
