"""A list of units as a file: choose it, look at what would change, confirm."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from .. import clock, uploads
from ..accounts.access import require
from ..accounts.forms import refuse
from ..accounts.labels import FIELD_LABELS
from ..errors import DomainError
from ..import_pages import as_download, decisions, keep_readable, report_workbook
from ..units.unit_import import preview_units
from ..units.unit_plan import UnitPlan
from ..units.unit_template import unit_template
from ..wording import number
from . import administration
from .administration import MANAGE
from .blueprint import blueprint
from .forms import UnitUploadForm

# More than these nobody reads; the counts and the report hold all.
MOST_LISTED = 200


@blueprint.route("/units/import", methods=["GET", "POST"])
def choose_list() -> Any:
    """Choose a file. It is read at once, and kept until it is confirmed."""
    require(MANAGE)
    form = UnitUploadForm()
    if form.validate_on_submit():
        try:
            token = keep_readable(form.file.data, _preview)
        except DomainError as error:
            refuse(form, error)
        else:
            return redirect(url_for(".preview_list", token=token))
    return render_template("units/choose_list.html", form=form), 422 if form.errors else 200


def _preview(content: bytes, filename: str) -> UnitPlan:
    return preview_units(content, filename, administration.managed_paths())


@blueprint.get("/units/import/<token>")
def preview_list(token: str) -> str:
    """What the file would change; nothing is stored yet."""
    upload, plan = _plan(token)
    return render_template(
        "units/preview_list.html",
        upload=upload,
        plan=plan,
        report=plan.report,
        decisions=decisions(plan.report),
        most_listed=MOST_LISTED,
        fields=FIELD_LABELS,
    )


def _plan(token: str) -> tuple[uploads.Upload, UnitPlan]:
    require(MANAGE)
    upload = uploads.take(token, current_user.id, clock.now())
    return upload, _preview(upload.content, upload.filename)


@blueprint.post("/units/import/<token>")
def import_list(token: str) -> Any:
    """Store it, checked again."""
    require(MANAGE)
    upload = uploads.take(token, current_user.id, clock.now())
    skip_rejected = "skip_rejected" in request.form
    paths = administration.managed_paths()
    report = administration.store_list(upload.content, upload.filename, paths, skip_rejected, clock.now()).report
    if not report.may_store(skip_rejected):
        flash(_("Chưa lưu gì: tệp còn dòng cần sửa."), "error")
        return redirect(url_for(".preview_list", token=token))
    uploads.discard(token)
    counts = {"created": number(report.created), "updated": number(report.updated)}
    flash(_("Đã tạo %(created)s đơn vị và cập nhật %(updated)s đơn vị.", **counts), "success")
    return redirect(url_for(".show_tree"))


@blueprint.post("/units/import/<token>/removal")
def discard_list(token: str) -> Any:
    """Think better of it."""
    uploads.take(token, current_user.id, clock.now())
    uploads.discard(token)
    flash(_("Đã bỏ tệp. Chưa có gì được lưu."), "info")
    return redirect(url_for(".choose_list"))


@blueprint.get("/units/import/<token>/report.xlsx")
def download_report(token: str) -> Response:
    """The rows that need somebody's eye, to work through beside the file."""
    return as_download(report_workbook(_plan(token)[1].report), "bao-cao-nhap-don-vi.xlsx")


@blueprint.get("/unit-list-template.xlsx")
def download_template() -> Response:
    """The blank workbook, with rows that show how to fill it in."""
    require(MANAGE)
    return as_download(unit_template(), "mau-danh-sach-don-vi.xlsx")
