"""A lesson's QR code, and its poster."""

from __future__ import annotations

from flask import Response, render_template, url_for
from flask_login import current_user

from ... import posters
from .. import progress, queries
from ..blueprint import blueprint


@blueprint.get("/courses/<code:code>/lessons/<id:lesson_id>/qr.svg")
def show_qr(code: str, lesson_id: int) -> Response:
    """The QR code of the lesson's page."""
    progress.get_lesson(queries.get_learner(code, current_user), lesson_id)
    return posters.code_of(_address(code, lesson_id))


@blueprint.get("/courses/<code:code>/lessons/<id:lesson_id>/poster")
def show_poster(code: str, lesson_id: int) -> str:
    """One sheet to print and hang up."""
    learner = queries.get_learner(code, current_user)
    lesson = progress.get_lesson(learner, lesson_id)
    address = _address(code, lesson_id)
    return render_template("courses/show_poster.html", course=learner.course, lesson=lesson, address=address)


def _address(code: str, lesson_id: int) -> str:
    return posters.whole_address(url_for(".show_lesson", code=code, lesson_id=lesson_id))
