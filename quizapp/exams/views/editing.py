"""A new exam; its information, rules and marking; copies and resits."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from ... import clock
from ...accounts.forms import refuse
from ...courses.classes.access import Work, get_class
from ...errors import DomainError
from ...local_times import to_instant, to_local
from .. import queries
from ..blueprint import blueprint
from ..forms import InformationForm, MarkingForm, NewExamForm, RulesForm, StartForm, StepForm
from ..locks import locks_of
from ..services import exams
from ..settings import ExamSettings


def _usual() -> ExamSettings:
    """A morning in a week."""
    day = to_local(clock.now() + timedelta(days=7))
    opens_at = to_instant(day.replace(hour=8, minute=0, second=0, microsecond=0))
    return ExamSettings(str(_("Thi cuối khóa")), opens_at, opens_at + timedelta(hours=2), 45)


@blueprint.route("/classes/<code:code>/new-exam", methods=["GET", "POST"])
def new_exam(code: str) -> Any:
    """What, when and where; the rest has usual values."""
    course_class = get_class(code, Work.MANAGE)
    form = NewExamForm.of(_usual(), {})
    if form.validate_on_submit():
        try:
            actor = current_user._get_current_object()
            settings = form.settings(_usual())
            made = exams.create_exam(course_class, settings, code=form.code.data or "", actor=actor, now=clock.now())
            return redirect(url_for(".edit_matrix", code=made.assessment.code), 303)
        except DomainError as error:
            refuse(form, error)
    page = render_template(
        "exams/new_exam.html",
        course_class=course_class,
        form=form,
        start=StartForm(data={"opens_at": to_local(_usual().opens_at)}, formdata=None),
        models=queries.list_models(),
    )
    return page, 422 if form.errors else 200


@blueprint.post("/classes/<code:code>/copied-exams")
def copy_exam(code: str) -> Any:
    """Begin with the rules and the matrix of an earlier exam."""
    course_class = get_class(code, Work.MANAGE)
    model = queries.get_exam(request.form.get("model", ""), Work.VIEW)
    actor = current_user._get_current_object()
    made = exams.copy_exam(model, course_class, _start(), clock.now(), actor)
    return redirect(url_for(".edit_information", code=made.assessment.code), 303)


@blueprint.post("/exams/<code:code>/resits")
def create_resit(code: str) -> Any:
    """A second chance for those who have not passed."""
    exam = queries.get_exam(code, Work.MANAGE)
    made = exams.create_resit(exam, _start(), clock.now(), current_user._get_current_object())
    return redirect(url_for(".edit_information", code=made.assessment.code), 303)


def _start() -> Any:
    """When it opens; a time that cannot be read is that of a week."""
    form = StartForm()
    return to_instant(form.opens_at.data) if form.validate() else _usual().opens_at


@blueprint.route("/exams/<code:code>/information", methods=["GET", "POST"])
def edit_information(code: str) -> Any:
    """Step 1."""
    return _edit(code, InformationForm, "information", "edit_matrix")


@blueprint.route("/exams/<code:code>/rules", methods=["GET", "POST"])
def edit_rules(code: str) -> Any:
    """Step 3."""
    return _edit(code, RulesForm, "rules", "edit_marking")


@blueprint.route("/exams/<code:code>/marking-rules", methods=["GET", "POST"])
def edit_marking(code: str) -> Any:
    """Step 4."""
    return _edit(code, MarkingForm, "marking", "check_publication")


def _edit(code: str, kind: type[StepForm], step: str, next_page: str) -> Any:
    exam = queries.get_exam(code, Work.MANAGE)
    now, old = clock.now(), exams.settings_of(exam)
    locks = locks_of(exams.progress_of(exam, now))
    form = kind.of(old, locks)
    if form.validate_on_submit():
        try:
            reason = form["reason"].data or "" if "reason" in form._fields else ""
            exams.edit_exam(exam, form.settings(old), now, reason)
            flash(_("Đã lưu."), "success")
            return redirect(url_for(f".{next_page}", code=code), 303)
        except DomainError as error:
            exam = queries.get_exam(code, Work.MANAGE)
            refuse(form, error)
    page = render_template(f"exams/edit_{step}.html", exam=exam, form=form, locks=locks, now=now)
    return page, 422 if form.errors else 200


@blueprint.post("/exams/<code:code>/access-code")
def renew_access_code(code: str) -> Any:
    """Draw another access code."""
    exams.renew_access_code(queries.get_exam(code, Work.MANAGE), clock.now())
    return redirect(url_for(".edit_rules", code=code), 303)


@blueprint.post("/exams/<code:code>/removal")
def remove_exam(code: str) -> Any:
    """Drop a draft."""
    exam = queries.get_exam(code, Work.MANAGE)
    class_code = exam.course_class.code
    exams.remove_exam(exam, clock.now())
    flash(_("Đã xóa bản nháp."), "success")
    return redirect(url_for(".list_class_exams", code=class_code), 303)
