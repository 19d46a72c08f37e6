"""Pages and calls about what questions cite."""

from __future__ import annotations

from typing import Any

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from .. import clock
from ..accounts.access import Permission, require
from ..errors import Invalid, Sentence
from ..library import queries as library_queries
from ..library import visibility
from ..library.search import search
from ..library.words import full_name, section_label
from ..wording import number
from . import citations, queries
from .blueprint import blueprint
from .question_forms import section_name

MOST_PICKED = 10


@blueprint.get("/documents/<id:document_id>/questions")
def list_citing_questions(document_id: int) -> str:
    """The questions that cite the document, over all banks that the person may see."""
    require(Permission.BANK_VIEW)
    document = visibility.get_document(document_id)
    rows = citations.list_citing(document)
    return render_template(
        "questions/list_citing_questions.html",
        document=document,
        rows=rows,
        may_manage=any(row.may_manage for row in rows),
        most=citations.MOST_LISTED,
    )


@blueprint.post("/documents/<id:document_id>/questions")
def settle_citing_questions(document_id: int) -> Any:
    """Retire the chosen questions, or let them cite another document: in one step."""
    require(Permission.BANK_MANAGE)
    document = visibility.get_document(document_id)
    chosen = _ids("question")
    if request.form.get("action") == "retire":
        count = citations.retire_citing(document, chosen, current_user, clock.now())
        flash(_("Đã ngừng dùng %(count)s câu.", count=number(count)), "success")
    else:
        target = _target(request.form.get("number", ""), document.id)
        count = citations.move_citations(document, chosen, target, current_user, clock.now())
        flash(_("Đã chuyển căn cứ của %(count)s câu.", count=number(count)), "success")
    return redirect(url_for(".list_citing_questions", document_id=document_id))


def _ids(name: str) -> list[int]:
    """The ids of the boxes that were ticked."""
    return [int(id) for id in request.form.getlist(name) if id.isascii() and id.isdecimal() and len(id) < 16]


def _target(written: str, document_id: int) -> Any:
    """The newest document of this number that the person may see. Raises Invalid."""
    for found in library_queries.find_by_number(written):
        if found.id != document_id and visibility.can_see(found):
            return found
    raise Invalid(Sentence("Thư viện chưa có văn bản số %(number)s. Hãy thêm văn bản đó trước.", number=written or "…"))


@blueprint.route("/banks/<code:code>/citations", methods=["GET", "POST"])
def suggest_citations(code: str) -> Any:
    """The documents that the sources of the bank's questions name, to be tied to them in one step."""
    bank = queries.get_bank(code, Permission.BANK_MANAGE)
    if request.method == "POST":
        chosen = {
            int(id) for id in request.form.getlist("document") if id.isascii() and id.isdecimal() and len(id) < 10
        }
        count = citations.accept_suggestions(bank, chosen, current_user, clock.now())
        flash(_("Đã gắn văn bản cho %(count)s câu.", count=number(count)), "success")
        return redirect(url_for(".suggest_citations", code=code))
    return render_template("questions/suggest_citations.html", bank=bank, suggestions=citations.suggest(bank))


@blueprint.get("/document-picker")
def pick_document() -> Any:
    """{"documents": [{id, number, title, name}]}: for choosing what a question is about."""
    require(Permission.BANK_VIEW)
    found = search(request.args.get("words", ""), most=MOST_PICKED)
    documents = [
        {
            "id": one.document.id,
            "number": one.document.number,
            "title": one.document.title,
            "name": full_name(one.document),
        }
        for one in found
    ]
    return jsonify({"documents": documents})


@blueprint.get("/document-picker/<id:document_id>")
def pick_section(document_id: int) -> Any:
    """{"sections": [{id, anchor, label, heading, depth, name}]} in reading order."""
    require(Permission.BANK_VIEW)
    document = visibility.get_document(document_id)
    sections = [
        {
            "id": one.id,
            "anchor": one.anchor,
            "label": section_label(one),
            "heading": one.heading,
            "depth": one.depth,
            "name": section_name(one),
        }
        for one in library_queries.sections_of(document.id)
    ]
    return jsonify({"sections": sections})
