"""Word exams, out: documents to print or to go on with, which ``docx.read`` reads back as the same questions."""

from __future__ import annotations

import base64
import binascii
import io
import re
from collections.abc import Sequence

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.image.exceptions import InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError
from docx.oxml import parse_xml
from docx.shared import Cm, Length, Pt
from docx.styles.style import ParagraphStyle
from docx.table import _Cell
from docx.text.paragraph import Paragraph as WordParagraph
from docx.text.run import Run as WordRun

from ...errors import Refused, Sentence
from ...rich_text import from_plain_text
from . import docx_own as own
from .checks import CHOICES
from .docx_formula_writer import word_formula
from .docx_html import Formula, Paragraph, Picture, Table, paragraphs_of
from .exam_lines import Mark, Run
from .parsed import KIND_LABELS, LEVEL_LABELS, Kind, ParsedQuestion, letter_of, true_false_options
from .table_other_kinds import Cells, written_other
from .xml_markup import without_unwritable

_DATA = re.compile(r"data:image/(?:png|jpe?g|gif);base64,([A-Za-z0-9+/=\s]+)\Z")
_WIDEST_PICTURE = Cm(15)
_FONT = "Times New Roman"
_NUMBERED = "List Number"
_NAMED = frozenset((Mark.STRONG, Mark.EMPHASIS, Mark.CODE))
_UNREADABLE_PICTURE = (
    UnrecognizedImageError,
    InvalidImageStreamError,
    UnexpectedEndOfFileError,
    binascii.Error,
    ZeroDivisionError,
)


def write(questions: Sequence[ParsedQuestion], title: str = "") -> bytes:
    """The questions as a Word document. Raises Refused, naming the question, for a picture that Word cannot hold."""
    writing = _Writing()
    if title.strip():
        writing.title(title)
    for number, question in enumerate(questions, start=1):
        writing.question(number, question)
    return writing.content()


