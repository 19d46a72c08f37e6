"""Releasing the marks of an exam, in one step."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Select, func, select, update

from ...accounts import audit
from ...assessments import queries
from ...assessments.models import Attempt
from ...assessments.services import results
from ...errors import Refused, Sentence
from ...extensions import db
from ...transactions import transactional
from .. import essay_queries
from ..models import Exam
from . import essays


@transactional
def release(exam: Exam, now: datetime) -> bool:
    """Show every learner the own result; whether it was done now (twice is once).

    Raises Refused while the exam can be sat, and with essays that are not marked.
    """
    if exam.released_at is not None:
        return False
    reasons = reasons_not_to_release(exam, now)
    if reasons:
        raise Refused(reasons[0])
    claimed = update(Exam).where(Exam.id == exam.id, Exam.released_at.is_(None)).values(released_at=now)
    if not db.session.execute(claimed.execution_options(synchronize_session=False)).rowcount:  # type: ignore[attr-defined]
        return False
    db.session.refresh(exam)
    results.publish_results(exam.assessment, now)
    audit.record("exam.released", "exam", exam.assessment.code, now=now, unit_id=exam.course_class.unit_id)
    return True


def reasons_not_to_release(exam: Exam, now: datetime) -> list[Sentence]:
    """Why the marks cannot be released yet; [] where they can."""
    assessment = exam.assessment
    if assessment.published_at is None or now <= queries.window_of(assessment).saves_until(assessment.closes_at):
        return [Sentence("Kỳ thi chưa kết thúc nên chưa công bố được điểm.")]
    running = db.session.scalar(_of(exam, "running"))
    if running:
        return [Sentence("Còn %(count)s người đang làm bài. Hãy chờ hết giờ rồi công bố điểm.", count=running)]
    essays.collect_if_over(exam, now)
    waiting = essay_queries.progress_of(essay_queries.list_standings(exam)).waiting
    if waiting:
        return [Sentence("Còn %(count)s bài tự luận chưa chấm xong nên chưa công bố được điểm.", count=waiting)]
    unmarked = db.session.scalar(_of(exam, "submitted").where(Attempt.unmarked > 0))
    if unmarked:
        return [Sentence("Còn %(count)s bài thi có câu chưa chấm nên chưa công bố được điểm.", count=unmarked)]
    return []


def _of(exam: Exam, state: str) -> Select[int]:
    return select(func.count()).where(Attempt.assessment_id == exam.assessment_id, Attempt.state == state)
