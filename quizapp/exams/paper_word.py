"""Printed papers with their answer sheets as a Word document, for those who set them on by hand."""

from __future__ import annotations

import base64
import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.shared import Cm, Emu, Pt
from docx.text.paragraph import Paragraph

from .models import Exam, PaperCode
from .official_papers import form_of, head_of
from .paper_blocks import Block
from .paper_files import described, subject_lines, words

_FONT = "Times New Roman"
_WIDEST = Cm(15)
_PIXEL = 9_525  # English Metric Units: 96 pixels are an inch


def papers_docx(exam: Exam, codes: Sequence[PaperCode]) -> bytes:
    """The papers of these codes one after another, each on pages of its own. The same codes give the same bytes."""
    document = Document()
    made_at = max(one.created_at for one in codes)
    _set_up(document)
    _name(document, exam, made_at)
    for place, code in enumerate(codes):
        if place:
            document.add_page_break()
        _write_paper(document, exam, code)
    output = io.BytesIO()
    document.save(output)
    return _timed(output.getvalue(), made_at)


def _name(document: WordDocument, exam: Exam, made_at: datetime) -> None:
    """What the file says of itself: nothing of the tool, nothing of a person."""
    about = document.core_properties
    about.author, about.title, about.comments = exam.course_class.unit.name, exam.assessment.title, ""
    about.created = about.modified = made_at.replace(tzinfo=None)


def _timed(content: bytes, made_at: datetime) -> bytes:
    """The same file with this time at its parts."""
    output, stamp = io.BytesIO(), made_at.timetuple()[:6]
    with ZipFile(io.BytesIO(content)) as source, ZipFile(output, "w", ZIP_DEFLATED) as target:
        for part in source.infolist():
            timed = ZipInfo(part.filename, stamp)
            timed.compress_type = ZIP_DEFLATED
            target.writestr(timed, source.read(part))
    return output.getvalue()


def _set_up(document: WordDocument) -> None:
    document.styles["Normal"].font.name = _FONT
    document.styles["Normal"].font.size = Pt(12)
    document.styles["Normal"].paragraph_format.space_after = Pt(2)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin = Cm(2), Cm(1.5)
    section.top_margin = section.bottom_margin = Cm(1.5)
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for field, text in (("PAGE", "/"), ("NUMPAGES", "")):
        _add_field(foot, field)
        foot.add_run(text)


def _add_field(paragraph: Paragraph, name: str) -> None:
    """A number that Word counts itself."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    paragraph._p.append(field)


def _write_paper(document: WordDocument, exam: Exam, code: PaperCode) -> None:
    told, questions = words(), described(exam, code)
    _write_head(document, exam)
    _centred(document, exam.assessment.title.upper(), bold=True)
    for line in subject_lines(exam):
        _centred(document, line)
    _centred(document, f"{told['code']}: {code.code}", bold=True)
    for text in told["lines"]:
        document.add_paragraph(text)
    for question in questions:
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.space_before = Pt(8)
        paragraph.paragraph_format.keep_with_next = bool(question["options"])
        paragraph.add_run(f"{told['question']} {question['number']}. ").bold = True
        _write_blocks(document, paragraph, question["stem"])
        for option in question["options"]:
            own = document.add_paragraph()
            own.paragraph_format.left_indent = Cm(0.75)
            own.add_run(f"{option['letter']}. ").bold = True
            _write_blocks(document, own, option["blocks"])
    _centred(document, told["end"], bold=True)
    _write_answer_sheet(document, code, told, questions)


def _write_head(document: WordDocument, exam: Exam) -> None:
    unit = exam.course_class.unit
    head = head_of(form_of(unit), unit, None)
    left, right = document.add_table(1, 2).rows[0].cells
    _lines_of(left.paragraphs[0], [head["superior"].upper()], [head["issuer"].upper()])
    _lines_of(right.paragraphs[0], [], head["motto"])


def _lines_of(paragraph: Paragraph, plain: Sequence[str], bold: Sequence[str]) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    lines = [(text, False) for text in plain if text] + [(text, True) for text in bold]
    for place, (text, is_bold) in enumerate(lines):
        if place:
            paragraph.add_run().add_break()
        paragraph.add_run(text).bold = is_bold


def _centred(document: WordDocument, text: str, bold: bool = False) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.add_run(text).bold = bold


def _write_blocks(document: WordDocument, paragraph: Paragraph, blocks: Sequence[Block]) -> None:
    """On in this paragraph; a further block begins a line, a table stands by itself."""
    for place, block in enumerate(blocks):
        if block["kind"] == "table":
            _write_table(document, block)
            continue
        if place:
            paragraph.add_run().add_break(WD_BREAK.LINE)
        for run in block["runs"]:
            _write_run(paragraph, run)


def _write_run(paragraph: Paragraph, run: dict[str, Any]) -> None:
    if "formula" in run:
        paragraph._p.append(parse_xml(run["word"]))
        return
    if "drawing" in run:
        content = base64.b64decode(run["source"].partition(",")[2])
        width = min(Emu(run["width"] * _PIXEL), _WIDEST)
        paragraph.add_run().add_picture(io.BytesIO(content), width=width)
        return
    written, marks = paragraph.add_run(run["text"]), set(run["marks"])
    written.bold = bool(marks & {"b", "strong"}) or None
    written.italic = bool(marks & {"i", "em"}) or None
    written.underline = "u" in marks or None
    written.font.superscript = "sup" in marks or None
    written.font.subscript = "sub" in marks or None


def _write_table(document: WordDocument, block: Block) -> None:
    width = max((len(row) for row in block["rows"]), default=0)
    if not width:
        return
    made = document.add_table(len(block["rows"]), width, style="Table Grid")
    for row, made_row in zip(block["rows"], made.rows, strict=True):
        for cell, made_cell in zip(row, made_row.cells, strict=False):
            for one in cell:
                for run in one.get("runs", ()):
                    _write_run(made_cell.paragraphs[0], run)


def _write_answer_sheet(
    document: WordDocument, code: PaperCode, told: dict[str, Any], questions: Sequence[dict[str, Any]]
) -> None:
    document.add_page_break()
    _centred(document, f"{told['answer-sheet']} – {told['code']}: {code.code}", bold=True)
    for line in told["lines"]:
        document.add_paragraph(line)
    document.add_paragraph().add_run(told["how"]).italic = True
    lettered = [question for question in questions if question["letters"]]
    height = max(10, -(-len(lettered) // 4))
    columns = [lettered[start : start + height] for start in range(0, len(lettered), height)]
    if columns:
        table = document.add_table(len(columns[0]), len(columns), style="Table Grid")
        for at, column in enumerate(columns):
            for row, question in enumerate(column):
                letters = "   ".join(question["letters"])
                table.cell(row, at).text = f"{question['number']:>2}.  {letters}"
    for question in (one for one in questions if not one["letters"]):
        document.add_paragraph().add_run(f"{told['question']} {question['number']}:").bold = True
        for _line in range(14):
            document.add_paragraph("." * 130)
