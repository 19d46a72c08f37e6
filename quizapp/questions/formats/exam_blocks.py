"""What the lines of an exam are parted into. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field

from .exam_answers import AnswerList
from .exam_lines import Line, Role
from .parsed import Level


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
        return self.options > 1 or bool(self.keys)

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
