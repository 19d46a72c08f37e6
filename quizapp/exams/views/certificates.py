"""Certificates of a class: their design, giving and withdrawing them, checking one, one's own."""

from __future__ import annotations

import base64
from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from ... import clock, typesetting
from ...accounts import throttle
from ...accounts.access import Permission, require
from ...accounts.gate import public
from ...accounts.throttling import VERIFICATION, Watched, place_of
from ...courses.classes.access import Work
from ...errors import Invalid, NotFound
from ...units.models import Unit
from ...wording import local_day, translate
from .. import certificate_files, queries
from .. import certificate_queries as found
from ..blueprint import blueprint
from ..mark_sheet import MARKED, Entry, Row
from ..models import CertificateDesign, Exam
from ..output_forms import CertificateDesignForm
from ..services import certificates
from .outputs import as_file, note_look, what_is_open


@blueprint.get("/exams/<code:code>/certificates")
def list_certificates(code: str) -> str:
    """Who has a certificate of this class; every look is noted."""
    note_look(queries.get_exam(code, Work.MANAGE), "certificate.viewed", clock.now())
    exam = queries.get_exam(code, Work.MANAGE)
    given = found.list_certificates(exam)
    return render_template("exams/list_certificates.html", exam=exam, certificates=given, **what_is_open(exam))


@blueprint.post("/exams/<code:code>/certificates")
def issue_certificates(code: str) -> BaseResponse:
    """Give one to everybody who passed and has none."""
    issued = certificates.issue(queries.get_exam(code, Work.MANAGE), clock.now())
    if issued.new:
        flash(_("Đã cấp %(new)s giấy chứng nhận.", new=issued.new), "success")
    else:
        flash(_("Không có ai cần cấp thêm: %(known)s người đạt đã có giấy chứng nhận.", known=issued.known), "info")
    return redirect(url_for(".list_certificates", code=code), 303)


@blueprint.get("/exams/<code:code>/certificates.pdf")
def print_certificates(code: str) -> BaseResponse:
    """All that are worth something, one page each."""
    note_look(queries.get_exam(code, Work.MANAGE), "certificate.exported", clock.now())
    exam = queries.get_exam(code, Work.MANAGE)
    valid = [one for one in found.list_certificates(exam) if one.withdrawn_at is None]
    if not valid:
        return redirect(url_for(".list_certificates", code=code), 303)
    return as_file(certificate_files.certificates_pdf(valid), f"giay-chung-nhan-{code}.pdf", typesetting.PDF)


@blueprint.get("/exams/<code:code>/certificates/<id:certificate_id>.pdf")
def print_certificate(code: str, certificate_id: int) -> Response:
    """One of them."""
    exam = queries.get_exam(code, Work.MANAGE)
    one = found.get_certificate(exam, certificate_id)
    content, name = certificate_files.certificates_pdf([one]), one.number.replace("/", "-")
    note_look(exam, "certificate.exported", clock.now(), number=one.number)
    return as_file(content, f"giay-chung-nhan-{name}.pdf", typesetting.PDF)


@blueprint.post("/exams/<code:code>/certificates/<id:certificate_id>/withdrawal")
def withdraw_certificate(code: str, certificate_id: int) -> BaseResponse:
    """It is worth nothing any more."""
    told = _("Đã thu hồi giấy chứng nhận số %(number)s.")
    return _changed(code, certificate_id, certificates.withdraw, told)


@blueprint.post("/exams/<code:code>/certificates/<id:certificate_id>/reinstatement")
def reinstate_certificate(code: str, certificate_id: int) -> BaseResponse:
    """A withdrawn one is worth something again."""
    told = _("Giấy chứng nhận số %(number)s có giá trị trở lại.")
    return _changed(code, certificate_id, certificates.reinstate, told)


def _changed(code: str, certificate_id: int, change: Callable[..., object], told: str) -> BaseResponse:
    """``told`` has a place for the number."""
    one = found.get_certificate(queries.get_exam(code, Work.MANAGE), certificate_id)
    number = one.number
    try:
        change(one, request.form.get("reason", ""), clock.now())
        flash(told % {"number": number}, "success")
    except Invalid as error:
        flash(translate(error.sentence), "error")
    return redirect(url_for(".list_certificates", code=code), 303)


