"""Several questions of a bank changed at once: choose what, see in numbers what would happen, confirm."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from .. import clock
from ..accounts.access import Permission, can, require
from ..accounts.forms import refuse
from ..errors import DomainError
from ..wording import number
from . import bulk_edits, chips, queries
from .blueprint import blueprint
from .forms import BulkEditForm


@blueprint.route("/banks/<code:code>/bulk-edit", methods=["GET", "POST"])
def edit_many(code: str) -> Any:
    """The chosen questions come as ``question`` in the address, then in the form."""
    bank = queries.get_bank(code, Permission.BANK_MANAGE)
    require(Permission.KEY_VIEW, bank.unit.path)
    ids = {id for id in map(chips.read_id, request.values.getlist("question")) if id}
    may_review = can(Permission.QUESTION_REVIEW, bank.unit.path)
    form, plan = BulkEditForm.offering(may_review), None
    if request.method == "GET" and not ids:
        flash(_("Hãy chọn ít nhất một câu rồi sửa."), "warning")
        return redirect(url_for(".show_bank", code=bank.code))
    if form.validate_on_submit():
        try:
            about = (bank, ids, form.changes(), current_user, may_review)
            if request.form.get("action") == "apply":
                done = bulk_edits.change_many(*about, clock.now())
                flash(_("Đã sửa %(count)s câu.", count=number(len(done.steps) - done.unchanged - done.own)), "success")
                return redirect(url_for(".show_bank", code=bank.code), 303)
            plan = bulk_edits.plan_changes(*about)
        except DomainError as error:
            refuse(form, error)
    page = render_template(
        "questions/edit_many.html",
        bank=bank,
        form=form,
        ids=sorted(ids),
        plan=plan,
        topics=chips.topics_of(queries.facets(bank)),
    )
    return page, 422 if form.errors else 200
