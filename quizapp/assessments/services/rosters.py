"""Rosters: who is of the audience when an assessment opens, and why some are not eligible."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Select, case, delete, distinct, exists, false, func, insert, literal, or_, select, update

from ...accounts.models import PRESENT_STATUSES, Member
from ...errors import Forbidden
from ...extensions import Points, UTCDateTime, db
from ...transactions import transactional
from ...units.models import Unit
from ...units.subtree import subtree_range
from ...upserts import insert_for, move
from .. import queries, timing
from ..models import Assessment, AssessmentExclusion, AssessmentMember, AssessmentUnit, RosterEntry
from ..tally_models import Participant, SeriesTally, Tally


@transactional
def freeze(assessment: Assessment, now: datetime) -> bool:
    """Freeze the roster if it has opened and nobody did yet; whether this call did it. Claimed by one UPDATE."""
    claimed = db.session.execute(
        update(Assessment)
        .where(Assessment.id == assessment.id, Assessment.roster_frozen_at.is_(None), Assessment.opens_at <= now)
        .values(roster_frozen_at=now)
    )
    if not claimed.rowcount:  # type: ignore[attr-defined]
        return False
    _insert_entries(assessment, now)
    recount_roster(assessment)
    return True


def _insert_entries(assessment: Assessment, now: datetime) -> None:
    chosen = audience(assessment).add_columns(literal(now, UTCDateTime()))
    columns = ["member_id", "unit_id", "reason", "assessment_id", "added_at"]
    db.session.execute(insert(RosterEntry).from_select(columns, chosen))


def audience(assessment: Assessment) -> Select[tuple[int, int, str | None, int]]:
    """(member, unit, reason, assessment) of everybody who is of the audience at this moment."""
    units = db.session.scalars(
        select(Unit.path)
        .join(AssessmentUnit, AssessmentUnit.unit_id == Unit.id)
        .where(AssessmentUnit.assessment_id == assessment.id)
    )
    ranges = [subtree_range(path) for path in units]
    excluded = AssessmentExclusion
    reason = case(
        (excluded.reason.is_not(None), excluded.reason), (Member.status != "active", Member.status), else_=None
    )
    # Without units there is nobody of them; an empty OR would let everybody in.
    chosen = or_(false(), *((Unit.path >= first) & (Unit.path < end) for first, end in ranges))
    if assessment.member_kinds:
        chosen &= Member.kind.in_(assessment.member_kinds)
    named = select(AssessmentMember.member_id).where(AssessmentMember.assessment_id == assessment.id)
    # Most have nobody by name, and are spared a condition that no index serves.
    if db.session.scalar(select(exists(named))):
        chosen |= Member.id.in_(named)
    return (
        select(Member.id, Member.unit_id, reason.label("reason"), literal(assessment.id))
        .join(Unit, Unit.id == Member.unit_id)
        .outerjoin(excluded, (excluded.member_id == Member.id) & (excluded.assessment_id == assessment.id))
        .where(Member.status.in_(PRESENT_STATUSES), Member.account_state.not_in(("pending", "rejected")))
        .where(chosen)
    )


@transactional
def recount_roster(assessment: Assessment) -> None:
    """Count members and eligible ones anew for the assessment, and for its series."""
    _count_into_tallies(assessment)
    if assessment.series_id is not None:
        count_into_series(assessment.series_id)


def _count_into_tallies(assessment: Assessment) -> None:
    entry = RosterEntry
    counted = (
        select(entry.assessment_id, entry.unit_id, func.count(), func.count().filter(entry.reason.is_(None)))
        .add_columns(literal(0), literal(0), literal(0), literal(0.0, Points()))
        .where(entry.assessment_id == assessment.id)
        .group_by(entry.assessment_id, entry.unit_id)
    )
    columns = ["assessment_id", "unit_id", "members", "eligible", "people", "attempts", "all_correct", "score_sum"]
    statement = insert_for(Tally).from_select(columns, counted)
    new = statement.excluded
    db.session.execute(
        statement.on_conflict_do_update(
            index_elements=["assessment_id", "unit_id"], set_={"members": new.members, "eligible": new.eligible}
        )
    )


@transactional
def count_into_series(series_id: int) -> None:
    """Distinct people over all rosters of the series; somebody eligible once is eligible. Whoever changed the unit
    between two rounds counts where he or she took part, else at the unit of the latest roster."""
    entry = RosterEntry
    latest = (
        select(
            entry.member_id,
            func.max(entry.assessment_id).label("assessment_id"),
            func.max(case((entry.reason.is_(None), 1), else_=0)).label("is_eligible"),
        )
        .join(Assessment, Assessment.id == entry.assessment_id)
        .where(Assessment.series_id == series_id)
        .group_by(entry.member_id)
        .subquery()
    )
    part = Participant
    unit_id = func.coalesce(part.unit_id, entry.unit_id)
    counted = (
        select(unit_id, func.count(distinct(latest.c.member_id)), func.sum(latest.c.is_eligible))
        .select_from(latest)
        .join(entry, (entry.member_id == latest.c.member_id) & (entry.assessment_id == latest.c.assessment_id))
        .outerjoin(part, (part.member_id == latest.c.member_id) & (part.series_id == series_id))
        .group_by(unit_id)
    )
    db.session.execute(update(SeriesTally).where(SeriesTally.series_id == series_id).values(members=0, eligible=0))
    same = {"series_id": series_id, "people": 0, "all_correct": 0}
    rows = [
        {**same, "unit_id": unit, "members": members, "eligible": int(eligible)}
        for unit, members, eligible in db.session.execute(counted)
    ]
    statement = insert_for(SeriesTally.__table__)
    new = {name: statement.excluded[name] for name in ("members", "eligible")}
    statement = statement.on_conflict_do_update(index_elements=["series_id", "unit_id"], set_=new)
    if rows:
        db.session.connection().execute(statement, rows)


@transactional
def require_eligible(assessment: Assessment, member: Member, now: datetime) -> RosterEntry:
    """The member's entry; raises Forbidden for those outside or left out.

    Somebody approved or moved into the audience after the opening is added to the roster then.
    """
    if assessment.roster_frozen_at is None:
        freeze(assessment, now)
    entry = db.session.get(RosterEntry, (assessment.id, member.id)) or _add_late(assessment, member, now)
    if entry.reason is not None:
        raise Forbidden(timing.EXCLUSIONS.get(entry.reason, timing.OUTSIDE))
    return entry


def _add_late(assessment: Assessment, member: Member, now: datetime) -> RosterEntry:
    if not queries.is_in_audience(assessment, member):
        raise Forbidden(timing.OUTSIDE)
    barred = db.session.get(AssessmentExclusion, (assessment.id, member.id))
    reason = barred.reason if barred else queries.exclusion_of(member)
    values = {"assessment_id": assessment.id, "member_id": member.id, "unit_id": member.unit_id, "reason": reason}
    statement = insert_for(RosterEntry).values(**values, added_at=now)
    added = db.session.execute(statement.on_conflict_do_nothing().returning(RosterEntry.member_id)).first()
    if added is not None:
        _count_late(assessment, member.unit_id, eligible=int(reason is None))
        if assessment.series_id is not None:
            count_into_series(assessment.series_id)
    return db.session.get_one(RosterEntry, (assessment.id, member.id))


def _count_late(assessment: Assessment, unit_id: int, eligible: int) -> None:
    key = {"assessment_id": assessment.id, "unit_id": unit_id}
    move(db.session.connection(), Tally, key, {"members": 1, "eligible": eligible})


@transactional
def thaw(assessment: Assessment) -> None:
    """Forget a roster that was frozen too early, because the opening was put off; nobody has sat it yet."""
    db.session.execute(delete(RosterEntry).where(RosterEntry.assessment_id == assessment.id))
    db.session.execute(delete(Tally).where(Tally.assessment_id == assessment.id))
    assessment.roster_frozen_at = None
