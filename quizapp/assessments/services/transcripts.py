"""Attempts that were made on paper and are entered by somebody: marked, counted and kept like all others."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from ...accounts.models import Member
from ...errors import Refused, Sentence
from ...extensions import db
from ...transactions import transactional
from .. import paper, queries, scoring, sheet
from ..models import Assessment, Attempt
from . import hand_marks, results, rosters
from .submissions import make_receipt


@transactional
def transcribe(
    assessment: Assessment,
    member: Member,
    sheet_revision: int,
    questions: list[Any],
    answers: dict[str, Any],
    now: datetime,
) -> Attempt:
    """Store the answers given on this paper (as ``Attempt.paper``) as a submitted attempt of the member.

    Entered again, they replace those entered before. Raises Refused before the opening and for somebody who sat it
    here, Forbidden and NotFound for somebody who is not of the roster.
    """
    if now < assessment.opens_at:
        raise Refused(Sentence("Chưa đến giờ thi, nên chưa nhập được bài làm trên giấy."))
    known = _attempts(assessment, member)
    if any(attempt.submitted_by != "import" for attempt in known):
        raise Refused(Sentence("Người này đã làm bài trên hệ thống, nên không nhập bài trên giấy."))
    earlier = next((attempt for attempt in known if attempt.sheet_revision is not None), None)
    if earlier is not None:
        return _replace(earlier, sheet_revision, questions, answers)
    if known:
        raise Refused(Sentence("Người này đã có điểm nhập từ danh sách, nên không nhập bài trên giấy."))
    entry = rosters.require_eligible(assessment, member, now)
    attempt = _new(assessment, member, entry.unit_id, sheet_revision, questions, answers, now)
    db.session.add(attempt)
    db.session.flush()
    settings = sheet.load(assessment.id, sheet_revision).settings
    results.record(db.session.connection(), attempt, None, settings)
    # What was written beside the session is read anew.
    db.session.expire_all()
    return attempt


def _attempts(assessment: Assessment, member: Member) -> list[Attempt]:
    """Everything the member handed in or is at, the annulled left out."""
    query = select(Attempt).where(
        Attempt.assessment_id == assessment.id, Attempt.member_id == member.id, Attempt.state != "annulled"
    )
    return list(db.session.scalars(query.with_for_update(of=Attempt)))


def _replace(attempt: Attempt, sheet_revision: int, questions: list[Any], answers: dict[str, Any]) -> Attempt:
    attempt.sheet_revision, attempt.paper, attempt.answers = sheet_revision, questions, answers
    attempt.revision += 1
    db.session.flush()
    return hand_marks.set_points(attempt.id, {})


def _new(
    assessment: Assessment,
    member: Member,
    unit_id: int,
    sheet_revision: int,
    questions: list[Any],
    answers: dict[str, Any],
    now: datetime,
) -> Attempt:
    """Nobody noted when it was handed in: the whole time counts as used."""
    window = queries.window_of(assessment)
    deadline = min(window.deadline(assessment.opens_at), now)
    loaded = sheet.load(assessment.id, sheet_revision)
    marks = scoring.mark(paper.unpack(questions), loaded.keys, answers, loaded.settings.get("partial_credit", "none"))
    query = select(Attempt.number).where(Attempt.assessment_id == assessment.id, Attempt.member_id == member.id)
    return Attempt(
        assessment_id=assessment.id,
        member_id=member.id,
        unit_id=unit_id,
        number=max(db.session.scalars(query), default=0) + 1,
        state="submitted",
        submitted_by="import",
        sheet_revision=sheet_revision,
        paper=questions,
        answers=answers,
        revision=1,
        started_at=assessment.opens_at,
        deadline=deadline,
        saves_until=deadline,
        submitted_at=deadline,
        seconds=(deadline - assessment.opens_at) // timedelta(seconds=1),
        score=marks.score,
        max_score=marks.max_score,
        right=marks.right,
        all_correct=marks.all_correct,
        unmarked=marks.unmarked,
        receipt=make_receipt(),
    )
