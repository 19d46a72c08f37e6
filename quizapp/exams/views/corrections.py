"""Pages on which a wrong key is corrected or a question annulled, after the exam."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from ... import clock
from ...accounts import audit
from ...courses.classes.access import Work
from ...errors import DomainError, Invalid, NotFound, Refused, Sentence
from ...jobs.queue import send
from ...wording import translate
from .. import correction_forms, correction_queries, paper_queries, queries
from ..blueprint import blueprint
from ..classification import BANDS
from ..models import Exam
from ..services import corrections
from ..services.corrections import Plan


@blueprint.get("/exams/<code:code>/corrections")
def list_corrections(code: str) -> str:
    """The questions of the papers, each with a way to correct it, and what was corrected so far."""
    exam = queries.get_exam(code, Work.MANAGE)
    drawn = queries.list_drawn_questions(exam)
    return render_template(
        "exams/list_corrections.html",
        exam=exam,
        reason=_reason_not_to(exam, clock.now()),
        questions=sorted(drawn.values(), key=lambda one: one.version_id),
        kept=correction_queries.list_corrections(exam),
        words_of=_words_of(drawn),
    )


@blueprint.get("/exams/<code:code>/corrections/<id:version_id>")
def edit_correction(code: str, version_id: int) -> str:
    """The question with its present key, and the new one."""
    exam = queries.get_exam(code, Work.MANAGE)
    return _show_form(exam, version_id)


@blueprint.post("/exams/<code:code>/corrections/<id:version_id>/preview")
def preview_correction(code: str, version_id: int) -> Any:
    """Who would change, before anything is stored."""
    exam = queries.get_exam(code, Work.MANAGE)
    now = clock.now()
    try:
        plan = _read_plan(exam, version_id)
        audit.record_look("exam.correction_previewed", "exam", code, now=now, unit_id=exam.course_class.unit_id)
        preview = corrections.preview(exam, plan, now)
    except (Invalid, Refused) as error:
        return _show_form(exam, version_id, error), error.status
    drawn = queries.list_drawn_questions(exam)[version_id]
    return render_template(
        "exams/preview_correction.html",
        exam=exam,
        drawn=drawn,
        plan=plan,
        preview=preview,
        bands=BANDS,
        new_key=correction_forms.words_of(drawn.question, plan.key or []),
        typed=correction_forms.hidden_fields(request.form),
    )


@blueprint.post("/exams/<code:code>/corrections/<id:version_id>")
def correct_question(code: str, version_id: int) -> Any:
    """Mark everybody anew: at once for a class, as a job for many."""
    exam = queries.get_exam(code, Work.MANAGE)
    now = clock.now()
    try:
        plan = _read_plan(exam, version_id)
        if corrections.is_long(exam):
            job_id = corrections.ask_for_job(exam, plan, current_user.id, now)
            send(job_id)
            return redirect(url_for("jobs.show_job", job_id=job_id), 303)
        kept = corrections.correct(exam, plan, current_user.id, now)
    except (Invalid, Refused) as error:
        return _show_form(exam, version_id, error), error.status
    numbers = {"attempts": kept.attempts, "risen": kept.risen, "fallen": kept.fallen}
    flash(_("Đã chấm lại %(attempts)s bài: %(risen)s tăng, %(fallen)s giảm.", **numbers), "success")
    return _to_list(code)


def _to_list(code: str) -> Response:
    return redirect(url_for(".list_corrections", code=code), 303)


def _read_plan(exam: Exam, version_id: int) -> Plan:
    question = _drawn(exam, version_id).question
    kind = request.form.get("kind", "")
    if kind not in ("key", "annulled"):
        raise Invalid(Sentence("Hãy chọn sửa đáp án hoặc hủy câu hỏi."), place="kind")
    key = correction_forms.read_key(question, request.form) if kind == "key" else None
    return Plan(version_id, key, request.form.get("reason", "").strip())


def _drawn(exam: Exam, version_id: int) -> queries.DrawnQuestion:
    found = queries.list_drawn_questions(exam).get(version_id)
    if found is None:
        raise NotFound(Sentence("Không có câu hỏi này trong các đề đã thi."))
    return found


def _show_form(exam: Exam, version_id: int, error: DomainError | None = None) -> str:
    drawn = _drawn(exam, version_id)
    if not paper_queries.may_see_keys(exam):  # until it is over, the present key is for those who may see the bank's
        corrections.require_over(exam, clock.now())
    return render_template(
        "exams/edit_correction.html",
        exam=exam,
        drawn=drawn,
        fields=correction_forms.describe_fields(drawn.question),
        kind=request.form.get("kind", "key"),
        reason=request.form.get("reason", ""),
        letters=correction_forms.LETTERS,
        refused=_reason_not_to(exam, clock.now()),
        error=translate(error.sentence) if error else "",
    )


def _reason_not_to(exam: Exam, now: datetime) -> str:
    try:
        corrections.require_over(exam, now)
    except Refused as error:
        return translate(error.sentence)
    return ""


def _words_of(drawn: dict[int, queries.DrawnQuestion]) -> Any:
    def words(version_id: int, stored: list[Any]) -> str:
        found = drawn.get(version_id)
        return correction_forms.words_of(found.question, stored) if found else ""

    return words
