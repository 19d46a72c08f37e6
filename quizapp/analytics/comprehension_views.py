"""How well each section of a document is understood. The document's page only links to it by its address."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Blueprint, Response, abort, render_template, request, url_for

from .. import clock
from ..accounts.access import Permission, can, require
from ..library import visibility
from ..library.models import Document
from ..units.models import Unit
from . import comprehension_reports
from .comprehension import TEXT, WORST, Comprehension, read
from .comprehension_exports import SOURCE_NAMES, comprehension_workbook, names_of
from .dashboard import own_units
from .exports import XLSX
from .item_lines import FEWEST_PEOPLE
from .queries import comprehension as queries
from .queries import subjects
from .scope import reported_unit

blueprint = Blueprint("comprehension", __name__, template_folder="templates")


@dataclass(frozen=True, slots=True)
class _Page:
    """``computed_at`` is None before it was drawn up for the first time."""

    document: Document
    unit: Unit
    order: str
    computed_at: datetime | None
    comprehension: Comprehension
    # Whether there is any question about it, be it about the document as such.
    is_asked: bool
    # Of the sections, by id.
    names: dict[int, str]


@blueprint.get("/comprehension")
def list_documents() -> str:
    """The documents that questions cite, for who may see reports."""
    require(Permission.REPORT_VIEW)
    return render_template("analytics/list_comprehension.html", documents=queries.list_cited())


@blueprint.get("/documents/<id:document_id>/comprehension")
def show_comprehension(document_id: int) -> str:
    """Per section how many answered and how many of the answers are right; nobody by name."""
    page = _page(document_id)

    def address(endpoint: str = "show_comprehension", **changes: Any) -> str:
        args = {"unit": page.unit.code, "sort": page.order if page.order != WORST else ""} | changes
        shown = {name: value for name, value in args.items() if value}
        return url_for(f".{endpoint}", document_id=document_id, **shown)

    return render_template(
        "analytics/show_comprehension.html",
        page=page,
        address=address,
        own_units=own_units(),
        fewest=FEWEST_PEOPLE,
        source_names=SOURCE_NAMES,
        is_in_order=page.order == TEXT,
    )


@blueprint.get("/documents/<id:document_id>/comprehension.xlsx")
def export_comprehension(document_id: int) -> Response:
    """The same as a workbook."""
    page = _page(document_id)
    content = comprehension_workbook(page.document, page.unit.name, page.comprehension, page.names, page.computed_at)
    response = Response(content, mimetype=XLSX)
    name = f"muc-do-hieu-{document_id}-{page.unit.code}.xlsx"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


def _page(document_id: int) -> _Page:
    require(Permission.REPORT_VIEW)
    document, order = visibility.get_document(document_id), TEXT if request.args.get("sort") == TEXT else WORST
    unit = _unit(document)
    comprehension_reports.ask_for_renewal(document, clock.now())
    cited = queries.cited_sections(document)
    sections = queries.sections_of(document) if cited else []
    places = {number for number in cited if number is not None}
    comprehension = read(sections, places, queries.kept_of(document, unit), order)
    return _Page(document, unit, order, queries.kept_at(document), comprehension, bool(cited), names_of(sections))


def _unit(document: Document) -> Unit:
    """The one of the address; else the document's own for its board, and for others the highest they look after."""
    code = request.args.get("unit", "")
    if not code.isprintable():
        abort(404)
    if not code and can(Permission.REPORT_VIEW, document.unit.path):
        return subjects.get_unit(document.unit.code)
    return reported_unit(code or None)
