"""What is read of corrections and of requests to be marked again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import aliased

from ..accounts.models import Member
from ..assessments.models import Attempt, Result
from ..errors import NotFound, Sentence
from ..extensions import db
from ..questions.models import QuestionVersion
from .models import Candidate, Correction, CorrectionChange, Exam, Remarking

NO_REQUEST = Sentence("Không có đơn phúc khảo này.")


def list_corrections(exam: Exam) -> Sequence[Any]:
    """(Correction, stem, name of who made it), latest first."""
    query = (
        select(Correction, QuestionVersion.stem, Member.name)
        .join(QuestionVersion, QuestionVersion.id == Correction.version_id)
        .outerjoin(Member, Member.id == Correction.actor_id)
        .where(Correction.exam_id == exam.id)
        .order_by(Correction.at.desc(), Correction.id.desc())
    )
    return db.session.execute(query).all()


def list_changes_of(exam: Exam, member_id: int) -> Sequence[Any]:
    """(Correction, CorrectionChange) of those that changed the member's result, latest first."""
    query = (
        select(Correction, CorrectionChange)
        .join(CorrectionChange, CorrectionChange.correction_id == Correction.id)
        .where(Correction.exam_id == exam.id, CorrectionChange.member_id == member_id)
        .order_by(Correction.at.desc(), Correction.id.desc())
    )
    return db.session.execute(query).all()


def list_remarkings(exam: Exam) -> Sequence[Any]:
    """(Remarking, name, candidate's number, most points), open ones first, then as they were asked."""
    query = (
        select(Remarking, Member.name, Candidate.number, Attempt.max_score)
        .join(Member, Member.id == Remarking.member_id)
        .join(Attempt, Attempt.id == Remarking.attempt_id)
        .outerjoin(Candidate, (Candidate.exam_id == Remarking.exam_id) & (Candidate.member_id == Remarking.member_id))
        .where(Remarking.exam_id == exam.id)
        .order_by(Remarking.state.in_(("decided", "withdrawn")), Remarking.asked_at, Remarking.id)
    )
    return db.session.execute(query).all()


def get_remarking(exam: Exam, remarking_id: int) -> Any:
    """(Remarking, name, candidate's number, most points, name of who decided); raises NotFound."""
    decider = aliased(Member)
    query = (
        select(Remarking, Member.name, Candidate.number, Attempt.max_score, decider.name.label("decider"))
        .join(Member, Member.id == Remarking.member_id)
        .join(Attempt, Attempt.id == Remarking.attempt_id)
        .outerjoin(Candidate, (Candidate.exam_id == Remarking.exam_id) & (Candidate.member_id == Remarking.member_id))
        .outerjoin(decider, decider.id == Remarking.decided_by_id)
        .where(Remarking.exam_id == exam.id, Remarking.id == remarking_id)
    )
    row = db.session.execute(query).one_or_none()
    if row is None:
        raise NotFound(NO_REQUEST)
    return row


def is_candidate(exam: Exam, member: Member) -> bool:
    """Whether the member is on the exam's list, or has a result in it."""
    on_list = db.session.get(Candidate, (exam.id, member.id)) is not None
    return on_list or db.session.get(Result, (exam.assessment_id, member.id)) is not None
