"""What is done to banks and questions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, Table, insert, select, update

from ..accounts import audit
from ..accounts.models import Member
from ..errors import Invalid, Refused, Sentence
from ..extensions import db
from ..folding import tidy
from ..import_report import ImportReport
from ..transactions import transactional
from ..units.models import Unit
from ..upserts import insert_for
from .formats.parsed import ParsedFile
from .import_plan import (
    Change,
    ImportPlan,
    KnownQuestions,
    PlannedQuestion,
    fingerprints_of,
    plan_import,
)
from .known_questions import find_known
from .models import Bank, Question, QuestionVersion
from .queries import chunks, find_bank
from .version_contents import columns_of

LONGEST_CODE = 60
LONGEST_TITLE = 255
# Rows without the bookkeeping of objects: thousands at a time.
_QUESTIONS = cast(Table, Question.__table__)
_VERSIONS = cast(Table, QuestionVersion.__table__)
_CODE = re.compile(r"\w[\w.\- ]{0,58}\w|\w")


@transactional
def create_bank(code: str, title: str, unit: Unit, now: datetime) -> Bank:
    """A new, empty bank that belongs to the unit. Raises Invalid, and Refused when the code is taken."""
    code, title = checked_code(code), _checked_title(title)
    values = {"code": code, "title": title, "unit_id": unit.id, "created_at": now}
    query = insert_for(Bank).values(values).on_conflict_do_nothing(index_elements=["code"]).returning(Bank.id)
    bank_id = db.session.scalar(query)
    if bank_id is None:
        raise Refused(Sentence("Mã ngân hàng %(code)s đã có. Hãy chọn mã khác.", code=code))
    audit.record("bank.created", "bank", code, unit_id=unit.id, now=now)
    return db.session.get_one(Bank, bank_id)


@transactional
def edit_bank(
    bank: Bank,
    title: str,
    unit: Unit,
    now: datetime,
    sharing: str | None = None,
    draws_only_approved: bool | None = None,
    allows_practice: bool | None = None,
) -> None:
    """Another title or owner, and what is set anew of how the bank is used. Raises Invalid."""
    bank.title = _checked_title(title)
    bank.unit = unit
    if sharing is not None:
        bank.sharing = sharing
    if draws_only_approved is not None:
        bank.draws_only_approved = draws_only_approved
    if allows_practice is not None:
        bank.allows_practice = allows_practice
    names = ("sharing", "draws_only_approved", "allows_practice")
    settings: dict[str, Any] = {name: getattr(bank, name) for name in names}
    audit.record("bank.edited", "bank", bank.code, unit_id=unit.id, now=now, **settings)


def checked_code(code: str) -> str:
    """The code as it is stored; raises Invalid for one that no address could hold."""
    code = tidy(code)
    if not _CODE.fullmatch(code):
        raise Invalid(
            Sentence("Mã ngân hàng dài 1 đến 60 ký tự, gồm chữ, số, dấu chấm, gạch nối, gạch dưới. Hãy sửa mã.")
        )
    return code


def _checked_title(title: str) -> str:
    title = tidy(title)
    if not 0 < len(title) <= LONGEST_TITLE:
        raise Invalid(Sentence("Tên ngân hàng dài 1 đến %(most)s ký tự. Hãy sửa tên.", most=LONGEST_TITLE))
    return title


def plan(parsed: ParsedFile, bank: Bank | None) -> ImportPlan:
    """What importing the file would change in the bank (None: in a new one). Nothing is stored."""
    fingerprints = fingerprints_of(parsed)
    known = KnownQuestions()
    if bank is not None:
        references = [question.reference for question in parsed.questions if question.reference]
        known = find_known(bank, references, fingerprints)
    return plan_import(parsed, fingerprints, known)


@transactional
def import_questions(
    parsed: ParsedFile,
    bank: Bank,
    author: Member | None,
    now: datetime,
    skip_rejected: bool = False,
    state: str = "approved",
) -> ImportReport:
    """Store the file's good questions in this state (draft, in_review, approved): new ones as they are, changed ones as
    a new version, which waits beside the version in use unless it is approved.

    Earlier versions stay, because attempts point at them. Nothing is stored when a question is rejected, unless
    ``skip_rejected``.
    """
    _hold(bank)
    return _store(plan(parsed, bank), bank, author, now, skip_rejected, state)


@transactional
def import_into(
    parsed: ParsedFile, code: str, title: str, unit: Unit, author: Member | None, now: datetime, skip_rejected: bool
) -> ImportReport:
    """``import_questions`` into the bank of this code; where there is none, it is created for the unit, unless nothing
    is to be stored."""
    bank = find_bank(code)
    if bank is not None:
        return import_questions(parsed, bank, author, now, skip_rejected)
    found = plan(parsed, None)
    report = found.report()
    if not report.may_store(skip_rejected):
        return report.with_nothing_stored()
    return _store(found, create_bank(code, title, unit, now), author, now, skip_rejected)


def _store(
    found: ImportPlan,
    bank: Bank,
    author: Member | None,
    now: datetime,
    skip_rejected: bool,
    state: str = "approved",
) -> ImportReport:
    report = found.report()
    if not report.may_store(skip_rejected):
        return report.with_nothing_stored()
    author_id = author.id if author else None
    _store_new(found.of(Change.NEW), bank, author_id, now, state)
    _store_changed(found.of(Change.CHANGED), bank, author_id, now, state)
    if report.created or report.updated:
        counts = {"created": report.created, "updated": report.updated}
        audit.record("bank.imported", "bank", bank.code, unit_id=bank.unit_id, actor=author, now=now, **counts)
    return report


def _hold(bank: Bank) -> None:
    """Until the end of the transaction nobody else imports into the bank: what is compared stays true."""
    db.session.execute(update(Bank).where(Bank.id == bank.id).values(code=Bank.code))


def _store_new(
    planned: Sequence[PlannedQuestion], bank: Bank, author_id: int | None, now: datetime, state: str
) -> None:
    if not planned:
        return
    about = {"bank_id": bank.id, "state": state, "created_at": now, "created_by_id": author_id}
    rows = [about | {"reference": new.reference} for new in planned]
    inserted = db.session.execute(insert(_QUESTIONS).returning(Question.reference, Question.id), rows)
    ids: dict[str, int] = {row.reference: row.id for row in inserted}
    _store_versions([_version(new, ids[new.reference], 1, bank, author_id, now, state) for new in planned])


def _store_changed(
    planned: Sequence[PlannedQuestion], bank: Bank, author_id: int | None, now: datetime, state: str
) -> None:
    known = [(changed, changed.known) for changed in planned if changed.known]
    rows = [_version(new, old.question_id, old.number + 1, bank, author_id, now, state) for new, old in known]
    replaced = [old.question_id for (_, old), row in zip(known, rows, strict=True) if row["is_current"]]
    for some in chunks([old.question_id for _, old in known]):
        _update_versions(QuestionVersion.question_id.in_(some), QuestionVersion.proposal.is_not(None), proposal=None)
    for some in chunks(replaced):
        _update_versions(QuestionVersion.question_id.in_(some), QuestionVersion.is_current.is_(True), is_current=False)
        _update_states(some, state)
    _store_versions(rows)


def _update_versions(*conditions: ColumnElement[bool], **values: Any) -> None:
    query = update(QuestionVersion).where(*conditions).values(values)
    db.session.execute(query, execution_options={"synchronize_session": False})


def _update_states(question_ids: Sequence[int], state: str) -> None:
    """A retired question stays retired."""
    query = update(Question).where(Question.id.in_(question_ids), Question.state != "retired").values(state=state)
    db.session.execute(query, execution_options={"synchronize_session": False})


def _store_versions(rows: list[dict[str, Any]]) -> None:
    if rows:
        db.session.execute(insert(_VERSIONS), rows)


def _version(
    planned: PlannedQuestion,
    question_id: int,
    number: int,
    bank: Bank,
    author_id: int | None,
    now: datetime,
    state: str,
) -> dict[str, Any]:
    is_approved = state == "approved"
    # Beside a version in use whatever is not approved waits.
    is_in_use = planned.known is not None and planned.known.state in ("approved", "retired")
    waits = is_in_use and not is_approved
    return {
        "question_id": question_id,
        "bank_id": bank.id,
        "number": number,
        "is_current": not waits,
        "proposal": state if waits else None,
        **columns_of(planned.content, planned.reference, planned.fingerprint),
        "approved_at": now if is_approved else None,
        "approved_by_id": author_id if is_approved else None,
        "created_at": now,
        "created_by_id": author_id,
    }


@transactional
def retire_question(question: Question, now: datetime) -> None:
    """Leave the question out of papers that are drawn up from now on. Published assessments keep it."""
    _change_state(question, {"draft", "in_review", "approved"}, "retired", now)


@transactional
def restore_question(question: Question, now: datetime) -> None:
    """Put a retired question back to use; one that was never approved begins as a draft again."""
    query = select(QuestionVersion.approved_at)
    query = query.where(QuestionVersion.question_id == question.id, QuestionVersion.is_current)
    was_approved = db.session.scalar(query) is not None
    _change_state(question, {"retired"}, "approved" if was_approved else "draft", now)


def _change_state(question: Question, from_states: set[str], to_state: str, now: datetime) -> None:
    """Twice is once: a question that already is in the state stays as it is."""
    query = update(Question).where(Question.id == question.id, Question.state.in_(from_states))
    if not db.session.execute(query.values(state=to_state)).rowcount:  # type: ignore[attr-defined]
        return
    action = "question.retired" if to_state == "retired" else "question.restored"
    bank, name = question.bank, question.reference
    audit.record(action, "question", question.id, unit_id=bank.unit_id, now=now, bank=bank.code, reference=name)
