"""Opening a class, and what is set for it."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from .... import clock
from ....accounts.access import Permission, get_unit, own_unit, require
from ....accounts.forms import refuse
from ....errors import DomainError
from .. import queries, services
from ..access import Work, get_class
from ..blueprint import blueprint
from ..forms import ClassForm, NewClassForm


@blueprint.route("/new-class", methods=["GET", "POST"])
def new_class() -> Any:
    """A title and two days are enough to begin."""
    require(Permission.CLASS_CREATE)
    form = NewClassForm(data={"attendance_minimum": 80})
    form.offer_units(queries.list_units())
    form.offer_courses(queries.list_online_courses())
    if request.method == "GET":
        unit = own_unit(Permission.CLASS_CREATE)
        form.unit.data = unit.id if unit else None
    if form.validate_on_submit():
        try:
            made = services.create_class(
                form.settings(),
                unit=get_unit(form.unit.data, Permission.CLASS_CREATE),
                code=form.code.data or "",
                actor=current_user._get_current_object(),
                now=clock.now(),
            )
            return redirect(url_for(".show_class", code=made.code), 303)
        except DomainError as error:
            refuse(form, error)
    return render_template("classes/new_class.html", form=form), 422 if form.errors else 200


@blueprint.route("/classes/<code:code>/settings", methods=["GET", "POST"])
def edit_class(code: str) -> Any:
    """Title, days, attendance."""
    course_class = get_class(code, Work.MANAGE)
    form = ClassForm(obj=course_class)
    form.offer_courses(queries.list_online_courses(course_class.course_id))
    if form.validate_on_submit():
        try:
            services.edit_class(course_class, form.settings(), clock.now())
            flash(_("Đã lưu."), "success")
            return redirect(url_for(".show_class", code=code), 303)
        except DomainError as error:
            refuse(form, error)
    page = render_template("classes/edit_class.html", course_class=course_class, form=form)
    return page, 422 if form.errors else 200
