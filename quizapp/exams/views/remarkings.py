"""Pages of requests to be marked again: the learner's own, and those that wait for the instructor."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from ... import clock
from ...accounts import audit
from ...assessments.queries import get_result
from ...courses.classes.access import Work
from ...errors import DomainError, Invalid, NotFound, Refused
from ...wording import translate
from .. import certificate_queries, correction_queries, queries
from ..blueprint import blueprint
from ..classification import BANDS, in_words
from ..models import Exam, Remarking
from ..results import Scale
from ..services import remarkings


@blueprint.get("/exams/<code:code>/remarking")
def show_own_remarking(code: str) -> str:
    """The learner's mark, what has changed it, and the own request with its deadline."""
    return _show_own(_get_own_exam(code))


@blueprint.post("/exams/<code:code>/remarking")
def ask_for_remarking(code: str) -> Any:
    """Ask to be marked again."""
    exam = _get_own_exam(code)
    try:
        remarkings.ask(exam, current_user, request.form.get("text", ""), clock.now())
    except (Invalid, Refused) as error:
        return _show_own(exam, error), error.status
    flash(_("Đã gửi đơn phúc khảo."), "success")
    return _to_own(code)


@blueprint.post("/exams/<code:code>/remarking/withdrawal")
def withdraw_remarking(code: str) -> Response:
    """Take the own request back."""
    exam = _get_own_exam(code)
    asked = remarkings.find(exam, current_user)
    if asked is None:
        raise NotFound(correction_queries.NO_REQUEST)
    remarkings.withdraw(exam, asked, clock.now())
    flash(_("Đã rút đơn phúc khảo."), "success")
    return _to_own(code)


@blueprint.get("/exams/<code:code>/remarkings")
def list_remarkings(code: str) -> str:
    """All requests, those that wait first."""
    exam = queries.get_exam(code, Work.MANAGE)
    audit.record_look("remarkings.listed", "exam", code, now=clock.now(), unit_id=exam.course_class.unit_id)
    rows = correction_queries.list_remarkings(exam)
    return render_template(
        "exams/list_remarkings.html",
        exam=exam,
        rows=rows,
        to_mark=_scale(exam).mark,
        open_count=sum(row.Remarking.state in ("asked", "marking") for row in rows),
        deadline=remarkings.deadline_of(exam),
    )


@blueprint.get("/exams/<code:code>/remarkings/<id:remarking_id>")
def show_remarking(code: str, remarking_id: int) -> str:
    """One request: have it marked again, and decide."""
    exam = queries.get_exam(code, Work.MANAGE)
    return _show(exam, remarking_id)


@blueprint.post("/exams/<code:code>/remarkings/<id:remarking_id>/marking")
def begin_remarking(code: str, remarking_id: int) -> Response:
    """Give the essays to another marker."""
    exam = queries.get_exam(code, Work.MANAGE)
    remarkings.begin(exam, _get(exam, remarking_id), clock.now())
    flash(_("Đã chuyển bài cho người chấm khác, vẫn dưới mã phách."), "success")
    return redirect(url_for(".show_remarking", code=code, remarking_id=remarking_id), 303)


@blueprint.post("/exams/<code:code>/remarkings/<id:remarking_id>/decision")
def decide_remarking(code: str, remarking_id: int) -> Any:
    """Close the request with words."""
    exam = queries.get_exam(code, Work.MANAGE)
    asked = _get(exam, remarking_id)
    try:
        remarkings.decide(exam, asked, request.form.get("decision", ""), current_user, clock.now())
    except (Invalid, Refused) as error:
        return _show(exam, remarking_id, error), error.status
    flash(_("Đã ghi kết luận. Học viên xem được ngay."), "success")
    return redirect(url_for(".show_remarking", code=code, remarking_id=remarking_id), 303)


def _get_own_exam(code: str) -> Exam:
    exam = queries.find_exam(code)
    if exam is None or not correction_queries.is_candidate(exam, current_user):
        raise NotFound(queries.UNKNOWN)
    return exam


def _to_own(code: str) -> Response:
    return redirect(url_for(".show_own_remarking", code=code), 303)


def _get(exam: Exam, remarking_id: int) -> Remarking:
    found: Remarking = correction_queries.get_remarking(exam, remarking_id).Remarking
    return found


def _show(exam: Exam, remarking_id: int, error: DomainError | None = None) -> str:
    row = correction_queries.get_remarking(exam, remarking_id)
    standings = remarkings.essays_of(exam, row.Remarking)
    return render_template(
        "exams/show_remarking.html",
        exam=exam,
        row=row,
        asked=row.Remarking,
        to_mark=_scale(exam).mark,
        essays=len(standings),
        waiting=remarkings.count_waiting(standings) if row.Remarking.state == "marking" else 0,
        decision=request.form.get("decision", ""),
        error=translate(error.sentence) if error else "",
    )


def _show_own(exam: Exam, error: DomainError | None = None) -> str:
    now = clock.now()
    result = get_result(exam.assessment_id, current_user.id)
    asked = remarkings.find(exam, current_user)
    reasons = remarkings.reasons_not_to_ask(exam, result, asked, now)
    scale = _scale(exam)
    mark = scale.mark(result.score, result.max_score) if result and exam.released_at else None
    return render_template(
        "exams/show_own_remarking.html",
        exam=exam,
        result=result if exam.released_at else None,
        asked=asked,
        changes=correction_queries.list_changes_of(exam, current_user.id) if exam.released_at else [],
        own_mark=mark,
        mark_in_words=in_words(mark) if mark is not None else "",
        classification=BANDS[scale.classification(mark)] if mark is not None else "",
        to_mark=scale.mark,
        reasons=reasons,
        deadline=remarkings.deadline_of(exam),
        certificate=certificate_queries.find_own_of(exam, current_user.id) if exam.released_at else None,
        text=request.form.get("text", ""),
        error=translate(error.sentence) if error else "",
    )


def _scale(exam: Exam) -> Scale:
    return Scale(exam.scale, exam.step, exam.pass_mark, exam.bands)
