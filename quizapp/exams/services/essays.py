"""Written answers become essays with anonymous codes, once the exam is over."""

from __future__ import annotations

from datetime import datetime
from random import SystemRandom

from sqlalchemy import select

from ...assessments import paper, queries, scoring, sheet
from ...assessments.marking.keys import ByHand
from ...assessments.models import Attempt
from ...assessments.services import submissions
from ...extensions import db
from ...transactions import transactional
from ...upserts import insert_for
from ..essay_codes import draw_codes
from ..models import Essay, Exam

# Which answer of which attempt.
Written = tuple[int, int]


def collect_if_over(exam: Exam, now: datetime) -> int:
    """``collect``, once the exam has closed and the network's grace is over; how many essays are new."""
    assessment = exam.assessment
    if assessment.published_at is None or now <= queries.window_of(assessment).saves_until(assessment.closes_at):
        return 0
    submissions.close_overdue(now, assessment.id)
    return collect(exam)


@transactional
def collect(exam: Exam, attempt_id: int | None = None) -> int:
    """Give every written answer, or those of one attempt, that has none yet its code; how many. Twice, or at the same
    time, does no harm."""
    random = SystemRandom()
    new = 0
    # Where somebody else has taken a code in the meantime, another is drawn.
    while missing := _missing(exam, attempt_id):
        # Neither ids nor codes follow the order of the attempts.
        random.shuffle(missing)
        taken = db.session.scalars(select(Essay.code).where(Essay.exam_id == exam.id)).all()
        codes = draw_codes(len(missing), taken, random)
        rows = [
            {"exam_id": exam.id, "attempt_id": attempt_id, "question_number": number, "code": code}
            for (attempt_id, number), code in zip(missing, codes, strict=True)
        ]
        db.session.execute(insert_for(Essay).values(rows).on_conflict_do_nothing())
        new += len(rows)
    return new


def _missing(exam: Exam, attempt_id: int | None) -> list[Written]:
    query = select(Attempt.id, Attempt.paper, Attempt.sheet_revision, Attempt.answers).where(
        Attempt.assessment_id == exam.assessment_id, Attempt.state == "submitted", Attempt.sheet_revision.is_not(None)
    )
    if attempt_id is not None:
        query = query.where(Attempt.id == attempt_id)
    written = [
        (written_id, number)
        for written_id, packed, revision, answers in db.session.execute(query)
        for number in essay_numbers(exam, packed, revision or 0)
        if scoring.is_written(answers.get(str(number)))
    ]
    known = select(Essay.attempt_id, Essay.question_number).where(Essay.exam_id == exam.id)
    stored = {(stored_id, number) for stored_id, number in db.session.execute(known)}
    return [one for one in written if one not in stored]


def essay_numbers(exam: Exam, packed: list[list[object]], revision: int) -> list[int]:
    """Which places of a paper are marked by a person."""
    keys = sheet.load(exam.assessment_id, revision).keys
    return [
        number
        for number, question in enumerate(paper.unpack(packed), 1)
        if isinstance(keys[question.version_id], ByHand)
    ]
