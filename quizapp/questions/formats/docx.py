"""Word exams, .docx, in and out: the layouts of ``exam_layout``, tables of questions, and our own files. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...errors import Invalid, Sentence
from .checks import CHOICES
from .docx_own import CELL
from .docx_package import WordPackage, is_word
from .docx_paragraphs import Source, read_paragraph, style_of
from .docx_tables import Cell, content_table, table_lines
from .exam_layout import read_lines
from .exam_lines import Line
from .exam_remarks import Places
from .interface import Format
from .parsed import Kind, ParsedFile, ParsedQuestion
from .table_other_kinds import carries_other
from .xml_tree import Node

__all__ = ["FORMAT", "matches", "read", "write"]

_PLACES = Places(Sentence("Đoạn"), keeps_lines=False)
_WRAPPERS = ("sdt", "sdtContent", "customXml", "ins", "moveTo")
_DEEPEST = 10  # tables within tables


def matches(content: bytes, filename: str) -> bool:
    """Whether this is a Word document; old and locked ones too, which ``read`` refuses by name."""
    return is_word(content)


def read(content: bytes, filename: str) -> ParsedFile:
    """Every question of the document, the refused ones with their reasons. Raises Invalid for what is no .docx."""
    return read_lines(lines_of(content, filename), _PLACES)


def lines_of(content: bytes, filename: str, after: int = 0) -> list[Line]:
    """The lines of the document, its paragraphs numbered from ``after`` + 1 on. Raises Invalid for what is no .docx."""
    package = WordPackage(content, filename)
    body = package.parsed(package.main).find("body")
    if body is None:
        raise Invalid(Sentence("Tệp Word không có nội dung. Hãy chọn tệp khác."))
    return list(_Body(package, after).lines(body))


class _Body:
    """Counts the paragraphs, those in tables too, while they become lines."""

    def __init__(self, package: WordPackage, after: int) -> None:
        self._source = Source(package)
        self._number = after

    def lines(self, node: Node, depth: int = 0) -> Iterator[Line]:
        """The lines of everything below, in the document's order."""
        for child in node.elements():
            if child.tag == "p":
                yield from self._paragraph(child, depth)
            elif child.tag == "tbl" and depth < _DEEPEST:
                yield from self._table(child, depth)
            elif child.tag in _WRAPPERS:
                yield from self.lines(child, depth)

    def _paragraph(self, paragraph: Node, depth: int) -> Iterator[Line]:
        self._number += 1
        lines, boxes = read_paragraph(paragraph, self._number, self._source)
        yield from lines
        if depth < _DEEPEST:
            for box in boxes:
                yield from self.lines(box, depth + 1)

    def _table(self, table: Node, depth: int) -> Iterator[Line]:
        rows = [row for row in (self._row(one, depth) for one in _rows_of(table)) if row]
        if not rows:
            return
        if self._is_own(table):
            yield content_table(rows, keeps_format=True)
        else:
            yield from table_lines(rows)

    def _row(self, row: Node, depth: int) -> list[Cell]:
        return [self._cell(cell, depth) for cell in _cells_of(row)]

    def _cell(self, cell: Node, depth: int) -> Cell:
        number = self._number + 1
        lines = tuple(line for line in self.lines(cell, depth + 1) if not line.is_blank)
        is_lower_part = any(one.get("val") != "restart" for one in cell.walk("vMerge"))
        return Cell(number, () if is_lower_part else lines)

    def _is_own(self, table: Node) -> bool:
        paragraph = next(table.walk("p"), None)
        name = self._source.styles.name(style_of(paragraph, self._source)) if paragraph else ""
        return name == CELL.lower()


def _rows_of(node: Node) -> Iterator[Node]:
    for child in node.elements():
        if child.tag == "tr":
            yield child
        elif child.tag in _WRAPPERS:
            yield from _rows_of(child)


def _cells_of(node: Node) -> Iterator[Node]:
    for child in node.elements():
        if child.tag == "tc":
            yield child
        elif child.tag in _WRAPPERS:
            yield from _cells_of(child)


def write(questions: Sequence[ParsedQuestion], title: str = "") -> bytes:
    """The questions as a Word document. Raises Refused, naming the question, for a picture that Word cannot hold."""
    from . import docx_writer  # slow to load, and only written with

    return docx_writer.write(questions, title)


def carries(question: ParsedQuestion) -> bool:
    """Whether it comes back from a Word document."""
    if question.kind in (*CHOICES, Kind.MATCHING):
        return True
    return carries_other(question)


FORMAT = Format("docx", ("docx", "doc", "docm", "dotx", "rtf"), matches, read, write, carries)
