"""The own account: what is kept of me, how large the letters are, the language, where I am signed in."""

from __future__ import annotations

from typing import Any

from flask import Response, current_app, flash, g, redirect, render_template, url_for
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _
from flask_login import current_user

from .. import clock
from ..errors import Invalid, Sentence
from . import account_services as services
from .blueprint import blueprint
from .forms import LocaleForm, TextSizeForm
from .gate import public
from .known_device import LIFETIME
from .labels import KIND_LABELS
from .local_paths import local_path
from .sign_in_queries import sign_ins_of


@blueprint.app_context_processor
def tell_locale() -> dict[str, str]:
    """The language of the page, for every template."""
    return {"locale": str(get_locale())}


@blueprint.get("/account")
def show_account() -> str:
    """My data and my choices."""
    return render_template(
        "accounts/show_account.html",
        member=current_user,
        kinds=KIND_LABELS,
        text_sizes=services.TEXT_SIZES,
        sign_ins=sign_ins_of(current_user, clock.now()),
        here=g.sign_in,
    )


@blueprint.post("/account/text-size")
def choose_text_size() -> Any:
    """Keep how large the letters are."""
    services.choose_text_size(current_user, TextSizeForm().text_size.data or 0)
    return redirect(url_for(".show_account", _anchor="text-size"))


@blueprint.post("/locale")
@public
def choose_locale() -> Any:
    """Keep the language: with the account, and in the browser for the pages before signing in."""
    form = LocaleForm()
    if not form.validate():
        raise Invalid(Sentence("Không có ngôn ngữ này."))
    if current_user.is_authenticated:
        services.choose_locale(current_user, form.locale.data)
    response: Response = redirect(local_path(form.next.data))  # type: ignore[assignment]
    is_secure = current_app.config["SESSION_COOKIE_SECURE"]
    response.set_cookie("locale", form.locale.data, max_age=LIFETIME, httponly=True, samesite="Lax", secure=is_secure)
    return response


@blueprint.post("/account/sessions/<id:sign_in_id>/sign-out")
def sign_out_of(sign_in_id: int) -> Any:
    """Sign out another browser or program of mine."""
    services.sign_out_of(current_user, sign_in_id)
    flash(_("Đã đăng xuất khỏi thiết bị đó."), "success")
    return redirect(url_for(".show_account", _anchor="sessions"))


@blueprint.post("/account/sessions/others/sign-out")
def sign_out_of_others() -> Any:
    """Sign out everywhere but here."""
    ended = services.sign_out_of_others(current_user, here=g.sign_in, now=clock.now())
    flash(
        ngettext("Đã đăng xuất khỏi %(num)s thiết bị khác.", "Đã đăng xuất khỏi %(num)s thiết bị khác.", ended),
        "success",
    )
    return redirect(url_for(".show_account", _anchor="sessions"))
