"""Copying a shared bank into one's own unit."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from .. import clock
from ..accounts.access import Permission, get_unit, own_unit, require
from ..accounts.forms import refuse
from ..errors import DomainError, Forbidden, Sentence
from . import copying, queries
from .blueprint import blueprint
from .forms import NewBankForm


@blueprint.route("/banks/<code:code>/copy", methods=["GET", "POST"])
def copy_bank(code: str) -> Any:
    """A form for the copy's name and unit."""
    bank = queries.get_bank(code, Permission.BANK_VIEW)
    require(Permission.BANK_MANAGE)
    if bank.sharing != "copy":
        raise Forbidden(Sentence("Đơn vị quản lý không cho sao chép ngân hàng này."))
    unit = own_unit(Permission.BANK_MANAGE)
    form = NewBankForm(data={"title": bank.title, "unit": unit.id if unit else None})
    form.offer_units(queries.list_owner_units())
    if form.validate_on_submit():
        try:
            unit = get_unit(form.unit.data, Permission.BANK_MANAGE)
            require(Permission.KEY_VIEW, unit.path)  # a copy tells its keys
            copied = copying.copy_bank(bank, form.code.data, form.title.data, unit, current_user, clock.now())
            flash(_("Đã sao chép ngân hàng về đơn vị của bạn."), "success")
            return redirect(url_for(".show_bank", code=copied.code), 303)
        except DomainError as error:
            refuse(form, error)
    facets = queries.facets(bank)
    page = render_template("questions/copy_bank.html", bank=bank, form=form, count=facets.states["approved"])
    return page, 422 if form.errors else 200
