"""The list of members, and what administrators do with one of them."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from .. import clock
from ..errors import DomainError, Forbidden, Refused, Sentence
from . import audit, member_queries, member_services, role_queries
from .access import Permission, can, can_act_for, get_member, is_self, own_unit, require, within_or_everywhere
from .blueprint import blueprint
from .forms import refuse
from .labels import ACCOUNT_LABELS, KIND_LABELS, ROLE_LABELS, SEX_LABELS, STATUS_LABELS
from .member_forms import MemberFilterForm, MemberForm, MemberUnitForm, NewMemberForm, StatusForm
from .member_queries import MOST_COUNTED, PAGE_SIZE, MemberFilter, Place
from .models import Member

LABELS = {
    "kinds": KIND_LABELS,
    "statuses": STATUS_LABELS,
    "account_states": ACCOUNT_LABELS,
    "sexes": SEX_LABELS,
}


@blueprint.get("/members")
def list_members() -> str:
    """The members of my units, searched and narrowed; every look is logged."""
    require(Permission.MEMBER_VIEW)
    form = MemberFilterForm(request.args)
    form.validate()
    unit, narrowed = form.chosen_unit(), _filter(form)
    _log_look("members.listed", narrowed, unit.id if unit else None)
    place = Place(form.valid("after"), form.valid("before"), form.valid("end") is not None)
    scope = within_or_everywhere(Permission.MEMBER_VIEW)
    page = member_queries.list_page(narrowed, scope, place, PAGE_SIZE)
    total = page.total if narrowed != MemberFilter() else member_queries.count(narrowed, scope)
    # What the links of the page keep.
    kept = {name: form.valid(name) for name in ("q", "unit", "kind", "status", "account")}
    return render_template(
        "accounts/list_members.html",
        form=form,
        page=page,
        total=total,
        is_more=narrowed != MemberFilter() and (total or 0) > MOST_COUNTED,
        kept=kept,
        **LABELS,
    )


def _filter(form: MemberFilterForm) -> MemberFilter:
    unit = form.chosen_unit()
    return MemberFilter(
        text=form.valid("q") or "",
        unit_path=unit.path if unit else None,
        kind=form.valid("kind"),
        status=form.valid("status"),
        account_state=form.valid("account"),
    )


def _log_look(action: str, narrowed: MemberFilter, unit_id: int | None) -> None:
    own = own_unit(Permission.MEMBER_VIEW)
    audit.record_look(
        action,
        "member",
        now=clock.now(),
        unit_id=unit_id or (own.id if own else None),
        search=narrowed.text,
        kind=narrowed.kind,
        status=narrowed.status,
        account_state=narrowed.account_state,
    )


@blueprint.route("/members/new", methods=["GET", "POST"])
def create_member() -> Any:
    """Somebody who is on no list yet."""
    require(Permission.MEMBER_MANAGE)
    form = NewMemberForm()
    if request.method == "GET":
        form.unit.data = request.args.get("unit", "")
    elif form.validate() and form.unit.unit is not None:
        try:
            member = member_services.create_member(
                code=form.code.data, unit=form.unit.unit, now=clock.now(), **form.values()
            )
        except DomainError as error:
            refuse(form, error)
        else:
            _say_shared(member)
            flash(_("Đã thêm %(name)s. Tài khoản chưa có mật khẩu.", name=member.name), "success")
            return redirect(url_for(".show_member", member_id=member.id))
    return render_template("accounts/create_member.html", form=form), 422 if form.errors else 200


@blueprint.get("/members/<id:member_id>")
def show_member(member_id: int) -> str:
    """One member, and what can be done."""
    member = get_member(member_id)
    return render_template(
        "accounts/show_member.html",
        member=member,
        grants=role_queries.grants_held_by(member),
        may_manage=can(Permission.MEMBER_MANAGE, member.unit.path),
        may_grant=can(Permission.ROLE_GRANT, member.unit.path),
        may_act_for=can_act_for(member) and not is_self(member),
        role_labels=ROLE_LABELS,
        **LABELS,
    )


@blueprint.route("/members/<id:member_id>/edit", methods=["GET", "POST"])
def edit_member(member_id: int) -> Any:
    """Change what the list says."""
    member = get_member(member_id, Permission.MEMBER_MANAGE)
    form = MemberForm.of(member)
    if form.validate_on_submit():
        try:
            changes = member_services.edit_member(member, now=clock.now(), **form.values())
        except DomainError as error:
            refuse(form, error)
        else:
            if "phone" in changes or "email" in changes:
                _say_shared(member)
            flash(_("Đã lưu thông tin của %(name)s.", name=member.name), "success")
            return redirect(url_for(".show_member", member_id=member.id))
    return render_template("accounts/edit_member.html", form=form, member=member), 422 if form.errors else 200


def _say_shared(member: Member) -> None:
    others = member_queries.others_with(member.id, member.phone, member.email)
    if others:
        flash(
            _("Số điện thoại hoặc thư điện tử này đã có người khác dùng. Những người dùng chung đăng nhập bằng mã số."),
            "warning",
        )


@blueprint.route("/members/<id:member_id>/unit", methods=["GET", "POST"])
def move_member(member_id: int) -> Any:
    """Put the member on another unit's list."""
    member = get_member(member_id, Permission.MEMBER_MANAGE)
    form = MemberUnitForm()
    if form.validate_on_submit() and form.unit.unit is not None:
        member_services.move_member(member, form.unit.unit, now=clock.now())
        flash(_("Đã chuyển %(name)s đến %(unit)s.", name=member.name, unit=member.unit.name), "success")
        return redirect(url_for(".show_member", member_id=member.id))
    return render_template("accounts/move_member.html", form=form, member=member), 422 if form.errors else 200


