"""A document as its author sees it: lines of text whose letters carry marks, and from there to HTML. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from html import escape
from itertools import groupby

from ...errors import Sentence
from ...rich_text import clean_html, from_plain_text

OBJECT = "\ufffc"  # stands in the text for a picture or a table


class Mark(StrEnum):
    """How letters look. Shades of one colour are one mark."""

    CODE = "code"
    BOLD = "b"
    STRONG = "strong"
    ITALIC = "i"
    EMPHASIS = "em"
    UNDERLINE = "u"
    LOWERED = "sub"
    RAISED = "sup"
    HIGHLIGHT = "highlight"
    RED = "red"
    ORANGE = "orange"
    GREEN = "green"
    BLUE = "blue"
    PURPLE = "purple"


SHIFTS = frozenset((Mark.LOWERED, Mark.RAISED))
EMPHASES = frozenset((Mark.BOLD, Mark.STRONG, Mark.ITALIC, Mark.EMPHASIS, Mark.UNDERLINE))
TAGS = EMPHASES | SHIFTS | {Mark.CODE}
_ORDER = {mark: place for place, mark in enumerate(Mark)}
_NONE: frozenset[Mark] = frozenset()
_LONGEST_GAP = 20
_GAP = re.compile(rf"[^\S\n]{{{_LONGEST_GAP + 1},}}")


class Role(StrEnum):
    """What a line is for. The container says so (a table, a file of our own), else the text shows it."""

    UNKNOWN = ""
    QUESTION = "question"  # name: its number
    OPTION = "option"  # name: its letter
    KEY = "key"
    FIELD = "field"  # name: explanation, source, …
    TEXT = "text"  # goes on with what the line above began
    ANSWERS = "answers"  # a row of numbers and letters, in cells


@dataclass(frozen=True)
class Run:
    """Letters that look alike; of a picture or a table ``text`` is OBJECT and ``html`` the thing itself."""

    text: str
    marks: frozenset[Mark] = _NONE
    html: str = ""


@dataclass(frozen=True)
class Line:
    """One line. ``number`` is what its author counts: the line of a text, the paragraph of a document.

    ``role`` and ``name``: see Role; the runs then hold the content without its label. ``block``: the HTML element
    that the line is an item of ("p", "ul", "ol", "pre", "table"). ``keeps_format``: marks are content and no key.
    ``is_ticked``: the container says that this option is right.
    ``faults`` forbid the question that the line belongs to, ``remarks`` are warnings about it.
    """

    number: int
    runs: tuple[Run, ...] = ()
    role: Role = Role.UNKNOWN
    name: str = ""
    cells: tuple[str, ...] = ()
    block: str = ""
    keeps_format: bool = False
    is_ticked: bool = False
    is_title: bool = False
    is_heading: bool = False
    faults: tuple[Sentence, ...] = field(default=())
    remarks: tuple[Sentence, ...] = field(default=())

    @cached_property
    def text(self) -> str:
        """All letters."""
        if len(self.runs) == 1:
            return self.runs[0].text
        return "".join(run.text for run in self.runs)

    @property
    def is_blank(self) -> bool:
        """Whether there is nothing to see."""
        return not self.text.strip()

    def part(self, start: int, end: int | None = None) -> Line:
        """The letters from ``start`` to ``end``, without blanks at the ends."""
        end = len(self.text) if end is None else end
        while start < end and self.text[start].isspace():
            start += 1
        while end > start and self.text[end - 1].isspace():
            end -= 1
        if start == 0 and end == len(self.text):
            return self
        return replace(self, runs=tuple(_cut(self.runs, start, end)))

    def letters(self) -> Iterator[tuple[str, frozenset[Mark]]]:
        """Every letter that is not blank, with its marks."""
        for run in self.runs:
            yield from ((letter, run.marks) for letter in run.text if not letter.isspace())


def without_gaps(line: Line) -> Line:
    """The line without blanks at its ends and with no long run of them within: patterns are slow over these."""
    gaps = list(_GAP.finditer(line.text))
    if not gaps:
        return line.part(0) if line.text[:1].isspace() or line.text[-1:].isspace() else line
    edges = [0, *(edge for gap in gaps for edge in (gap.start() + _LONGEST_GAP, gap.end())), len(line.text)]
    runs = [run for start, end in zip(edges[::2], edges[1::2], strict=True) for run in _cut(line.runs, start, end)]
    return replace(line, runs=tuple(runs)).part(0)


def plain_line(number: int, text: str) -> Line:
    """A line without marks."""
    return Line(number, (Run(text),) if text else ())


def _cut(runs: Sequence[Run], start: int, end: int) -> Iterator[Run]:
    position = 0
    for run in runs:
        length = len(run.text)
        first, last = max(start - position, 0), min(end - position, length)
        if first < last:
            yield run if last - first == length else Run(run.text[first:last], run.marks, run.html)
        position += length


def seen_text(line: Line) -> str:
    """The line for a message."""
    return line.text.replace(OBJECT, "[hình]")


def text_of(lines: Iterable[Line]) -> str:
    """The lines' text, pictures left out."""
    return "\n".join(line.text for line in lines).replace(OBJECT, "").strip()


