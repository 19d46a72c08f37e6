"""Answers given on paper: typed one candidate after another, or sent as a list that is looked at before."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from ... import clock, uploads
from ...courses.classes.access import Work
from ...errors import DomainError, Invalid, Sentence
from ...import_pages import as_download, decisions, report_workbook
from ...import_report import ImportReport
from ...wording import number, translate
from .. import output_queries, paper_queries, queries
from ..blueprint import blueprint
from ..models import Exam
from ..output_forms import PaperEntryForm, PaperListForm
from ..services import paper_entries
from .outputs import note_look, what_is_open

# More than these nobody reads; the counts and the report hold all.
MOST_LISTED = 100


@blueprint.route("/exams/<code:code>/paper-entries", methods=["GET", "POST"])
def list_paper_entries(code: str) -> Any:
    """Whose answers are entered; a list of them can be sent, which is kept until it is confirmed."""
    exam, form = queries.get_exam(code, Work.MANAGE), PaperListForm()
    if form.validate_on_submit():
        try:
            return redirect(url_for(".preview_paper_list", code=code, token=_keep(exam)), 303)
        except DomainError as error:
            form.file.errors = [translate(error.sentence)]
    note_look(exam, "paper_answers.viewed", clock.now())
    exam = queries.get_exam(code, Work.MANAGE)
    entered = paper_queries.list_entered(exam)
    page = render_template(
        "exams/list_paper_entries.html",
        exam=exam,
        form=form,
        entered=entered,
        asks_for_essay=paper_queries.asks_for_essay(exam),
        kept_codes=_kept_codes,
        codes=output_queries.paper_codes(exam),
        first=paper_queries.next_to_enter(entered, 0),
        **what_is_open(exam),
    )
    return page, 422 if form.errors else 200


def _keep(exam: Exam) -> str:
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        raise Invalid(Sentence("Hãy chọn tệp danh sách."))
    content = sent.read()
    paper_entries.preview_file(exam, content, sent.filename)
    return uploads.keep(content, sent.filename, current_user.id, clock.now())


@blueprint.get("/exams/<code:code>/paper-lists/<token>")
def preview_paper_list(code: str, token: str) -> str:
    """What the list would change; nothing is stored yet. It names people: every look is noted."""
    note_look(queries.get_exam(code, Work.MANAGE), "paper_answers.viewed", clock.now())
    exam = queries.get_exam(code, Work.MANAGE)
    upload, report = _preview(exam, token)
    return render_template(
        "exams/preview_paper_list.html",
        exam=exam,
        upload=upload,
        report=report,
        found=decisions(report),
        most_listed=MOST_LISTED,
    )


@blueprint.post("/exams/<code:code>/paper-lists/<token>")
def import_paper_list(code: str, token: str) -> BaseResponse:
    """Store it, checked again."""
    exam = queries.get_exam(code, Work.MANAGE)
    upload = uploads.take(token, current_user.id, clock.now())
    skips = "skip_rejected" in request.form
    try:
        report = paper_entries.import_file(exam, upload.content, upload.filename, clock.now(), skips, current_user)
    except DomainError as error:
        flash(translate(error.sentence), "error")
        return redirect(url_for(".preview_paper_list", code=code, token=token), 303)
    if not report.may_store(skips):
        flash(_("Chưa lưu gì: tệp còn dòng cần sửa."), "error")
        return redirect(url_for(".preview_paper_list", code=code, token=token), 303)
    uploads.discard(token)
    counts = {"created": number(report.created), "updated": number(report.updated)}
    flash(_("Đã lưu bài mới của %(created)s người, thay bài của %(updated)s người.", **counts), "success")
    return redirect(url_for(".list_paper_entries", code=code), 303)


@blueprint.post("/exams/<code:code>/paper-lists/<token>/removal")
def discard_paper_list(code: str, token: str) -> BaseResponse:
    """Think better of it."""
    queries.get_exam(code, Work.MANAGE)
    uploads.take(token, current_user.id, clock.now())
    uploads.discard(token)
    flash(_("Đã bỏ tệp. Chưa có gì được lưu."), "info")
    return redirect(url_for(".list_paper_entries", code=code), 303)


@blueprint.get("/exams/<code:code>/paper-lists/<token>/report.xlsx")
def download_paper_list_report(code: str, token: str) -> BaseResponse:
    """The rows that need somebody's eye, to work through beside the file."""
    note_look(queries.get_exam(code, Work.MANAGE), "paper_answers.viewed", clock.now())
    _upload, report = _preview(queries.get_exam(code, Work.MANAGE), token)
    return as_download(report_workbook(report), "bao-cao-nhap-bai-lam.xlsx")


