"""Pages of question banks. Importing has pages of its own in ``import_views``."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _

from .. import clock
from ..accounts.access import Permission, can, get_unit, own_unit, require
from ..errors import Invalid, NotFound, Refused, Sentence
from ..wording import translate
from . import chips, citation_views, exporting, import_views, quality_views, queries, services
from .blueprint import blueprint
from .forms import EditBankForm, NewBankForm
from .models import Bank

__all__ = ["blueprint", "citation_views", "import_views", "quality_views"]

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
    form = EditBankForm(data={"title": bank.title, "unit": bank.unit_id})
    form.offer_units(queries.list_owner_units())
    if (bank.unit_id, bank.unit.name) not in form.unit.choices:
        form.unit.choices.append((bank.unit_id, bank.unit.name))
    if form.validate_on_submit():
        try:
            unit = get_unit(form.unit.data, Permission.BANK_MANAGE)
            services.edit_bank(bank, form.title.data, unit, clock.now())
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
        sees_keys=can(Permission.KEY_VIEW, bank.unit.path),
        may_manage=can(Permission.BANK_MANAGE, bank.unit.path),
    )


@blueprint.get("/banks/<code:code>/questions/<id:question_id>")
def show_question(code: str, question_id: int) -> str:
    """One question as a candidate sees it; beneath, for those who may, what is right and why."""
    bank = queries.get_bank(code, Permission.BANK_VIEW)
    current = queries.get_question(bank, question_id)
    number = chips.read_id(request.args.get("version"))
    version = current if number in (None, current.number) else queries.get_version(question_id, number or 0)
    return render_template(
        "questions/show_question.html",
        bank=bank,
        question=current.question,
        version=version,
        versions=queries.list_versions(question_id),
        sees_keys=can(Permission.KEY_VIEW, bank.unit.path),
        may_manage=can(Permission.BANK_MANAGE, bank.unit.path),
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
    content, _count = exporting.export_questions(bank, format, clock.now())
    response = make_response(content)
    response.content_type = MEDIA_TYPES[format]
    response.headers.set("Content-Disposition", "attachment", filename=f"{name}.{SUFFIXES[format]}")
    return response
