"""The list of candidates: drawn up from the class, kept with the exam, told to the engine."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, exists, select, update

from ...accounts import audit
from ...assessments.models import AssessmentExclusion, AssessmentMember, Attempt, RosterEntry
from ...assessments.services import rosters
from ...batches import insert_many
from ...errors import Invalid, NotFound, Refused, Sentence
from ...extensions import db
from ...folding import tidy
from ...transactions import transactional
from ..candidate_queries import ListedCandidate, plan_candidates
from ..models import Candidate, Exam
from .exams import hold
from .invigilation import hold_unconfirmed

NOT_ENTITLED = "not_entitled"
LONGEST_REASON = 300


@transactional
def draw_up(exam: Exam, now: datetime) -> list[ListedCandidate]:
    """Bring the stored list in line with the class. Raises Refused once marks are released."""
    hold(exam)
    if exam.released_at is not None:
        raise Refused(Sentence("Điểm đã công bố nên danh sách thí sinh không đổi được nữa."))
    planned = plan_candidates(exam)
    _store(exam, planned)
    if exam.assessment.published_at is not None:
        tell_engine(exam, planned)
    _note("exam.candidates_drawn_up", exam, now, people=len(planned))
    return planned


def _note(action: str, exam: Exam, now: datetime, **detail: Any) -> None:
    audit.record(action, "exam", exam.assessment.code, unit_id=exam.assessment.unit_id, now=now, **detail)


def _store(exam: Exam, planned: Sequence[ListedCandidate]) -> None:
    """A published list only grows: what invigilators confirmed stays. A draft's is written anew, as its numbers may
    move."""
    query = select(Candidate).where(Candidate.exam_id == exam.id)
    known = {candidate.member_id: candidate for candidate in db.session.scalars(query)}
    if exam.assessment.published_at is None:
        for stored in known.values():
            db.session.delete(stored)
        db.session.flush()
        known = {}
    for one in planned:
        if one.member.id in known:
            known[one.member.id].reasons = one.reasons
        else:
            db.session.add(_candidate(exam, one))
    db.session.flush()


def _candidate(exam: Exam, listed: ListedCandidate) -> Candidate:
    return Candidate(
        exam_id=exam.id,
        member_id=listed.member.id,
        number=listed.number,
        reasons=listed.reasons,
        admitted_because=listed.admitted_because,
    )


@transactional
def tell_engine(exam: Exam, planned: Sequence[ListedCandidate]) -> None:
    """The audience by name, and who of it may not sit; a roster that is frozen already follows."""
    assessment = exam.assessment
    db.session.execute(delete(AssessmentMember).where(AssessmentMember.assessment_id == assessment.id))
    excluded = AssessmentExclusion
    # Those that others set stay, such as who waits for an invigilator; nobody has two.
    ours = (excluded.reason == NOT_ENTITLED) | excluded.member_id.in_([o.member.id for o in planned if not o.may_sit])
    db.session.execute(delete(excluded).where(excluded.assessment_id == assessment.id, ours))
    members = [{"assessment_id": assessment.id, "member_id": one.member.id} for one in planned]
    insert_many(AssessmentMember, members)
    barred = [one.member.id for one in planned if not one.may_sit]
    same = {"assessment_id": assessment.id, "reason": NOT_ENTITLED}
    insert_many(AssessmentExclusion, [{**same, "member_id": member_id} for member_id in barred])
    if assessment.roster_frozen_at is not None:
        _correct_roster(exam, barred)
    hold_unconfirmed(exam)


def _correct_roster(exam: Exam, barred: Sequence[int]) -> None:
    """Nobody who has begun is barred afterwards."""
    entry = RosterEntry
    of_exam = entry.assessment_id == exam.assessment_id
    let_in = update(entry).where(of_exam, entry.reason == NOT_ENTITLED, entry.member_id.not_in(barred))
    db.session.execute(let_in.values(reason=None))
    has_begun = exists().where(Attempt.assessment_id == entry.assessment_id, Attempt.member_id == entry.member_id)
    bar = update(entry).where(of_exam, entry.reason.is_(None), entry.member_id.in_(barred), ~has_begun)
    db.session.execute(bar.values(reason=NOT_ENTITLED))
    rosters.recount_roster(exam.assessment)


@transactional
def admit(exam: Exam, member_id: int, because: str, now: datetime) -> None:
    """Let somebody sit by decision, whatever is in the way. Raises Invalid without a reason, NotFound, Refused."""
    because = tidy(because)
    if not 0 < len(because) <= LONGEST_REASON:
        sentence = Sentence("Hãy ghi lý do cho dự thi, nhiều nhất %(most)s ký tự.", most=LONGEST_REASON)
        raise Invalid(sentence, field="because")
    _decide(exam, member_id, because, now, "exam.candidate_admitted")


@transactional
def take_back(exam: Exam, member_id: int, now: datetime) -> None:
    """Take the decision back. Raises NotFound, Refused."""
    _decide(exam, member_id, "", now, "exam.candidate_refused")


def _decide(exam: Exam, member_id: int, because: str, now: datetime, action: str) -> None:
    draw_up(exam, now)
    candidate = db.session.get(Candidate, (exam.id, member_id))
    if candidate is None:
        raise NotFound(Sentence("Người này không có trong danh sách thí sinh."))
    candidate.admitted_because = because
    db.session.flush()
    if exam.assessment.published_at is not None:
        tell_engine(exam, plan_candidates(exam))
    _note(action, exam, now, member=candidate.member.code, reason=because)