@blueprint.route("/exams/<code:code>/certificate-design", methods=["GET", "POST"])
def edit_certificate_design(code: str) -> str | BaseResponse:
    """The unit's design, with a picture of how it looks."""
    exam = queries.get_exam(code, Work.MANAGE)
    unit = exam.course_class.unit
    require(Permission.CLASS_MANAGE, unit.path)
    design, now = certificates.design_of(unit), clock.now()
    form = CertificateDesignForm(obj=None if request.method == "POST" else design)
    if request.method == "GET":
        form.kept_logo.data = design.logo
    elif form.validate() and _took_logo(form):
        wanted = {name: form[name].data or "" for name in certificates.FIELDS} | {"logo": form.kept_logo.data or ""}
        if request.form.get("action") != "preview":
            certificates.save_design(unit, wanted, now)
            flash(_("Đã lưu mẫu giấy chứng nhận. Giấy đã cấp giữ nguyên."), "success")
            return redirect(url_for(".edit_certificate_design", code=code), 303)
        design = CertificateDesign(unit_id=unit.id, **wanted)
    content = _sample(exam, unit, design, now)
    picture = base64.b64encode(certificate_files.preview_picture(content)).decode()
    return render_template(
        "exams/edit_certificate_design.html",
        exam=exam,
        unit=unit,
        form=form,
        picture=f"data:image/png;base64,{picture}",
    )


@blueprint.get("/exams/<code:code>/certificate-design.pdf")
def preview_certificate(code: str) -> Response:
    """The design as it is stored, with an invented holder."""
    exam = queries.get_exam(code, Work.MANAGE)
    unit = exam.course_class.unit
    content = _sample(exam, unit, certificates.design_of(unit), clock.now())
    return as_file(certificate_files.preview_pdf(content), "mau.pdf", typesetting.PDF, is_attachment=False)


@blueprint.get("/verify/<token>")
@public
def verify_certificate(token: str) -> str:
    """Whether a certificate is real; only what it says of its holder, its course, its day and its classification.

    Guessing is slowed: what is counted for a place is addresses that lead to none.
    """
    watched, now = (Watched(VERIFICATION, (place_of(request.remote_addr),)),), clock.now()
    throttle.check(watched, now)
    try:
        certificate = found.get_by_token(token)
    except NotFound:
        throttle.count(watched, now)
        raise
    return render_template("exams/verify_certificate.html", certificate=certificate)


@blueprint.get("/my-certificates")
def list_own_certificates() -> str:
    """The member's own."""
    return render_template("exams/list_own_certificates.html", certificates=found.list_own(current_user.id))


@blueprint.get("/my-certificates/<id:certificate_id>.pdf")
def print_own_certificate(certificate_id: int) -> Response:
    """One of the member's own."""
    one = found.get_own(certificate_id, current_user.id)
    name = f"giay-chung-nhan-{one.number.replace('/', '-')}.pdf"
    return as_file(certificate_files.certificates_pdf([one]), name, typesetting.PDF)


def _took_logo(form: CertificateDesignForm) -> bool:
    """Whether the picture that was sent, if any, could be kept; it then goes with the form."""
    kept = form.kept_logo.data or ""
    if form.without_logo.data or (kept and not certificate_files.logo_path(kept).exists()):
        form.kept_logo.data = ""
    sent = request.files.get(form.logo.name)
    content = sent.read() if sent else b""
    if not content or form.without_logo.data:
        return True
    try:
        form.kept_logo.data = certificates.keep_logo(content)
    except Invalid as error:
        form.logo.errors = [translate(error.sentence)]
        return False
    return True


def _sample(exam: Exam, unit: Unit, design: CertificateDesign, now: datetime) -> dict[str, Any]:
    entry = Entry(1, 0, "", _("Nguyễn Văn Mẫu"), unit.name, birth_year=1985)
    row = Row(1, entry, MARKED, 8.5, "", "good", ())
    return certificates.content_of(exam, unit, design, row, local_day(now))
