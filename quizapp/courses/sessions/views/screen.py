"""What the projector at a meeting point shows: a QR code that is new every 30 seconds."""

from __future__ import annotations

from flask import Response, current_app, jsonify, make_response, render_template, url_for

from .... import clock
from ....accounts.access import Permission
from ....qr import qr_svg
from ... import posters
from .. import codes, queries
from ..blueprint import blueprint
from ..models import MeetingPoint


@blueprint.get("/sessions/<code:code>/points/<id:point_id>/screen")
def show_screen(code: str, point_id: int) -> str:
    """The big screen."""
    point = _point(code, point_id)
    return render_template(
        "sessions/show_screen.html", session=point.session, point=point, shown=_shown(point), address=_attend_address()
    )


@blueprint.get("/sessions/<code:code>/points/<id:point_id>/code.json")
def show_code(code: str, point_id: int) -> Response:
    """The code of this moment, for static/attendance-screen.js."""
    response = jsonify(_shown(_point(code, point_id)))
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.get("/sessions/<code:code>/points/<id:point_id>/qr.svg")
def show_qr(code: str, point_id: int) -> Response:
    """The QR code of this moment."""
    point = _point(code, point_id)
    secret, step = current_app.config["SECRET_KEY"], codes.step_at(clock.now())
    address = posters.whole_address(url_for(".attend", code=codes.issue(point.id, step, secret)))
    response = make_response(qr_svg(address))
    response.headers["Content-Type"] = "image/svg+xml"
    response.headers["Cache-Control"] = "no-store"
    return response


def _point(code: str, point_id: int) -> MeetingPoint:
    session = queries.get_session(code, Permission.ATTENDANCE_RECORD)
    return queries.get_point(session, point_id)


def _shown(point: MeetingPoint) -> dict[str, object]:
    now = clock.now()
    step = codes.step_at(now)
    return {
        "step": step,
        "short_code": codes.short_code(point.id, step, current_app.config["SECRET_KEY"]),
        "seconds_left": codes.seconds_left(now),
        "present": queries.count_present(point),
        "qr": url_for(".show_qr", code=point.session.code, point_id=point.id, step=step),
    }


def _attend_address() -> str:
    """Where the short code is typed, without the scheme: as people read it out."""
    return posters.whole_address(url_for(".type_code")).partition("://")[2]
