"""What the invigilation board reads: a few columns of everybody, and no answers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import aliased, joinedload

from ..accounts.models import Member
from ..assessments.models import AssessmentExclusion, Attempt, RosterEntry
from ..assessments.timing import WAITS
from ..errors import NotFound, Sentence
from ..extensions import db
from ..units.models import Unit
from .board import Line, Sitting, line
from .models import Candidate, Exam, Incident

LATEST = 100


def read_board(exam: Exam, now: datetime) -> list[Line]:
    """Every candidate in the order of the list; three statements at most, however many there are."""
    sittings = _sittings(exam.assessment_id)
    rows = db.session.execute(_candidates(exam))
    needs_check = exam.needs_identity_check
    return [
        line(member, reason, reason == WAITS or (needs_check and confirmed is None), sittings.get(member), now)
        for member, confirmed, reason in rows
    ]


def _candidates(exam: Exam) -> Any:
    entry, barred = RosterEntry, AssessmentExclusion
    return (
        select(Candidate.member_id, Candidate.confirmed_at, func.coalesce(entry.reason, barred.reason))
        .outerjoin(entry, (entry.assessment_id == exam.assessment_id) & (entry.member_id == Candidate.member_id))
        .outerjoin(barred, (barred.assessment_id == exam.assessment_id) & (barred.member_id == Candidate.member_id))
        .where(Candidate.exam_id == exam.id)
        .order_by(Candidate.number)
    )


def _sittings(assessment_id: int, member_id: int | None = None) -> dict[int, Sitting]:
    """By member; of several attempts the latest."""
    query = _ATTEMPTS.where(Attempt.assessment_id == assessment_id)
    if member_id is not None:
        query = query.where(Attempt.member_id == member_id)
    rows = db.session.execute(query.order_by(Attempt.number)).all()
    answered = _answered({row.id: (row.started_at, row.revision, row.state) for row in rows})
    return {
        row.member_id: Sitting(
            state=row.state,
            answered=answered[row.id],
            questions=row.questions,
            started_at=row.started_at,
            deadline=row.deadline,
            saved_at=row.saved_at,
            submitted_at=row.submitted_at,
            ticket=row.ticket,
            signs=row.signs,
        )
        for row in rows
    }


_ATTEMPTS = select(
    Attempt.id,
    Attempt.member_id,
    Attempt.state,
    Attempt.revision,
    func.json_array_length(Attempt.paper).label("questions"),
    Attempt.started_at,
    Attempt.deadline,
    Attempt.saved_at,
    Attempt.submitted_at,
    Attempt.ticket,
    Attempt.signs,
)

# How many answers an attempt had when it was last looked at: essays are long, and few change within five seconds.
_counted: dict[int, tuple[Any, int]] = {}
MOST_COUNTED = 20_000


def _answered(seen: dict[int, Any]) -> dict[int, int]:
    """By attempt; only those that changed are counted anew, in one statement."""
    known = {id: _counted.get(id, (None, 0)) for id in seen}
    stale = [id for id, version in seen.items() if known[id][0] != version]
    found = {id: number for id, (version, number) in known.items() if version == seen[id]}
    if stale:
        fresh = {row[0]: row[1] for row in db.session.execute(_counting(db.engine.dialect.name), {"ids": stale})}
        if len(_counted) > MOST_COUNTED:
            _counted.clear()
        _counted.update({id: (seen[id], number) for id, number in fresh.items()})
        found |= fresh
    return found


@cache
def _counting(dialect: str) -> Any:
    """Answers are counted where they lie: those that hold something."""
    each = func.json_each_text if dialect == "postgresql" else func.json_each
    given = each(Attempt.answers).table_valued("key", "value")
    answered = select(func.count()).select_from(given).where(given.c.value.not_in(("", "[]"))).correlate(Attempt)
    return select(Attempt.id, answered.scalar_subquery()).where(Attempt.id.in_(bindparam("ids", expanding=True)))


def list_names(exam: Exam) -> dict[int, Any]:
    """Number, name and unit of every candidate, by member."""
    query = (
        select(Candidate.member_id, Candidate.number, Member.name, Member.code, Unit.name.label("unit_name"))
        .join(Member, Member.id == Candidate.member_id)
        .join(Unit, Unit.id == Member.unit_id)
        .where(Candidate.exam_id == exam.id)
    )
    return {row.member_id: row for row in db.session.execute(query)}


def get_candidate(exam: Exam, member_id: int) -> Candidate:
    """A candidate of this exam with the member and the unit. Raises NotFound."""
    whole = joinedload(Candidate.member).joinedload(Member.unit)
    query = select(Candidate).options(whole).where(Candidate.exam_id == exam.id, Candidate.member_id == member_id)
    found = db.session.scalar(query)
    if found is None:
        raise NotFound(Sentence("Không có thí sinh này trong danh sách."))
    return found


def read_line(exam: Exam, candidate: Candidate, now: datetime) -> Line:
    """The same as on the board, of one candidate."""
    query = _candidates(exam).where(Candidate.member_id == candidate.member_id)
    member, confirmed, reason = db.session.execute(query).one()
    waits = reason == WAITS or (exam.needs_identity_check and confirmed is None)
    return line(member, reason, waits, _sittings(exam.assessment_id, member).get(member), now)


def latest_attempt(exam: Exam, member_id: int) -> Attempt:
    """Raises NotFound for those who have none."""
    query = select(Attempt).where(Attempt.assessment_id == exam.assessment_id, Attempt.member_id == member_id)
    attempt = db.session.scalar(query.order_by(Attempt.number.desc()).limit(1))
    if attempt is None:
        raise NotFound(Sentence("Thí sinh này chưa vào thi."))
    return attempt


def list_incidents(exam: Exam, member_id: int | None = None) -> Sequence[Any]:
    """The latest first, with the names of whom they are about and of who noted them."""
    actor = aliased(Member)
    query = (
        select(Incident, Member.name, actor.name)
        .outerjoin(Member, Member.id == Incident.member_id)
        .outerjoin(actor, actor.id == Incident.actor_id)
        .where(Incident.exam_id == exam.id)
    )
    if member_id is not None:
        query = query.where(Incident.member_id == member_id)
    return db.session.execute(query.order_by(Incident.id.desc()).limit(LATEST)).all()


def latest_incident(exam: Exam) -> int:
    """The number of the last thing that was noted, 0 for none: whoever has seen it has seen all."""
    return db.session.scalar(select(func.max(Incident.id)).where(Incident.exam_id == exam.id)) or 0


def latest_extension_of_all(exam: Exam) -> datetime | None:
    """When everybody was last given more time."""
    query = select(func.max(Incident.at)).where(Incident.exam_id == exam.id, Incident.member_id.is_(None))
    return db.session.scalar(query.where(Incident.kind == "extended"))
