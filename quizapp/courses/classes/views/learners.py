"""The class list: who learns, how often they came, who is added and who leaves."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from .... import clock
from ....accounts import audit
from ....accounts.access import Permission, get_unit
from ....accounts.forms import refuse
from ....errors import DomainError
from ....wording import number
from .. import queries, services
from ..access import Work, get_class, require_work, work_in
from ..blueprint import blueprint, exams_url
from ..forms import CodesForm
from ..models import CourseClass


@blueprint.get("/classes/<code:code>")
def show_class(code: str) -> Any:
    """The learners with their attendance; every look is noted. Markers and invigilators have nothing to see here: they
    are shown on to the exams."""
    course_class = get_class(code, None)
    if Work.VIEW not in work_in(course_class) and (address := exams_url(course_class)):
        return redirect(address)
    require_work(course_class, Work.VIEW)
    now = clock.now()
    audit.record_look("class.learners_listed", "class", code, now=now, unit_id=course_class.unit_id)
    course_class = get_class(code, Work.VIEW)
    return render_template(
        "classes/show_class.html",
        course_class=course_class,
        learners=queries.list_learners(course_class),
        presence=queries.presence_in(course_class.id),
        may_manage=Work.MANAGE in work_in(course_class),
    )


@blueprint.route("/classes/<code:code>/learners", methods=["GET", "POST"])
def add_learners(code: str) -> Any:
    """By a list of codes; beside it the ways by unit and by file."""
    course_class = get_class(code, Work.MANAGE)
    form = CodesForm()
    if form.validate_on_submit():
        try:
            return _added(course_class, services.add_by_codes(course_class, form.listed(), clock.now()))
        except DomainError as error:
            refuse(form, error)
    page = render_template(
        "classes/add_learners.html", course_class=course_class, form=form, units=queries.list_units()
    )
    return page, 422 if form.errors else 200


@blueprint.post("/classes/<code:code>/unit-learners")
def add_unit(code: str) -> Any:
    """All active members of a unit."""
    course_class = get_class(code, Work.MANAGE)
    unit = get_unit(request.form.get("unit", 0, type=int), Permission.CLASS_CREATE)
    return _added(course_class, services.add_learners(course_class, queries.list_unit_members(unit), clock.now()))


def _added(course_class: CourseClass, members: list[Any]) -> Any:
    flash(_("Đã thêm %(count)s học viên.", count=number(len(members))), "success")
    return redirect(url_for(".show_class", code=course_class.code), 303)


@blueprint.post("/classes/<code:code>/learners/<id:member_id>/withdrawal")
def withdraw_learner(code: str, member_id: int) -> Any:
    """The learner leaves the class."""
    course_class = get_class(code, Work.MANAGE)
    services.withdraw_learner(course_class, member_id, request.form.get("note", ""), clock.now())
    return redirect(url_for(".show_class", code=code) + f"#m{member_id}", 303)


@blueprint.post("/classes/<code:code>/learners/<id:member_id>/readmission")
def readmit_learner(code: str, member_id: int) -> Any:
    """The learner comes back."""
    services.readmit_learner(get_class(code, Work.MANAGE), member_id, clock.now())
    return redirect(url_for(".show_class", code=code) + f"#m{member_id}", 303)
