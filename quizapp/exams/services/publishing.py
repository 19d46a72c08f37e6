"""Publishing an exam: from then on it opens by the clock to those on its list."""

from __future__ import annotations

from datetime import datetime

from ...accounts import audit
from ...assessments.services import publication, rosters
from ...errors import Refused
from ...extensions import db
from ...transactions import transactional
from .. import readiness
from ..models import Exam
from . import candidates
from .exams import hold


@transactional
def publish_exam(exam: Exam, now: datetime, accepts_past: bool = False) -> int:
    """Publish with the class as it is now; how many candidates there are. Twice is once.

    Raises Refused with the first thing that is missing. ``accepts_past``: one that is over is taken too, to receive
    results of attempts made elsewhere.
    """
    hold(exam)
    is_over = exam.assessment.closes_at <= now
    if exam.assessment.published_at is not None:
        return len(candidates.draw_up(exam, now))
    for check in readiness.checks_of(exam, now):
        if check.state == "missing" and not (accepts_past and is_over and check.place == "information"):
            raise Refused(check.sentence)
    planned = candidates.draw_up(exam, now)
    candidates.tell_engine(exam, planned)
    if is_over:
        # The engine publishes only what can still be sat.
        publication.revise(exam.assessment, now)
        exam.assessment.published_at = now
    else:
        publication.publish(exam.assessment, now)
    db.session.flush()
    rosters.freeze(exam.assessment, now)
    code, unit_id = exam.assessment.code, exam.assessment.unit_id
    audit.record("exam.published", "exam", code, unit_id=unit_id, now=now, people=len(planned))
    return len(planned)
