"""Putting a text into the library: send a file or paste, look at what was recognised, mend, save."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from .. import clock, uploads
from ..accounts.access import Permission, get_unit, own_unit, require
from ..errors import Invalid, Refused
from ..wording import local_day, translate
from . import queries, services, visibility
from .blueprint import blueprint
from .draft import Draft, checked, completed
from .forms import DocumentForm, NewDocumentForm, SourceForm, particulars_of
from .models import Document
from .parsed import ParsedDocument
from .reading import pasted_source, read_text, to_source


@blueprint.route("/documents/import", methods=["GET", "POST"])
def choose_source() -> Any:
    """Send a file or paste a text; with ``document`` in the address, for a document that is stored already."""
    require(Permission.DOCUMENT_MANAGE)
    document = _document()
    form = SourceForm()
    if form.validate_on_submit():
        try:
            return redirect(_preview(_keep(form), document))
        except (Invalid, Refused) as error:
            field = form.text if form.text.data else form.file
            field.errors = [translate(error.sentence)]
    page = render_template("library/choose_source.html", form=form, document=document)
    return page, 422 if form.errors else 200


def _document() -> Document | None:
    """The stored document whose text is to be replaced."""
    document_id = request.args.get("document", type=int)
    return visibility.get_document(document_id, Permission.DOCUMENT_MANAGE) if document_id else None


def _preview(token: str, document: Document | None) -> str:
    return url_for(".show_source", token=token, document=document.id if document else None)


def _keep(form: SourceForm) -> str:
    """The text as Markdown, kept on the server. Raises Invalid."""
    file = form.file.data
    if file:
        source, name = to_source(file.read(), file.filename or ""), file.filename or ""
    else:
        source, name = pasted_source(form.text.data or ""), _("văn bản đã dán")
    read_text(source, is_markdown=True)
    return uploads.keep(source.encode(), name, current_user.id, clock.now())


@blueprint.route("/documents/import/<token>", methods=["GET", "POST"])
def show_source(token: str) -> Any:
    """What was recognised, to be mended before it is saved."""
    require(Permission.DOCUMENT_MANAGE)
    document = _document()
    upload = uploads.take(token, current_user.id, clock.now())
    parsed = read_text(upload.content.decode(), is_markdown=True)
    form = _form(parsed, document)
    if form.validate_on_submit():
        try:
            return _save(form, parsed, document, token)
        except (Invalid, Refused) as error:
            form.number.errors = [translate(error.sentence)]
    page = render_template(
        "library/show_source.html",
        form=form,
        document=document,
        token=token,
        upload=upload,
        source=upload.content.decode(),
        sections=parsed.sections,
        same=None if document else _same(parsed),
    )
    return page, 422 if form.errors else 200


def _form(parsed: ParsedDocument, document: Document | None) -> DocumentForm:
    if document is not None:
        form = DocumentForm(data=particulars_of(document))
        form.offer_units(visibility.list_owner_units(), document.unit)
        return form
    unit = own_unit(Permission.DOCUMENT_MANAGE)
    found = completed(Draft(), parsed.recognised)
    names = ("kind", "number", "title", "issuer", "issued_on")
    values = {name: getattr(found, name) for name in names} | {"unit": unit.id if unit else None}
    form = NewDocumentForm(data=values | {"is_published": True})
    form.offer_units(visibility.list_owner_units())
    return form


def _save(form: DocumentForm, parsed: ParsedDocument, document: Document | None, token: str) -> Any:
    unit = get_unit(form.unit.data, Permission.DOCUMENT_MANAGE)
    draft, now = form.draft(parsed.sections), clock.now()
    if document is not None:
        services.edit(document, draft, unit, now)
    else:
        is_published = isinstance(form, NewDocumentForm) and form.is_published.data
        document = services.create(draft, unit, current_user, now, is_published)
    uploads.discard(token)
    flash(_("Đã lưu văn bản."), "success")
    return redirect(url_for(".show_document", document_id=document.id))


def _same(parsed: ParsedDocument) -> Document | None:
    """The stored document that the text seems to be, where the person may change it."""
    try:
        draft = checked(completed(Draft(), parsed.recognised), local_day(clock.now()))
    except Invalid:
        return None
    found = services.find_stored(draft)
    return found if found is not None and visibility.may_manage(found) else None


@blueprint.post("/documents/import/<token>/text")
def mend_source(token: str) -> Any:
    """Another wording of the kept text: read anew, still not saved."""
    require(Permission.DOCUMENT_MANAGE)
    document = _document()
    upload = uploads.take(token, current_user.id, clock.now())
    source = request.form.get("source", "")
    try:
        read_text(source, is_markdown=True)
        mended = uploads.keep(source.encode(), upload.filename, current_user.id, clock.now())
    except Invalid as error:
        flash(translate(error.sentence), "error")
        return redirect(_preview(token, document))
    uploads.discard(token)
    return redirect(_preview(mended, document))


@blueprint.route("/documents/<id:document_id>/edit", methods=["GET", "POST"])
def edit_document(document_id: int) -> Any:
    """A form for the particulars of a stored document."""
    document = visibility.get_document(document_id, Permission.DOCUMENT_MANAGE)
    form = DocumentForm(data=particulars_of(document))
    form.offer_units(visibility.list_owner_units(), document.unit)
    if form.validate_on_submit():
        try:
            services.edit(document, form.draft(None), get_unit(form.unit.data, Permission.DOCUMENT_MANAGE), clock.now())
            flash(_("Đã lưu."), "success")
            return redirect(url_for(".show_document", document_id=document_id))
        except (Invalid, Refused) as error:
            form.number.errors = [translate(error.sentence)]
    has_text = bool(queries.sections_of(document.id))
    page = render_template("library/edit_document.html", form=form, document=document, has_text=has_text)
    return page, 422 if form.errors else 200
