"""A list of members as a file: choose it, look at what would change, confirm."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from .. import clock, uploads
from ..errors import DomainError
from ..import_pages import as_download, decisions, keep_readable, report_workbook
from ..wording import number
from . import audit, member_import
from .access import Permission, can_at_root, get_unit, own_unit, paths_with, require
from .blueprint import blueprint
from .forms import refuse
from .labels import FIELD_LABELS, KIND_LABELS, SEX_LABELS, STATUS_LABELS
from .member_forms import MemberUploadForm
from .member_plan import MemberPlan, Target
from .member_templates import member_template

MANAGE = Permission.MEMBER_MANAGE
# More than these nobody reads; the counts and the report hold all.
MOST_LISTED = 200


@blueprint.route("/members/import", methods=["GET", "POST"])
def choose_member_list() -> Any:
    """Choose a file. It is read at once, and kept until it is confirmed."""
    require(MANAGE)
    form = MemberUploadForm()
    if form.validate_on_submit():
        unit = form.unit.unit
        try:
            target = _target(unit.id if unit else None)
            token = keep_readable(form.file.data, partial(_preview, target=target))
        except DomainError as error:
            refuse(form, error)
        else:
            return redirect(url_for(".preview_member_list", token=token, unit=unit.id if unit else None))
    return render_template("accounts/choose_member_list.html", form=form), 422 if form.errors else 200


def _preview(content: bytes, filename: str, target: Target) -> MemberPlan:
    return member_import.preview_members(content, filename, target, clock.now())


def _target(unit_id: int | None) -> Target:
    unit = get_unit(unit_id, MANAGE) if unit_id is not None else None
    return Target(None if can_at_root(MANAGE) else paths_with(MANAGE), unit)


@blueprint.get("/members/import/<token>")
def preview_member_list(token: str) -> str:
    """What the file would change; nothing is stored yet."""
    upload, plan = _plan(token)
    return render_template(
        "accounts/preview_member_list.html",
        upload=upload,
        plan=plan,
        report=plan.report,
        decisions=decisions(plan.report),
        most_listed=MOST_LISTED,
        unit_id=request.args.get("unit", type=int),
        fields=FIELD_LABELS,
        words={"kind": KIND_LABELS, "status": STATUS_LABELS, "sex": SEX_LABELS},
    )


def _plan(token: str) -> tuple[uploads.Upload, MemberPlan]:
    """The file and what it would change; it names people who are stored: every look is noted."""
    require(MANAGE)
    own = own_unit(MANAGE)
    audit.record_look("members.list_previewed", "member", now=clock.now(), unit_id=own.id if own else None)
    upload = uploads.take(token, current_user.id, clock.now())
    target = _target(request.args.get("unit", type=int))
    return upload, _preview(upload.content, upload.filename, target)


@blueprint.post("/members/import/<token>")
def import_member_list(token: str) -> Any:
    """Store it, checked again."""
    require(MANAGE)
    upload = uploads.take(token, current_user.id, clock.now())
    unit_id, skip_rejected = request.args.get("unit", type=int), "skip_rejected" in request.form
    report = member_import.import_members(upload.content, upload.filename, _target(unit_id), clock.now(), skip_rejected)
    if not report.may_store(skip_rejected):
        flash(_("Chưa lưu gì: tệp còn dòng cần sửa."), "error")
        return redirect(url_for(".preview_member_list", token=token, unit=unit_id))
    uploads.discard(token)
    counts = {"created": number(report.created), "updated": number(report.updated)}
    flash(_("Đã thêm %(created)s người và cập nhật %(updated)s người.", **counts), "success")
    return redirect(url_for(".list_members"))


@blueprint.post("/members/import/<token>/removal")
def discard_member_list(token: str) -> Any:
    """Think better of it."""
    uploads.take(token, current_user.id, clock.now())
    uploads.discard(token)
    flash(_("Đã bỏ tệp. Chưa có gì được lưu."), "info")
    return redirect(url_for(".choose_member_list"))


@blueprint.get("/members/import/<token>/report.xlsx")
def download_member_report(token: str) -> Response:
    """The rows that need somebody's eye, to work through beside the file."""
    return as_download(report_workbook(_plan(token)[1].report), "bao-cao-nhap-thanh-vien.xlsx")


@blueprint.get("/member-list-template.xlsx")
def download_member_template() -> Response:
    """The blank workbook, with two rows that show how to fill it in."""
    require(MANAGE)
    return as_download(member_template(), "mau-danh-sach-thanh-vien.xlsx")
