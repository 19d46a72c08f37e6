"""What a reader's phone sends: the place, bookmarks, what to read later; and the service worker."""

from __future__ import annotations

from typing import Any

from flask import Response, redirect, request, url_for
from flask_login import current_user

from .. import clock
from ..accounts.gate import public
from ..errors import Invalid, NotFound, Sentence
from ..kept_pages import worker
from . import keeping, queries, visibility
from .blueprint import blueprint
from .models import Document, Section

_ASSETS = ("base.css", "library.css", "reading.js", "kept-page.js", "favicon.svg")


@blueprint.post("/documents/<id:document_id>/position")
def keep_position(document_id: int) -> Any:
    """The place where the person reads; an older one than is known changes nothing."""
    document = visibility.get_document(document_id)
    sent = request.get_json(silent=True)
    anchor, percent, revision = _read_position(sent if isinstance(sent, dict) else {})
    keeping.keep_position(current_user, document, anchor, percent, revision, clock.now())
    return "", 204


def _read_position(sent: dict[str, Any]) -> tuple[str, int, int]:
    anchor, percent, revision = sent.get("anchor"), sent.get("percent"), sent.get("revision")
    is_right = isinstance(anchor, str) and len(anchor) <= 80 and anchor.isprintable()
    numbers = all(isinstance(one, int) and not isinstance(one, bool) for one in (percent, revision))
    if not is_right or not numbers or not 0 <= percent <= 100 or not 0 < revision < 2**53:  # type: ignore[operator]
        raise Invalid(Sentence("Vị trí đọc gửi lên chưa đúng."))
    return anchor, percent, revision  # type: ignore[return-value]


@blueprint.post("/documents/<id:document_id>/bookmarks/<id:section_id>")
def add_bookmark(document_id: int, section_id: int) -> Any:
    """Mark a section."""
    section = _section(visibility.get_document(document_id), section_id)
    anchor = section.anchor
    keeping.add_bookmark(current_user, section, clock.now())
    return redirect(url_for(".show_document", document_id=document_id, _anchor=anchor))


@blueprint.post("/documents/<id:document_id>/bookmarks/<id:section_id>/removal")
def remove_bookmark(document_id: int, section_id: int) -> Any:
    """Take the mark away."""
    section = _section(visibility.get_document(document_id), section_id)
    anchor = section.anchor
    keeping.remove_bookmark(current_user, section)
    return redirect(url_for(".show_document", document_id=document_id, _anchor=anchor))


def _section(document: Document, section_id: int) -> Section:
    section = queries.get_section(document.id, section_id)
    if section is None:
        raise NotFound(Sentence("Văn bản này không có mục đó."))
    return section


@blueprint.post("/documents/<id:document_id>/read-later")
def read_later(document_id: int) -> Any:
    """Put the document on the person's list."""
    keeping.read_later(current_user, visibility.get_document(document_id), clock.now())
    return redirect(url_for(".show_document", document_id=document_id))


@blueprint.post("/documents/<id:document_id>/read-later/removal")
def forget_later(document_id: int) -> Any:
    """Take it off the list."""
    keeping.forget_later(current_user, visibility.get_document(document_id))
    return redirect(url_for(".show_document", document_id=document_id))


@blueprint.get("/documents/service-worker.js")
@public
def show_service_worker() -> Response:
    """The script that keeps opened documents for reading without a network; it lies here to reach no other pages."""
    return worker("documents", r"^/documents/\d+$", "/documents/", _ASSETS)
