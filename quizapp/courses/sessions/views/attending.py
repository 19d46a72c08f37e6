"""A member scans the code on the screen, or types it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import current_app, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from .... import clock
from ....accounts import throttle
from ....accounts.gate import public
from ....accounts.throttling import Limit, Watched
from ....errors import DomainError, Invalid, Throttled
from ....wording import translate
from .. import attendance, codes, queries
from ..blueprint import blueprint
from ..models import MeetingPoint

NOTE = "attendance_scan"
# Six letters are few: only the person is counted, because a hall types them at the same minute from one address.
TRIES = Limit("attendance-code", 10, timedelta(minutes=2), timedelta(minutes=1))


@blueprint.get("/attend/<code:code>")
@public
def attend(code: str) -> Any:
    """Where a scan leads: who is signed in confirms, who is not signs in first.

    Either is judged by the time of the scan.
    """
    g.is_private = True
    try:
        scan, point = _judge(code)
    except DomainError as error:
        return render_template("sessions/attend_refused.html", sentence=translate(error.sentence)), error.status
    if current_user.is_authenticated:
        response = current_app.make_response(_confirmation(code, scan, point))
    else:
        response = current_app.make_response(redirect(url_for("accounts.sign_in", next=url_for(".attend", code=code))))
    _keep_note(response, scan)
    return response


def _judge(code: str) -> tuple[codes.Scan, MeetingPoint]:
    """The scan, as it was when this browser made it. Raises Invalid and Gone."""
    secret, now = current_app.config["SECRET_KEY"], clock.now()
    earlier = codes.scan_of_note(request.cookies.get(NOTE, ""), code, now, secret)
    scan = earlier or codes.scan(code, now, current_app.config["QUIZAPP"].attendance_grace, secret)
    point = queries.find_point(scan.point_id)
    if point is None:
        raise Invalid(codes.FORGED)
    return scan, point


def _confirmation(code: str, scan: codes.Scan, point: MeetingPoint) -> str:
    session = point.session
    return render_template(
        "sessions/attend.html",
        code=code,
        session=session,
        point=point,
        reasons=attendance.reasons_not_to_scan(session, current_user, scan.at),
        attendance=queries.attendance_of(session, current_user),
    )


def _keep_note(response: Any, scan: codes.Scan) -> None:
    """A cookie of this browser only, so that a note cannot be passed on with the address."""
    note = codes.note_of(scan, current_app.config["SECRET_KEY"])
    is_secure = current_app.config["SESSION_COOKIE_SECURE"]
    lifetime = int(codes.NOTE_LIFETIME.total_seconds())
    response.set_cookie(NOTE, note, max_age=lifetime, path="/attend", httponly=True, samesite="Lax", secure=is_secure)


@blueprint.post("/attend/<code:code>")
def confirm_attendance(code: str) -> Any:
    """I am here."""
    try:
        scan, point = _judge(code)
        is_news = attendance.attend(scan, current_user, point.session, clock.now())
    except DomainError as error:
        return render_template("sessions/attend_refused.html", sentence=translate(error.sentence)), error.status
    flash(_("Đã điểm danh. Cảm ơn bạn.") if is_news else _("Bạn đã điểm danh trước đó rồi."), "success")
    return redirect(url_for(".show_own_session", code=point.session.code), 303)


@blueprint.route("/attend", methods=["GET", "POST"])
def type_code() -> Any:
    """For phones that cannot scan: the letters under the QR code."""
    typed = "".join(request.form.get("code", "").split()).upper()
    if request.method == "GET" or not typed:
        return render_template("sessions/type_code.html", typed="", error="")
    now, tries = clock.now(), [Watched(TRIES, (str(current_user.id),))]
    try:
        throttle.check(tries, now)
    except Throttled as told:
        page = render_template("sessions/type_code.html", typed=typed, error=translate(told.sentence))
        return page, told.status, {"Retry-After": str(told.retry_after)}
    code = _code_of(typed)
    if code is None:
        throttle.count(tries, now)
        error = _("Mã này không đúng hoặc đã hết hạn. Hãy nhập mã đang hiện trên màn hình.")
        return render_template("sessions/type_code.html", typed=typed, error=error), 422
    return redirect(url_for(".attend", code=code), 303)


def _code_of(typed: str) -> str | None:
    secret, now = current_app.config["SECRET_KEY"], clock.now()
    running = queries.point_ids_between(now - attendance.CLOSES_AFTER, now + attendance.OPENS_BEFORE)
    for step in codes.typed_steps(now, current_app.config["QUIZAPP"].attendance_grace):
        for point_id in running:
            if codes.short_code(point_id, step, secret) == typed:
                return codes.issue(point_id, step, secret)
    return None
