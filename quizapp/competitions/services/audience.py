"""Who may enter a competition, and who may not."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Delete, delete, select

from ...accounts import audit
from ...accounts.models import Member
from ...assessments.models import Assessment, AssessmentExclusion, AssessmentUnit
from ...errors import Invalid, Refused, Sentence
from ...extensions import db
from ...transactions import transactional
from ...units.models import Unit
from ...upserts import insert_for
from .. import queries
from ..models import Competition, CompetitionExclusion, CompetitionUnit
from .competitions import require_unlocked

REASONS = ("organiser", "author")


@transactional
def add_unit(competition: Competition, unit: Unit, now: datetime) -> None:
    """Members of the unit's subtree may enter. Raises Refused when they may already, or once it is published."""
    require_unlocked(competition, ["audience"])
    chosen = queries.list_audience(competition)
    covering = queries.covering_unit(chosen, unit)
    if covering is not None:
        raise Refused(
            Sentence("%(unit)s đã nằm trong %(covering)s được dự thi.", unit=unit.name, covering=covering.name)
        )
    within = [other.id for other in chosen if queries.covering_unit([unit], other)]
    db.session.execute(_units_of(competition).where(CompetitionUnit.unit_id.in_(within)))
    row = {"competition_id": competition.id, "unit_id": unit.id}
    db.session.execute(insert_for(CompetitionUnit).values(row).on_conflict_do_nothing())
    _note(competition, now, added=unit.code)


def _units_of(competition: Competition) -> Delete:
    return delete(CompetitionUnit).where(CompetitionUnit.competition_id == competition.id)


@transactional
def remove_unit(competition: Competition, unit_id: int, now: datetime) -> None:
    """Members of the unit may no longer enter. Twice is once. Raises Refused once it is published."""
    require_unlocked(competition, ["audience"])
    db.session.execute(_units_of(competition).where(CompetitionUnit.unit_id == unit_id))
    _note(competition, now, removed=unit_id)


def _note(competition: Competition, now: datetime, **detail: Any) -> None:
    action, unit_id = "competition.audience_changed", competition.unit_id
    audit.record(action, "competition", competition.code, unit_id=unit_id, now=now, **detail)


@transactional
def exclude_member(competition: Competition, member: Member, reason: str, now: datetime) -> None:
    """The member may not enter. In a published competition this holds for the rounds that have not opened yet.

    Raises Invalid for an unknown reason, Refused when every round has opened.
    """
    if reason not in REASONS:
        raise Invalid(Sentence("Không có lý do “%(reason)s”.", reason=reason), field="reason")
    coming = [r.assessment for r in competition.rounds if r.assessment.published_at and r.assessment.opens_at > now]
    if competition.published_at is not None and not coming:
        raise Refused(
            Sentence("Các vòng thi đã mở. Muốn loại một người, hãy dùng mục Hủy kết quả trong trang kết quả của vòng.")
        )
    row = {"competition_id": competition.id, "member_id": member.id, "reason": reason}
    statement = insert_for(CompetitionExclusion).values(row)
    db.session.execute(
        statement.on_conflict_do_update(index_elements=["competition_id", "member_id"], set_={"reason": reason})
    )
    for assessment in coming:
        _bar(assessment, member.id, reason)
    _note(competition, now, excluded=member.code, reason=reason)


def _bar(assessment: Assessment, member_id: int, reason: str) -> None:
    row = {"assessment_id": assessment.id, "member_id": member_id, "reason": reason}
    statement = insert_for(AssessmentExclusion).values(row)
    db.session.execute(statement.on_conflict_do_nothing())


@transactional
def readmit_member(competition: Competition, member_id: int, now: datetime) -> None:
    """Take an exclusion back. Twice is once. Raises Refused once it is published."""
    if competition.published_at is not None:
        raise Refused(Sentence("Cuộc thi đã công bố nên không bỏ được người trong danh sách này."))
    own = CompetitionExclusion.competition_id == competition.id
    db.session.execute(delete(CompetitionExclusion).where(own, CompetitionExclusion.member_id == member_id))
    _note(competition, now, readmitted=member_id)


def copy_to(assessment: Assessment, competition: Competition) -> None:
    """Give a round that is being published the audience and the exclusions of its competition."""
    assessment.member_kinds = list(competition.member_kinds)
    db.session.execute(delete(AssessmentUnit).where(AssessmentUnit.assessment_id == assessment.id))
    units = select(CompetitionUnit.unit_id).where(CompetitionUnit.competition_id == competition.id)
    rows = [{"assessment_id": assessment.id, "unit_id": unit_id} for unit_id in db.session.scalars(units)]
    if rows:
        db.session.execute(insert_for(AssessmentUnit).values(rows))
    barred = select(CompetitionExclusion).where(CompetitionExclusion.competition_id == competition.id)
    for exclusion in db.session.scalars(barred).all():
        _bar(assessment, exclusion.member_id, exclusion.reason)
