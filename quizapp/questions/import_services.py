"""What is done to a file on its way into a bank: read, mended, decided about, stored."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import delete, update

from .. import uploads
from ..accounts.models import Member
from ..errors import DomainError, Invalid, NotFound, Refused, Sentence
from ..extensions import db
from ..import_report import ImportReport
from ..rich_text import to_plain_text
from ..stored_sentences import to_stored
from ..transactions import transactional
from . import import_queries, services
from .formats import registry, second_document
from .formats.checks import check
from .formats.parsed import ParsedFile, ParsedQuestion
from .import_entries import (
    Entry,
    entries_of,
    file_of,
    likenesses_of,
    question_to_stored,
    to_content,
    with_key,
)
from .import_models import QuestionImport
from .models import STATES, Bank
from .near_duplicates import find_against, find_among, wording_of

CHOICES = ("take", "skip", "replace", "")
KEPT = timedelta(days=30)
OVER = Sentence("Tệp này đã được nhập. Hãy gửi lại tệp nếu muốn nhập lần nữa.")


class Faulty(Invalid):
    """A question that was mended, but not enough: ``faults`` says what is still wrong."""

    def __init__(self, faults: list[Sentence]) -> None:
        super().__init__(faults[0])
        self.faults = faults


@transactional
def begin(
    bank: Bank, member: Member, file: tuple[bytes, str], key: tuple[bytes, str] | None, now: datetime
) -> QuestionImport:
    """Keep the file, and the second document with the keys, where there is one. Sent twice it is kept once. Raises
    Invalid for one that is empty or too large, Refused for one that is of no known kind."""
    digest = sha256(file[0] + b"\0" + (key[0] if key else b"")).hexdigest()
    same = import_queries.find_same(bank, member.id, digest, now)
    if same is not None:
        return same
    file_token = uploads.keep(*file, member.id, now)
    try:
        registry.detect(*file)
        key_token = uploads.keep(*key, member.id, now) if key else None
    except DomainError:
        uploads.discard(file_token)
        raise
    begun = QuestionImport(
        public_id=secrets.token_urlsafe(16),
        bank_id=bank.id,
        member_id=member.id,
        filename=uploads.take(file_token, member.id, now).filename,
        digest=digest,
        file_token=file_token,
        key_token=key_token,
        state="reading",
        decisions={},
        created_at=now,
    )
    db.session.add(begun)
    db.session.flush()
    return begun


@transactional
def read(begun: QuestionImport, now: datetime) -> None:
    """Read the file and look for questions that the bank already has. Raises Invalid and Refused."""
    if begun.state != "reading":
        return
    parsed = _parsed(begun, now)
    begun.content = to_content(parsed, _likenesses(parsed, begun.bank))
    begun.state = "ready"


def _parsed(begun: QuestionImport, now: datetime) -> ParsedFile:
    owner_id = begun.member_id or 0
    file = uploads.take(begun.file_token, owner_id, now)
    if begun.key_token is None:
        return registry.read(file.content, file.filename)
    key = uploads.take(begun.key_token, owner_id, now)
    return second_document.read(file.content, file.filename, key.content, key.filename)


def _likenesses(parsed: ParsedFile, bank: Bank) -> dict[int, dict[str, Any]]:
    new = [wording_of(to_plain_text(q.stem), [to_plain_text(o.text) for o in q.options]) for q in parsed.questions]
    names, known = import_queries.wordings_in(bank)
    # A new version of a question of the bank is no near-duplicate of it.
    own = {planned.question.row for planned in services.plan(parsed, bank).planned if planned.known}
    against = [one for one in find_against(new, known) if parsed.questions[one.place].row not in own]
    within = [one for one in find_among(new) if one.percent < 100]
    found: dict[int, dict[str, Any]] = likenesses_of(within, against, names)
    return found


@transactional
def give_up(begun: QuestionImport, error: Sentence) -> None:
    """The file cannot be read: nothing of it is kept."""
    begun.state, begun.error = "failed", to_stored(error)
    uploads.discard(begun.file_token)
    if begun.key_token:
        uploads.discard(begun.key_token)


@transactional
def mend(begun: QuestionImport, place: int, question: ParsedQuestion) -> None:
    """Put the mended question in the place of what was read. Raises Faulty, and stores nothing."""
    decisions = _held(begun)
    faults = check(question)
    if faults:
        raise Faulty(faults)
    decisions[str(place)] = {"question": question_to_stored(question)}
    begun.decisions = decisions


@transactional
def decide(begun: QuestionImport, place: int, choice: str) -> None:
    """Take, skip or replace; "" takes a decision back. Raises Invalid."""
    if choice not in CHOICES:
        raise Invalid(Sentence("Không có lựa chọn này."))
    decisions = _held(begun)
    entry_at(begun, place)
    decisions[str(place)] = {**decisions.get(str(place), {}), "choice": choice}
    begun.decisions = decisions


@transactional
def keep_repeated(begun: QuestionImport) -> None:
    """Take every question that is only like another."""
    decisions = _held(begun)
    for entry in entries_of(begun.content or {"entries": []}, decisions):
        if entry.is_repeated:
            decisions[str(entry.place)] = {**decisions.get(str(entry.place), {}), "choice": "take"}
    begun.decisions = decisions


@transactional
def set_keys(begun: QuestionImport, keys: Mapping[int, set[int]]) -> int:
    """Give the questions of these numbers their keys, where that mends them; how many."""
    decisions, count = _held(begun), 0
    for entry in entries_of(begun.content or {}, decisions):
        question = with_key(entry.draft, keys[entry.number]) if entry.is_rejected and entry.number in keys else None
        if question is not None and not check(question):
            decisions[str(entry.place)] = {"question": question_to_stored(question)}
            count += 1
    begun.decisions = decisions
    return count


def entry_at(begun: QuestionImport, place: int) -> Entry:
    """The item at this place; raises NotFound."""
    entries = entries_of(begun.content or {"entries": []}, begun.decisions)
    if not 0 <= place < len(entries):
        raise NotFound(Sentence("Tệp không có câu này."))
    return entries[place]


def _held(begun: QuestionImport, state: str = "ready") -> dict[str, Any]:
    """The decisions, to be changed by nobody else until the end of the transaction. Raises Refused once it is over."""
    if not _move(begun.id, state, state):
        raise Refused(OVER)
    db.session.refresh(begun)
    return dict(begun.decisions)


def _move(import_id: int, from_state: str, to_state: str, **values: Any) -> bool:
    """Whether the import was in the one state and now is in the other."""
    query = update(QuestionImport).where(QuestionImport.id == import_id, QuestionImport.state == from_state)
    query = query.values(state=to_state, **values).execution_options(synchronize_session=False)
    return bool(db.session.execute(query).rowcount)  # type: ignore[attr-defined]


@transactional
def wait_for_job(begun: QuestionImport, job_id: str) -> None:
    """Remember which job reads it or stores it."""
    begun.job_id = job_id


@transactional
def begin_storing(begun: QuestionImport, state: str) -> bool:
    """Close it for decisions, because a job is going to store it; whether it was open. Raises Invalid."""
    _require_state(state)
    is_open = _move(begun.id, "ready", "storing", error=None)
    db.session.refresh(begun)
    return is_open


@transactional
def stop_storing(import_id: int, error: Sentence) -> None:
    """Nothing was stored: what was decided is kept, and storing can be tried again."""
    _move(import_id, "storing", "ready", error=to_stored(error))


def _require_state(state: str) -> None:
    if state not in STATES[:3]:
        raise Invalid(Sentence("Không có trạng thái này."))


@transactional
def store(
    begun: QuestionImport,
    author: Member | None,
    now: datetime,
    skip_rejected: bool,
    state: str,
    from_state: str = "ready",
) -> ImportReport:
    """Import what is good now. Raises Refused where it has been imported already or still has rejected questions."""
    _require_state(state)
    decisions = _held(begun, from_state)
    parsed = file_of(begun.content or {}, decisions)
    report = services.import_questions(parsed, begun.bank, author, now, skip_rejected, state=state)
    if not report.may_store(skip_rejected):
        raise Refused(Sentence("Chưa lưu gì: tệp còn câu cần sửa."))
    begun.state = "stored"
    begun.report = {"created": report.created, "updated": report.updated, "found": len(begun.content["entries"])}  # type: ignore[index]
    uploads.discard(begun.file_token)
    return report


@transactional
def remove_old(now: datetime) -> int:
    """Forget imports that were begun a month ago; the questions stay. How many."""
    query = delete(QuestionImport).where(QuestionImport.created_at < now - KEPT)
    found: int = db.session.execute(query.execution_options(synchronize_session=False)).rowcount  # type: ignore[attr-defined]
    return found
