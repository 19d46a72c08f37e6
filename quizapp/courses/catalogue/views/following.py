"""How far the learners have come; enrolling them."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from .... import clock
from ....accounts import audit
from ....accounts.access import Permission, get_unit
from ....accounts.labels import STATUS_LABELS
from ....errors import Forbidden, Sentence
from .. import enrolment, following, queries
from ..blueprint import blueprint


@blueprint.get("/course-plans/<code:code>/progress")
def show_progress(code: str) -> str:
    """Counts by unit."""
    course, page = following.get_followed(code), _page()
    found = following.count_by_unit(course, (page - 1) * queries.PAGE)
    learners, done = following.totals(course)
    return render_template(
        "courses/show_progress.html",
        course=course,
        rows=found[: queries.PAGE],
        has_more=len(found) > queries.PAGE,
        page=page,
        learners=learners,
        done=done,
        departed=following.count_departed(course),
        may_name=following.may_name(),
    )


@blueprint.get("/course-plans/<code:code>/missing")
def list_missing(code: str) -> str:
    """Who has not completed it; every look is noted."""
    course, page = following.get_followed(code), _page()
    if not following.may_name():
        raise Forbidden(Sentence("Bạn chưa được phân quyền làm việc này."))
    audit.record_look("course_missing.viewed", "course", code, now=clock.now(), unit_id=course.unit_id)
    course = following.get_followed(code)
    found = following.list_missing(course, (page - 1) * queries.PAGE)
    return render_template(
        "courses/list_missing.html",
        course=course,
        departed=following.list_departed(course) if page == 1 else (),
        rows=found[: queries.PAGE],
        statuses=STATUS_LABELS,
        has_more=len(found) > queries.PAGE,
        page=page,
    )


def _page() -> int:
    return max(1, min(request.args.get("page", 1, type=int), 10_000))


@blueprint.route("/course-plans/<code:code>/enrolments", methods=["GET", "POST"])
def enrol_learners(code: str) -> Any:
    """A whole unit, or a list of codes."""
    course = queries.get_course(code, Permission.COURSE_MANAGE)
    if request.method == "GET":
        return render_template("courses/enrol_learners.html", course=course, units=queries.units_to_manage(course.unit))
    now = clock.now()
    if request.form.get("codes", "").strip():
        count = enrolment.enrol_list(course, request.form["codes"].replace(",", " ").split(), now)
    else:
        unit = get_unit(request.form.get("unit", 0, type=int), Permission.COURSE_MANAGE)
        count = enrolment.enrol_unit(course, unit, now)
    flash(_("Đã ghi danh thêm %(count)s người.", count=count), "success")
    return redirect(url_for(".show_progress", code=code), 303)
