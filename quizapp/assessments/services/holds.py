"""Candidates who wait until a person lets them in, such as until somebody has looked at their papers.

To wait is a reason not to be eligible like any other, so that nothing else has to know of it.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, select, update

from ...accounts.models import Member
from ...extensions import db
from ...transactions import transactional
from ...upserts import insert_for, move
from .. import queries
from ..models import Assessment, AssessmentExclusion, Attempt, RosterEntry
from ..tally_models import Tally
from ..timing import WAITS
from .rosters import recount_roster


@transactional
def hold(assessment: Assessment, member_ids: Collection[int]) -> None:
    """Let these wait; whoever is left out for another reason, or has begun, is not touched. Twice is once."""
    if not member_ids:
        return
    begun = select(Attempt.member_id).where(Attempt.assessment_id == assessment.id)
    waiting = sorted(set(member_ids) - set(db.session.scalars(begun)))
    rows = [{"assessment_id": assessment.id, "member_id": member, "reason": WAITS} for member in waiting]
    if not rows:
        return
    db.session.execute(insert_for(AssessmentExclusion).values(rows).on_conflict_do_nothing())
    entered = update(RosterEntry).where(
        RosterEntry.assessment_id == assessment.id, RosterEntry.member_id.in_(waiting), RosterEntry.reason.is_(None)
    )
    if db.session.execute(entered.values(reason=WAITS)).rowcount:  # type: ignore[attr-defined]
        recount_roster(assessment)


@transactional
def release(assessment: Assessment, member: Member, now: datetime) -> bool:
    """Let one in who waits; whether this call did it."""
    own = (AssessmentExclusion.assessment_id == assessment.id, AssessmentExclusion.member_id == member.id)
    gone = db.session.execute(delete(AssessmentExclusion).where(*own, AssessmentExclusion.reason == WAITS))
    if not gone.rowcount:  # type: ignore[attr-defined]
        return False
    reason = queries.exclusion_of(member)
    entry = (RosterEntry.assessment_id == assessment.id, RosterEntry.member_id == member.id)
    entered = update(RosterEntry).where(*entry, RosterEntry.reason == WAITS).values(reason=reason)
    unit_id = db.session.scalar(entered.returning(RosterEntry.unit_id))
    if unit_id is not None and reason is None:
        key = {"assessment_id": assessment.id, "unit_id": unit_id}
        move(db.session.connection(), Tally, key, {"eligible": 1})
    db.session.expire_all()
    return True
