"""Pages of question banks. Importing has pages of its own in ``import_views``."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _

from .. import clock
from ..accounts.access import Permission, can, get_unit, own_unit, require
from ..errors import Invalid, NotFound, Refused, Sentence
from ..wording import translate
from . import (
    authoring_views,
    bulk_views,
    chips,
    citation_views,
    copy_views,
    exporting,
    import_views,
    quality_views,
    queries,
    review_queries,
    review_views,
    services,
    source_picking,
)
from .blueprint import blueprint
from .forms import EditBankForm, NewBankForm
from .models import Bank

__all__ = [
    "authoring_views",
    "blueprint",
    "bulk_views",
    "citation_views",
    "copy_views",
    "import_views",
    "quality_views",
    "review_views",
]

MEDIA_TYPES = {
    "aiken": "text/plain; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "gift": "text/plain; charset=utf-8",
    "moodle-xml": "application/xml",
    "qti": "application/zip",
    "qti-3.0": "application/zip",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
SUFFIXES = {
    "aiken": "txt",
    "docx": "docx",
    "gift": "gift",
    "moodle-xml": "xml",
    "qti": "zip",
    "qti-3.0": "qti3.zip",
    "csv": "csv",
    "xlsx": "xlsx",
}


@blueprint.get("/banks")
def list_banks() -> str:
    """The banks of the units that the person works for."""
    require(Permission.BANK_VIEW)
    return render_template("questions/list_banks.html", banks=queries.list_banks())


@blueprint.route("/new-bank", methods=["GET", "POST"])
def new_bank() -> Any:
    """A form for a new bank."""
    require(Permission.BANK_MANAGE)
    form = NewBankForm()
    form.offer_units(queries.list_owner_units())
    if request.method == "GET":
        unit = own_unit(Permission.BANK_MANAGE)
        form.unit.data = unit.id if unit else None
    if form.validate_on_submit():
        try:
            unit = get_unit(form.unit.data, Permission.BANK_MANAGE)
            bank = services.create_bank(form.code.data, form.title.data, unit, clock.now())
            return redirect(url_for(".show_bank", code=bank.code))
        except (Invalid, Refused) as error:
            form.code.errors = [translate(error.sentence)]
    return render_template("questions/new_bank.html", form=form), 422 if form.errors else 200


@blueprint.route("/banks/<code:code>/settings", methods=["GET", "POST"])
def edit_bank(code: str) -> Any:
    """A form for the bank's title and owner."""
    bank = queries.get_bank(code, Permission.BANK_MANAGE)
    names = ("sharing", "draws_only_approved", "allows_practice")
    settings = {name: getattr(bank, name) for name in names}
    form = EditBankForm(data={"title": bank.title, "unit": bank.unit_id, **settings})
    form.offer_units(queries.list_owner_units())
    if (bank.unit_id, bank.unit.name) not in form.unit.choices:
        form.unit.choices.append((bank.unit_id, bank.unit.name))
    if form.validate_on_submit():
        try:
            unit = get_unit(form.unit.data, Permission.BANK_MANAGE)
            chosen = {name: form[name].data for name in names}
            services.edit_bank(bank, form.title.data, unit, clock.now(), **chosen)
            flash(_("Đã lưu."), "success")
            return redirect(url_for(".show_bank", code=bank.code))
        except Invalid as error:
            form.title.errors = [translate(error.sentence)]
    return render_template("questions/edit_bank.html", form=form, bank=bank), 422 if form.errors else 200


@blueprint.get("/banks/<code:code>")
def show_bank(code: str) -> str:
    """A bank's questions, with filters."""
    bank = queries.get_bank(code, Permission.BANK_VIEW)
    filters = chips.read_filters(request.args)
    if not can(Permission.BANK_VIEW, bank.unit.path):
        # Of a bank that is only shared nobody sees what is still being worked on.
        filters = replace(filters, state="approved")
    after, before = (chips.read_id(request.args.get(name)) for name in ("after", "before"))
    facets = queries.facets(bank)
    topics = chips.topics_of(facets)
    groups = chips.filter_groups(bank, filters, facets)
    return render_template(
        "questions/show_bank.html",
        bank=bank,
        filters=filters,
        facets=facets,
        topics=topics if len(topics) > chips.MOST_TOPIC_CHIPS else [],
        groups=groups,
        chosen=[chip.label for group in groups for chip in group.chips[1:] if chip.is_current],
        page=queries.list_questions(bank, filters, after, before),
        count=facets.total if filters.is_empty else queries.count_questions(bank, filters),
        address=lambda **changes: chips.address(bank, filters, **changes),
        waiting=review_queries.count_waiting(bank) if can(Permission.QUESTION_REVIEW, bank.unit.path) else 0,
        **_abilities(bank),
    )


