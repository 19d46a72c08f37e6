"""The check questions of a lesson."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from .... import clock
from ....assessments.forms import read_answers
from .. import checks, progress, queries
from ..blueprint import blueprint


@blueprint.post("/courses/<code:code>/lessons/<id:lesson_id>/checks")
def begin_check(code: str, lesson_id: int) -> Any:
    """Draw the questions, or go on with those under way."""
    learner = queries.get_learner(code, current_user)
    checks.begin(learner, current_user, progress.get_lesson(learner, lesson_id), clock.now())
    return redirect(url_for(".show_lesson", code=code, lesson_id=lesson_id), 303)


@blueprint.post("/courses/<code:code>/lessons/<id:lesson_id>/checks/<id:number>")
def answer_check(code: str, lesson_id: int, number: int) -> Any:
    """Mark this try."""
    learner = queries.get_learner(code, current_user)
    lesson = progress.get_lesson(learner, lesson_id)
    learner = checks.answer(learner, current_user, lesson, number, read_answers(request.form), clock.now())
    if learner.enrolment is not None and learner.enrolment.completed_at is not None:
        flash(_("Bạn đã hoàn thành khóa học."), "success")
    return redirect(url_for(".show_lesson", code=code, lesson_id=lesson_id), 303)