def to_html(lines: Sequence[Line], kept: frozenset[Mark]) -> str:
    """The lines as cleaned HTML with the ``kept`` marks as tags."""
    lines = [line for line in lines if not line.is_blank]
    if not any(line.block or _has_tags(line.runs, kept) for line in lines):
        return from_plain_text("\n".join(line.text for line in lines))
    return clean_html("".join(_elements(lines, kept)))


def emphases_within(lines: Sequence[Line]) -> frozenset[Mark]:
    """The emphases that single words carry: what marks every letter is only the document's look."""
    if not any(run.marks & EMPHASES for line in lines for run in line.runs):
        return EMPHASES
    letters = [marks for line in lines for _, marks in line.letters()]
    everywhere = frozenset.intersection(*letters) if letters else _NONE
    return EMPHASES - everywhere


def _has_tags(runs: Sequence[Run], kept: frozenset[Mark]) -> bool:
    return any(run.html or run.marks & kept for run in runs)


def _elements(lines: Sequence[Line], kept: frozenset[Mark]) -> Iterator[str]:
    for block, group in groupby(lines, key=lambda line: line.block):
        line_break = "\n" if block == "pre" else "<br>"
        yield _WRAPPERS[block]([_inline(line.runs, kept, line_break) for line in group])


def _each_in(tag: str) -> Callable[[list[str]], str]:
    return lambda items: "".join(f"<{tag}>{item}</{tag}>" for item in items)


_WRAPPERS: dict[str, Callable[[list[str]], str]] = {
    "": "<br>".join,
    "p": _each_in("p"),
    "pre": _each_in("pre"),
    "table": "".join,
    "ul": lambda items: f"<ul>{_each_in('li')(items)}</ul>",
    "ol": lambda items: f"<ol>{_each_in('li')(items)}</ol>",
}


def _inline(runs: Sequence[Run], kept: frozenset[Mark], line_break: str) -> str:
    """Nested tags; of several that begin together, the one that lasts longest is outermost."""
    parts: list[str] = []
    stack: list[Mark] = []
    for place, run in enumerate(runs):
        wanted = run.marks & kept
        while not wanted.issuperset(stack):
            parts.append(f"</{stack.pop()}>")
        for mark in sorted(wanted.difference(stack), key=lambda mark: (-_lasting(runs, place, mark), _ORDER[mark])):
            stack.append(mark)
            parts.append(f"<{mark}>")
        parts.append(run.html or escape(run.text, quote=False).replace("\n", line_break))
    parts.extend(f"</{mark}>" for mark in reversed(stack))
    return "".join(parts)


def _lasting(runs: Sequence[Run], place: int, mark: Mark) -> int:
    end = place
    while end < len(runs) and mark in runs[end].marks:
        end += 1
    return end - place
