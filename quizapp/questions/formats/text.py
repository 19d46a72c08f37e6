"""Exams as plain text: the layouts of ``exam_layout``, in. Pure."""

from __future__ import annotations

import re

from ...errors import Invalid, Sentence
from .exam_layout import read_lines
from .exam_lines import plain_line
from .exam_remarks import Places
from .interface import Format
from .parsed import ParsedFile
from .text_files import read_text

__all__ = ["FORMAT", "matches", "read"]

_PLACES = Places(Sentence("Dòng"), keeps_lines=True)
_NUMBERED = r"^[ \t]*(?:c[âa]u(?: h[ỏo]i)?[ \t]*\d+|question[ \t]*\d+|\(?\d+[ \t]*[.)/:]|\[\d\])"
_LOOKS_LIKE_EXAM = re.compile(rf"{_NUMBERED}.{{1,3000}}?(?:^|[ \t])[*(]?A[ \t]*[.)/:]", re.I | re.M | re.S)
# What the other text formats show, some of which also have numbers and letters.
_LOOKS_LIKE_ANOTHER = re.compile(r"^[ \t]*::|^\$CATEGORY:|\{\s*[=~]|^[ \t]*ANSWER[ \t]*:[ \t]*[A-Z][ \t.)]*$", re.M)
_SAMPLE = 20_000


def matches(content: bytes, filename: str) -> bool:
    """Whether this looks like an exam: a numbered line, and a label A below or behind it."""
    try:
        sample = read_text(content, filename)[:_SAMPLE]
    except Invalid:
        return False
    return bool(_LOOKS_LIKE_EXAM.search(sample)) and not _LOOKS_LIKE_ANOTHER.search(sample)


def read(content: bytes, filename: str) -> ParsedFile:
    """Every question of the file, the refused ones with their reasons. Raises Invalid where it is no text."""
    text = read_text(content, filename).replace("\r\n", "\n").replace("\r", "\n")
    return read_lines([plain_line(number, line) for number, line in enumerate(text.split("\n"), start=1)], _PLACES)


FORMAT = Format("text", ("txt",), matches, read, None)
