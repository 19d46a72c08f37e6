"""The secretary's list: one tap for each member, saved at once."""

from __future__ import annotations

from typing import Any

from flask import Response, jsonify, redirect, render_template, request, url_for
from flask_login import current_user

from .... import clock
from ....accounts import audit
from ....accounts.access import Permission
from ....errors import Invalid, Sentence
from .. import attendance, queries
from ..blueprint import blueprint
from ..models import ATTENDANCE_STATES, StudySession

FILTERS = ("", "none", *ATTENDANCE_STATES)


@blueprint.get("/sessions/<code:code>/attendance")
def list_attendance(code: str) -> str:
    """Everybody for whom the session is; every look is noted."""
    session = queries.get_session(code, Permission.ATTENDANCE_RECORD)
    search, state = request.args.get("q", "").strip()[:100], request.args.get("state", "")
    state = state if state in FILTERS else ""
    page = max(1, min(request.args.get("page", 1, type=int), 10_000))
    audit.record_look("attendance.viewed", "session", code, now=clock.now(), unit_id=session.unit_id, search=search)
    session = queries.get_session(code, Permission.ATTENDANCE_RECORD)
    found = queries.list_attendance(session, search, state, (page - 1) * queries.PAGE)
    return render_template(
        "sessions/list_attendance.html",
        session=session,
        listed=found[: queries.PAGE],
        has_more=len(found) > queries.PAGE,
        count=queries.count_attendance(session, search, state),
        figures=queries.figures_of(session),
        search=search,
        state=state,
        page=page,
    )


@blueprint.post("/sessions/<code:code>/attendance/<id:member_id>")
def record_attendance(code: str, member_id: int) -> Any:
    """One tap: present, absent with or without a reason, left early, or nothing known."""
    session = queries.get_session(code, Permission.ATTENDANCE_RECORD)
    _record(session, member_id, request.form.get("state", ""))
    if request.headers.get("X-Requested-With") == "fetch":
        return _figures(queries.get_session(code, Permission.ATTENDANCE_RECORD))
    args: dict[str, Any] = {name: request.args[name] for name in ("q", "state", "page") if request.args.get(name)}
    return redirect(url_for(".list_attendance", code=code, **args) + f"#m{member_id}", 303)


def _record(session: StudySession, member_id: int, state: str) -> None:
    member, now = queries.find_listed(session, member_id), clock.now()
    reason = request.form.get("reason", "").strip()
    if state == "none":
        attendance.clear(session, member, now)
    elif state == "left_early":
        attendance.leave_early(session, member, now, now)
    elif state in ATTENDANCE_STATES:
        noted = attendance.Record(member, state, reason=reason, point_id=_point_id(session))
        attendance.record_all(session, [noted], "list", current_user, now)
    else:
        raise Invalid(Sentence("Hãy chọn có mặt hoặc vắng."))


def _point_id(session: StudySession) -> int | None:
    """The only meeting point; of several the list does not know which."""
    return session.points[0].id if len(session.points) == 1 else None


def _figures(session: StudySession) -> Response:
    figures = queries.figures_of(session)
    present = figures.present_members + figures.present_others
    return jsonify(present=present, excused=figures.excused, unexcused=figures.unexcused, not_noted=figures.not_noted)


@blueprint.post("/sessions/<code:code>/points/<id:point_id>/guests")
def count_guests(code: str, point_id: int) -> Any:
    """How many people without an account were there."""
    session = queries.get_session(code, Permission.ATTENDANCE_RECORD)
    typed = request.form.get("guests", "").strip()
    if not typed.isdecimal() or len(typed) > 6:
        raise Invalid(Sentence("Số khách phải từ 0 đến 100.000."))
    attendance.count_guests(queries.get_point(session, point_id), int(typed))
    return redirect(url_for(".show_session", code=code) + "#points", 303)
