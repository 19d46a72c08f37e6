"""The exam on paper: its codes, and what is printed."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from ... import clock, typesetting
from ...courses.classes.access import Work
from ...errors import DomainError
from ...import_pages import XLSX
from ...wording import translate
from .. import output_queries, paper_files, paper_queries, queries
from ..blueprint import blueprint
from ..models import Exam, PaperCode
from ..output_forms import PaperCodesForm
from ..services import paper_codes
from .outputs import as_file, note_look, what_is_open

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@blueprint.route("/exams/<code:code>/paper", methods=["GET", "POST"])
def show_paper_codes(code: str) -> str | BaseResponse:
    """The codes of the paper: make them, print them."""
    exam = queries.get_exam(code, Work.MANAGE)
    form = PaperCodesForm()
    if form.validate_on_submit():
        try:
            made = paper_codes.make_codes(exam, form.first.data, form.count.data, clock.now())
            flash(_("Đã tạo %(count)s mã đề.", count=len(made)), "success")
            return redirect(url_for(".show_paper_codes", code=code), 303)
        except DomainError as error:
            form.form_errors.append(translate(error.sentence))
            exam = queries.get_exam(code, Work.MANAGE)
    return render_template(
        "exams/show_paper_codes.html",
        exam=exam,
        form=form,
        codes=output_queries.paper_codes(exam),
        has_entries=paper_codes.has_entries(exam),
        may_see_keys=paper_queries.may_see_keys(exam),
        **what_is_open(exam),
    )


@blueprint.get("/exams/<code:code>/paper/papers.pdf")
def print_papers(code: str) -> Response:
    """All codes, or one (?paper=101), in one or two columns; every export is noted."""
    exam, chosen = _chosen(code)
    columns = 2 if request.args.get("columns") == "2" else 1
    return as_file(paper_files.papers_pdf(exam, chosen, columns), f"de-thi-{code}.pdf", typesetting.PDF)


@blueprint.get("/exams/<code:code>/paper/papers.docx")
def write_papers(code: str) -> Response:
    """The same as a Word document."""
    exam, chosen = _chosen(code)
    from ..paper_word import papers_docx  # the writer of Word files is slow to load

    return as_file(papers_docx(exam, chosen), f"de-thi-{code}.docx", DOCX)


@blueprint.get("/exams/<code:code>/paper/keys.pdf")
def print_keys(code: str) -> Response:
    """The key table; only for those who may see keys, and noted."""
    exam = _exam_with_keys(code)
    content = paper_files.key_table_pdf(exam, output_queries.paper_codes(exam))
    return as_file(content, f"dap-an-{code}.pdf", typesetting.PDF)


@blueprint.get("/exams/<code:code>/paper/keys.xlsx")
def export_keys(code: str) -> Response:
    """The same as a workbook."""
    exam = _exam_with_keys(code)
    content = paper_files.key_table_workbook(exam, output_queries.paper_codes(exam))
    return as_file(content, f"dap-an-{code}.xlsx", XLSX)


def _chosen(code: str) -> tuple[Exam, Sequence[PaperCode]]:
    """The exam and the codes to print; raises NotFound where there are none."""
    exam = queries.get_exam(code, Work.MANAGE)
    wanted = request.args.get("paper", "")
    note_look(exam, "paper_code.exported", clock.now(), code=wanted)
    exam = queries.get_exam(code, Work.MANAGE)
    codes = output_queries.paper_codes(exam)
    return exam, codes if codes and not wanted else [paper_queries.get_code(exam, wanted)]


def _exam_with_keys(code: str) -> Exam:
    exam = queries.get_exam(code, Work.MANAGE)
    paper_queries.require_keys(exam)
    note_look(exam, "paper_key.viewed", clock.now())
    return queries.get_exam(code, Work.MANAGE)
