"""Signing in and out, and the password."""

from __future__ import annotations

from typing import Any

from flask import current_app, flash, g, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user

from .. import clock
from ..errors import DomainError, Throttled
from . import account_services, known_device, sessions
from . import sign_in as services
from .blueprint import blueprint
from .forms import NEW_PASSWORD_HINT, InitialPasswordForm, PasswordForm, SignInForm, refuse
from .gate import open_with_initial_password, public
from .local_paths import local_path
from .throttling import place_of


@blueprint.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> Any:
    """The form, and what it sends; ``next`` is the page to come back to."""
    form = SignInForm()
    if request.method == "GET" and current_user.is_authenticated:
        return redirect(_next_path())
    if not form.validate_on_submit():
        return _show_sign_in(form, 422 if form.is_submitted() else 200)
    device = known_device.read(request)
    origin = services.Origin(place_of(request.remote_addr), sessions.device_of(request.user_agent.string), device)
    try:
        signed_in = services.sign_in(form.login.data, form.password.data, origin, now=clock.now())
    except DomainError as error:
        refuse(form, error)
        headers = {"Retry-After": str(error.retry_after)} if isinstance(error, Throttled) else {}
        return *_show_sign_in(form, 429 if isinstance(error, Throttled) else 422), headers
    return _welcome(signed_in, device)


def _show_sign_in(form: SignInForm, status: int) -> tuple[str, int]:
    demo_accounts = current_app.config.get("DEMO_ACCOUNTS") or []
    return render_template("accounts/sign_in.html", form=form, demo_accounts=demo_accounts), status


def _welcome(signed_in: services.SignedIn, device: known_device.KnownDevice | None) -> Any:
    if current_user.is_authenticated:  # one browser, one person: the earlier one is signed out
        sessions.end_session(g.sign_in)
    sessions.remember_in_browser(signed_in.token)
    target = _next_path()
    if signed_in.has_initial_password:
        target = url_for(".edit_password", next=target)
    response = redirect(target)
    known_device.remember(response, device, signed_in.member_id)
    return response


def _next_path() -> str:
    return local_path(request.args.get("next"))


@blueprint.post("/sign-out")
@open_with_initial_password
def sign_out() -> Any:
    """Sign this browser out. Its cache goes, for the next person at it; the page for signing in drops what the service
    workers kept. Answers that were not yet sent stay: they lie in its storage, which is not touched."""
    sessions.end_session(g.sign_in)
    session.clear()
    flash(_("Bạn đã đăng xuất."))
    response = redirect(url_for(".sign_in"))
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


@blueprint.route("/password", methods=["GET", "POST"])
@open_with_initial_password
def edit_password() -> Any:
    """Change the own password; the first thing to do with one that somebody else knows."""
    form = InitialPasswordForm() if current_user.has_initial_password else PasswordForm()
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            current = form.current.data if "current" in form else None
            account_services.change_password(current_user, current, form.new.data, here=g.sign_in, now=clock.now())
        except DomainError as error:
            refuse(form, error)
            status = error.status
        else:
            flash(_("Đã đổi mật khẩu. Các thiết bị khác đã được đăng xuất."), "success")
            return redirect(_next_path())
    page = render_template(
        "accounts/edit_password.html",
        form=form,
        is_initial="current" not in form,
        new_password_hint=NEW_PASSWORD_HINT,
    )
    return page, status
