"""What the home page lists."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from ..accounts.models import Member
from ..assessments import queries, timing
from ..assessments.models import Assessment, Attempt, Result
from ..assessments.presentation import may_show_score
from ..errors import Sentence
from ..extensions import db


@dataclass(frozen=True, slots=True)
class Entry:
    """An assessment as the home page tells it."""

    assessment: Assessment
    state: timing.State
    question_count: int
    # None: as many as one likes.
    attempts_left: int | None
    reasons_not_to_start: list[Sentence]
    running: Attempt | None
    result: Result | None


def list_entries(member: Member, now: datetime) -> list[Entry]:
    """Open first, then upcoming, then closed, latest first; three statements however many there are."""
    running = _running(member, now)
    results = _results(member)
    entries = [
        _entry(
            offer.assessment, offer.candidate, running.get(offer.assessment.id), results.get(offer.assessment.id), now
        )
        for offer in queries.list_offers(member, now)
    ]
    # Whoever has a paper on the desk goes on with it first.
    return sorted(entries, key=lambda entry: entry.running is None)


def _entry(
    assessment: Assessment, about: timing.Candidate, running: Attempt | None, result: Result | None, now: datetime
) -> Entry:
    window = queries.window_of(assessment)
    left = None if about.attempts_allowed is None else max(0, about.attempts_allowed - about.attempts_used)
    return Entry(
        assessment=assessment,
        state=window.state(now),
        question_count=sum(cell["count"] for cell in assessment.matrix),
        attempts_left=left,
        reasons_not_to_start=timing.reasons_not_to_start(window, about, now),
        running=running,
        result=result if may_show_score(assessment) else None,
    )


def _running(member: Member, now: datetime) -> dict[int, Attempt]:
    query = select(Attempt).where(
        Attempt.member_id == member.id, Attempt.state == "running", Attempt.saves_until >= now
    )
    return {attempt.assessment_id: attempt for attempt in db.session.scalars(query)}


def _results(member: Member) -> dict[int, Result]:
    query = select(Result).where(Result.member_id == member.id)
    return {result.assessment_id: result for result in db.session.scalars(query)}
