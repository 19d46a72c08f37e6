"""The QR code of a session's page, and its poster. Attendance is taken with another code, on the screen."""

from __future__ import annotations

from flask import Response, render_template, url_for
from flask_login import current_user

from ... import posters
from .. import queries
from ..blueprint import blueprint


@blueprint.get("/study/sessions/<code:code>/qr.svg")
def show_session_qr(code: str) -> Response:
    """The QR code of the page that members see."""
    queries.get_own_session(code, current_user)
    return posters.code_of(_address(code))


@blueprint.get("/study/sessions/<code:code>/poster")
def show_poster(code: str) -> str:
    """One sheet to print and hang up."""
    session = queries.get_own_session(code, current_user)
    return render_template("sessions/show_poster.html", session=session, address=_address(code))


def _address(code: str) -> str:
    return posters.whole_address(url_for(".show_own_session", code=code))
