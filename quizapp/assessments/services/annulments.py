"""Taking a person out of an assessment: the attempts stay, but count for nothing.

Counters are moved, not counted anew, so that it is right while others submit.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from sqlalchemy import exists, select, update

from ...accounts.models import Member
from ...extensions import db
from ...transactions import transactional
from ...upserts import insert_for, move
from ..models import Assessment, AssessmentExclusion, Attempt, Result, RosterEntry
from ..tally_models import DayTally, Participant, SeriesTally, Tally
from .results import local_day
from .rosters import recount_roster

DISQUALIFIED = "disqualified"


@transactional
def disqualify(assessment: Assessment, member: Member, now: datetime) -> int:
    """Annul the member's attempts and bar further ones; how many were annulled. Twice is once.

    The member stays on the roster as not eligible, so that rates keep one meaning.
    """
    submitted = _annul(assessment, member)
    result = db.session.get(Result, (assessment.id, member.id), with_for_update={"of": Result})
    _bar(assessment, member)
    if result is not None:
        _uncount(result, submitted)
        db.session.delete(result)
        db.session.flush()
        if assessment.series_id is not None:
            uncount_series(assessment.series_id, member.id)
    recount_roster(assessment)
    return len(submitted)


def _annul(assessment: Assessment, member: Member) -> list[datetime]:
    """When each of the attempts that counted was submitted."""
    own = (Attempt.assessment_id == assessment.id, Attempt.member_id == member.id)
    running = update(Attempt).where(*own, Attempt.state == "running").values(state="annulled")
    db.session.execute(running.execution_options(synchronize_session=False))
    counted = update(Attempt).where(*own, Attempt.state == "submitted").values(state="annulled")
    returning = counted.returning(Attempt.submitted_at).execution_options(synchronize_session=False)
    times = [at for at in db.session.scalars(returning) if at is not None]
    db.session.expire_all()
    return times


def _bar(assessment: Assessment, member: Member) -> None:
    row = {"assessment_id": assessment.id, "member_id": member.id, "reason": DISQUALIFIED}
    keys = ["assessment_id", "member_id"]
    statement = insert_for(AssessmentExclusion).values(row)
    db.session.execute(statement.on_conflict_do_update(index_elements=keys, set_={"reason": DISQUALIFIED}))
    on_roster = (RosterEntry.assessment_id == assessment.id, RosterEntry.member_id == member.id)
    db.session.execute(update(RosterEntry).where(*on_roster).values(reason=DISQUALIFIED))


def _uncount(result: Result, submitted: list[datetime]) -> None:
    key = {"assessment_id": result.assessment_id, "unit_id": result.unit_id}
    by = {
        "people": -1,
        "attempts": -len(submitted),
        "all_correct": -int(result.has_been_all_correct),
        "score_sum": -result.score,
    }
    move(db.session.connection(), Tally, key, by)
    first = local_day(min(submitted)) if submitted else None
    for day, attempts in Counter(local_day(at) for at in submitted).items():
        moves = {"new_people": -int(day == first), "attempts": -attempts}
        move(db.session.connection(), DayTally, {**key, "day": day}, moves)


def uncount_series(series_id: int, member_id: int) -> None:
    """The person is counted in the series as long as another assessment of it has a result of his or hers."""
    part = db.session.get(Participant, (series_id, member_id), with_for_update={"of": Participant})
    if part is None:
        return
    in_series = (Assessment.id == Result.assessment_id) & (Assessment.series_id == series_id)
    others = select(Result.has_been_all_correct).where(Result.member_id == member_id, exists().where(in_series))
    left = db.session.scalars(others).all()
    by = {"people": -int(not left), "all_correct": -int(part.has_been_all_correct and not any(left))}
    move(db.session.connection(), SeriesTally, {"series_id": series_id, "unit_id": part.unit_id}, by)
    if left:
        part.has_been_all_correct = any(left)
    else:
        db.session.delete(part)
    db.session.flush()
