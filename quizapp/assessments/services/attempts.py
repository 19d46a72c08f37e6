"""Starting an attempt, and moving the running one to another device."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import bindparam, func, select, update

from ...accounts.models import Member
from ...errors import Forbidden, Gone, NotFound, Refused, Sentence
from ...extensions import db
from ...transactions import transactional, transactional_for_an_answer
from ...upserts import insert_for
from .. import paper, queries, sheet, timing
from ..models import Accommodation, Assessment, Attempt, RosterEntry
from . import entrance, rosters, submissions
from .entrance import NOTHING, Entrance


@dataclass(frozen=True, slots=True)
class Started:
    """The attempt and whether it is new (or was taken over from another device)."""

    attempt: Attempt
    is_new: bool


def start(code: str, member: Member, device: str, now: datetime, given: Entrance = NOTHING) -> Started:
    """Start an attempt at the assessment of this code, or move the running one to the caller, who is asked nothing.

    Raises NotFound, Forbidden, Gone, Refused, NotLetIn and Throttled. A SELECT and an INSERT, once the roster is frozen
    and the sheet is known to the process.
    """
    try:
        return _start(code, member, device, now, given)
    except entrance.WrongCode:
        entrance.count_failure(queries.get_assessment(code), member, now)
        raise


@transactional_for_an_answer
def _start(code: str, member: Member, device: str, now: datetime, given: Entrance) -> Started:
    seen = _situation(code, member)
    assessment, running = seen.assessment, seen.running
    if running is not None and not submissions.close_if_overdue(running, now):
        return Started(take_over(running), is_new=False)
    entry = rosters.require_eligible(assessment, member, now)
    _refuse_unless_open(assessment, seen.used, now)
    entrance.check(assessment, member, given, now)
    created = _insert(seen, member.id, entry.unit_id, device, now)
    if created is None:  # two taps at once: the other one was first
        return Started(take_over(_the_running_attempt(code, member)), is_new=False)
    return Started(created, is_new=True)


@dataclass(frozen=True, slots=True)
class Situation:
    """Where a member stands: the running attempt, the last one's number, the minutes more. Whoever holds the entry here
    spares the roster a statement: the session forgets what nobody holds."""

    assessment: Assessment
    entry: RosterEntry | None
    running: Attempt | None
    used: int
    extra_minutes: int


_MEMBER: Any = bindparam("member")
_OWN = (Attempt.assessment_id == Assessment.id) & (Attempt.member_id == _MEMBER)
_LAST = select(func.max(Attempt.number)).where(_OWN).correlate(Assessment)
_SITUATION = (
    select(Assessment, RosterEntry, Attempt, _LAST.scalar_subquery(), Accommodation.extra_minutes)
    .outerjoin(RosterEntry, (RosterEntry.assessment_id == Assessment.id) & (RosterEntry.member_id == _MEMBER))
    .outerjoin(Attempt, _OWN & (Attempt.state == "running"))
    .outerjoin(Accommodation, (Accommodation.assessment_id == Assessment.id) & (Accommodation.member_id == _MEMBER))
    .where(Assessment.code == bindparam("code"), Assessment.published_at.is_not(None))
    .execution_options(populate_existing=True)
)


def _situation(code: str, member: Member) -> Situation:
    """Raises NotFound."""
    row = db.session.execute(_SITUATION, {"code": code, "member": member.id}).first()
    if row is None:
        raise NotFound(queries.UNKNOWN)
    return Situation(assessment=row[0], entry=row[1], running=row[2], used=row[3] or 0, extra_minutes=row[4] or 0)


def _the_running_attempt(code: str, member: Member) -> Attempt:
    attempt = _situation(code, member).running
    if attempt is None:
        raise Refused(Sentence("Lượt thi vừa bắt đầu đã được nộp. Hãy tải lại trang."))
    return attempt


def _refuse_unless_open(assessment: Assessment, used: int, now: datetime) -> None:
    window = queries.window_of(assessment)
    candidate = timing.Candidate(True, None, used, assessment.attempts_allowed)
    reasons = timing.reasons_not_to_start(window, candidate, now)
    if not reasons:
        return
    state = window.state(now)
    if state == "closed":
        raise Gone(reasons[0])
    raise Forbidden(reasons[0]) if state == "upcoming" else Refused(reasons[0])


def _insert(seen: Situation, member_id: int, unit_id: int, device: str, now: datetime) -> Attempt | None:
    """The new attempt; None when the member has a running one or this number already."""
    assessment = seen.assessment
    window = queries.window_of(assessment)
    deadline = window.deadline(now, seen.extra_minutes)
    if assessment.revision is None:
        raise NotFound(queries.UNKNOWN)
    drawn = sheet.load(assessment.id, assessment.revision).draw()
    values = {
        "assessment_id": assessment.id,
        "member_id": member_id,
        "unit_id": unit_id,
        "number": seen.used + 1,
        "state": "running",
        "sheet_revision": assessment.revision,
        "paper": paper.pack(drawn),
        "started_at": now,
        "deadline": deadline,
        "saves_until": window.saves_until(deadline),
        "ticket": 1,
        "revision": 0,
        "answers": {},
        "device": device,
    }
    sql = db.session.connection()
    attempt_id = sql.execute(_insertion(sql.dialect.name), values).scalar()
    return None if attempt_id is None else Attempt(id=attempt_id, **values)


@cache
def _insertion(_dialect: str) -> Any:
    return insert_for(Attempt.__table__).on_conflict_do_nothing().returning(Attempt.__table__.c.id)


@transactional
def take_over(attempt: Attempt) -> Attempt:
    """The caller's device holds it from now on: one UPDATE, after which the older ticket saves nothing.

    Raises Refused when it has been submitted meanwhile.
    """
    statement = (
        update(Attempt)
        .where(Attempt.id == attempt.id, Attempt.state == "running")
        .values(ticket=Attempt.ticket + 1)
        .returning(Attempt)
        .execution_options(populate_existing=True)
    )
    taken = db.session.scalar(statement)
    if taken is None:
        raise Refused(Sentence("Bài này vừa được nộp trên thiết bị khác. Hãy tải lại trang."))
    return taken
