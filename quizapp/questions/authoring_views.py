"""The page on which questions are written, and what its script asks for while somebody types."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Any

from flask import Response, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from .. import clock
from ..accounts.access import Permission, require
from ..errors import DomainError, Invalid, Sentence
from ..wording import moment, translate
from . import (
    chips,
    drafts,
    form_rows,
    queries,
    review_queries,
    similar,
    source_picking,
    typed_questions,
    words,
    writing,
)
from .authoring_pictures import as_source, checked
from .blueprint import blueprint
from .formats import checks
from .formats.answers import to_stored
from .formats.parsed import ParsedQuestion, stored_options
from .models import Bank, QuestionVersion
from .question_forms import LARGEST_FORM, MOST_PICTURE_MEGABYTES, MOST_PICTURES, QuestionForm
from .version_contents import content_of_row

# Where the whole form of a question arrives.
_WITH_PICTURES = {
    f"{blueprint.name}.{name}"
    for name in ("new_question", "edit_question", "preview_question", "list_similar", "keep_draft")
}


@blueprint.url_value_preprocessor
def allow_pictures(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Forms of questions hold their pictures. Set before anything reads the form."""
    if endpoint in _WITH_PICTURES:
        request.max_form_memory_size = LARGEST_FORM


def _bank(code: str) -> Bank:
    """Whoever writes questions sees their keys."""
    bank = queries.get_bank(code, Permission.BANK_MANAGE)
    require(Permission.KEY_VIEW, bank.unit.path)
    return bank


@blueprint.route("/banks/<code:code>/new-question", methods=["GET", "POST"])
def new_question(code: str) -> Any:
    """A form for a new question; ``?draft=`` goes on with unsaved work."""
    bank = _bank(code)
    if request.method == "POST":
        return _answer(bank, None)
    draft_id = chips.read_id(request.args.get("draft"))
    if draft_id is not None:
        draft = drafts.get_draft(current_user, bank, draft_id)
        form = QuestionForm.of(draft.content, form_key=draft.form_key, based_on="0", revision=draft.revision)
        return _page(bank, None, form, offers_drafts=False)
    kind = request.args.get("kind", "single")
    typed = typed_questions.blank(kind if kind in words.KINDS else "single")
    return _page(bank, None, QuestionForm.of(typed, form_key=secrets.token_hex(8), based_on="0"))


@blueprint.route("/banks/<code:code>/questions/<id:question_id>/edit", methods=["GET", "POST"])
def edit_question(code: str, question_id: int) -> Any:
    """The same for the next version of a question."""
    bank = _bank(code)
    version = review_queries.get_working(bank, question_id)
    if request.method == "POST":
        return _answer(bank, version)
    typed, key = typed_questions.write(content_of_row(version)), writing.form_key_of(version.question)
    typed["cited"] = [one.value for one in source_picking.cited_by(version.question)]
    based_on, revision, draft_id = version.number, 0, chips.read_id(request.args.get("draft"))
    if draft_id is not None:
        draft = drafts.get_draft(current_user, bank, draft_id)
        typed, revision = typed | draft.content, draft.revision
        if version.created_at > draft.saved_at:
            flash(_("Sau bản đang soạn dở này đã có phiên bản mới. Hãy so lại trước khi lưu."), "warning")
    form = QuestionForm.of(typed, form_key=key, based_on=based_on, revision=revision)
    return _page(bank, version, form, offers_drafts=draft_id is None)


def _answer(bank: Bank, version: QuestionVersion | None) -> Any:
    form = QuestionForm()
    typed, action = form.typed(), request.form.get("action", "")
    hidden = {"form_key": form.form_key.data, "based_on": form.based_on.data, "revision": form.revision.data}
    changed = form_rows.change(typed, action) or source_picking.change(typed, action)
    if changed is not None or action == "preview":
        return _page(bank, version, QuestionForm.of(changed or typed, **hidden), offers_drafts=False)
    try:
        if action == "picture":
            typed = _with_picture(typed, form)
            return _page(bank, version, QuestionForm.of(typed, **hidden), offers_drafts=False)
        found = [] if form.seen_similar.data else _similar(bank, version, typed, form.form_key.data or "")
        if found:
            form = QuestionForm.of(typed, **hidden, seen_similar="1")
            return _page(bank, version, form, similar=found, offers_drafts=False), 409
        return _save(bank, version, form, typed, "in_review" if action == "review" else "draft")
    except DomainError as error:
        parts = checks.check_parts(typed_questions.read(typed)) if error.extra.get("faults") else []
        form = QuestionForm.of(typed, **hidden, seen_similar=form.seen_similar.data)
        form.point_out(parts)
        faults = parts or [("picture" if action == "picture" else "", error.sentence)]
        return _page(bank, version, form, faults=faults, offers_drafts=False), error.status


def _similar(
    bank: Bank, version: QuestionVersion | None, typed: dict[str, Any], form_key: str
) -> list[similar.Similar]:
    # A form that is sent twice is not like what it was saved as.
    reference = version.question.reference if version else writing.reference_of(form_key)
    written = typed_questions.read(typed, reference)
    if checks.check(written):
        return []
    return similar.find_similar(bank, written, version.question_id if version else None)


def _with_picture(typed: dict[str, Any], form: QuestionForm) -> dict[str, Any]:
    if not form.picture.data:
        raise Invalid(Sentence("Hãy chọn tệp hình rồi thêm."))
    pictures = [*typed["pictures"], as_source(form.picture.data.read())][:MOST_PICTURES]
    stem = f"{typed['stem']}\n\n![{_('hình')}](hinh-{len(pictures)})".strip()
    return typed | {"pictures": pictures, "stem": stem}


