"""Those who work with a class."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, url_for

from .... import clock
from ....accounts import audit
from ....accounts.forms import refuse
from ....errors import DomainError
from .. import queries, services
from ..access import Work, get_class, work_in
from ..blueprint import blueprint
from ..forms import InstructorForm


@blueprint.route("/classes/<code:code>/instructors", methods=["GET", "POST"])
def list_instructors(code: str) -> Any:
    """Who does what; a form adds somebody. Every look is noted."""
    course_class = get_class(code, Work.VIEW)
    may_manage = Work.MANAGE in work_in(course_class)
    form = InstructorForm()
    if may_manage and form.validate_on_submit():
        try:
            services.add_instructor(course_class, form.code.data or "", form.role.data, clock.now())
            return redirect(url_for(".list_instructors", code=code), 303)
        except DomainError as error:
            refuse(form, error)
    unit_id = get_class(code, Work.VIEW).unit_id
    audit.record_look("class.instructors_listed", "class", code, now=clock.now(), unit_id=unit_id)
    course_class = get_class(code, Work.VIEW)
    page = render_template(
        "classes/list_instructors.html",
        course_class=course_class,
        instructors=queries.list_instructors(course_class),
        form=form,
        may_manage=may_manage,
    )
    return page, 422 if form.errors else 200


@blueprint.post("/classes/<code:code>/instructors/<id:member_id>/<role>/removal")
def remove_instructor(code: str, member_id: int, role: str) -> Any:
    """Take a role back."""
    services.remove_instructor(get_class(code, Work.MANAGE), member_id, role, clock.now())
    return redirect(url_for(".list_instructors", code=code), 303)
