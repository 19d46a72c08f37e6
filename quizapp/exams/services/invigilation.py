"""What invigilators do while an exam is sat. Each is noted twice: as an incident of the exam, and in the audit log."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from ...accounts import audit
from ...accounts.models import Member
from ...assessments.models import Attempt
from ...assessments.services import holds, interventions
from ...errors import Invalid, Refused, Sentence
from ...extensions import db
from ...transactions import transactional
from .. import invigilation_queries as queries
from ..models import Candidate, Exam, Incident
from . import reopened_marks

LONGEST_TEXT = 500


@transactional
def hold_unconfirmed(exam: Exam) -> None:
    """Let all candidates wait whose identity is still to be confirmed. Twice is once; who is barred stays barred."""
    if not exam.needs_identity_check:
        return
    query = select(Candidate.member_id).where(Candidate.exam_id == exam.id, Candidate.confirmed_at.is_(None))
    holds.hold(exam.assessment, db.session.scalars(query).all())


@transactional
def confirm_identity(exam: Exam, candidate: Candidate, actor: Member, now: datetime) -> bool:
    """Somebody has looked at the papers: the candidate may start. Whether this call did it."""
    own = (Candidate.exam_id == exam.id, Candidate.member_id == candidate.member_id)
    claimed = update(Candidate).where(*own, Candidate.confirmed_at.is_(None))
    done = db.session.execute(claimed.values(confirmed_at=now, confirmed_by_id=actor.id))
    if not done.rowcount:  # type: ignore[attr-defined]
        return False
    member = candidate.member
    holds.release(exam.assessment, member, now)
    _note(exam, "identity", actor, now, member_id=member.id)
    return True


@transactional
def extend_one(exam: Exam, attempt: Attempt, minutes: int, actor: Member, now: datetime) -> datetime:
    """More time for one; the new deadline. Raises Invalid and Refused."""
    member_id = attempt.member_id
    deadline = interventions.extend(attempt, minutes, now)
    _note(exam, "extended", actor, now, member_id=member_id, minutes=minutes)
    return deadline


@transactional
def extend_all(exam: Exam, minutes: int, seen_at: datetime, actor: Member, now: datetime) -> int:
    """More time for everybody who is working; how many. ``seen_at``: when the page was made that asks for it, so that a
    request that comes twice, or two invigilators at once, give it once. Raises Invalid and Refused."""
    interventions.lock(exam.assessment)
    latest = queries.latest_extension_of_all(exam)
    if latest is not None and latest >= seen_at:
        raise Refused(Sentence("Vừa có người thêm giờ cho cả phòng. Hãy tải lại trang để xem trước khi thêm nữa."))
    people = interventions.extend_all(exam.assessment, minutes, now)
    _note(exam, "extended", actor, now, minutes=minutes, text=str(people))
    return people


@transactional
def reopen(exam: Exam, attempt: Attempt, minutes: int, actor: Member, now: datetime) -> datetime:
    """Let a submitted one go on; the deadline. Essays of it that are marked are kept as drafts for their markers.

    Raises Invalid and Refused, also once marks are released.
    """
    _refuse_released(exam)
    member_id = attempt.member_id
    # Before the attempt, as markers do: who is just finishing one is waited for.
    reopened_marks.reopen_all_of(attempt, actor, now)
    deadline = interventions.reopen(attempt, minutes, now)
    _note(exam, "reopened", actor, now, member_id=member_id, minutes=minutes or None)
    return deadline


@transactional
def stop(exam: Exam, attempt: Attempt, reason: str, actor: Member, now: datetime) -> None:
    """End a running one: what was saved is submitted. Raises Refused."""
    member_id = attempt.member_id
    interventions.stop(attempt, now)
    _note(exam, "stopped", actor, now, member_id=member_id, text=_text(reason))


@transactional
def annul(exam: Exam, attempt: Attempt, reason: str, actor: Member, now: datetime) -> None:
    """Let it count for nothing. Raises Invalid without a reason, and Refused, also once marks are released."""
    _refuse_released(exam)
    if not reason.strip():
        raise Invalid(Sentence("Hãy ghi lý do hủy bài."), field="reason")
    member_id = attempt.member_id
    interventions.annul(attempt)
    _note(exam, "annulled", actor, now, member_id=member_id, text=_text(reason))


@transactional
def write_note(exam: Exam, text: str, member_id: int | None, actor: Member, now: datetime) -> None:
    """Note what happened, about one candidate or about all. Raises Invalid for nothing."""
    if not text.strip():
        raise Invalid(Sentence("Hãy ghi nội dung sự việc."), field="text")
    _note(exam, "note", actor, now, member_id=member_id, text=_text(text))


def _text(text: str) -> str:
    return " ".join(text.split())[:LONGEST_TEXT]


def _refuse_released(exam: Exam) -> None:
    if exam.released_at is not None:
        raise Refused(Sentence("Điểm đã công bố nên không làm việc này được nữa."))


def _note(exam: Exam, kind: str, actor: Member, now: datetime, **about: Any) -> None:
    db.session.add(Incident(exam_id=exam.id, kind=kind, at=now, actor_id=actor.id, **about))
    assessment = exam.assessment
    audit.record(f"incident.{kind}", "exam", assessment.code, now=now, unit_id=assessment.unit_id, actor=actor, **about)