def _abilities(bank: Bank) -> dict[str, bool]:
    """What the person may do in the bank, for its pages."""
    path = bank.unit.path
    return {
        "sees_keys": can(Permission.KEY_VIEW, path),
        "may_manage": can(Permission.BANK_MANAGE, path),
        "may_write": can(Permission.BANK_MANAGE, path) and can(Permission.KEY_VIEW, path),
        "may_review": can(Permission.QUESTION_REVIEW, path) and can(Permission.KEY_VIEW, path),
        "may_copy": not can(Permission.BANK_VIEW, path) and bank.sharing == "copy" and can(Permission.BANK_MANAGE),
    }


@blueprint.get("/banks/<code:code>/questions/<id:question_id>")
def show_question(code: str, question_id: int) -> str:
    """One question as a candidate sees it; beneath, for those who may, what is right and why."""
    bank = queries.get_bank(code, Permission.BANK_VIEW)
    current = queries.get_question(bank, question_id)
    number = chips.read_id(request.args.get("version"))
    version = current if number in (None, current.number) else queries.get_version(question_id, number or 0)
    is_shared = not can(Permission.BANK_VIEW, bank.unit.path)
    if is_shared and (current.question.state != "approved" or version is not current):
        raise NotFound(Sentence("Ngân hàng này không có câu hỏi đó."))
    versions = queries.list_versions(question_id)
    abilities = _abilities(bank)
    return render_template(
        "questions/show_question.html",
        bank=bank,
        question=current.question,
        version=version,
        versions=[] if is_shared else versions,
        proposal=next((row for row in versions if row.proposal), None),
        comments=review_queries.list_comments(question_id) if abilities["sees_keys"] else [],
        sources=source_picking.documents_of(question_id),
        **abilities,
    )


@blueprint.post("/banks/<code:code>/questions/<id:question_id>/retirement")
def retire_question(code: str, question_id: int) -> Response:
    """Leave the question out of new papers."""
    bank = queries.get_bank(code, Permission.BANK_MANAGE)
    services.retire_question(queries.get_question(bank, question_id).question, clock.now())
    flash(_("Câu hỏi đã ngừng dùng: không vào đề mới nữa."), "success")
    return _to_question(bank, question_id)


@blueprint.post("/banks/<code:code>/questions/<id:question_id>/restoration")
def restore_question(code: str, question_id: int) -> Response:
    """Put it back to use."""
    bank = queries.get_bank(code, Permission.BANK_MANAGE)
    services.restore_question(queries.get_question(bank, question_id).question, clock.now())
    flash(_("Câu hỏi được dùng lại cho các đề mới."), "success")
    return _to_question(bank, question_id)


def _to_question(bank: Bank, question_id: int) -> Any:
    return redirect(url_for(".show_question", code=bank.code, question_id=question_id))


@blueprint.get("/banks/<code:code>/export")
def choose_export(code: str) -> str:
    """The formats to choose from."""
    bank = queries.get_bank(code, Permission.KEY_VIEW)
    return render_template("questions/choose_export.html", bank=bank, facets=queries.facets(bank))


@blueprint.get("/banks/<code:code>/export/<format>")
def export_bank(code: str, format: str) -> Response:
    """The bank as a file, with keys."""
    bank = queries.get_bank(code, Permission.KEY_VIEW)
    if format not in MEDIA_TYPES:
        raise NotFound(Sentence("Không có định dạng này."))
    name = bank.code
    exported = exporting.export_questions(bank, format, clock.now())
    if exported.left_out:
        flash(translate(exported.left_out), "warning")
    response = make_response(exported.content)
    response.content_type = MEDIA_TYPES[format]
    response.headers.set("Content-Disposition", "attachment", filename=f"{name}.{SUFFIXES[format]}")
    return response
