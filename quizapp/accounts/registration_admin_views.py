"""Applications for an account, waiting for a decision."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from .. import clock
from . import audit, member_queries, member_services
from .access import Permission, get_member, own_unit, require, within
from .blueprint import blueprint
from .labels import KIND_LABELS
from .member_forms import MemberFilterForm, RejectionForm
from .member_queries import MemberFilter, Place

_PENDING = MemberFilter(account_state="pending")


@blueprint.get("/members/registrations")
def list_registrations() -> str:
    """Who waits for me; every look is logged."""
    require(Permission.MEMBER_MANAGE)
    form = MemberFilterForm(request.args)
    form.validate()
    own = own_unit(Permission.MEMBER_MANAGE)
    audit.record_look("registrations.listed", "member", now=clock.now(), unit_id=own.id if own else None)
    place = Place(form.valid("after"), form.valid("before"), form.valid("end") is not None)
    scope = within(Permission.MEMBER_MANAGE)
    return render_template(
        "accounts/list_registrations.html",
        page=member_queries.list_page(_PENDING, scope, place),
        total=member_queries.count(_PENDING, scope),
        kinds=KIND_LABELS,
    )


@blueprint.post("/members/<id:member_id>/approval")
def approve_registration(member_id: int) -> Any:
    """Let the person in."""
    member = get_member(member_id, Permission.MEMBER_MANAGE)
    member_services.approve_registration(member, now=clock.now())
    flash(_("Đã phê duyệt %(name)s.", name=member.name), "success")
    return redirect(url_for(".list_registrations"))


@blueprint.route("/members/<id:member_id>/rejection", methods=["GET", "POST"])
def reject_registration(member_id: int) -> Any:
    """Say no, with a reason that the person reads."""
    member = get_member(member_id, Permission.MEMBER_MANAGE)
    form = RejectionForm()
    if form.validate_on_submit():
        member_services.reject_registration(member, form.reason.data, now=clock.now())
        flash(_("Đã từ chối %(name)s.", name=member.name), "success")
        return redirect(url_for(".list_registrations"))
    return render_template("accounts/reject_registration.html", form=form, member=member), 422 if form.errors else 200