class _Writing:
    """One document while it is written."""

    def __init__(self) -> None:
        self._document: WordDocument = Document()
        self._styles = _add_styles(self._document)
        self._item = ""
        self._numbers = 0

    def content(self) -> bytes:
        """The finished file."""
        output = io.BytesIO()
        self._document.save(output)
        return output.getvalue()

    def title(self, title: str) -> None:
        """The name of the exam."""
        self._document.add_paragraph(without_unwritable(" ".join(title.split())), style="Title")

    def question(self, number: int, question: ParsedQuestion) -> None:
        """A question with everything that is known about it."""
        self._item = question.item
        self._labelled(own.QUESTION, f"Câu {number}: ", question.stem)
        has_options = not _is_truth(question)
        for position, option in enumerate(question.options if has_options else ()):
            self._labelled(own.OPTION, f"{letter_of(position)}. ", option.text)
            if option.match:
                self._field(own.FIELD_LABELS["match"], option.match)
        cells = Cells((), _key(question)) if question.kind in CHOICES else written_other(question)
        for position, text in enumerate(cells.options if not question.options else ()):
            self._labelled(own.OPTION, f"{letter_of(position)}. ", from_plain_text(text))
        if cells.key or question.kind in CHOICES:
            self._field(own.KEY_LABEL, from_plain_text(cells.key))
        for name, html in _fields(question).items():
            if html:
                self._field(own.FIELD_LABELS[name], html)

    def _field(self, label: str, html: str) -> None:
        self._labelled(own.FIELD, f"{label}: ", html)

    def _labelled(self, style: str, label: str, html: str) -> None:
        """A paragraph with its label; what does not fit into it goes on below."""
        parts = paragraphs_of(html)
        first = parts[0] if parts else Paragraph()
        is_fitting = isinstance(first, Paragraph) and first.block in ("", "p")
        block = first.block if isinstance(first, Paragraph) and is_fitting else ""
        paragraph = self._paragraph(style + own.AS_PARAGRAPH if block else style)
        paragraph.add_run(label).bold = style == own.QUESTION or None
        if isinstance(first, Paragraph) and is_fitting:
            self._runs(paragraph, first.runs)
        for part in parts[1:] if is_fitting else parts:
            self._continued(part)

    def _continued(self, part: Paragraph | Table) -> None:
        if isinstance(part, Table):
            self._table(part)
            return
        paragraph = self._paragraph(own.CONTINUED[part.block])
        if part.block == "ol":
            self._number(paragraph, part.begins)
        self._runs(paragraph, part.runs)

    def _paragraph(self, style: str) -> WordParagraph:
        """By the style's id: python-docx looks through all styles for each name."""
        paragraph = self._document.add_paragraph()
        paragraph._p.style = self._styles[style]
        return paragraph

    def _number(self, paragraph: WordParagraph, begins: bool) -> None:
        if begins or not self._numbers:
            self._begin_numbers()
        properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_ilvl().val = 0
        properties.get_or_add_numId().val = self._numbers

    def _begin_numbers(self) -> None:
        """A numbered list of its own, which begins with 1."""
        numbering = self._document.part.numbering_part.element
        of_style = self._document.styles[_NUMBERED].element.pPr.numPr.numId.val
        number = numbering.add_num(numbering.num_having_numId(of_style).abstractNumId.val)
        number.add_lvlOverride(ilvl=0).add_startOverride(1)
        self._numbers = number.numId

    def _table(self, table: Table) -> None:
        width = max((len(row) for row in table.rows), default=0)
        if not width:
            return
        made = self._document.add_table(len(table.rows), width, style="Table Grid")
        for row, made_row in zip(table.rows, made.rows, strict=True):
            for parts, cell in zip(row, made_row.cells, strict=False):
                self._cell(parts, cell)

    def _cell(self, parts: Sequence[Paragraph | Table], cell: _Cell) -> None:
        """Tables within a cell become its text."""
        paragraphs = [part for part in parts if isinstance(part, Paragraph) and (part.runs or part.block)]
        for place, part in enumerate(paragraphs or [Paragraph()]):
            paragraph = cell.add_paragraph() if place else cell.paragraphs[0]
            paragraph._p.style = self._styles[own.CELL]
            self._runs(paragraph, part.runs)

    def _runs(self, paragraph: WordParagraph, runs: Sequence[Run]) -> None:
        for run in runs:
            if isinstance(run, Picture):
                self._picture(paragraph.add_run(), run)
            elif isinstance(run, Formula):
                paragraph._p.append(parse_xml(word_formula(run.content)))
            else:
                self._look(paragraph.add_run(without_unwritable(run.text)), run.marks)

    def _look(self, run: WordRun, marks: frozenset[Mark]) -> None:
        named = marks & _NAMED
        if named:
            run._r.style = self._style_of_letters(named)
        if Mark.BOLD in marks:
            run.bold = True
        if Mark.ITALIC in marks:
            run.italic = True
        if Mark.UNDERLINE in marks:
            run.underline = True
        if Mark.RAISED in marks:
            run.font.superscript = True
        if Mark.LOWERED in marks:
            run.font.subscript = True

    def _style_of_letters(self, marks: frozenset[Mark]) -> str:
        """The id of a style for marks that Word has none for; made when it is needed."""
        name = own.LETTERS + " ".join(sorted(marks))
        if name not in self._styles:
            style = self._document.styles.add_style(name, WD_STYLE_TYPE.CHARACTER)
            style.font.bold = Mark.STRONG in marks or None
            style.font.italic = Mark.EMPHASIS in marks or None
            style.font.name = "Consolas" if Mark.CODE in marks else None
            self._styles[name] = style.style_id
        return self._styles[name]

    def _picture(self, run: WordRun, picture: Picture) -> None:
        match = _DATA.match(picture.source)
        try:
            content = base64.b64decode(match[1]) if match else b""
            shape = run.add_picture(io.BytesIO(content))
        except _UNREADABLE_PICTURE:
            raise Refused(
                Sentence(
                    "%(item)s có hình không ghi được vào tệp Word. Hãy đổi hình sang PNG, hoặc xuất sang GIFT.",
                    item=self._item,
                )
            ) from None
        if shape.width > _WIDEST_PICTURE:
            shape.height = Length(shape.height * _WIDEST_PICTURE // shape.width)
            shape.width = _WIDEST_PICTURE
        if picture.alternative:
            shape._inline.docPr.set("descr", picture.alternative)


def _is_truth(question: ParsedQuestion) -> bool:
    return question.kind is Kind.TRUEFALSE and question.options in (true_false_options(True), true_false_options(False))


def _key(question: ParsedQuestion) -> str:
    if _is_truth(question):
        return "Đúng" if question.options[0].is_right else "Sai"
    return ", ".join(letter_of(place) for place, option in enumerate(question.options) if option.is_right)


def _fields(question: ParsedQuestion) -> dict[str, str]:
    """What stands below the key, in HTML. The kind is named where it cannot be seen from options and key."""
    count = sum(option.is_right for option in question.options)
    is_seen = _is_truth(question) or question.kind is (Kind.MULTIPLE if count > 1 else Kind.SINGLE)
    remark = "" if question.kind in CHOICES else written_other(question).kind
    return {
        "kind": "" if is_seen else from_plain_text(KIND_LABELS[question.kind] + remark),
        "explanation": question.explanation,
        "source": from_plain_text(question.source),
        "topic": from_plain_text(question.topic),
        "level": from_plain_text(LEVEL_LABELS[question.level]) if question.level else "",
        "tags": from_plain_text("; ".join(question.tags)),
        "reference": from_plain_text(question.reference),
    }


def _add_styles(document: WordDocument) -> dict[str, str]:
    """The ids of our own paragraph styles by their names."""
    document.styles["Normal"].font.name = _FONT
    document.styles["Normal"].font.size = Pt(13)
    names = [*own.LABELLED, *(name + own.AS_PARAGRAPH for name in own.LABELLED), own.CELL, *own.CONTINUED.values()]
    bases = {own.CONTINUED["ul"]: "List Bullet", own.CONTINUED["ol"]: _NUMBERED}
    return {name: _paragraph_style(document, name, bases.get(name, "Normal")).style_id for name in names}


def _paragraph_style(document: WordDocument, name: str, base: str) -> ParagraphStyle:
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = document.styles[base]
    spacing = style.paragraph_format
    spacing.space_after = Pt(2)
    if name.startswith(own.QUESTION):
        spacing.space_before, spacing.keep_with_next = Pt(10), True
    elif not name.startswith(own.CELL):
        spacing.left_indent = Cm(0.75)
    return style
