"""Importing a file: choose it, look at what would change, confirm."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from .. import clock, uploads
from ..accounts.access import Permission, require
from ..errors import Invalid, Refused
from ..import_report import ImportReport
from ..wording import number, translate
from . import queries, services
from .blueprint import blueprint
from .formats import registry
from .formats.table_writer import template
from .forms import ImportForm
from .import_plan import Change

# Good questions are listed up to here; more of them nobody reads.
MOST_LISTED = 200


@blueprint.route("/banks/<code:code>/import", methods=["GET", "POST"])
def choose_import(code: str) -> Any:
    """Choose a file. What is sent is read at once and kept until it is confirmed."""
    bank = queries.get_bank(code, Permission.BANK_MANAGE)
    form = ImportForm()
    if form.validate_on_submit():
        try:
            return redirect(url_for(".show_import", code=bank.code, token=_keep(form)))
        except (Invalid, Refused) as error:
            form.file.errors = [translate(error.sentence)]
    return render_template("questions/choose_import.html", bank=bank, form=form), 422 if form.errors else 200


def _keep(form: ImportForm) -> str:
    content, filename = form.file.data.read(), form.file.data.filename or ""
    token = uploads.keep(content, filename, current_user.id, clock.now())
    try:
        registry.read(content, filename)
    except (Invalid, Refused):
        uploads.discard(token)
        raise
    return token


@blueprint.get("/banks/<code:code>/import/<token>")
def show_import(code: str, token: str) -> str:
    """What the file would change; nothing is stored yet."""
    bank = queries.get_bank(code, Permission.BANK_MANAGE)
    upload = uploads.take(token, current_user.id, clock.now())
    plan = services.plan(registry.read(upload.content, upload.filename), bank)
    return render_template(
        "questions/show_import.html",
        bank=bank,
        upload=upload,
        plan=plan,
        new=plan.of(Change.NEW),
        changed=plan.of(Change.CHANGED),
        unchanged=plan.of(Change.UNCHANGED),
        by_row={planned.question.row: planned.question for planned in plan.planned},
        most_listed=MOST_LISTED,
    )


@blueprint.post("/banks/<code:code>/import/<token>")
def confirm_import(code: str, token: str) -> Any:
    """Store it."""
    bank = queries.get_bank(code, Permission.BANK_MANAGE)
    upload = uploads.take(token, current_user.id, clock.now())
    parsed = registry.read(upload.content, upload.filename)
    skip_rejected = "skip_rejected" in request.form
    report = services.import_questions(parsed, bank, current_user, clock.now(), skip_rejected)
    if not report.may_store(skip_rejected):
        flash(_("Chưa lưu gì: tệp còn câu cần sửa."), "error")
        return redirect(url_for(".show_import", code=code, token=token))
    uploads.discard(token)
    flash(_said(report), "success")
    return redirect(url_for(".show_bank", code=code))


def _said(report: ImportReport) -> str:
    counts = {"created": number(report.created), "updated": number(report.updated)}
    if report.updated:
        return _("Đã nhập %(created)s câu mới và cập nhật %(updated)s câu.", **counts)
    return _("Đã nhập %(created)s câu mới.", **counts)


@blueprint.get("/question-template.xlsx")
def download_template() -> Response:
    """The blank workbook, with two rows that show how to fill it in."""
    require(Permission.BANK_MANAGE)
    response = make_response(template())
    response.content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    response.headers.set("Content-Disposition", "attachment", filename="mau-cau-hoi.xlsx")
    return response
