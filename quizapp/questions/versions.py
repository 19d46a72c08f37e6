"""New versions of questions: the one place that decides what is in use and what waits."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update

from ..accounts.models import Member
from ..extensions import db
from .import_plan import Content
from .models import Question, QuestionVersion
from .version_contents import columns_of

IN_USE = ("approved", "retired")


def hold(question: Question) -> None:
    """Until the end of the transaction nobody else changes the question."""
    query = update(Question).where(Question.id == question.id).values(state=Question.state)
    db.session.execute(query, execution_options={"synchronize_session": False})
    db.session.refresh(question)


def working_version(question: Question) -> QuestionVersion:
    """The version that is worked on: the proposal, else the one in use."""
    query = select(QuestionVersion).where(
        QuestionVersion.question_id == question.id, QuestionVersion.is_current | QuestionVersion.proposal.is_not(None)
    )
    version = db.session.scalars(query.order_by(QuestionVersion.proposal.is_(None)).limit(1)).one()
    db.session.refresh(version)
    return version


def latest_number(question: Question) -> int:
    """The number of the newest version; 0 before the first."""
    query = select(func.max(QuestionVersion.number)).where(QuestionVersion.question_id == question.id)
    return db.session.scalar(query) or 0


def add_version(
    question: Question, content: Content, author: Member | None, state: str, now: datetime, reason: str = ""
) -> QuestionVersion:
    """Store the content as the question's next version in this state (draft, in_review, approved).

    Approved, or of a question that was never approved, it becomes the current one; else it waits as the proposal. The
    caller holds the question.
    """
    waits = question.state in IN_USE and state != "approved"
    number = latest_number(question) + 1
    if number > 1:
        make_room(question, keeps_current=waits)
    version = QuestionVersion(
        question_id=question.id,
        bank_id=question.bank_id,
        number=number,
        is_current=not waits,
        proposal=state if waits else None,
        **columns_of(content, question.reference),
        created_at=now,
        created_by_id=author.id if author else None,
        reason=reason,
    )
    if state == "approved":
        version.approved_at, version.approved_by_id = now, version.created_by_id
    if not waits and question.state != "retired":
        question.state = state
    db.session.add(version)
    db.session.flush()
    return version


def make_room(question: Question, keeps_current: bool) -> None:
    """Of a question one version is current and one is the proposal: those that are to be replaced step down."""
    _set(question, QuestionVersion.proposal.is_not(None), proposal=None)
    if not keeps_current:
        _set(question, QuestionVersion.is_current, is_current=False)


def _set(question: Question, condition: Any, **values: Any) -> None:
    query = update(QuestionVersion).where(QuestionVersion.question_id == question.id, condition).values(values)
    db.session.execute(query, execution_options={"synchronize_session": False})
    db.session.expire_all()
