"""What the lines of an exam are parted into. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache

from ...folding import fold
from .exam_answers import AnswerList
from .exam_lines import Line, Role
from .parsed import Level


class Part(StrEnum):
    """What the heading of a part says of its questions."""

    ANY = ""
    STATEMENTS = "statements"
    SHORT = "short"
    ESSAY = "essay"


_PARTS = (
    (Part.STATEMENTS, re.compile(r"\bdung\s*[/,–-]?\s*(?:hoac\s+)?sai\b")),
    (Part.SHORT, re.compile(r"\btra loi ngan\b|\bdien (?:khuyet|dap so)\b|\bdap so\b")),
    (Part.ESSAY, re.compile(r"\btu luan\b")),
)


@lru_cache(maxsize=256)
def part_of(topic: str) -> Part:
    """By the words of the heading; one that names several kinds says nothing."""
    words = fold(topic)
    found = [part for part, pattern in _PARTS if pattern.search(words)]
    return found[0] if len(found) == 1 else Part.ANY


@dataclass
class Block:
    """The lines of one question. ``number`` is the author's, None where there is none.

    ``lists``: how many lists of keys stood above it, which therefore are not its own.
    """

    row: int
    number: int | None = None
    style: str = ""
    topic: str = ""
    level: Level | None = None
    notes: list[str] = field(default_factory=list)
    body: list[Line] = field(default_factory=list)
    keys: list[Line] = field(default_factory=list)
    fields: dict[str, list[Line]] = field(default_factory=dict)
    lists: int = 0
    options: int = 0
    is_new_part: bool = False
    has_statements: bool = False
    joined: list[Line] = field(default_factory=list)

    @property
    def is_complete(self) -> bool:
        """Whether another question may follow."""
        return self.options > 1 or bool(self.keys) or (self.part is Part.ESSAY and bool(self.body))

    @property
    def part(self) -> Part:
        """The part that it stands in."""
        return part_of(self.topic)

    def add(self, line: Line) -> None:
        """Take a line of the stem or of the options."""
        if not line.is_blank or line.faults or line.role is Role.OPTION:
            self.body.append(line)


@dataclass
class Exam:
    """Everything found: the questions, the lists of keys, and the lines that belong to no question."""

    blocks: list[Block] = field(default_factory=list)
    lists: list[AnswerList] = field(default_factory=list)
    strays: list[list[Line]] = field(default_factory=list)
