"""Importing a file: choose it, mend what is wrong where it stands, confirm. Each import has an address of its own."""

from __future__ import annotations

import secrets
from typing import Any

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.datastructures import FileStorage

from .. import clock, uploads
from ..accounts.access import Permission, can, require
from ..errors import DomainError, Invalid, Refused
from ..import_pages import as_download
from ..import_report import ImportReport
from ..jobs import queue
from ..jobs import services as job_services
from ..wording import number, translate
from . import import_jobs, import_queries, import_services, queries, services
from .blueprint import blueprint
from .formats.table_writer import template
from .forms import ImportForm
from .import_entries import Entry, entries_of, file_of
from .import_keys import read_keys
from .import_models import QuestionImport
from .import_plan import Change
from .import_repair import fields_of, mended
from .import_services import Faulty
from .import_workbook import workbook
from .models import Bank
from .queries import count_questions

# Longer lists nobody reads at once: what is decided about makes room for the next.
MOST_LISTED = 30
# More questions are stored as a job.
MANY = 2_000
# Larger files, or files for larger banks, are read as a job: a second of reading on a small server.
LONG_FILE = 1_000_000
LONG_BANK = 3_000


def _bank(code: str) -> Bank:
    """Files tell keys, and so do the bank's questions that theirs are like."""
    bank = queries.get_bank(code, Permission.BANK_MANAGE)
    require(Permission.KEY_VIEW, bank.unit.path)
    return bank


@blueprint.route("/banks/<code:code>/import", methods=["GET", "POST"])
def choose_import(code: str) -> Any:
    """Choose a file. What is sent is kept, and read at once or as a job."""
    bank = _bank(code)
    form = ImportForm()
    if form.validate_on_submit():
        try:
            return redirect(_begun(bank, form))
        except (Invalid, Refused) as error:
            form.file.errors = [translate(error.sentence)]
    unfinished = import_queries.list_open(bank)
    page = render_template("questions/choose_import.html", bank=bank, form=form, unfinished=unfinished)
    return page, 422 if form.errors else 200


def _begun(bank: Bank, form: ImportForm) -> str:
    file, key = _sent(form.file.data), _sent(form.key.data)
    assert file is not None
    begun = import_services.begin(bank, current_user, file, key, clock.now())
    if len(file[0]) > LONG_FILE or count_questions(bank, queries.Filters()) > LONG_BANK:
        return _address_of_job(begun, bank)
    try:
        import_services.read(begun, clock.now())
    except DomainError as error:
        import_services.give_up(begun, error.sentence)
        raise
    return url_for(".show_import", code=bank.code, token=begun.public_id)


def _sent(file: FileStorage | None) -> tuple[bytes, str] | None:
    return (file.read(uploads.MAXIMUM_BYTES + 1), file.filename) if file and file.filename else None


def _address_of_job(begun: QuestionImport, bank: Bank) -> str:
    job_id = _add_job(bank, begun, import_jobs.READ, f"{import_jobs.READ}:{begun.public_id}", {})
    return url_for("jobs.show_job", job_id=job_id)


def _add_job(bank: Bank, begun: QuestionImport, kind: str, key: str, arguments: dict[str, Any]) -> str:
    about = {"import_id": begun.id, **arguments}
    job_id = job_services.add_job(kind, about, key, clock.now(), current_user.id, bank.unit_id)
    import_services.wait_for_job(begun, job_id)
    queue.send(job_id)
    return job_id


@blueprint.get("/banks/<code:code>/import/<token>")
def show_import(code: str, token: str) -> Any:
    """What is in the file; nothing is stored yet."""
    bank = _bank(code)
    return _page(bank, import_queries.get_import(bank, token))


def _page(bank: Bank, begun: QuestionImport, faulty: tuple[int, Any, Faulty] | None = None) -> Any:
    if begun.content is None or begun.state == "storing":
        return render_template("questions/import_waiting.html", bank=bank, begun=begun)
    entries = entries_of(begun.content, begun.decisions)
    plan = services.plan(file_of(begun.content, begun.decisions), bank)
    rejected = [entry for entry in entries if entry.is_rejected]
    doubtful = [entry for entry in entries if entry.is_doubtful]
    repeated = [entry for entry in entries if entry.is_repeated]
    shown = {entry.place: fields_of(entry.draft) for entry in (*rejected[:MOST_LISTED], *doubtful[:MOST_LISTED])}
    if faulty:
        shown[faulty[0]] = fields_of(faulty[1])
    return render_template(
        "questions/show_import.html",
        bank=bank,
        begun=begun,
        entries=entries,
        rejected=_first(rejected, faulty),
        doubtful=_first(doubtful, faulty),
        repeated=repeated[:MOST_LISTED],
        counts={
            "rejected": len(rejected),
            "ready": len(plan.of(Change.NEW)) + len(plan.of(Change.CHANGED)),
            "doubtful": len(doubtful),
            "repeated": len(repeated),
            "good": sum(entry.is_good for entry in entries),
            "skipped": sum(entry.choice == "skip" for entry in entries),
        },
        without_key=sum(entry.lacks_only_its_key for entry in rejected[:MOST_LISTED]),
        fields=shown,
        faulty=faulty,
        versions=import_queries.versions_of(_known_in(repeated)),
        new=plan.of(Change.NEW),
        changed=plan.of(Change.CHANGED),
        unchanged=plan.of(Change.UNCHANGED),
        most_listed=MOST_LISTED,
        states=_states(bank),
    )


def _states(bank: Bank) -> list[str]:
    """What the person may import questions as: approved only who reviews them."""
    return ["in_review", "draft"] + (["approved"] if can(Permission.QUESTION_REVIEW, bank.unit.path) else [])


