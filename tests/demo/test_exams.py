"""The class of the demonstration."""

from __future__ import annotations

from sqlalchemy import func, select

from quizapp.assessments.models import Attempt, Result
from quizapp.courses.classes.models import Learner
from quizapp.demo import loading
from quizapp.exams.candidate_queries import list_candidates
from quizapp.exams.queries import find_exam
from quizapp.extensions import db
from tests.conftest import NOW


def test_a_class_has_a_finished_exam_with_marks_and_one_to_come(app):
    loading.load(NOW, members=200, password="thu-mat-khau-2026")
    assert db.session.scalar(select(func.count()).select_from(Learner)) == 30
    finished, coming = find_exam("dvm-k3-giua-khoa"), find_exam("dvm-k3-cuoi-khoa")
    sat = db.session.scalars(select(Attempt).where(Attempt.assessment_id == finished.assessment_id)).all()
    marks = db.session.scalar(select(func.count()).where(Result.assessment_id == finished.assessment_id))
    assert (len(sat), marks, finished.released_at is not None) == (28, 28, True)
    barred = [one for one in list_candidates(finished) if one.reasons]
    assert [bool(one.admitted_because) for one in barred] == [True, False]
    assert coming.assessment.published_at == NOW
    assert coming.assessment.access_code
