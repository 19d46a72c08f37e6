"""PURE: a document as it was read from a file or a pasted text, before it is stored."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph. ``row`` is its number as the author sees it, ``level`` that of a heading style (0: none)."""

    row: int
    plain: str
    markdown: str
    level: int = 0
    is_bold: bool = False
    # A blank line or an empty paragraph stands before it.
    is_apart: bool = False
    is_table: bool = False


@dataclass(frozen=True, slots=True)
class ParsedSection:
    """A section in reading order; its parent is the nearest one before it of a smaller depth."""

    kind: str
    number: str
    heading: str
    depth: int
    text: str  # Markdown


@dataclass(frozen=True, slots=True)
class Recognised:
    """What the head of a document says about it; "" and None for what was not found."""

    number: str = ""
    issuer: str = ""
    issued_on: date | None = None
    kind: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class ParsedDocument:
    """A whole text."""

    recognised: Recognised
    sections: tuple[ParsedSection, ...]


def content_hash(sections: tuple[ParsedSection, ...]) -> str:
    """Equal for equal sections; "" for none."""
    if not sections:
        return ""
    rows = [[one.kind, one.number, one.heading, one.depth, one.text] for one in sections]
    return hashlib.sha256(json.dumps(rows, ensure_ascii=False).encode()).hexdigest()
