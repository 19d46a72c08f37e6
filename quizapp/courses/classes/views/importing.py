"""A list of learners as a file: choose it, look at what would change, confirm."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from .... import clock, uploads
from ....accounts import audit
from ....accounts.forms import refuse
from ....errors import DomainError
from ....import_pages import as_download, decisions, keep_readable, report_workbook
from ....wording import number
from .. import learner_import
from ..access import Work, get_class
from ..blueprint import blueprint
from ..forms import LearnerUploadForm
from ..models import CourseClass

MOST_LISTED = 200


@blueprint.route("/classes/<code:code>/learners/import", methods=["GET", "POST"])
def choose_learner_list(code: str) -> Any:
    """Choose a file. It is read at once, and kept until it is confirmed."""
    course_class = get_class(code, Work.MANAGE)
    form = LearnerUploadForm()
    if form.validate_on_submit():
        try:
            token = keep_readable(form.file.data, partial(learner_import.plan_learners, course_class))
            return redirect(url_for(".preview_learner_list", code=code, token=token))
        except DomainError as error:
            refuse(form, error)
    page = render_template("classes/choose_learner_list.html", course_class=course_class, form=form)
    return page, 422 if form.errors else 200


@blueprint.get("/classes/<code:code>/learners/import/<token>")
def preview_learner_list(code: str, token: str) -> str:
    """What the file would change; nothing is stored yet. It names people: every look is noted."""
    course_class, upload, plan = _looked_at(code, token)
    return render_template(
        "classes/preview_learner_list.html",
        course_class=course_class,
        upload=upload,
        plan=plan,
        report=plan.report,
        decisions=decisions(plan.report),
        most_listed=MOST_LISTED,
    )


def _looked_at(code: str, token: str) -> tuple[CourseClass, uploads.Upload, learner_import.LearnerPlan]:
    unit_id = get_class(code, Work.MANAGE).unit_id
    audit.record_look("class.list_previewed", "class", code, now=clock.now(), unit_id=unit_id)
    course_class = get_class(code, Work.MANAGE)
    upload = uploads.take(token, current_user.id, clock.now())
    return course_class, upload, learner_import.plan_learners(course_class, upload.content, upload.filename)


@blueprint.post("/classes/<code:code>/learners/import/<token>")
def import_learner_list(code: str, token: str) -> Any:
    """Store it, checked again."""
    course_class = get_class(code, Work.MANAGE)
    upload = uploads.take(token, current_user.id, clock.now())
    skip_rejected = "skip_rejected" in request.form
    report = learner_import.import_learners(course_class, upload.content, upload.filename, clock.now(), skip_rejected)
    if not report.may_store(skip_rejected):
        flash(_("Chưa lưu gì: tệp còn dòng cần sửa."), "error")
        return redirect(url_for(".preview_learner_list", code=code, token=token))
    uploads.discard(token)
    flash(_("Đã thêm %(count)s học viên.", count=number(report.created)), "success")
    return redirect(url_for(".show_class", code=code))


@blueprint.post("/classes/<code:code>/learners/import/<token>/removal")
def discard_learner_list(code: str, token: str) -> Any:
    """Think better of it."""
    get_class(code, Work.MANAGE)
    uploads.take(token, current_user.id, clock.now())
    uploads.discard(token)
    flash(_("Đã bỏ tệp. Chưa có gì được lưu."), "info")
    return redirect(url_for(".choose_learner_list", code=code))


@blueprint.get("/classes/<code:code>/learners/import/<token>/report.xlsx")
def download_learner_report(code: str, token: str) -> Response:
    """The rows that need somebody's eye, to work through beside the file."""
    _course_class, _upload, plan = _looked_at(code, token)
    return as_download(report_workbook(plan.report), "bao-cao-nhap-hoc-vien.xlsx")