@blueprint.post("/members/<id:member_id>/status")
def change_status(member_id: int) -> Any:
    """Suspend, exempt, …: one click from the member's page."""
    member = get_member(member_id, Permission.MEMBER_MANAGE)
    form = StatusForm()
    if form.validate():
        member_services.edit_member(member, now=clock.now(), status=form.status.data)
        flash(_("Đã đổi trạng thái của %(name)s.", name=member.name), "success")
    return redirect(url_for(".show_member", member_id=member.id))


@blueprint.post("/members/<id:member_id>/lock")
def lock_account(member_id: int) -> Any:
    """Keep the account from being used."""
    member = _get_lower_member(member_id)
    member_services.lock_account(member, now=clock.now())
    flash(_("Đã khóa tài khoản của %(name)s.", name=member.name), "success")
    return redirect(url_for(".show_member", member_id=member.id))


@blueprint.post("/members/<id:member_id>/lock/removal")
def unlock_account(member_id: int) -> Any:
    """Let the account be used again."""
    member = _get_lower_member(member_id)
    member_services.unlock_account(member, now=clock.now())
    flash(_("Đã mở khóa tài khoản của %(name)s.", name=member.name), "success")
    return redirect(url_for(".show_member", member_id=member.id))


@blueprint.post("/members/<id:member_id>/password")
def reset_password(member_id: int) -> str:
    """A new initial password, shown this once."""
    member = _get_lower_member(member_id)
    password = member_services.reset_password(member, now=clock.now())
    return render_template("accounts/reset_password.html", member=member, password=password)


def _get_lower_member(member_id: int) -> Member:
    """A member whose account I may take into my hands: nobody with more rights than mine, and not myself."""
    member = get_member(member_id, Permission.MEMBER_MANAGE)
    if is_self(member):
        raise Refused(Sentence("Việc này không làm được với tài khoản của chính bạn."))
    if not can_act_for(member):
        raise Forbidden(
            Sentence("Người này giữ vai trò có nhiều quyền hơn bạn, nên chỉ cấp trên mới làm được việc này.")
        )
    return member
