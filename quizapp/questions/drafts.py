"""Unsaved work: what stands in a member's form, kept so that a dead battery costs nothing."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, exists, select

from ..accounts.models import Member
from ..errors import Invalid, NotFound, Sentence
from ..extensions import db
from ..transactions import transactional
from ..upserts import insert_for
from . import versions
from .models import Bank, Question, QuestionDraft
from .writing import form_key_of, reference_of

LARGEST = 5_000_000  # bytes of JSON, with the pictures
LARGEST_REVISION = 2**31 - 1


@transactional
def keep_draft(
    member: Member,
    bank: Bank,
    question: Question | None,
    form_key: str,
    based_on: int,
    revision: int,
    content: dict[str, Any],
    now: datetime,
) -> bool:
    """Keep the content unless something newer of the same form is kept, or the form has been saved meanwhile.

    Whether it is kept. May come twice, late or out of order. Raises Invalid for what is too large.
    """
    if len(json.dumps(content)) > LARGEST or not 0 <= revision <= LARGEST_REVISION:
        raise Invalid(Sentence("Bản đang soạn quá lớn nên chưa được giữ. Hãy lưu câu hỏi hoặc bỏ bớt hình."))
    if _is_saved(bank, question, form_key, based_on):
        return False
    values = {
        "member_id": member.id,
        "bank_id": bank.id,
        "question_id": question.id if question else None,
        "form_key": form_key,
        "revision": revision,
        "content": content,
        "saved_at": now,
    }
    query = insert_for(QuestionDraft).values(values)
    query = query.on_conflict_do_update(
        index_elements=["member_id", "bank_id", "form_key"],
        set_={name: query.excluded[name] for name in ("revision", "content", "saved_at")},
        where=QuestionDraft.revision < query.excluded.revision,
    )
    return db.session.scalar(query.returning(QuestionDraft.id)) is not None


def _is_saved(bank: Bank, question: Question | None, form_key: str, based_on: int) -> bool:
    """What arrives after the form was saved would be offered again for nothing."""
    if question is not None:
        return form_key != form_key_of(question) or versions.latest_number(question) > based_on
    named = exists().where(Question.bank_id == bank.id, Question.reference == reference_of(form_key))
    return bool(db.session.scalar(select(named)))


@transactional
def discard_draft(member: Member, bank: Bank, draft_id: int) -> None:
    """Throw the member's unsaved work away; nothing happens where there is none."""
    mine = (QuestionDraft.member_id == member.id, QuestionDraft.bank_id == bank.id)
    db.session.execute(delete(QuestionDraft).where(QuestionDraft.id == draft_id, *mine))


def list_drafts(member: Member, bank: Bank, question: Question | None) -> Sequence[QuestionDraft]:
    """The member's unsaved work on the question (None: on new questions of the bank), the latest first."""
    query = select(QuestionDraft).where(QuestionDraft.member_id == member.id, QuestionDraft.bank_id == bank.id)
    of = QuestionDraft.question_id == question.id if question else QuestionDraft.question_id.is_(None)
    return db.session.scalars(query.where(of).order_by(QuestionDraft.saved_at.desc()).limit(5)).all()


def get_draft(member: Member, bank: Bank, draft_id: int) -> QuestionDraft:
    """The member's own; raises NotFound."""
    query = select(QuestionDraft).where(QuestionDraft.member_id == member.id, QuestionDraft.bank_id == bank.id)
    draft = db.session.scalar(query.where(QuestionDraft.id == draft_id))
    if draft is None:
        raise NotFound(Sentence("Bản đang soạn dở này không còn nữa."))
    return draft
