"""What is asked of the engine's tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import contains_eager, joinedload

from ..accounts.models import PRESENT_STATUSES, Member
from ..errors import NotFound, Sentence
from ..extensions import db
from ..units.models import Unit
from ..units.subtree import ids_of, subtree_range
from .models import Assessment, AssessmentExclusion, AssessmentUnit, Attempt, Result, RosterEntry
from .timing import Candidate, Window

UNKNOWN = Sentence("Không có bài thi này, hoặc bài thi chưa được công bố.")


def window_of(assessment: Assessment) -> Window:
    """Its times as a value."""
    return Window(assessment.opens_at, assessment.closes_at, assessment.minutes, assessment.grace_seconds)


def get_assessment(code: str) -> Assessment:
    """A published assessment; raises NotFound."""
    assessment = db.session.scalar(
        select(Assessment).where(Assessment.code == code, Assessment.published_at.is_not(None))
    )
    if assessment is None:
        raise NotFound(UNKNOWN)
    return assessment


def get_attempt(attempt_id: int, member: Member) -> Attempt:
    """The member's own attempt; raises NotFound for anybody else's."""
    query = (
        select(Attempt)
        .options(joinedload(Attempt.assessment))
        .where(Attempt.id == attempt_id, Attempt.member_id == member.id)
    )
    attempt = db.session.scalar(query)
    if attempt is None:
        raise NotFound(Sentence("Không có lượt thi này."))
    return attempt


def get_attempt_by_receipt(receipt: str) -> Attempt:
    """Raises NotFound."""
    query = (
        select(Attempt)
        .join(Attempt.assessment)
        .options(contains_eager(Attempt.assessment))
        .where(Attempt.receipt == receipt)
    )
    attempt = db.session.scalar(query)
    if attempt is None:
        raise NotFound(Sentence("Không có mã biên nhận này. Hãy kiểm tra lại từng chữ."))
    return attempt


def in_audience(member: Member) -> ColumnElement[bool]:
    """The WHERE that keeps assessments whose audience holds the member's unit."""
    above = ids_of(member.unit.path)
    return Assessment.id.in_(select(AssessmentUnit.assessment_id).where(AssessmentUnit.unit_id.in_(above)))


def is_in_audience(assessment: Assessment, member: Member) -> bool:
    """Whether the member is of its units and kinds, and is still counted there."""
    return assessment.id in _suited([assessment], member)


def list_assessments(member: Member, now: datetime, state: str | None = None) -> Sequence[Assessment]:
    """Published assessments for the member: open first, then upcoming, then closed, latest first."""
    query = select(Assessment).where(Assessment.published_at.is_not(None), in_audience(member))
    conditions = {
        "open": (Assessment.opens_at <= now) & (Assessment.closes_at > now),
        "upcoming": Assessment.opens_at > now,
        "closed": Assessment.closes_at <= now,
    }
    if state:
        query = query.where(conditions[state])
    found = db.session.scalars(query.order_by(Assessment.closes_at.desc(), Assessment.id)).all()
    suited = [assessment for assessment in found if _is_of_kind(assessment, member)]
    places = {"open": 0, "upcoming": 1, "closed": 2}
    return sorted(suited, key=lambda assessment: places[window_of(assessment).state(now)])


def candidates(assessments: Iterable[Assessment], member: Member) -> dict[int, Candidate]:
    """What decides for the member, by assessment id; four statements however many there are."""
    by_id = {assessment.id: assessment for assessment in assessments}
    used = _attempts_used(by_id, member)
    frozen = {entry.assessment_id: entry.reason for entry in _roster_entries(by_id, member)}
    barred = _exclusions(by_id, member)
    suited = _suited(by_id.values(), member)
    return {
        number: Candidate(
            is_in_audience=number in frozen or number in suited,
            excluded_because=frozen.get(number, barred.get(number) or exclusion_of(member)),
            attempts_used=used.get(number, 0),
            attempts_allowed=assessment.attempts_allowed,
        )
        for number, assessment in by_id.items()
    }


def exclusion_of(member: Member) -> str | None:
    """Why the member's status leaves him or her out; None for the active."""
    return None if member.status == "active" else member.status


