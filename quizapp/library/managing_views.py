"""What those who publish documents do with one: publish, end, add files."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from .. import clock
from ..accounts.access import Permission
from ..errors import Invalid, Refused, Sentence
from ..wording import translate
from . import files, listing, queries, services, visibility
from .blueprint import blueprint
from .forms import FileForm, ReplacementForm
from .models import Document


@blueprint.post("/documents/<id:document_id>/publication")
def publish_document(document_id: int) -> Any:
    """Let its readers see it."""
    services.publish(visibility.get_document(document_id, Permission.DOCUMENT_MANAGE), clock.now())
    flash(_("Văn bản đã được công bố."), "success")
    return _to_document(document_id)


@blueprint.post("/documents/<id:document_id>/publication/removal")
def withdraw_document(document_id: int) -> Any:
    """Hide it again."""
    services.withdraw(visibility.get_document(document_id, Permission.DOCUMENT_MANAGE), clock.now())
    flash(_("Người đọc không còn thấy văn bản này."), "success")
    return _to_document(document_id)


@blueprint.route("/documents/<id:document_id>/replacement", methods=["GET", "POST"])
def replace_document(document_id: int) -> Any:
    """Say that it is no longer in force, and what stands for it."""
    document = visibility.get_document(document_id, Permission.DOCUMENT_MANAGE)
    current = document.successor.number if document.successor else ""
    form = ReplacementForm(data={"replaced_on": document.replaced_on, "successor": current})
    if form.validate_on_submit():
        try:
            successor = _successor(form.successor.data or "")
            services.replace_document(document, successor, form.replaced_on.data, clock.now())
            flash(_("Đã ghi văn bản hết hiệu lực."), "success")
            return _to_document(document_id)
        except (Invalid, Refused) as error:
            form.successor.errors = [translate(error.sentence)]
    page = render_template("library/replace_document.html", form=form, document=document)
    return page, 422 if form.errors else 200


def _successor(number: str) -> Document | None:
    """The newest document of this number that the person may see. Raises Invalid where there is none."""
    if not number.strip():
        return None
    found = next((one for one in queries.find_by_number(number) if visibility.can_see(one)), None)
    if found is None:
        raise Invalid(Sentence("Thư viện chưa có văn bản số %(number)s. Hãy thêm văn bản đó trước.", number=number))
    return found


@blueprint.post("/documents/<id:document_id>/replacement/removal")
def restore_document(document_id: int) -> Any:
    """It is in force after all."""
    document = visibility.get_document(document_id, Permission.DOCUMENT_MANAGE)
    services.replace_document(document, None, None, clock.now())
    flash(_("Đã ghi văn bản còn hiệu lực."), "success")
    return _to_document(document_id)


@blueprint.route("/documents/<id:document_id>/files", methods=["GET", "POST"])
def list_files(document_id: int) -> Any:
    """The document's files with their downloads, and a form for one more."""
    document = visibility.get_document(document_id, Permission.DOCUMENT_MANAGE)
    form = FileForm()
    if form.validate_on_submit():
        sent = form.file.data
        try:
            files.add_file(document, sent.read(), sent.filename or "", current_user, clock.now())
            flash(_("Đã thêm tệp."), "success")
            return redirect(url_for(".list_files", document_id=document_id))
        except (Invalid, Refused) as error:
            form.file.errors = [translate(error.sentence)]
    page = render_template("library/list_files.html", document=document, files=listing.list_files(document), form=form)
    return page, 422 if form.errors else 200


@blueprint.post("/documents/<id:document_id>/files/<id:file_id>/removal")
def remove_file(document_id: int, file_id: int) -> Any:
    """Remove a file."""
    document = visibility.get_document(document_id, Permission.DOCUMENT_MANAGE)
    files.remove_file(document, files.get_file(document, file_id), clock.now())
    flash(_("Đã xóa tệp."), "success")
    return redirect(url_for(".list_files", document_id=document_id))


def _to_document(document_id: int) -> Any:
    return redirect(url_for(".show_document", document_id=document_id))