def _preview(exam: Exam, token: str) -> tuple[uploads.Upload, ImportReport]:
    upload = uploads.take(token, current_user.id, clock.now())
    return upload, paper_entries.preview_file(exam, upload.content, upload.filename)


@blueprint.route("/exams/<code:code>/paper-entries/<id:member_id>", methods=["GET", "POST"])
def edit_paper_entry(code: str, member_id: int) -> str | BaseResponse:
    """The answer sheet of one candidate."""
    exam = queries.get_exam(code, Work.MANAGE)
    candidate = paper_entries.find_candidate(exam, member_id)
    entered = paper_queries.list_entered(exam)
    own = next(one for one in entered if one.candidate.member_id == member_id)
    has_essay = bool(own.essays) if own.code else True
    form = PaperEntryForm(data={"code": own.code, "answers": own.answers, "has_essay": has_essay})
    counts, asks_for_essay = paper_queries.count_lettered(exam), paper_queries.asks_for_essay(exam)
    form.offer_codes([one.code for one in output_queries.paper_codes(exam)])
    if form.validate_on_submit():
        following = paper_queries.next_to_enter(entered, candidate.number)
        following_id = following.candidate.member_id if following else None
        answers, on_paper = form.answers.data or "", form.has_essay.data
        try:
            paper_entries.enter(exam, candidate, form.code.data, answers, clock.now(), on_paper, current_user)
        except DomainError as error:
            form.answers.errors = [translate(error.sentence)]
            exam = queries.get_exam(code, Work.MANAGE)
            candidate = paper_entries.find_candidate(exam, member_id)
        else:
            _say_what_is_entered(exam, member_id)
            if following_id is None:
                return redirect(url_for(".list_paper_entries", code=code), 303)
            return redirect(url_for(".edit_paper_entry", code=code, member_id=following_id), 303)
    return render_template(
        "exams/edit_paper_entry.html",
        exam=exam,
        candidate=candidate,
        form=form,
        own=own,
        counts=counts,
        asks_for_essay=asks_for_essay,
        kept_codes=_kept_codes(own),
    )


def _say_what_is_entered(exam: Exam, member_id: int) -> None:
    """The points by now, and what is to be written on the sheet."""
    own = next(one for one in paper_queries.list_entered(exam) if one.candidate.member_id == member_id)
    said = {"name": own.candidate.member.name, "points": f"{number(own.points)}/{number(own.most_points)}"}
    if not own.essays:
        flash(_("Đã lưu bài của %(name)s: %(points)s điểm.", **said), "success")
    elif codes := _kept_codes(own):
        words = _(
            "Đã lưu bài của %(name)s. Hãy ghi phách %(codes)s lên tờ bài tự luận và che tên.", **said, codes=codes
        )
        flash(words, "success")
    else:
        flash(_("Đã lưu bài của %(name)s. Phách đã ghi trên tờ bài tự luận giữ nguyên.", **said), "success")


def _kept_codes(own: paper_queries.Entered) -> str:
    """The anonymous codes of the essays on the sheet, for their keeper alone."""
    return ", ".join(one.code for one in own.essays if one.keeper_id == current_user.id)