def _known_in(entries: list[Entry]) -> list[int]:
    """Ids of the bank's questions that these are like."""
    return [entry.like["question_id"] for entry in entries[:MOST_LISTED] if entry.like and "place" not in entry.like]


def _first(entries: list[Entry], faulty: tuple[int, Any, Faulty] | None) -> list[Entry]:
    """The first of them, and in any case the one that is being mended."""
    return [e for at, e in enumerate(entries) if at < MOST_LISTED or (faulty and faulty[0] == e.place)]


@blueprint.post("/banks/<code:code>/import/<token>/questions/<int:place>")
def mend_question(code: str, token: str, place: int) -> Any:
    """Put what the form says in the place of what was read; with faults the form comes back."""
    bank = _bank(code)
    begun = import_queries.get_import(bank, token)
    before = import_services.entry_at(begun, place).draft
    question = mended(before, request.form, request.form.getlist("option"), set(request.form.getlist("right")))
    try:
        import_services.mend(begun, place, question)
    except Faulty as error:
        return _page(bank, begun, (place, question, error)), 422
    flash(_("Đã sửa. Câu này vào nhóm câu tốt."), "success")
    return _back(code, token)


@blueprint.post("/banks/<code:code>/import/<token>/choices/<int:place>")
def decide_question(code: str, token: str, place: int) -> Any:
    """Take, skip or replace."""
    bank = _bank(code)
    begun = import_queries.get_import(bank, token)
    import_services.decide(begun, place, request.form.get("choice", ""))
    return _back(code, token)


@blueprint.post("/banks/<code:code>/import/<token>/choices")
def keep_repeated(code: str, token: str) -> Any:
    """Take all questions that are only like another."""
    bank = _bank(code)
    import_services.keep_repeated(import_queries.get_import(bank, token))
    return _back(code, token)


@blueprint.post("/banks/<code:code>/import/<token>/keys")
def set_keys(code: str, token: str) -> Any:
    """Keys of several questions at once, as one line."""
    bank = _bank(code)
    begun = import_queries.get_import(bank, token)
    count = import_services.set_keys(begun, read_keys(request.form.get("keys", "")))
    if count:
        flash(_("Đã ghi đáp án cho %(count)s câu.", count=number(count)), "success")
    else:
        flash(_("Không ghi được đáp án nào. Hãy ghi số câu rồi chữ cái, ví dụ: 1A 2C 3B."), "error")
    return _back(code, token)


@blueprint.post("/banks/<code:code>/import/<token>/keys/<int:place>")
def set_key(code: str, token: str, place: int) -> Any:
    """The key of one question: the letter of a button."""
    bank = _bank(code)
    begun = import_queries.get_import(bank, token)
    entry = import_services.entry_at(begun, place)
    letter = request.form.get("letter", "")
    import_services.set_keys(begun, read_keys(f"{entry.number}{letter}"))
    return _back(code, token)


def _back(code: str, token: str) -> Any:
    return redirect(url_for(".show_import", code=code, token=token, _anchor="decisions"))


@blueprint.post("/banks/<code:code>/import/<token>")
def confirm_import(code: str, token: str) -> Any:
    """Store it."""
    bank = _bank(code)
    begun = import_queries.get_import(bank, token)
    state, skip_rejected = request.form.get("state", "in_review"), "skip_rejected" in request.form
    if state == "approved":
        require(Permission.QUESTION_REVIEW, bank.unit.path)
    try:
        if begun.state == "storing" or len((begun.content or {}).get("entries", ())) > MANY:
            return redirect(_address_of_storing(bank, begun, skip_rejected, state))
        report = import_services.store(begun, current_user, clock.now(), skip_rejected, state)
    except Refused as error:
        flash(translate(error.sentence), "error")
        return redirect(url_for(".show_import", code=code, token=token))
    _tell(report, state)
    return redirect(url_for(".show_bank", code=code))


def _address_of_storing(bank: Bank, begun: QuestionImport, skip_rejected: bool, state: str) -> str:
    """Of the page of the job that stores it: a new one, or the one under way."""
    if import_services.begin_storing(begun, state):
        key = f"{import_jobs.STORE}:{begun.public_id}:{secrets.token_hex(8)}"
        _add_job(bank, begun, import_jobs.STORE, key, {"skip_rejected": skip_rejected, "state": state})
    elif begun.state != "storing":
        raise Refused(import_services.OVER)
    return url_for("jobs.show_job", job_id=begun.job_id) if begun.job_id else url_for("jobs.list_jobs")


def _tell(report: ImportReport, state: str) -> None:
    counts = {"created": number(report.created), "updated": number(report.updated)}
    if report.updated:
        flash(_("Đã nhập %(created)s câu mới và cập nhật %(updated)s câu.", **counts), "success")
    else:
        flash(_("Đã nhập %(created)s câu mới.", **counts), "success")
    if state == "in_review":
        flash(_("Các câu này chờ người khác duyệt."), "info")


@blueprint.get("/banks/<code:code>/import/<token>/report.xlsx")
def download_import_report(code: str, token: str) -> Response:
    """Every question of the file, what became of it, and why."""
    bank = _bank(code)
    begun = import_queries.get_import(bank, token)
    entries = entries_of(begun.content or {"entries": []}, begun.decisions)
    return as_download(workbook(entries, begun.state == "stored"), "bao-cao-nhap-cau-hoi.xlsx")


@blueprint.get("/question-template.xlsx")
def download_template() -> Response:
    """The blank workbook, with two rows that show how to fill it in."""
    require(Permission.BANK_MANAGE)
    response = make_response(template())
    response.content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    response.headers.set("Content-Disposition", "attachment", filename="mau-cau-hoi.xlsx")
    return response
