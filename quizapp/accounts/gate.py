"""Pages are closed unless marked ``@public``, forms need their CSRF token, initial passwords are changed first."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, Response, current_app, g, redirect, request, url_for
from flask_login import current_user
from werkzeug.exceptions import BadRequest

from ..errors import Sentence, Unauthenticated
from ..extensions import csrf

View = TypeVar("View", bound=Callable[..., Any])
SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}


def public(view: View) -> View:
    """Open to everybody."""
    view.is_public = True  # type: ignore[attr-defined]
    return view


def ticketed(view: View) -> View:
    """The view checks a proof of its own that no other site can send (a ticket, a password in JSON): neither a session
    nor a CSRF token is asked for."""
    view.is_public = view.is_ticketed = True  # type: ignore[attr-defined]
    return view


def open_with_initial_password(view: View) -> View:
    """Also for those who must change their password first."""
    view.is_open_with_initial_password = True  # type: ignore[attr-defined]
    return view


def register(app: Flask) -> None:
    """Put the gate before every request."""
    app.before_request(check)


def check() -> Response | Any | None:
    """None to go on, or the answer that turns the request away."""
    view = current_app.view_functions.get(request.endpoint or "")
    if view is None or getattr(view, "is_ticketed", False):
        return None
    is_public = getattr(view, "is_public", False)
    if is_api() and not is_public and not current_user.is_authenticated:
        return _ask_to_sign_in()  # a program that shows no proof at all is told so, not that a CSRF token is missing
    if request.method not in SAFE_METHODS and not is_by_bearer():
        csrf.protect()
    if not is_api():
        _refuse_null_characters()
    if is_public:
        return None
    if not current_user.is_authenticated:
        return _ask_to_sign_in()
    if _must_change_password(view):
        return redirect(url_for("accounts.edit_password"))
    return None


def is_by_bearer() -> bool:
    """Whether the request proves itself by a token that browsers do not send on their own."""
    return request.headers.get("Authorization", "").lower().startswith("bearer ")


def is_api() -> bool:
    """Whether a program asks, which wants problem documents and no pages."""
    return request.path.startswith("/api/")


def _refuse_null_characters() -> None:
    """No person types one, and no text column of PostgreSQL holds one."""
    fields = (value for values in request.form.listvalues() for value in values)
    if "\0" in request.path or b"%00" in request.query_string or any("\0" in value for value in fields):
        raise BadRequest()


def _ask_to_sign_in() -> Any:
    if is_api():
        raise Unauthenticated(Sentence("Bạn chưa đăng nhập, hoặc phiên đăng nhập đã hết hạn."))
    g.is_private = True
    target = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("accounts.sign_in", next=target))


def _must_change_password(view: Any) -> bool:
    return (
        current_user.has_initial_password and not is_api() and not getattr(view, "is_open_with_initial_password", False)
    )