def _roster_entries(ids: Iterable[int], member: Member) -> Iterable[RosterEntry]:
    return db.session.scalars(
        select(RosterEntry).where(RosterEntry.member_id == member.id, RosterEntry.assessment_id.in_(ids))
    )


def _suited(assessments: Iterable[Assessment], member: Member) -> set[int]:
    """Ids of those whose audience holds the member at this moment."""
    query = select(Assessment.id).where(Assessment.id.in_([a.id for a in assessments]), in_audience(member))
    by_unit = set(db.session.scalars(query))
    return {a.id for a in assessments if a.id in by_unit and _is_of_kind(a, member)}


def _is_of_kind(assessment: Assessment, member: Member) -> bool:
    if member.status not in PRESENT_STATUSES:
        return False
    return not assessment.member_kinds or member.kind in assessment.member_kinds


def _attempts_used(ids: Iterable[int], member: Member) -> dict[int, int]:
    query = (
        select(Attempt.assessment_id, func.count())
        .where(Attempt.member_id == member.id, Attempt.assessment_id.in_(ids), Attempt.state != "annulled")
        .group_by(Attempt.assessment_id)
    )
    return dict(db.session.execute(query).all())


def _exclusions(ids: Iterable[int], member: Member) -> dict[int, str]:
    query = select(AssessmentExclusion.assessment_id, AssessmentExclusion.reason).where(
        AssessmentExclusion.member_id == member.id, AssessmentExclusion.assessment_id.in_(ids)
    )
    return dict(db.session.execute(query).all())


def get_result(assessment_id: int, member_id: int) -> Result | None:
    """What counts for the member."""
    return db.session.get(Result, (assessment_id, member_id))


def list_attempts(assessment_id: int, member: Member) -> Sequence[Attempt]:
    """The member's attempts, latest first."""
    query = select(Attempt).where(Attempt.assessment_id == assessment_id, Attempt.member_id == member.id)
    return db.session.scalars(query.order_by(Attempt.number.desc())).all()


def rank_of(result: Result) -> int:
    """1 + how many are better."""
    query = select(func.count()).where(Result.assessment_id == result.assessment_id, Result.merit > result.merit)
    return 1 + (db.session.scalar(query) or 0)


def count_results(assessment_id: int, unit: Unit | None = None) -> int:
    """How many people have a result, in the unit's subtree or in all."""
    query = _in_subtree(select(func.count()).select_from(Result).where(Result.assessment_id == assessment_id), unit)
    return db.session.scalar(query) or 0


def list_results(assessment_id: int, unit: Unit | None, offset: int, limit: int) -> Sequence[Result]:
    """Results from the best on, with their members and units."""
    query = (
        select(Result)
        .options(joinedload(Result.member), joinedload(Result.unit))
        .where(Result.assessment_id == assessment_id)
        .order_by(Result.merit.desc(), Result.member_id)
        .offset(offset)
        .limit(limit)
    )
    return db.session.scalars(_in_subtree(query, unit)).all()


def rank_within(result: Result, unit: Unit | None) -> int:
    """The rank among the unit's subtree only (among all without a unit)."""
    query = select(func.count()).select_from(Result)
    query = query.where(Result.assessment_id == result.assessment_id, Result.merit > result.merit)
    return 1 + (db.session.scalar(_in_subtree(query, unit)) or 0)


def _in_subtree(query: Any, unit: Unit | None) -> Any:
    if unit is None:
        return query
    first, end = subtree_range(unit.path)
    within = select(Unit.id).where(Unit.path >= first, Unit.path < end)
    return query.where(Result.unit_id.in_(within))


def overdue_attempts(now: datetime, limit: int, assessment_id: int | None = None) -> Sequence[Attempt]:
    """Running attempts whose time and grace are over, the oldest first."""
    query = select(Attempt).where(Attempt.state == "running", Attempt.saves_until < now)
    if assessment_id is not None:
        query = query.where(Attempt.assessment_id == assessment_id)
    return db.session.scalars(query.order_by(Attempt.saves_until).limit(limit)).all()


def rosters_to_freeze(now: datetime) -> Sequence[Assessment]:
    """Published assessments that have opened and whose roster is not frozen yet."""
    return db.session.scalars(
        select(Assessment).where(
            Assessment.published_at.is_not(None), Assessment.opens_at <= now, Assessment.roster_frozen_at.is_(None)
        )
    ).all()
