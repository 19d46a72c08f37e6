"""The sessions of a class and its attendance."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from .... import clock
from ....accounts import audit
from ....accounts.forms import refuse
from ....errors import DomainError
from .. import attendance, queries
from ..access import Work, get_class, work_in
from ..blueprint import blueprint
from ..forms import SessionForm


@blueprint.route("/classes/<code:code>/sessions", methods=["GET", "POST"])
def list_sessions(code: str) -> Any:
    """All sessions with how many came; a form adds one."""
    course_class = get_class(code, Work.VIEW)
    may_manage = Work.MANAGE in work_in(course_class)
    form = SessionForm()
    if may_manage and form.validate_on_submit():
        try:
            session = attendance.add_session(course_class, form.title.data or "", form.held_on.data, clock.now())
            return redirect(url_for(".take_attendance", code=code, number=session.number), 303)
        except DomainError as error:
            refuse(form, error)
    page = render_template(
        "classes/list_sessions.html",
        course_class=course_class,
        sessions=queries.list_sessions(course_class),
        noted=queries.noted_sessions(course_class),
        learners=sum(learner.state == "active" for learner in queries.list_learners(course_class)),
        form=form,
        may_manage=may_manage,
    )
    return page, 422 if form.errors else 200


@blueprint.get("/classes/<code:code>/sessions/<id:number>")
def take_attendance(code: str, number: int) -> str:
    """A table to tick; whoever has no mark yet is taken to be there. Every look is noted."""
    course_class = get_class(code, Work.MANAGE)
    audit.record_look("class.learners_listed", "class", code, now=clock.now(), unit_id=course_class.unit_id)
    course_class = get_class(code, Work.MANAGE)
    session = queries.get_session(course_class, number)
    return render_template(
        "classes/take_attendance.html",
        course_class=course_class,
        session=session,
        learners=[one for one in queries.list_learners(course_class) if one.state == "active"],
        states=queries.states_of(session),
        choices=attendance.STATES,
    )


@blueprint.post("/classes/<code:code>/sessions/<id:number>")
def record_attendance(code: str, number: int) -> Any:
    """Keep the whole table."""
    course_class = get_class(code, Work.MANAGE)
    session = queries.get_session(course_class, number)
    fields = [name for name in request.form if name.startswith("m") and name[1:].isdecimal() and len(name) < 18]
    states = {int(name[1:]): request.form[name] for name in fields}
    attendance.record(course_class, session, states, current_user._get_current_object(), clock.now())
    flash(_("Đã lưu điểm danh."), "success")
    return redirect(url_for(".list_sessions", code=code), 303)


@blueprint.post("/classes/<code:code>/sessions/<id:number>/removal")
def remove_session(code: str, number: int) -> Any:
    """Drop a session with its attendance."""
    course_class = get_class(code, Work.MANAGE)
    attendance.remove_session(course_class, queries.get_session(course_class, number), clock.now())
    return redirect(url_for(".list_sessions", code=code), 303)
