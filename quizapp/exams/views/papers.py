"""Step 2: the matrix; a sample paper; the exam as a candidate would sit it."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from ... import clock
from ...accounts.forms import refuse
from ...assessments import pools, sample_papers
from ...assessments.forms import read_answers
from ...assessments.matrix_desk import MatrixDesk
from ...courses.classes.access import Work
from ...errors import DomainError
from ...questions import facility
from .. import expectation, queries, readiness
from ..blueprint import blueprint
from ..classification import classify, to_scale
from ..locks import locks_of
from ..models import Exam
from ..services import exams


@blueprint.route("/exams/<code:code>/matrix", methods=["GET", "POST"])
def edit_matrix(code: str) -> Any:
    """One row a kind of question, beside what the bank has and what the papers would be."""
    exam = queries.get_exam(code, Work.MANAGE)
    now = clock.now()
    desk = MatrixDesk(exam.assessment)
    if desk.is_to_be_stored():
        try:
            exams.set_matrix(exam, desk.form.matrix(), now, usable_banks=desk.usable_banks())
            flash(_("Đã lưu ma trận đề."), "success")
            next_page = {"sample": ".show_sample_paper", "check": ".edit_matrix"}.get(desk.action, ".edit_rules")
            return redirect(url_for(next_page, code=code), 303)
        except DomainError as error:
            exam = queries.get_exam(code, Work.MANAGE)
            refuse(desk.form, error)
    paper = readiness.paper_of(exam) if exam.assessment.matrix else None
    page = render_template(
        "exams/edit_matrix.html",
        exam=exam,
        paper=paper,
        expected=_expected(exam, paper) if paper and paper.cells else None,
        lock=locks_of(exams.progress_of(exam, now)).get("matrix"),
        now=now,
        **desk.shown(),
    )
    return page, 422 if desk.form.errors else 200


def _expected(exam: Exam, drawn: readiness.Paper) -> dict[str, Any]:
    """How much will be right, of the whole paper and row by row."""
    cells = [cell for cell in exam.assessment.matrix if cell["count"]]
    known = facility.facility_in({cell["bank"] for cell in cells})
    rows = [
        (pools.describe(cell), filled.count, expectation.of_cell(filled, known))
        for cell, filled in zip(cells, drawn.cells, strict=True)
    ]
    return {"paper": expectation.of_paper(drawn.cells, known), "rows": rows}


@blueprint.get("/exams/<code:code>/sample")
def show_sample_paper(code: str) -> Any:
    """A paper as a candidate could get it (``?paper=N``: always the same one); the key only for who may see it."""
    exam = queries.get_exam(code, Work.MANAGE)
    number = request.args.get("paper", 1, type=int) % sample_papers.MOST
    return _show(exam, "exams/show_sample_paper.html", number, shows_key=request.args.get("key") == "1")


def _show(exam: Exam, template: str, number: int, shows_key: bool = False, **more: Any) -> Any:
    try:
        sample = sample_papers.draw(exam.assessment, number, shows_key)
    except DomainError as error:
        page = render_template(template, exam=exam, fault=error.sentence, now=clock.now())
        return page, error.status
    return render_template(template, exam=exam, sample=sample, now=clock.now(), **more)


@blueprint.route("/exams/<code:code>/rehearsal", methods=["GET", "POST"])
def rehearse_exam(code: str) -> Any:
    """Sit it as a candidate; nothing is stored."""
    exam = queries.get_exam(code, Work.MANAGE)
    number = request.args.get("paper", 1, type=int) % sample_papers.MOST
    if request.method == "GET":
        return _show(exam, "exams/rehearse_exam.html", number, answers={}, marks=None)
    answers, assessment = read_answers(request.form), exam.assessment
    sample = sample_papers.draw(assessment, number)
    if not sample.may_see_key:  # whoever tries one answer after another would learn the key from the marks
        flash(_("Bạn chưa được phân quyền xem đáp án, nên bài làm thử không được chấm."), "info")
        return _show(exam, "exams/rehearse_exam.html", number, answers=answers, marks=None)
    marks = sample_papers.mark(sample, answers, assessment.partial_credit)
    earned = to_scale(marks.score, marks.max_score, exam.scale, exam.step)
    band = classify(earned, exam.bands, exam.pass_mark)
    return _show(exam, "exams/rehearse_exam.html", number, answers=answers, marks=marks, earned=earned, band=band)
