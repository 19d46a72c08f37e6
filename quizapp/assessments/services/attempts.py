"""Starting an attempt, and moving the running one to another device."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, update

from ...accounts.models import Member
from ...errors import Forbidden, Gone, NotFound, Refused, Sentence
from ...extensions import db
from ...transactions import transactional
from ...upserts import insert_for
from .. import paper, queries, sheet, timing
from ..models import Assessment, Attempt
from . import rosters, submissions


@dataclass(frozen=True, slots=True)
class Started:
    """The attempt and whether it is new (or was taken over from another device)."""

    attempt: Attempt
    is_new: bool


@transactional
def start(assessment: Assessment, member: Member, device: str, now: datetime) -> Started:
    """Start an attempt, or move the running one to the caller; raises Forbidden, Gone and Refused."""
    running = _running_attempt(assessment, member)
    if running is not None and not submissions.close_if_overdue(running, now):
        return Started(take_over(running), is_new=False)
    entry = rosters.require_eligible(assessment, member, now)
    used = _last_number(assessment, member)
    _refuse_unless_open(assessment, used, now)
    created = _insert(assessment, member.id, entry.unit_id, used + 1, device, now)
    if created is None:  # two taps at once: the other one was first
        return Started(take_over(_the_running_attempt(assessment, member)), is_new=False)
    return Started(created, is_new=True)


def _running_attempt(assessment: Assessment, member: Member) -> Attempt | None:
    return db.session.scalar(
        select(Attempt).where(
            Attempt.assessment_id == assessment.id, Attempt.member_id == member.id, Attempt.state == "running"
        )
    )


def _the_running_attempt(assessment: Assessment, member: Member) -> Attempt:
    attempt = _running_attempt(assessment, member)
    if attempt is None:
        raise Refused(Sentence("Lượt thi vừa bắt đầu đã được nộp. Hãy tải lại trang."))
    return attempt


def _last_number(assessment: Assessment, member: Member) -> int:
    query = select(func.max(Attempt.number))
    return db.session.scalar(query.where(Attempt.assessment_id == assessment.id, Attempt.member_id == member.id)) or 0


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


def _insert(
    assessment: Assessment, member_id: int, unit_id: int, number: int, device: str, now: datetime
) -> Attempt | None:
    """The new attempt; None when the member has a running one or this number already."""
    window = queries.window_of(assessment)
    deadline = window.deadline(now)
    if assessment.revision is None:
        raise NotFound(queries.UNKNOWN)
    drawn = sheet.load(assessment.id, assessment.revision).draw()
    statement = (
        insert_for(Attempt)
        .values(
            assessment_id=assessment.id,
            member_id=member_id,
            unit_id=unit_id,
            number=number,
            state="running",
            sheet_revision=assessment.revision,
            paper=paper.pack(drawn),
            started_at=now,
            deadline=deadline,
            saves_until=window.saves_until(deadline),
            ticket=1,
            revision=0,
            answers={},
            device=device,
        )
        .on_conflict_do_nothing()
        .returning(Attempt)
    )
    return db.session.scalar(statement)


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
