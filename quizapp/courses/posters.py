"""What posters of lessons and sessions need: the whole address, and its QR code."""

from __future__ import annotations

from flask import Response, current_app, make_response, url_for

from ..qr import qr_svg


def whole_address(path: str) -> str:
    """The path below the address that the installation is known by."""
    base = current_app.config["QUIZAPP"].base_url or url_for("home.show_home", _external=True)
    return f"{base.rstrip('/')}{path}"


def code_of(address: str) -> Response:
    """The QR code, as a picture that stays the same."""
    response = make_response(qr_svg(address))
    response.headers["Content-Type"] = "image/svg+xml"
    response.headers["Cache-Control"] = "private, max-age=3600"
    return response
