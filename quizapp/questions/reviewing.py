"""Review: a draft is sent, somebody else approves it or gives it back with a comment."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import update

from ..accounts import audit
from ..accounts.models import Member
from ..errors import DomainError, Invalid, Refused, Sentence
from ..extensions import db
from ..transactions import transactional
from . import review_queries, versions
from .models import Bank, Question, QuestionComment, QuestionVersion

LONGEST_COMMENT = 2_000
OWN_WORDING = Sentence("Bạn đã viết phiên bản này nên không tự duyệt được. Hãy nhờ người khác duyệt.")


@dataclass(frozen=True, slots=True)
class Approvals:
    """What became of several questions: how many were approved, are one's own wording, or are no longer waiting."""

    approved: int
    own: int
    changed: int


def reasons_not_to_approve(version: QuestionVersion, authors: Iterable[int | None], reviewer: Member) -> list[Sentence]:
    """Nothing stands against it when the list is empty. ``authors``: of everything not approved yet."""
    reasons = []
    if state_of(version) != "in_review":
        reasons.append(Sentence("Câu này không ở trạng thái chờ duyệt."))
    if reviewer.id in set(authors):
        reasons.append(OWN_WORDING)
    return reasons


def state_of(version: QuestionVersion) -> str:
    """The state of the version that is worked on."""
    return version.proposal or version.question.state


@transactional
def send_to_review(question: Question, now: datetime) -> None:
    """Ask for a reviewer; twice is once. Raises Refused for what is no draft."""
    versions.hold(question)
    version = versions.working_version(question)
    if state_of(version) == "in_review":
        return
    if state_of(version) != "draft":
        raise Refused(Sentence("Chỉ bản nháp mới gửi duyệt được."))
    _move(question, version, "in_review")
    _note("question.sent_to_review", question, version, now)


@transactional
def approve(question: Question, number: int, reviewer: Member, now: datetime) -> None:
    """Put the version of this number to use. Raises Refused when another is waiting, or when the reviewer wrote it."""
    versions.hold(question)
    version = versions.working_version(question)
    if version.number != number:
        raise Refused(Sentence("Câu này vừa được sửa. Hãy xem phiên bản mới rồi duyệt."))
    if version.approved_at is not None and version.is_current:
        return
    authors = review_queries.authors_of_open_versions(question.id)
    for reason in reasons_not_to_approve(version, authors, reviewer):
        raise Refused(reason)
    if version.proposal:
        versions.make_room(question, keeps_current=False)
    _put_to_use(question, version, reviewer, now)
    _note("question.approved", question, version, now)


def _put_to_use(question: Question, version: QuestionVersion, reviewer: Member, now: datetime) -> None:
    query = update(QuestionVersion).where(QuestionVersion.id == version.id)
    db.session.execute(query.values(is_current=True, approved_at=now, approved_by_id=reviewer.id, proposal=None))
    if question.state != "retired":
        question.state = "approved"
    db.session.flush()


@transactional
def approve_many(questions: Sequence[tuple[Question, int]], reviewer: Member, now: datetime) -> Approvals:
    """Approve each of (question, number of the version that was seen) that may be approved."""
    approved = own = changed = 0
    for question, number in questions:
        try:
            approve(question, number, reviewer, now)
            approved += 1
        except DomainError as error:
            own += error.sentence == OWN_WORDING
            changed += error.sentence != OWN_WORDING
    return Approvals(approved, own, changed)


@transactional
def return_to_draft(question: Question, number: int, text: str, reviewer: Member, now: datetime) -> None:
    """Give the version back to its author with a comment. Raises Invalid without one, Refused when it does not wait."""
    versions.hold(question)
    version = versions.working_version(question)
    if version.number != number or state_of(version) != "in_review":
        raise Refused(Sentence("Câu này vừa được sửa hoặc không còn chờ duyệt. Hãy mở lại trang."))
    comment(question, number, text, reviewer, now)
    _move(question, version, "draft")
    _note("question.returned", question, version, now)


@transactional
def withdraw(question: Question, now: datetime) -> None:
    """Take back what waits, to work on it; nothing happens to what does not wait."""
    versions.hold(question)
    version = versions.working_version(question)
    if state_of(version) == "in_review":
        _move(question, version, "draft")
        _note("question.withdrawn", question, version, now)


def _move(question: Question, version: QuestionVersion, state: str) -> None:
    if version.proposal:
        version.proposal = state
    else:
        question.state = state
    db.session.flush()


@transactional
def comment(question: Question, number: int, text: str, author: Member, now: datetime) -> QuestionComment:
    """Remark something about this version. Raises Invalid for nothing, or for too much."""
    text = text.strip()
    if not text:
        raise Invalid(Sentence("Hãy ghi góp ý, để người soạn biết cần sửa gì."), field="text")
    if len(text) > LONGEST_COMMENT:
        raise Invalid(Sentence("Góp ý dài quá %(most)s ký tự. Hãy rút gọn.", most=LONGEST_COMMENT), field="text")
    remark = QuestionComment(
        question_id=question.id, version_number=number, text=text, created_at=now, created_by_id=author.id
    )
    db.session.add(remark)
    db.session.flush()
    _record("question.commented", question, now, version=number)
    return remark


@transactional
def resolve_comment(question: Question, comment_id: int, member: Member, now: datetime) -> None:
    """Mark the remark as done; twice is once."""
    open_one = (
        QuestionComment.id == comment_id,
        QuestionComment.question_id == question.id,
        QuestionComment.resolved_at.is_(None),
    )
    query = update(QuestionComment).where(*open_one).values(resolved_at=now, resolved_by_id=member.id)
    if db.session.execute(query).rowcount:  # type: ignore[attr-defined]
        _record("question.comment_resolved", question, now)


def _note(action: str, question: Question, version: QuestionVersion, now: datetime) -> None:
    _record(action, question, now, version=version.number)


def _record(action: str, question: Question, now: datetime, **detail: Any) -> None:
    bank: Bank = question.bank
    about: dict[str, Any] = {"bank": bank.code, "reference": question.reference}
    audit.record(action, "question", question.id, unit_id=bank.unit_id, now=now, **about, **detail)
