"""Cleaned HTML as paragraphs, lists and tables of runs, for writing it into a Word document. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

from ... import mathml
from .exam_lines import OBJECT, TAGS, Mark, Run

_MARKS = {mark.value: mark for mark in TAGS}


@dataclass
class Paragraph:
    """Runs and the element that they are an item of ("", "p", "ul", "ol", "pre"). ``begins``: a list begins here."""

    block: str = ""
    runs: list[Run] = field(default_factory=list)
    begins: bool = False


@dataclass
class Table:
    """Rows of cells, each with its paragraphs and tables."""

    rows: list[list[list[Paragraph | Table]]] = field(default_factory=list)


@dataclass(frozen=True)
class Picture(Run):
    """A picture by its address."""

    source: str = ""
    alternative: str = ""


@dataclass(frozen=True)
class Formula(Run):
    """A formula."""

    content: mathml.Element = field(default_factory=lambda: mathml.Element("math"))


def paragraphs_of(html: str) -> list[Paragraph | Table]:
    """The HTML in order. Blocks within blocks follow each other."""
    reader = _Reader()
    for place, piece in enumerate(mathml.pieces(html)):
        if place % 2:
            reader.take(Formula(OBJECT, content=mathml.parsed(piece)))
        else:
            reader.feed(piece)
    reader.close()
    return [one for one in reader.parts[0] if isinstance(one, Table) or one.runs or one.block]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[list[Paragraph | Table]] = [[]]
        self._tables: list[Table] = []
        self._lists: list[str] = []
        self._marks: list[Mark] = []
        self._begins = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _MARKS:
            self._marks.append(_MARKS[tag])
        elif tag in ("ul", "ol"):
            self._lists.append(tag)
            self._begins = True
        elif tag == "br":
            self.take(Run("\n", frozenset(self._marks)))
        elif tag == "img":
            values = dict(attrs)
            self.take(Picture(OBJECT, source=values.get("src") or "", alternative=values.get("alt") or ""))
        elif tag in ("p", "pre", "li"):
            self._start(tag)
        else:
            self._start_table_part(tag)

    def _start(self, tag: str) -> None:
        block = (self._lists or ["ul"])[-1] if tag == "li" else tag
        self.parts[-1].append(Paragraph(block, begins=tag == "li" and self._begins))
        self._begins = False

    def _start_table_part(self, tag: str) -> None:
        if tag == "table":
            self._tables.append(Table())
            self.parts[-1].append(self._tables[-1])
        elif tag == "tr" and self._tables:
            self._tables[-1].rows.append([])
        elif tag in ("td", "th") and self._tables and self._tables[-1].rows:
            self._tables[-1].rows[-1].append([])
            self.parts.append(self._tables[-1].rows[-1][-1])

    def handle_endtag(self, tag: str) -> None:
        if tag in _MARKS and _MARKS[tag] in self._marks:
            self._marks.remove(_MARKS[tag])
        elif tag in ("ul", "ol") and self._lists:
            self._lists.pop()
        elif tag in ("td", "th") and len(self.parts) > 1:
            self.parts.pop()
        elif tag == "table" and self._tables:
            self._tables.pop()
        if tag in ("p", "pre", "li", "ul", "ol"):
            self.parts[-1].append(Paragraph())

    def handle_data(self, data: str) -> None:
        self.take(Run(data, frozenset(self._marks)))

    def take(self, run: Run) -> None:
        """Put letters, a picture or a formula where the reading has come to."""
        own = self.parts[-1]
        if not own or isinstance(own[-1], Table):
            own.append(Paragraph())
        last = own[-1]
        if isinstance(last, Paragraph):
            last.runs.append(run)
