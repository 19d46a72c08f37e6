"""Pages of review: what waits, one question to be decided on, comments, and the difference of two versions."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from .. import clock
from ..accounts.access import Permission, can, require
from ..accounts.forms import refuse
from ..errors import DomainError, Forbidden, Sentence
from ..wording import number as in_words
from ..wording import translate
from . import chips, differences, queries, review_queries, reviewing
from .blueprint import blueprint
from .models import Bank, QuestionVersion
from .question_forms import ReviewForm
from .version_contents import content_of_row

# So many are listed on a page, to be read and approved together.
MOST_AT_ONCE = 100


def _bank(code: str) -> Bank:
    bank = queries.get_bank(code, Permission.QUESTION_REVIEW)
    require(Permission.KEY_VIEW, bank.unit.path)
    return bank


@blueprint.get("/review")
def list_waiting() -> str:
    """What waits in all banks that the person may review."""
    require(Permission.QUESTION_REVIEW)
    require(Permission.KEY_VIEW)
    return _queue(None)


@blueprint.get("/banks/<code:code>/review")
def list_waiting_of_bank(code: str) -> str:
    """What waits in the bank."""
    return _queue(_bank(code))


def _queue(bank: Bank | None) -> str:
    waiting = review_queries.list_waiting(bank, size=MOST_AT_ONCE)
    authors = review_queries.names_of({version.created_by_id for version in waiting.versions})
    return render_template("questions/list_waiting.html", bank=bank, waiting=waiting, authors=authors)


@blueprint.post("/review/approvals")
def approve_many() -> Any:
    """Approve the chosen questions, each in the version that was shown."""
    require(Permission.QUESTION_REVIEW)
    seen = dict(_chosen(one) for one in request.form.getlist("chosen")[:MOST_AT_ONCE])
    questions = [
        (question, seen[question.id])
        for question in review_queries.list_reviewable([id for id in seen if id])
        if can(Permission.KEY_VIEW, question.bank.unit.path)
    ]
    done = reviewing.approve_many(questions, current_user, clock.now())
    if done.approved:
        flash(_("Đã duyệt %(count)s câu.", count=in_words(done.approved)), "success")
    if done.own:
        flash(_("%(count)s câu do chính bạn viết nên phải nhờ người khác duyệt.", count=in_words(done.own)), "warning")
    if done.changed:
        flash(_("%(count)s câu vừa thay đổi nên chưa duyệt.", count=in_words(done.changed)), "warning")
    if not questions:
        flash(_("Hãy chọn ít nhất một câu."), "warning")
    code = request.form.get("bank")
    return redirect(url_for(".list_waiting_of_bank", code=code) if code else url_for(".list_waiting"), 303)


def _chosen(text: str) -> tuple[int, int]:
    """ "17:3" is version 3 of question 17."""
    question_id, _colon, version = text.partition(":")
    return chips.read_id(question_id) or 0, chips.read_id(version) or 0


@blueprint.route("/banks/<code:code>/questions/<id:question_id>/review", methods=["GET", "POST"])
def review_question(code: str, question_id: int) -> Any:
    """The version that waits: approve it, or give it back, and go on to the next (``?queue=all``: of all banks)."""
    bank = _bank(code)
    version = review_queries.get_working(bank, question_id)
    form = ReviewForm()
    if form.validate_on_submit():
        try:
            following = _next_page(version, bank)
            _decide(version, form)
            return redirect(following, 303)
        except DomainError as error:
            refuse(form, error)
    authors = review_queries.authors_of_open_versions(question_id)
    page = render_template(
        "questions/review_question.html",
        bank=bank,
        question=version.question,
        version=version,
        form=form,
        author=review_queries.names_of({version.created_by_id}).get(version.created_by_id or 0),
        reasons=[translate(one) for one in reviewing.reasons_not_to_approve(version, authors, current_user)],
        is_waiting=reviewing.state_of(version) == "in_review",
        differences=_since_in_use(bank, version),
        comments=review_queries.list_comments(question_id),
        following=review_queries.next_waiting(version, _queue_of(bank)),
        queue=request.args.get("queue"),
    )
    return page, 422 if form.errors else 200


def _decide(version: QuestionVersion, form: ReviewForm) -> None:
    seen = chips.read_id(request.form.get("number")) or 0
    if request.form.get("action") == "return":
        reviewing.return_to_draft(version.question, seen, form.text.data or "", current_user, clock.now())
        flash(_("Đã trả câu hỏi về bản nháp, kèm góp ý."), "success")
    else:
        reviewing.approve(version.question, seen, current_user, clock.now())
        flash(_("Đã duyệt."), "success")


def _queue_of(bank: Bank) -> Bank | None:
    return None if request.args.get("queue") == "all" else bank


def _next_page(version: QuestionVersion, bank: Bank) -> str:
    following = review_queries.next_waiting(version, _queue_of(bank))
    queue = request.args.get("queue")
    if following is None:
        return url_for(".list_waiting") if queue else url_for(".list_waiting_of_bank", code=bank.code)
    its_bank = following.question.bank.code
    return url_for(".review_question", code=its_bank, question_id=following.question_id, queue=queue)


def _since_in_use(bank: Bank, version: QuestionVersion) -> list[differences.Difference] | None:
    """What the proposal changes; None where nothing is in use yet."""
    if not version.proposal:
        return None
    current = queries.get_question(bank, version.question_id)
    return differences.compare(content_of_row(current), content_of_row(version), shows_keys=True)


@blueprint.post("/banks/<code:code>/questions/<id:question_id>/sending")
def send_to_review(code: str, question_id: int) -> Any:
    """A draft is ready."""
    bank = queries.get_bank(code, Permission.BANK_MANAGE)
    reviewing.send_to_review(review_queries.get_working(bank, question_id).question, clock.now())
    flash(_("Đã gửi duyệt."), "success")
    return _to_question(bank, question_id)


@blueprint.post("/banks/<code:code>/questions/<id:question_id>/comments")
def comment(code: str, question_id: int) -> Any:
    """Remark something."""
    bank = _commented(code)
    version = review_queries.get_working(bank, question_id)
    try:
        reviewing.comment(version.question, version.number, request.form.get("text", ""), current_user, clock.now())
        flash(_("Đã ghi góp ý."), "success")
    except DomainError as error:
        flash(translate(error.sentence), "error")
    return _to_question(bank, question_id)


@blueprint.post("/banks/<code:code>/questions/<id:question_id>/comments/<id:comment_id>/resolution")
def resolve_comment(code: str, question_id: int, comment_id: int) -> Any:
    """It has been seen to."""
    bank = _commented(code)
    question = queries.get_question(bank, question_id).question
    reviewing.resolve_comment(question, comment_id, current_user, clock.now())
    return _to_question(bank, question_id)


def _commented(code: str) -> Bank:
    """Comments may tell the key. Who writes or reviews questions may comment on them."""
    bank = queries.get_bank(code, Permission.KEY_VIEW)
    path = bank.unit.path
    if not (can(Permission.BANK_MANAGE, path) or can(Permission.QUESTION_REVIEW, path)):
        raise Forbidden(Sentence("Bạn chưa được phân quyền làm việc này."))
    return bank


def _to_question(bank: Bank, question_id: int) -> Any:
    return redirect(url_for(".show_question", code=bank.code, question_id=question_id), 303)


@blueprint.get("/banks/<code:code>/questions/<id:question_id>/differences")
def compare_versions(code: str, question_id: int) -> str:
    """What two versions say differently (``?from=1&to=2``; else the last two)."""
    bank = queries.get_bank(code, Permission.BANK_VIEW)
    require(Permission.BANK_VIEW, bank.unit.path)
    current = queries.get_question(bank, question_id)
    versions = queries.list_versions(question_id)
    newest = versions[0].number
    new = chips.read_id(request.args.get("to")) or newest
    old = chips.read_id(request.args.get("from")) or max(1, new - 1)
    before, after = (queries.get_version(question_id, number) for number in (old, new))
    sees_keys = can(Permission.KEY_VIEW, bank.unit.path)
    return render_template(
        "questions/compare_versions.html",
        bank=bank,
        question=current.question,
        old=before,
        new=after,
        versions=versions,
        differences=differences.compare(content_of_row(before), content_of_row(after), sees_keys),
        sees_keys=sees_keys,
    )
