"""Who holds which role in a unit and below."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from .. import clock
from ..errors import DomainError, NotFound, Sentence
from ..units import queries as unit_queries
from ..units.models import Unit
from . import audit, role_queries, role_services
from .access import Permission, can, get_unit, own_unit
from .blueprint import blueprint
from .forms import refuse
from .labels import ROLE_LABELS, ROLE_NOTES
from .logins import read_login
from .member_forms import GrantForm
from .models import Member
from .sign_in_queries import find_candidates


@blueprint.get("/roles")
def show_own_roles() -> Response:
    """The roles of the highest unit where I may give some."""
    unit = own_unit(Permission.ROLE_GRANT)
    if unit is None:
        raise NotFound(Sentence("Không có trang này, hoặc bạn không được xem."))
    return redirect(url_for(".list_grants", unit_id=unit.id))


@blueprint.route("/units/<id:unit_id>/roles", methods=["GET", "POST"])
def list_grants(unit_id: int) -> Any:
    """The roles given at a unit and below it, and one more."""
    unit = get_unit(unit_id, Permission.ROLE_GRANT)
    roles = role_services.roles_to_give(unit.path, current_user)
    form = GrantForm()
    form.offer(roles)
    if request.method == "GET":
        form.login.data = request.args.get("login", "")
    if form.validate_on_submit() and (member := _member_of(form)) is not None:
        try:
            role_services.grant_role(member, form.role.data, unit, clock.now(), by=current_user)
        except DomainError as error:
            refuse(form, error)
        else:
            flash(_("Đã cấp vai trò cho %(name)s.", name=member.name), "success")
            return redirect(url_for(".list_grants", unit_id=unit.id))
    return _show(unit, form, roles), 422 if form.errors else 200


def _show(unit: Unit, form: GrantForm, roles: list[str]) -> str:
    if request.method == "GET":
        audit.record_look("grants.listed", "unit", unit.id, now=clock.now(), unit_id=unit.id)
    return render_template(
        "accounts/list_grants.html",
        unit=unit,
        form=form,
        roles=roles,
        grants=role_queries.list_grants(unit_queries.subtree(unit.path)),
        labels=ROLE_LABELS,
        notes=ROLE_NOTES,
    )


def _member_of(form: GrantForm) -> Member | None:
    """The member whom the login means, among those whom I may see."""
    found = [m for m in find_candidates(read_login(form.login.data)) if can(Permission.MEMBER_VIEW, m.unit.path)]
    if len(found) == 1:
        return found[0]
    if found:
        form.login.errors = [_("Có nhiều người dùng chung số hoặc địa chỉ này. Hãy ghi mã số.")]
    else:
        form.login.errors = [_("Không có ai trong phạm vi của bạn có mã số, điện thoại hoặc thư điện tử này.")]
    return None


@blueprint.post("/roles/<id:grant_id>/removal")
def revoke_grant(grant_id: int) -> Any:
    """Take a role back."""
    grant = role_queries.get(grant_id)
    if grant is None or not can(Permission.ROLE_GRANT, grant.unit.path):
        raise NotFound(Sentence("Vai trò này không còn, hoặc bạn không được xem."))
    role_services.revoke_role(grant.member, grant.role, grant.unit, clock.now(), by=current_user)
    flash(_("Đã thu hồi vai trò của %(name)s.", name=grant.member.name), "success")
    return redirect(url_for(".list_grants", unit_id=grant.unit_id))
