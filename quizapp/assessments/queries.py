"""What is asked of the engine's tables.

What every candidate asks at the opening minute is a constant: its form never changes, only its values do, and to build
it anew takes longer than to run it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, exists, func, select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from ..accounts.models import PRESENT_STATUSES, Member
from ..errors import NotFound, Sentence
from ..extensions import db
from ..units.subtree import ids_of
from .models import Assessment, AssessmentExclusion, AssessmentMember, AssessmentUnit, Attempt, Result, RosterEntry
from .standing_queries import rank_of_merit
from .tally_models import Tally
from .timing import Candidate, Window

UNKNOWN = Sentence("Không có bài thi này, hoặc bài thi chưa được công bố.")


def window_of(assessment: Assessment) -> Window:
    """Its times as a value."""
    return Window(assessment.opens_at, assessment.closes_at, assessment.minutes, assessment.grace_seconds)


_PUBLISHED = select(Assessment).where(Assessment.code == bindparam("code"), Assessment.published_at.is_not(None))


def get_assessment(code: str) -> Assessment:
    """A published assessment; raises NotFound."""
    assessment = db.session.scalar(_PUBLISHED, {"code": code})
    if assessment is None:
        raise NotFound(UNKNOWN)
    return assessment


def get_assessment_by_id(assessment_id: int) -> Assessment:
    """One that is known to be there."""
    return db.session.get_one(Assessment, assessment_id)


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


@dataclass(frozen=True, slots=True)
class Offer:
    """A published assessment, and what decides whether the member may start it."""

    assessment: Assessment
    candidate: Candidate


def list_offers(member: Member, now: datetime, state: str | None = None) -> list[Offer]:
    """Published assessments for the member: open first, then upcoming, then closed, latest first. One statement."""
    offers = [_offer(row, member) for row in db.session.execute(_OFFERS, _about(member))]
    states = {offer.assessment.id: window_of(offer.assessment).state(now) for offer in offers}
    places = ("open", "upcoming", "closed")
    wanted = [o for o in offers if o.candidate.is_in_audience and state in (None, states[o.assessment.id])]
    return sorted(wanted, key=lambda offer: places.index(states[offer.assessment.id]))


@dataclass(frozen=True, slots=True)
class OwnOffer:
    """An offer with what the member has of it: (id, number, deadline) of the attempt under way, (score, of) that
    counts."""

    offer: Offer
    running: tuple[int, int, datetime] | None
    result: tuple[float, float] | None


def list_own_offers(member: Member, now: datetime, since: datetime) -> list[OwnOffer]:
    """Published assessments for the member that have not closed before ``since``. One statement."""
    rows = db.session.execute(_OWN_OFFERS, {**_about(member), "now": now, "since": since})
    own = [(_offer(row, member), row) for row in rows]
    return [
        OwnOffer(
            offer,
            running=(row.running_id, row.running_number, row.running_until) if row.running_id else None,
            result=(row.score, row.max_score) if row.score is not None else None,
        )
        for offer, row in own
        if offer.candidate.is_in_audience
    ]


def candidate_of(assessment: Assessment, member: Member) -> Candidate:
    """What decides whether the member may start it. One statement."""
    row = db.session.execute(_OFFER, {"assessment": assessment.id, **_about(member)}).one()
    return _offer(row, member).candidate


def is_in_audience(assessment: Assessment, member: Member) -> bool:
    """Whether the member is named, or of its units and kinds, at this moment, and is still counted there."""
    return _is_chosen(db.session.execute(_OFFER, {"assessment": assessment.id, **_about(member)}).one(), member)


def exclusion_of(member: Member) -> str | None:
    """Why the member's status leaves him or her out; None for the active."""
    return None if member.status == "active" else member.status


def _about(member: Member) -> dict[str, Any]:
    return {"member": member.id, "above": ids_of(member.unit.path)}


def _offer(row: Any, member: Member) -> Offer:
    is_frozen = row.entered is not None
    left_out_because = row.left_out_because if is_frozen else row.barred_because or exclusion_of(member)
    candidate = Candidate(
        is_in_audience=is_frozen or _is_chosen(row, member),
        excluded_because=left_out_because,
        attempts_used=row.used,
        attempts_allowed=row.Assessment.attempts_allowed,
    )
    return Offer(row.Assessment, candidate)


def _is_chosen(row: Any, member: Member) -> bool:
    """By name, or by the unit and the kind."""
    if member.status not in PRESENT_STATUSES:
        return False
    kinds = row.Assessment.member_kinds
    return row.is_named or (row.is_of_unit and (not kinds or member.kind in kinds))


