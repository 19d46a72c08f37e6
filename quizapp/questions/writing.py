"""Writing questions by hand: new ones, and new versions of those there are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select

from ..accounts import audit
from ..accounts.models import Member
from ..errors import Invalid, Refused, Sentence
from ..extensions import db
from ..folding import tidy
from ..transactions import transactional
from ..upserts import insert_for
from . import source_picking, versions
from .formats import checks
from .formats.parsed import ParsedQuestion
from .import_plan import content_of
from .models import Bank, Question, QuestionDraft, QuestionVersion
from .source_picking import Source
from .version_contents import content_of_row

LONGEST_REASON = 500
_FORM_KEY = re.compile(r"[0-9a-f]{16}")


def reference_of(form_key: str) -> str:
    """The reference that a new question gets from its form: the same form sent twice is one question."""
    if not _FORM_KEY.fullmatch(form_key):
        raise Invalid(Sentence("Trang soạn câu hỏi đã cũ. Hãy mở lại trang rồi thử lại."))
    return f"q-{form_key}"


@transactional
def create_question(
    bank: Bank,
    written: ParsedQuestion,
    form_key: str,
    author: Member,
    now: datetime,
    state: str = "draft",
    sources: Sequence[Source] = (),
) -> Question:
    """A new question in this state (draft, in_review). Raises Invalid with all that is wrong with it. A form that is
    sent twice makes one question."""
    _require_sound(written)
    reference = reference_of(form_key)
    values = {
        "bank_id": bank.id,
        "reference": reference,
        "state": state,
        "created_at": now,
        "created_by_id": author.id,
    }
    query = insert_for(Question).values(values).on_conflict_do_nothing(index_elements=["bank_id", "reference"])
    question_id = db.session.scalar(query.returning(Question.id))
    if question_id is None:
        return db.session.scalars(select(Question).filter_by(bank_id=bank.id, reference=reference)).one()
    question = db.session.get_one(Question, question_id)
    versions.add_version(question, content_of(written), author, state, now)
    if sources:
        source_picking.store(question, sources, author, now)
    _forget_draft(author, bank, form_key)
    _note("question.created", question, bank, now, state=state)
    return question


@transactional
def edit_question(
    question: Question,
    written: ParsedQuestion,
    based_on: int,
    author: Member,
    now: datetime,
    state: str = "draft",
    reason: str = "",
    sources: Sequence[Source] | None = None,
) -> QuestionVersion | None:
    """A new version in this state (draft, in_review); an approved one stays in use beside it. None: nothing differs.

    ``based_on``: the number of the version that the author began with. Raises Refused when somebody has written another
    one since, Invalid with all that is wrong. ``sources``: what it is to cite; None leaves it.
    """
    _require_sound(written)
    versions.hold(question)
    latest = versions.working_version(question)
    content, bank = content_of(written), question.bank
    _forget_draft(author, bank, form_key_of(question))
    if sources is not None:
        source_picking.store(question, sources, author, now)
    if content == content_of_row(latest):
        return None
    if latest.number != based_on:
        raise Refused(
            Sentence(
                "Câu này vừa có phiên bản %(number)s của người khác. Hãy mở lại trang để xem.", number=latest.number
            )
        )
    parts = content.parts_unlike(content_of_row(latest))
    version = versions.add_version(question, content, author, state, now, tidy(reason)[:LONGEST_REASON])
    _note("question.edited", question, bank, now, version=version.number, state=state, parts=list(parts))
    return version


def form_key_of(question: Question) -> str:
    """What tells the form of this question from those for new ones."""
    return f"question-{question.id}"


def _require_sound(written: ParsedQuestion) -> None:
    faults = checks.check(written)
    if faults:
        raise Invalid(faults[0], faults=faults)


def _forget_draft(author: Member, bank: Bank, form_key: str) -> None:
    mine = (QuestionDraft.member_id == author.id, QuestionDraft.bank_id == bank.id, QuestionDraft.form_key == form_key)
    db.session.execute(delete(QuestionDraft).where(*mine))


def _note(action: str, question: Question, bank: Bank, now: datetime, **detail: Any) -> None:
    about: dict[str, Any] = {"bank": bank.code, "reference": question.reference}
    audit.record(action, "question", question.id, unit_id=bank.unit_id, now=now, **about, **detail)
