"""Exams as marked lines, and what was read of them in short."""

from __future__ import annotations

import re

from quizapp.errors import Sentence
from quizapp.questions.formats.exam_layout import read_lines
from quizapp.questions.formats.exam_lines import Line, Mark, Run
from quizapp.questions.formats.exam_remarks import Places
from quizapp.questions.formats.parsed import ParsedFile, ParsedQuestion

_MARKS = {
    "b": Mark.BOLD,
    "i": Mark.ITALIC,
    "u": Mark.UNDERLINE,
    "sup": Mark.RAISED,
    "mark": Mark.HIGHLIGHT,
    "red": Mark.RED,
    "blue": Mark.BLUE,
}
_TAG = re.compile(rf"(</?(?:{'|'.join(_MARKS)})>)")


def exam(text: str, keeps_lines: bool = True) -> ParsedFile:
    """What is read of the lines of a text, in which ``<b>``, ``<red>``, … mark letters."""
    lines = [marked_line(number, line) for number, line in enumerate(text.strip("\n").split("\n"), start=1)]
    return read_lines(lines, Places(Sentence("Dòng"), keeps_lines))


def marked_line(number: int, text: str) -> Line:
    """One line with its marks."""
    runs, marks = [], set()
    for piece in filter(None, _TAG.split(text)):
        if not _TAG.fullmatch(piece):
            runs.append(Run(piece, frozenset(marks)))
        elif piece.startswith("</"):
            marks.remove(_MARKS[piece[2:-1]])
        else:
            marks.add(_MARKS[piece[1:-1]])
    return Line(number, tuple(runs))


def brief(question: ParsedQuestion) -> str:
    """The stem and the options, the right ones with a star: "Hỏi? | a | *b"."""
    return " | ".join([question.stem, *(f"*{one.text}" if one.is_right else one.text for one in question.options)])


def briefs(parsed: ParsedFile) -> list[str]:
    """All good questions; nothing may have been refused."""
    assert [str(note.reason) for note in parsed.rejected] == []
    return [brief(question) for question in parsed.questions]


def refusals(parsed: ParsedFile) -> list[tuple[int, str, str]]:
    """Row, item and reason of what was refused."""
    return [(note.row, note.item, str(note.reason)) for note in parsed.rejected]


def warnings(parsed: ParsedFile) -> list[tuple[int, str, str]]:
    """Row, item and text of all warnings."""
    return [(note.row, note.item, str(note.warning)) for note in parsed.warnings]
