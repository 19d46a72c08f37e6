"""Pages of documents for readers. Those who publish them have pages of their own in ``managing_views``."""

from __future__ import annotations

from typing import Any

from flask import Response, current_app, make_response, redirect, render_template, request, url_for
from flask_login import current_user

from ..accounts.access import Permission, can
from ..accounts.gate import public
from ..errors import NotFound, Sentence
from ..qr import qr_svg
from . import announcement_views, api, files, import_views, keeping, listing, managing_views, queries, visibility
from . import keeping_views as keeping_views
from .blueprint import blueprint
from .models import Document
from .search import search
from .words import KINDS

__all__ = ["announcement_views", "api", "blueprint", "import_views", "keeping_views", "managing_views"]
AN_HOUR = "private, max-age=3600"


@blueprint.get("/documents")
def list_documents() -> str:
    """What the person may read, new ones first, or what a search finds."""
    filters = listing.read_filters(request.args)
    page = max(1, min(request.args.get("page", 1, type=int), 10_000))
    found = search(filters.words, None, *filters.conditions()) if filters.words else []
    documents, has_more = ([], False) if filters.words else listing.list_documents(filters, page)
    may_manage = can(Permission.DOCUMENT_MANAGE)
    return render_template(
        "library/list_documents.html",
        filters=filters,
        found=found,
        documents=documents,
        drafts=listing.list_drafts() if may_manage and not filters.address() and page == 1 else [],
        has_more=has_more,
        page=page,
        years=listing.list_years(),
        kinds=KINDS,
        may_manage=may_manage,
    )


@blueprint.get("/documents/saved")
def list_saved() -> str:
    """What the person has begun, wants to read later, or has marked."""
    return render_template(
        "library/list_saved.html",
        begun=listing.list_begun(),
        later=listing.list_read_later(),
        bookmarks=listing.list_bookmarks(),
    )


@blueprint.get("/documents/<id:document_id>")
@public
def show_document(document_id: int) -> Any:
    """The text with its contents; files; what the person keeps about it."""
    document = _readable(document_id)
    if document is None:
        return redirect(url_for("accounts.sign_in", next=request.path))
    is_member = current_user.is_authenticated
    return render_template(
        "library/show_document.html",
        document=document,
        sections=queries.sections_of(document.id),
        files=listing.list_files(document),
        kept=keeping.kept_by(current_user, document) if is_member else None,
        may_manage=visibility.may_manage(document),
    )


def _readable(document_id: int) -> Document | None:
    """None for a visitor, who may be somebody that can see it: whether it exists is told after signing in."""
    try:
        return visibility.get_document(document_id)
    except NotFound:
        if current_user.is_authenticated:
            raise
        return None


@blueprint.get("/documents/<id:document_id>/sections/<anchor>")
@public
def show_section(document_id: int, anchor: str) -> Any:
    """A section's own address, for codes and messages that drop what stands behind a #."""
    return redirect(url_for(".show_document", document_id=document_id, _anchor=anchor[:80]))


@blueprint.get("/documents/<id:document_id>/files/<id:file_id>")
@public
def download_file(document_id: int, file_id: int) -> Any:
    """A file, to be kept and never shown within the site."""
    document = _readable(document_id)
    if document is None:
        return redirect(url_for("accounts.sign_in", next=request.path))
    file = files.get_file(document, file_id)
    path = files.path_of(file.sha256)
    name, media_type = file.name, file.media_type
    if not path.exists():
        raise NotFound(Sentence("Tệp không còn trên máy chủ. Hãy báo cho người quản trị."))
    files.count_download(file)
    return files.as_download(path, name, media_type)


@blueprint.get("/documents/<id:document_id>/qr.svg")
def show_qr(document_id: int) -> Response:
    """The QR code of the document's page."""
    response = make_response(qr_svg(_address(visibility.get_document(document_id))))
    response.headers["Content-Type"] = "image/svg+xml"
    response.headers["Cache-Control"] = AN_HOUR
    return response


@blueprint.get("/documents/<id:document_id>/poster")
def show_poster(document_id: int) -> str:
    """One sheet to print and hang up."""
    document = visibility.get_document(document_id)
    return render_template("library/show_poster.html", document=document, address=_address(document))


def _address(document: Document) -> str:
    """The whole address: the one that the installation is known by."""
    base = current_app.config["QUIZAPP"].base_url
    path = url_for(".show_document", document_id=document.id)
    return f"{base.rstrip('/')}{path}" if base else url_for(".show_document", document_id=document.id, _external=True)
