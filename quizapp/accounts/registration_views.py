"""Asking for an account."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import to_user_timezone
from wtforms.fields.choices import SelectChoice

from .. import clock
from ..errors import DomainError, Throttled
from ..units.models import Unit
from . import registration as services
from .blueprint import blueprint
from .forms import NEW_PASSWORD_HINT, RegistrationForm, refuse
from .gate import public
from .registration_queries import find_unit
from .throttling import place_of


@blueprint.route("/registration", methods=["GET", "POST"])
@public
def register() -> Any:
    """The form (``?unit=CODE`` fills in the unit: for links and QR codes), and what it sends."""
    form = RegistrationForm()
    if request.method == "GET":
        form.unit.data = request.args.get("unit", "")
        return _show(form, 200)
    is_complete, unit = form.validate(), _unit_of(form)
    if not is_complete or unit is None:
        return _show(form, 422)
    try:
        services.register(_application(form, unit), place_of(request.remote_addr), now=clock.now())
    except DomainError as error:
        refuse(form, error)
        headers = {"Retry-After": str(error.retry_after)} if isinstance(error, Throttled) else {}
        return *_show(form, error.status), headers
    return redirect(url_for(".show_registration_received"))


@blueprint.get("/registration/received")
@public
def show_registration_received() -> str:
    """What happens next."""
    return render_template("accounts/show_registration_received.html")


def _show(form: RegistrationForm, status: int) -> tuple[str, int]:
    return render_template("accounts/register.html", form=form, new_password_hint=NEW_PASSWORD_HINT), status


def _unit_of(form: RegistrationForm) -> Unit | None:
    """The unit that is meant; otherwise the form offers those that may be."""
    if form.unit.errors:
        return None
    today = to_user_timezone(clock.now()).date()
    found = find_unit(form.unit.data, form.unit_code.data or "", today)
    if found.unit is not None:
        return found.unit
    form.unit_code.choices = [
        SelectChoice(code, f"{name} ({above})" if above else name) for code, name, above in found.suggestions
    ]
    if found.has_more:
        sentence = _("Có nhiều đơn vị có tên như vậy. Hãy chọn bên dưới, hoặc ghi tên đầy đủ hơn.")
    elif found.suggestions:
        sentence = _("Hãy chọn đúng đơn vị của bạn ở bên dưới.")
    else:
        sentence = _("Không tìm thấy đơn vị này. Hãy ghi tên như trong quyết định, hoặc hỏi chi bộ mã đơn vị.")
    form.unit.errors = [sentence]
    return None


def _application(form: RegistrationForm, unit: Unit) -> services.Application:
    return services.Application(
        name=form.name.data,
        birth_year=int(form.birth_year.data),
        phone=form.phone.data,
        kind=form.kind.data,
        unit=unit,
        password=form.password.data,
    )
