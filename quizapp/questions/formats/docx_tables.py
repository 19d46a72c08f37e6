"""Tables of a Word document: rows of questions, keys, a frame around an exam, or part of a question. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ...tables import Row
from .exam_answers import is_table
from .exam_lines import OBJECT, TAGS, Line, Role, Run, text_of, to_html
from .exam_tokens import Sign, token_of
from .parsed import letter_of
from .table_columns import Columns, columns_of

_HEADER_DEPTH = 3
_LABEL = re.compile(
    r"\s*(?:(?P<question>(?:câu(?:\s+hỏi)?\s*)?\d{1,4})|(?P<option>[A-Ha-h])|(?P<key>đáp\s*án(?:\s*đúng)?|giải\s*thích|căn\s*cứ"
    r"|mức\s*độ|chủ\s*đề))\s*[.:)]?\s*",
    re.I,
)


@dataclass(frozen=True)
class Cell:
    """One cell: its lines, and the paragraph where it begins."""

    number: int
    lines: tuple[Line, ...]

    @property
    def text(self) -> str:
        """The letters, in lines."""
        return text_of(self.lines)


Rows = Sequence[Sequence[Cell]]


def table_lines(rows: Rows) -> Iterator[Line]:
    """What a table is to an exam."""
    texts = [[cell.text for cell in row] for row in rows]
    header = _header(rows, texts)
    if header:
        yield from _question_lines(rows[header[0] + 1 :], header[1])
    elif is_table(texts):
        yield from (_answer_row(row) for row in rows if row)
    elif any(token_of(line).sign not in (Sign.TEXT, Sign.BLANK) for row in rows for line in _joined(row)):
        for row in rows:
            yield from _joined(row)
    elif any(any(row) for row in texts):
        yield content_table(rows)


def content_table(rows: Rows, keeps_format: bool = False) -> Line:
    """A table that is part of a text, as one line."""
    html = "".join(f"<tr>{''.join(f'<td>{to_html(cell.lines, TAGS)}</td>' for cell in row)}</tr>" for row in rows)
    runs = (Run(OBJECT, html=f"<table><tbody>{html}</tbody></table>"),)
    role = Role.TEXT if keeps_format else Role.UNKNOWN
    return Line(rows[0][0].number, runs, role, block="table", keeps_format=keeps_format)


def _header(rows: Rows, texts: Sequence[Sequence[str]]) -> tuple[int, Columns] | None:
    for index, row in enumerate(texts[:_HEADER_DEPTH]):
        columns = columns_of(Row(index, "", tuple(text or None for text in row)))
        if columns and len(rows) > index + 1:
            return index, columns
    return None


def _answer_row(row: Sequence[Cell]) -> Line:
    return Line(row[0].number, (Run(" "),), Role.ANSWERS, cells=tuple(" ".join(cell.text.split()) for cell in row))


def _question_lines(rows: Rows, columns: Columns) -> Iterator[Line]:
    for row in rows:
        filled = [cell for cell in row if cell.lines]
        own = [place for place in (columns.places["stem"], *columns.options) if place < len(row) and row[place].lines]
        if len(filled) == 1 and (not own or not columns.options):
            yield replace(filled[0].lines[0], is_heading=True)
        elif own:
            yield from _question_row(row, columns)


def _question_row(row: Sequence[Cell], columns: Columns) -> Iterator[Line]:
    def lines(name: str) -> tuple[Line, ...]:
        place = columns.places.get(name, len(row))
        return row[place].lines if place < len(row) else ()

    yield from _stem_lines(lines("stem"), text_of(lines("number")), row[0].number)
    wrong = [row[place].lines for place in columns.wrong if place < len(row)]
    options = [row[place].lines for place in columns.options if place < len(row)]
    if wrong:
        options = [lines("key"), *wrong]
    yield from _option_lines(options, has_right_first=bool(wrong))
    if not wrong and text_of(lines("key")):
        yield Line(lines("key")[0].number, (Run(" ".join(text_of(lines("key")).split())),), Role.KEY)
    for name in ("kind", "explanation", "source", "topic", "level", "reference", "tags"):
        for place, line in enumerate(lines(name)):
            yield replace(line, role=Role.TEXT if place else Role.FIELD, name=name)


def _stem_lines(lines: Sequence[Line], number: str, paragraph: int) -> Iterator[Line]:
    """The stem, and in a table without columns for options these too."""
    first = lines[0] if lines else Line(paragraph)
    token = token_of(first)
    if token.sign in (Sign.QUESTION, Sign.NUMBER):
        first, number = token.line, number or token.name
    yield replace(first, role=Role.QUESTION, name=re.sub(r"\D", "", number)[:4])
    yield from lines[1:]


def _option_lines(options: Sequence[Sequence[Line]], has_right_first: bool) -> Iterator[Line]:
    """The filled options, up to the last one; a gap before it is for the author to mend."""
    count = max((place for place, lines in enumerate(options, start=1) if lines), default=0)
    for position, lines in enumerate(options[:count]):
        first, *others = lines or (Line(options[count - 1][0].number),)
        letter = letter_of(position)
        is_ticked = has_right_first and position == 0
        yield replace(_without_letter(first, letter), role=Role.OPTION, name=letter, is_ticked=is_ticked)
        yield from (replace(line, role=Role.TEXT) for line in others)


def _without_letter(line: Line, letter: str) -> Line:
    """Some write "A. …" in the column A too."""
    match = re.match(rf"\s*{letter}\s*[.)]\s*", line.text)
    return line.part(match.end()) if match else line


def _joined(row: Sequence[Cell]) -> Iterator[Line]:
    """The lines of a row; a label alone in its cell goes before the text beside it."""
    cells = list(row)
    while cells:
        cell = cells.pop(0)
        match = _LABEL.fullmatch(cell.text)
        if match and cells and _goes_before(match, cells[0]):
            label = cell.text.strip(" .:)") + ("." if match["option"] else ":")
            first, *others = cells.pop(0).lines
            runs = tuple(replace(run, text=run.text.strip(" .:)\t")) for run in cell.lines[0].runs)
            marks = runs[0].marks if runs else frozenset()
            yield replace(first, runs=(Run(label, marks), Run(" "), *first.runs))
            yield from others
        else:
            yield from cell.lines


def _goes_before(label: re.Match[str], beside: Cell) -> bool:
    """A number or letter without a sign of its own is a label only beside words; it may be a figure in a table."""
    is_marked = bool(label["key"]) or not label[0].strip()[-1].isalnum() or label[0].strip()[:1].lower() == "c"
    has_words = sum(letter.isalpha() for letter in beside.text) > 2
    return bool(beside.lines) and (is_marked or has_words)
