"""Pages of those who manage the marking of essays: how each stands, and finished marks opened again.

An essay is known by its anonymous code here too.
"""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from ... import clock
from ...courses.classes.access import Work
from ...errors import Invalid, Refused
from ...wording import translate
from .. import essay_marks, essay_queries, queries
from ..blueprint import blueprint
from ..essay_queries import Standing
from ..models import EarlierMark, EssayMark
from ..services import reopened_marks
from ..settlement import State


@blueprint.post("/exams/<code:code>/essays/<code:essay_code>/marks/<int:turn>/reopening")
def reopen_mark(code: str, essay_code: str, turn: int) -> Response:
    """Let a marker go on with a finished mark."""
    exam = queries.get_exam(code, Work.MANAGE)
    try:
        reason = request.form.get("reason", "")
        done = reopened_marks.reopen_mark(exam, essay_code, turn, reason, current_user, clock.now())
    except (Invalid, Refused) as error:
        flash(translate(error.sentence), "error")
    else:
        if done:
            flash(_("Đã mở lại điểm. Người chấm xem lại rồi chấm xong lần nữa."), "success")
    return redirect(url_for(".show_essay_marks", code=code, essay_code=essay_code), 303)


@blueprint.get("/exams/<code:code>/essays")
def list_essay_marks(code: str) -> str:
    """How every essay stands, by its code, for whoever manages the marking."""
    exam = queries.get_exam(code, Work.MANAGE)
    return render_template(
        "exams/list_essay_marks.html", exam=exam, standings=essay_queries.list_standings(exam), states=State
    )


@blueprint.get("/exams/<code:code>/essays/<code:essay_code>/marks")
def show_essay_marks(code: str, essay_code: str) -> str:
    """Who has marked an essay, and what was given before a mark was opened again; nothing of who wrote it."""
    exam = queries.get_exam(code, Work.MANAGE)
    standing = essay_queries.get_standing(exam, essay_code)
    earlier = essay_queries.list_earlier_marks(standing.essay)
    return render_template(
        "exams/show_essay_marks.html",
        exam=exam,
        code=essay_code,
        standing=standing,
        marks=[standing.marks[turn] for turn in sorted(standing.marks)],
        earlier=earlier,
        names=essay_queries.names_of_markers(standing.essay),
        worth=lambda mark: essay_marks.points_of(mark.points, standing.question.lines, standing.question.points),
        may_see_points=lambda mark: _may_see_points(standing, mark),
    )


def _may_see_points(standing: Standing, mark: EssayMark | EarlierMark) -> bool:
    """Whoever still has to mark the essay does not see what others gave."""
    own = standing.mark_of(current_user.id)
    return mark.marker_id == current_user.id or own is None or own.finished_at is not None