# Those whose audience holds one of the units that the member's unit lies in.
_SUITED = (
    select(AssessmentUnit.assessment_id)
    .where(AssessmentUnit.unit_id.in_(bindparam("above", expanding=True)))
    .distinct()
    .subquery("suited")
)


def _offers(*conditions: ColumnElement[bool]) -> Select[Any]:
    """Assessments, each with what stands about the member in its tables."""
    member: Any = bindparam("member")
    entry, barred, named = RosterEntry, AssessmentExclusion, AssessmentMember
    # Also the annulled ones: nobody earns another go by them.
    used = select(func.count()).where(Attempt.assessment_id == Assessment.id, Attempt.member_id == member)
    return (
        select(
            Assessment,
            used.scalar_subquery().label("used"),
            _SUITED.c.assessment_id.is_not(None).label("is_of_unit"),
            named.member_id.is_not(None).label("is_named"),
            entry.member_id.label("entered"),
            entry.reason.label("left_out_because"),
            barred.reason.label("barred_because"),
        )
        .outerjoin(_SUITED, _SUITED.c.assessment_id == Assessment.id)
        .outerjoin(named, (named.assessment_id == Assessment.id) & (named.member_id == member))
        .outerjoin(entry, (entry.assessment_id == Assessment.id) & (entry.member_id == member))
        .outerjoin(barred, (barred.assessment_id == Assessment.id) & (barred.member_id == member))
        .where(*conditions)
    )


_OFFER = _offers(Assessment.id == bindparam("assessment"))
_OFFERS = _offers(
    Assessment.published_at.is_not(None),
    _SUITED.c.assessment_id.is_not(None) | RosterEntry.member_id.is_not(None) | AssessmentMember.member_id.is_not(None),
).order_by(Assessment.closes_at.desc(), Assessment.id)

_UnderWay = aliased(Attempt)
_OWN_OFFERS = (
    _OFFERS.add_columns(
        _UnderWay.id.label("running_id"),
        _UnderWay.number.label("running_number"),
        _UnderWay.deadline.label("running_until"),
        Result.score,
        Result.max_score,
    )
    .outerjoin(
        _UnderWay,
        (_UnderWay.assessment_id == Assessment.id)
        & (_UnderWay.member_id == bindparam("member"))
        & (_UnderWay.state == "running")
        & (_UnderWay.saves_until >= bindparam("now")),
    )
    .outerjoin(Result, (Result.assessment_id == Assessment.id) & (Result.member_id == bindparam("member")))
    .where((Assessment.closes_at >= bindparam("since")) | _UnderWay.id.is_not(None))
)


def get_result(assessment_id: int, member_id: int) -> Result | None:
    """What counts for the member."""
    return db.session.get(Result, (assessment_id, member_id))


def list_attempts(assessment_id: int, member: Member) -> Sequence[Attempt]:
    """The member's attempts, latest first."""
    query = select(Attempt).where(Attempt.assessment_id == assessment_id, Attempt.member_id == member.id)
    return db.session.scalars(query.order_by(Attempt.number.desc())).all()


def rank_of(result: Result) -> int:
    """1 + how many are better."""
    return rank_of_merit(result.assessment_id, None, result.merit)


def count_results(assessment_id: int) -> int:
    """How many people have a result: from the tallies, which cost the same however many there are."""
    return db.session.scalar(select(func.sum(Tally.people)).where(Tally.assessment_id == assessment_id)) or 0


def overdue_attempts(now: datetime, limit: int, assessment_id: int | None = None) -> Sequence[int]:
    """Ids of running attempts whose time and grace are over, the oldest first."""
    query = select(Attempt.id).where(Attempt.state == "running", Attempt.saves_until < now)
    if assessment_id is not None:
        query = query.where(Attempt.assessment_id == assessment_id)
    return db.session.scalars(query.order_by(Attempt.saves_until).limit(limit)).all()


def is_still_sat(assessment_id: int, now: datetime) -> bool:
    """Whether somebody still works at it, such as one with more time."""
    running = (Attempt.assessment_id == assessment_id) & (Attempt.state == "running") & (Attempt.saves_until >= now)
    return bool(db.session.scalar(select(exists().where(running))))


def rosters_to_freeze(now: datetime) -> Sequence[Assessment]:
    """Published assessments that have opened and whose roster is not frozen yet."""
    return db.session.scalars(
        select(Assessment).where(
            Assessment.published_at.is_not(None), Assessment.opens_at <= now, Assessment.roster_frozen_at.is_(None)
        )
    ).all()
