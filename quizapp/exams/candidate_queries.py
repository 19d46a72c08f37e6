"""Who is to sit an exam, and what keeps some from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from ..accounts.models import Member
from ..assessments.models import Assessment, Result
from ..courses.classes import queries as class_queries
from ..courses.classes.models import CourseClass, Learner
from ..extensions import db
from .classification import classify, to_scale
from .eligibility import Reason, Standing, reasons_not_to_sit
from .models import Candidate, Exam
from .stages import Stage, stage_of


@dataclass(frozen=True, slots=True)
class ListedCandidate:
    """A learner on an exam's list; ``number`` is the candidate's number (số báo danh)."""

    number: int
    member: Member
    reasons: list[Reason]
    admitted_because: str

    @property
    def may_sit(self) -> bool:
        """Nothing is in the way, or a decision set it aside."""
        return not self.reasons or bool(self.admitted_because)


def plan_candidates(exam: Exam) -> list[ListedCandidate]:
    """The list as it would be drawn up now from the class. Those on a published list keep their numbers and stay; a
    draft is numbered anew, without who withdrew."""
    stored = {candidate.member_id: candidate for candidate in list_candidates(exam)}
    keeps = exam.assessment.published_at is not None
    learners = [
        learner
        for learner in class_queries.list_learners(exam.course_class)
        if (keeps and learner.member_id in stored) or learner.state == "active"
    ]
    entitled_to_resit, passed = _resit(exam)
    reasons = _reasons(exam, learners, passed)
    last = max((candidate.number for candidate in stored.values()), default=0) if keeps else 0
    listed = []
    for learner in learners:
        known = stored.get(learner.member_id)
        is_listed = keeps and known is not None
        if exam.resit_of_id and not is_listed and learner.member_id not in entitled_to_resit:
            continue
        last += not is_listed
        number = known.number if known is not None and keeps else last
        because = known.admitted_because if known else ""
        listed.append(ListedCandidate(number, learner.member, reasons[learner.member_id], because))
    return sorted(listed, key=lambda one: one.number)


def _reasons(exam: Exam, learners: Sequence[Learner], passed: set[int]) -> dict[int, list[Reason]]:
    presence = class_queries.presence_in(exam.class_id)
    lessons = class_queries.lessons_of(exam.course_class)
    minimum = exam.course_class.attendance_minimum if exam.attendance_minimum is None else exam.attendance_minimum
    return {
        learner.member_id: reasons_not_to_sit(
            Standing(
                is_active=learner.state == "active",
                attended=presence.attended(learner.member_id),
                held=presence.held,
                lessons=lessons.done(learner.member_id),
                lessons_required=lessons.required,
                has_passed=learner.member_id in passed,
            ),
            minimum,
        )
        for learner in learners
    }


def _resit(exam: Exam) -> tuple[set[int], set[int]]:
    """(who has not passed the first exam, who has); nobody where this is no resit."""
    if exam.resit_of_id is None:
        return set(), set()
    first = db.session.get_one(Exam, exam.resit_of_id)
    query = select(Candidate.member_id, Result.score, Result.max_score).outerjoin(
        Result, (Result.member_id == Candidate.member_id) & (Result.assessment_id == first.assessment_id)
    )
    failed: set[int] = set()
    passed: set[int] = set()
    for member_id, score, most in db.session.execute(query.where(Candidate.exam_id == first.id)):
        (passed if score is not None and _passes(first, score, most) else failed).add(member_id)
    return failed, passed


def _passes(exam: Exam, score: float, most: float) -> bool:
    mark = to_scale(score, most, exam.scale, exam.step)
    return classify(mark, exam.bands, exam.pass_mark) != "failed"


def list_candidates(exam: Exam) -> Sequence[Candidate]:
    """The stored list with members and units, by number."""
    query = (
        select(Candidate)
        .options(joinedload(Candidate.member).joinedload(Member.unit))
        .where(Candidate.exam_id == exam.id)
        .order_by(Candidate.number)
    )
    return db.session.scalars(query).all()


@dataclass(frozen=True, slots=True)
class OwnExam:
    """A published exam as its candidate has it; ``result`` is what was marked so far."""

    exam: Exam
    candidate: Candidate
    result: Result | None
    stage: Stage

    @property
    def may_sit(self) -> bool:
        """Nothing is in the way, or a decision set it aside."""
        return not self.candidate.reasons or bool(self.candidate.admitted_because)

    @property
    def mark(self) -> float | None:
        """On the exam's scale, once marks are released."""
        if self.result is None or self.exam.released_at is None:
            return None
        return to_scale(self.result.score, self.result.max_score, self.exam.scale, self.exam.step)

    @property
    def classification(self) -> str | None:
        """The name of the band, once marks are released."""
        return None if self.mark is None else classify(self.mark, self.exam.bands, self.exam.pass_mark)


def list_own(member: Member, now: datetime) -> list[OwnExam]:
    """Exams with the member on the list: what can be sat first, then what comes, then what is over. One statement."""
    query = (
        select(Exam, Candidate, Result)
        .join(Candidate, Candidate.exam_id == Exam.id)
        .join(Exam.assessment)
        .outerjoin(Result, (Result.assessment_id == Assessment.id) & (Result.member_id == Candidate.member_id))
        .options(contains_eager(Exam.assessment), joinedload(Exam.course_class).joinedload(CourseClass.unit))
        .where(Candidate.member_id == member.id, Assessment.published_at.is_not(None))
        .order_by(Assessment.opens_at.desc(), Exam.id.desc())
    )
    own = [OwnExam(*row, stage=stage_at(row.Exam, now)) for row in db.session.execute(query)]
    order = ("open", "upcoming", "marking", "released")
    return sorted(own, key=lambda one: order.index(one.stage))


def stage_at(exam: Exam, now: datetime) -> Stage:
    """How far the exam has come."""
    assessment = exam.assessment
    is_published = assessment.published_at is not None
    return stage_of(is_published, assessment.opens_at, assessment.closes_at, exam.released_at, now)