def _save(bank: Bank, version: QuestionVersion | None, form: QuestionForm, typed: dict[str, Any], state: str) -> Any:
    now, typed = clock.now(), source_picking.with_source(checked(typed))
    sources = source_picking.of_form(typed)
    if version is None:
        written = typed_questions.read(typed, writing.reference_of(form.form_key.data or ""))
        key = form.form_key.data or ""
        question = writing.create_question(bank, written, key, current_user, now, state, sources)
    else:
        question = version.question
        written = typed_questions.read(typed, question.reference)
        based_on = chips.read_id(form.based_on.data) or 0
        reason = typed["reason"]
        is_sourced_anew = source_picking.cited_by(question) != sources
        stored = writing.edit_question(question, written, based_on, current_user, now, state, reason, sources)
        if stored is None:
            flash(_("Đã lưu căn cứ.") if is_sourced_anew else _("Không có gì thay đổi."), "info")
            return redirect(url_for(".show_question", code=bank.code, question_id=question.id), 303)
    flash(_("Đã lưu và gửi duyệt.") if state == "in_review" else _("Đã lưu bản nháp."), "success")
    if request.form.get("action") == "another":
        return redirect(url_for(".new_question", code=bank.code, kind=typed["kind"]), 303)
    return redirect(url_for(".show_question", code=bank.code, question_id=question.id), 303)


def _page(
    bank: Bank,
    version: QuestionVersion | None,
    form: QuestionForm,
    faults: Sequence[tuple[str, Sentence]] = (),
    similar: list[similar.Similar] | tuple[()] = (),
    offers_drafts: bool = True,
) -> str:
    question = version.question if version else None
    typed = form.typed()
    facets = queries.facets(bank)
    offer = source_picking.offer(typed)
    form.offer_sources(offer)
    return render_template(
        "questions/edit_question.html",
        bank=bank,
        question=question,
        version=version,
        form=form,
        kind=typed["kind"],
        preview=_preview_of(typed_questions.read(typed)),
        topics=chips.topics_of(facets),
        faults=[(_place_of(part, form), translate(fault)) for part, fault in faults],
        offer=offer,
        picture_megabytes=MOST_PICTURE_MEGABYTES,
        similar=similar,
        drafts=drafts.list_drafts(current_user, bank, question) if offers_drafts else [],
    )


def _place_of(part: str, form: QuestionForm) -> str:
    """The id of the element to jump to; "" where there is none."""
    named = {"answers": "answers", "reference": "stem", "": ""}
    return named[part] if part in named else form[part].id


def _preview_of(written: ParsedQuestion) -> dict[str, Any]:
    """What the bank's own preview shows of a stored version."""
    return {
        "kind": str(written.kind),
        "stem": written.stem,
        "options": stored_options(written.options),
        "answer": to_stored(written.answer),
    }


@blueprint.post("/banks/<code:code>/question-preview")
def preview_question(code: str) -> str:
    """What is in the form as a candidate would see it; nothing is stored."""
    _bank(code)
    preview = _preview_of(typed_questions.read(QuestionForm().typed()))
    return render_template("questions/question_preview.html", preview=preview)


@blueprint.post("/banks/<code:code>/similar-questions")
def list_similar(code: str) -> str:
    """Questions of the bank that say nearly the same as the form (``?question=``: other than this one)."""
    bank = _bank(code)
    written = typed_questions.read(QuestionForm().typed())
    found = similar.find_similar(bank, written, chips.read_id(request.args.get("question")))
    return render_template("questions/similar_questions.html", bank=bank, similar=found)


@blueprint.post("/banks/<code:code>/question-drafts")
def keep_draft(code: str) -> Response:
    """Keep what is in the form, unsaved; answers with the words that the page shows."""
    bank, now = _bank(code), clock.now()
    form = QuestionForm()
    question_id = chips.read_id(request.args.get("question"))
    question = review_queries.get_working(bank, question_id).question if question_id else None
    based_on, revision = (chips.read_id(field.data) or 0 for field in (form.based_on, form.revision))
    key = form.form_key.data or ""
    kept = drafts.keep_draft(current_user, bank, question, key, based_on, revision, form.typed(), now)
    return jsonify(kept=kept, words=_("Đã giữ bản đang soạn lúc %(time)s.", time=moment(now)) if kept else "")


@blueprint.post("/banks/<code:code>/question-drafts/<id:draft_id>/discard")
def discard_draft(code: str, draft_id: int) -> Any:
    """Throw unsaved work away."""
    bank = _bank(code)
    drafts.discard_draft(current_user, bank, draft_id)
    flash(_("Đã bỏ bản đang soạn dở."), "success")
    question_id = chips.read_id(request.form.get("question"))
    if question_id:
        return redirect(url_for(".edit_question", code=bank.code, question_id=question_id), 303)
    return redirect(url_for(".new_question", code=bank.code), 303)


@blueprint.post("/banks/<code:code>/question-pictures")
def add_picture(code: str) -> Any:
    """A pasted picture, made small and clean; the form keeps it until it is saved."""
    _bank(code)
    sent = request.files.get("picture")
    try:
        if sent is None:
            raise Invalid(Sentence("Hãy chọn tệp hình rồi thêm."))
        return jsonify(source=as_source(sent.read()))
    except DomainError as error:
        return jsonify(fault=translate(error.sentence)), error.status
