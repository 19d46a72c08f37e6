"""The invigilation board: who is where, and what invigilators do about it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from ... import clock
from ...accounts import audit
from ...assessments.services import submissions
from ...courses.classes.access import Work
from ...errors import DomainError, Invalid, Sentence
from ...wording import translate
from .. import board, essay_queries, words_of_invigilation
from .. import invigilation_queries as queries
from ..blueprint import blueprint
from ..models import Candidate, Exam
from ..queries import get_exam
from ..services import invigilation


@blueprint.get("/exams/<code:code>/invigilation")
def show_invigilation(code: str) -> str:
    """Everybody at a glance; opening it is noted."""
    now = clock.now()
    exam = get_exam(code, Work.INVIGILATE)
    audit.record_look("exam.invigilated", "exam", code, now=now, unit_id=exam.assessment.unit_id)
    exam = get_exam(code, Work.INVIGILATE)
    invigilation.hold_unconfirmed(exam)
    submissions.close_overdue(now, exam.assessment_id)
    lines = queries.read_board(exam, now)
    shown = request.args.get("show", "all")
    shown = shown if shown in board.FILTERS else "all"
    return render_template(
        "exams/invigilation.html",
        exam=exam,
        now=now,
        lines=lines,
        names=queries.list_names(exam),
        counts=board.count(lines),
        shown=shown,
        shown_states=board.FILTERS[shown],
        filters=board.FILTERS,
        incidents=queries.list_incidents(exam),
        latest_incident=queries.latest_incident(exam),
        words=words_of_invigilation,
    )


@blueprint.get("/exams/<code:code>/invigilation/state")
def show_invigilation_state(code: str) -> Response:
    """What the board asks every few seconds: states and numbers, no answers; names only in the log of incidents, which
    is sent when it has grown beyond ``?incident=``, the last one that the page shows."""
    now = clock.now()
    exam = get_exam(code, Work.INVIGILATE)
    lines = queries.read_board(exam, now)
    response = jsonify(
        now=int(now.timestamp() * 1000),
        counts=board.count(lines),
        candidates={one.member_id: board.compact(one) for one in lines},
        **_new_incidents(exam, request.args.get("incident", 0, type=int)),
    )
    response.headers["Cache-Control"] = "no-store"
    return response


def _new_incidents(exam: Exam, seen: int) -> dict[str, Any]:
    latest = queries.latest_incident(exam)
    if latest == seen:
        return {}
    noted = queries.list_incidents(exam)
    return {
        "incident": latest,
        "incidents": render_template("exams/_incidents.html", incidents=noted, words=words_of_invigilation),
    }


@blueprint.get("/exams/<code:code>/invigilation/<id:member_id>")
def show_invigilated_candidate(code: str, member_id: int) -> str:
    """One candidate: what is known, and everything that can be done."""
    now = clock.now()
    exam = get_exam(code, Work.INVIGILATE)
    submissions.close_overdue(now, exam.assessment_id)
    candidate = queries.get_candidate(exam, member_id)
    return render_template(
        "exams/invigilation_candidate.html",
        exam=exam,
        now=now,
        candidate=candidate,
        line=queries.read_line(exam, candidate, now),
        finished_marks=essay_queries.count_finished_marks(exam, member_id),
        incidents=queries.list_incidents(exam, member_id),
        words=words_of_invigilation,
    )


@blueprint.post("/exams/<code:code>/invigilation/<id:member_id>/identity")
def confirm_identity(code: str, member_id: int) -> Response:
    """Somebody has looked at the candidate's papers."""
    exam, candidate = _candidate(code, member_id)
    name = candidate.member.name
    invigilation.confirm_identity(exam, candidate, current_user, clock.now())
    flash(_("Đã xác nhận %(name)s.", name=name), "success")
    return _back(code, member_id)


@blueprint.post("/exams/<code:code>/invigilation/<id:member_id>/extension")
def extend_attempt(code: str, member_id: int) -> Response:
    """More minutes for one, as seen on the page that asks for it."""
    exam, _candidate_of_exam = _candidate(code, member_id)
    attempt = queries.latest_attempt(exam, member_id)
    if request.form.get("deadline") != attempt.deadline.isoformat():
        return _refused(Sentence("Hạn nộp vừa được đổi. Hãy xem lại trước khi thêm giờ."), code, member_id)
    try:
        deadline = invigilation.extend_one(exam, attempt, _minutes(), current_user, clock.now())
    except DomainError as error:
        return _refused(error.sentence, code, member_id)
    flash(_("Đã thêm giờ. Hạn nộp mới: %(time)s.", time=words_of_invigilation.time_of_day(deadline)), "success")
    return _back(code, member_id)


