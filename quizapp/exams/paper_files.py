"""Printed papers with their answer sheets, and the table of keys by code."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from flask_babel import gettext as _

from .. import typesetting
from ..assessments import paper, sheet
from ..assessments.paper import PaperQuestion
from ..tables import write_xlsx
from ..wording import day, number
from .mark_sheet_files import subject_of
from .models import Exam, PaperCode
from .official_papers import form_of, head_of
from .paper_blocks import blocks_of
from .paper_codes import key_row, letters_of
from .services.paper_codes import CHOICES, sheet_of

SHEETS = Path(__file__).parent / "sheets"


def papers_pdf(exam: Exam, codes: Sequence[PaperCode], columns: int = 1, with_answer_sheet: bool = True) -> bytes:
    """The papers of these codes one after another, each with its own page numbers and answer sheet. The same codes
    give the same bytes."""
    content = {
        "form": _head(exam),
        "title": exam.assessment.title.upper(),
        "subject": subject_lines(exam),
        "columns": columns,
        "with-answer-sheet": with_answer_sheet,
        "papers": [{"code": one.code, "questions": described(exam, one)} for one in codes],
        "words": words(),
    }
    return typesetting.pdf(SHEETS / "paper.typ", content, made_at=max(one.created_at for one in codes))


def subject_lines(exam: Exam) -> list[str]:
    """What the paper is for, and how long."""
    held = _("Ngày thi: %(day)s", day=day(exam.assessment.opens_at))
    minutes = _("thời gian làm bài: %(minutes)s phút", minutes=number(exam.assessment.minutes))
    return [exam.course_class.course_title, f"{held}; {minutes}"]


def words() -> dict[str, Any]:
    """Everything on the papers that is not of one of them."""
    dots = "." * 60
    return {
        "code": _("Mã đề"),
        "page": _("trang"),
        "question": _("Câu"),
        "end": _("–––– HẾT ––––"),
        "answer-sheet": _("PHIẾU TRẢ LỜI"),
        "lines": [
            f"{_('Họ và tên')}: {dots}{dots[:20]} {_('Số báo danh')}: {dots[:26]}",
            f"{_('Đơn vị')}: {dots}{dots[:20]} {_('Chữ ký')}: {dots[:30]}",
        ],
        "how": _("Tô kín hoặc khoanh tròn chữ cái bạn chọn. Muốn đổi, gạch chéo chữ cũ rồi tô chữ mới."),
    }


def described(exam: Exam, code: PaperCode) -> list[dict[str, Any]]:
    """The questions of a code in its order; nothing in it says which option is right."""
    questions = sheet_of(exam, code.sheet_revision)
    drawn = paper.unpack(code.paper)
    return [_question(place, one, questions.questions[one.version_id]) for place, one in enumerate(drawn, 1)]


def _question(place: int, drawn: PaperQuestion, question: sheet.SheetQuestion) -> dict[str, Any]:
    is_lettered = question.kind in CHOICES
    letters = letters_of(drawn)
    return {
        "number": str(place),
        "stem": blocks_of(question.stem),
        "letters": letters if is_lettered else "",
        "options": [
            {"letter": letter, "blocks": blocks_of(question.options[at])}
            for letter, at in zip(letters, drawn.order, strict=True)
        ],
    }


def key_table_pdf(exam: Exam, codes: Sequence[PaperCode]) -> bytes:
    """A row for each question, a column for each code."""
    headings, rows = _key_table(exam, codes)
    content = {
        "form": _head(exam),
        "title": _("BẢNG ĐÁP ÁN THEO MÃ ĐỀ"),
        "subject": subject_of(exam),
        "headings": headings,
        "rows": rows,
    }
    return typesetting.pdf(SHEETS / "key_table.typ", content)


def key_table_workbook(exam: Exam, codes: Sequence[PaperCode]) -> bytes:
    """The same as a workbook."""
    headings, rows = _key_table(exam, codes)
    return write_xlsx(headings, rows, _("Đáp án"), [_("BẢNG ĐÁP ÁN THEO MÃ ĐỀ"), *subject_of(exam)])


def _key_table(exam: Exam, codes: Sequence[PaperCode]) -> tuple[list[str], list[list[str]]]:
    columns = [key_row(paper.unpack(one.paper), sheet_of(exam, one.sheet_revision).keys) for one in codes]
    rows = [
        [str(place), *(letters or _("Tự luận") for letters in row)]
        for place, row in enumerate(zip(*columns, strict=True), 1)
    ]
    return [_("Câu"), *(_("Mã %(code)s", code=one.code) for one in codes)], rows


def _head(exam: Exam) -> dict[str, Any]:
    unit = exam.course_class.unit
    return head_of(form_of(unit), unit, None)
