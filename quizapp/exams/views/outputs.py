"""The mark sheet, the summary of the class and the statistics of an exam."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from ... import clock, typesetting
from ...accounts import audit
from ...accounts.access import Permission, can, require
from ...courses.classes.access import Work, work_in
from ...import_pages import XLSX
from .. import mark_sheet_files as files
from .. import output_queries, queries
from ..blueprint import blueprint
from ..mark_sheet import MARKED
from ..models import Exam
from ..official_papers import FIELDS, form_of, save_form
from ..output_forms import OfficialPapersForm
from ..statistics import distribution, figures

PAGE = 100
_FILES: dict[str, tuple[Callable[[files.Sheet], bytes], str]] = {
    "mark-sheet.xlsx": (files.mark_sheet_workbook, XLSX),
    "mark-sheet.pdf": (files.mark_sheet_pdf, typesetting.PDF),
    "summary.xlsx": (files.summary_workbook, XLSX),
    "summary.pdf": (files.summary_pdf, typesetting.PDF),
}


@blueprint.get("/exams/<code:code>/mark-sheet")
def show_mark_sheet(code: str) -> str:
    """Who got which mark; every look is noted."""
    sheet = _sheet(code, "mark_sheet.viewed")
    pages = max(1, -(-len(sheet.rows) // PAGE))
    page = min(max(request.args.get("page", 1, type=int), 1), pages)
    return render_template(
        "exams/show_mark_sheet.html",
        sheet=sheet,
        exam=sheet.exam,
        rows=sheet.rows[(page - 1) * PAGE : page * PAGE],
        page=page,
        pages=pages,
        summary=sheet.summary,
        remark=files.remark_of(sheet),
        files=files,
        **what_is_open(sheet.exam),
    )


@blueprint.get("/exams/<code:code>/outputs/<name>")
def download_output(code: str, name: str) -> Response:
    """The sheet or the summary as a file; every export is noted."""
    if name not in _FILES:
        abort(404)
    make, media_type = _FILES[name]
    sheet = _sheet(code, "mark_sheet.exported", file=name)
    prefix = "bang-diem" if name.startswith("mark-sheet") else "tong-hop"
    return as_file(make(sheet), f"{prefix}-{code}.{name.rpartition('.')[2]}", media_type)


@blueprint.get("/exams/<code:code>/statistics")
def show_statistics(code: str) -> str:
    """How the exam and its questions turned out."""
    exam, now = queries.get_exam(code, Work.VIEW), clock.now()
    rows = output_queries.mark_sheet(exam, now)
    marks = [row.mark for row in rows if row.standing == MARKED and row.mark is not None]
    # Whoever may only look sees the marks, not the questions.
    open_to_me = what_is_open(exam)
    items = output_queries.item_statistics(exam) if open_to_me["may_manage"] else []
    return render_template(
        "exams/show_statistics.html",
        exam=exam,
        now=now,
        figures=figures(marks),
        columns=distribution(marks, exam.scale),
        summary=files.Sheet(exam, form_of(exam.course_class.unit), rows, now).summary,
        files=files,
        **open_to_me,
        items=items,
        stems=output_queries.stems_of(items),
    )


@blueprint.route("/exams/<code:code>/official-papers", methods=["GET", "POST"])
def edit_official_papers(code: str) -> str | BaseResponse:
    """How the unit heads and signs its papers."""
    exam = queries.get_exam(code, Work.MANAGE)
    unit = exam.course_class.unit
    require(Permission.CLASS_MANAGE, unit.path)
    form = OfficialPapersForm(obj=form_of(unit))
    if form.validate_on_submit():
        values = {name: form[name].data or "" for name in FIELDS}
        save_form(unit, values, clock.now())
        flash(_("Đã lưu phần đầu trang và chữ ký."), "success")
        return redirect(url_for(".show_mark_sheet", code=code), 303)
    return render_template("exams/edit_official_papers.html", exam=exam, unit=unit, form=form)


def _sheet(code: str, action: str, **detail: str) -> files.Sheet:
    """The mark sheet, for those who may see the class; that it was looked at is noted."""
    exam, now = queries.get_exam(code, Work.VIEW), clock.now()
    note_look(exam, action, now, **detail)
    # What was loaded before has expired with the note.
    exam = queries.get_exam(code, Work.VIEW)
    return files.Sheet(exam, form_of(exam.course_class.unit), output_queries.mark_sheet(exam, now), now)


def what_is_open(exam: Exam) -> dict[str, bool]:
    """Which of the pages beside each other the signed-in person may open."""
    course_class = exam.course_class
    return {
        "may_manage": Work.MANAGE in work_in(course_class),
        "may_set_up": can(Permission.CLASS_MANAGE, course_class.unit.path),
    }


def note_look(exam: Exam, action: str, now: datetime, **detail: str) -> None:
    """Note in the log that a list of the exam was looked at."""
    unit_id = exam.course_class.unit_id
    audit.record_look(action, "exam", exam.assessment.code, now=now, unit_id=unit_id, **detail)


def as_file(content: bytes, name: str, media_type: str, is_attachment: bool = True) -> Response:
    """A file to keep, or to be shown by the browser itself."""
    response = Response(content, mimetype=media_type)
    response.headers.set("Content-Disposition", "attachment" if is_attachment else "inline", filename=name)
    response.headers["Cache-Control"] = "private, no-store"
    return response