@blueprint.post("/exams/<code:code>/invigilation/extension")
def extend_all_attempts(code: str) -> Response:
    """More minutes for everybody who is working."""
    exam = get_exam(code, Work.INVIGILATE)
    try:
        people = invigilation.extend_all(exam, _minutes(), _seen(), current_user, clock.now())
    except DomainError as error:
        return _refused(error.sentence, code)
    flash(_("Đã thêm giờ cho %(count)s thí sinh đang làm bài.", count=people), "success")
    return _back(code)


@blueprint.post("/exams/<code:code>/invigilation/<id:member_id>/reopening")
def reopen_attempt(code: str, member_id: int) -> Response:
    """Let a submitted paper go on."""
    exam, _candidate_of_exam = _candidate(code, member_id)
    try:
        attempt = queries.latest_attempt(exam, member_id)
        deadline = invigilation.reopen(exam, attempt, _minutes(least=0), current_user, clock.now())
    except DomainError as error:
        return _refused(error.sentence, code, member_id)
    flash(_("Đã mở lại bài. Hạn nộp: %(time)s.", time=words_of_invigilation.time_of_day(deadline)), "success")
    return _back(code, member_id)


@blueprint.post("/exams/<code:code>/invigilation/<id:member_id>/stop")
def stop_attempt(code: str, member_id: int) -> Response:
    """End a paper: what was saved is submitted."""
    exam, _candidate_of_exam = _candidate(code, member_id)
    try:
        attempt = queries.latest_attempt(exam, member_id)
        invigilation.stop(exam, attempt, request.form.get("reason", ""), current_user, clock.now())
    except DomainError as error:
        return _refused(error.sentence, code, member_id)
    flash(_("Đã dừng bài; những câu đã lưu được nộp."), "success")
    return _back(code, member_id)


@blueprint.post("/exams/<code:code>/invigilation/<id:member_id>/annulment")
def annul_attempt(code: str, member_id: int) -> Response:
    """Let a paper count for nothing, with the reason."""
    exam, _candidate_of_exam = _candidate(code, member_id)
    try:
        attempt = queries.latest_attempt(exam, member_id)
        invigilation.annul(exam, attempt, request.form.get("reason", ""), current_user, clock.now())
    except DomainError as error:
        return _refused(error.sentence, code, member_id)
    flash(_("Đã hủy bài."), "success")
    return _back(code, member_id)


@blueprint.post("/exams/<code:code>/invigilation/incidents")
def write_incident(code: str) -> Response:
    """Note what happened, about one candidate or about the room."""
    exam = get_exam(code, Work.INVIGILATE)
    about = request.form.get("member", type=int)
    if about is not None:
        queries.get_candidate(exam, about)
    try:
        invigilation.write_note(exam, request.form.get("text", ""), about, current_user, clock.now())
    except DomainError as error:
        return _refused(error.sentence, code, about)
    flash(_("Đã ghi."), "success")
    return _back(code, about)


def _candidate(code: str, member_id: int) -> tuple[Exam, Candidate]:
    exam = get_exam(code, Work.INVIGILATE)
    return exam, queries.get_candidate(exam, member_id)


def _minutes(least: int = 1) -> int:
    typed = request.form.get("minutes", "").strip() or ("0" if least == 0 else "")
    if not typed.isdecimal() or len(typed) > 4:
        raise Invalid(Sentence("Số phút phải là số nguyên, ví dụ 5."), field="minutes")
    return int(typed)


def _seen() -> datetime:
    try:
        return datetime.fromisoformat(request.form.get("seen", ""))
    except ValueError as error:
        raise Invalid(Sentence("Trang đã cũ. Hãy tải lại rồi thử lại.")) from error


def _refused(sentence: Sentence, code: str, member_id: int | None = None) -> Response:
    """The reason on the page where it was asked; a form sent twice finds what it has done already."""
    flash(translate(sentence), "error")
    return _back(code, member_id)


def _back(code: str, member_id: int | None = None) -> Response:
    """Where the form stood: on the board or on the candidate's page."""
    shown: dict[str, Any] = {"show": request.args["show"]} if request.args.get("show") in board.FILTERS else {}
    if member_id is None or shown:
        place = f"#m{member_id}" if member_id else ""
        return redirect(url_for(".show_invigilation", code=code, **shown) + place, 303)
    return redirect(url_for(".show_invigilated_candidate", code=code, member_id=member_id), 303)
