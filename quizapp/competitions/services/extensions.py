"""More time for those who are sitting a round while it is extended."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update

from ...assessments import queries
from ...assessments.models import Assessment, Attempt
from ...extensions import db
from ...transactions import transactional


@transactional
def extend_running(assessment: Assessment, old_closing: datetime) -> int:
    """Running attempts that the old closing would have cut short get the minutes they are due; how many."""
    window = queries.window_of(assessment)
    query = select(Attempt.id, Attempt.started_at).where(
        Attempt.assessment_id == assessment.id, Attempt.state == "running", Attempt.deadline == old_closing
    )
    cut_short = db.session.execute(query).all()
    for attempt_id, started_at in cut_short:
        deadline = window.deadline(started_at)
        db.session.execute(
            update(Attempt)
            .where(Attempt.id == attempt_id, Attempt.state == "running")
            .values(deadline=deadline, saves_until=window.saves_until(deadline))
        )
    return len(cut_short)
