"""Points given by a person: to an essay, or instead of what the machine gave.

Results and counters are moved, not counted anew, so that it is right while others submit.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from ...errors import Invalid, NotFound, Refused, Sentence
from ...extensions import db
from ...transactions import transactional
from ...upserts import move
from .. import paper, scoring, sheet
from ..models import Assessment, Attempt, Result
from ..tally_models import Participant, SeriesTally, Tally
from . import recounts


@transactional
def set_points(attempt_id: int, points: Mapping[str, float | None]) -> Attempt:
    """Give these points to questions of a submitted attempt ({question id: points}; None: the machine's again).

    The attempt is totalled anew, and the member's result and the tallies follow. Raises NotFound, Refused for an
    attempt that is not submitted or was made elsewhere, and Invalid for a question that it does not have or points that
    the question does not give.
    """
    query = select(Attempt).where(Attempt.id == attempt_id).with_for_update(of=Attempt)
    attempt = db.session.scalar(query.execution_options(populate_existing=True))
    if attempt is None:
        raise NotFound(Sentence("Không có lượt thi này."))
    if attempt.state != "submitted" or attempt.sheet_revision is None:
        raise Refused(Sentence("Chỉ chấm được bài đã nộp trên hệ thống."))
    drawn = paper.unpack(attempt.paper)
    _check(points, drawn)
    kept = {**(attempt.points_by_hand or {}), **points}
    attempt.points_by_hand = {name: round(value, 2) for name, value in kept.items() if value is not None} or None
    _total(attempt, drawn)
    db.session.flush()
    _move_result(attempt)
    return attempt


def _check(points: Mapping[str, float | None], drawn: tuple[paper.PaperQuestion, ...]) -> None:
    most = {name: question.points for name, question in zip(paper.question_ids(drawn), drawn, strict=True)}
    for name, value in points.items():
        if name not in most:
            raise Invalid(Sentence("Đề thi này không có câu %(number)s.", number=name), place=name)
        if value is not None and not 0 <= value <= most[name]:
            sentence = Sentence("Câu %(number)s được từ 0 đến %(most)s điểm.", number=name, most=most[name])
            raise Invalid(sentence, place=name)


def _total(attempt: Attempt, drawn: tuple[paper.PaperQuestion, ...]) -> None:
    questions = sheet.load(attempt.assessment_id, attempt.sheet_revision or 0)
    partial_credit = questions.settings.get("partial_credit", "none")
    marks = scoring.mark(drawn, questions.keys, attempt.answers, partial_credit, attempt.points_by_hand or {})
    attempt.score, attempt.right = marks.score, marks.right
    attempt.all_correct, attempt.unmarked = marks.all_correct, marks.unmarked


def _move_result(attempt: Attempt) -> None:
    """Draw up the member's result from his or her attempts, and move the tallies by the difference."""
    assessment = db.session.get_one(Assessment, attempt.assessment_id)
    result = db.session.get_one(Result, (assessment.id, attempt.member_id), with_for_update={"of": Result})
    old_score, was_all_correct = result.score, result.has_been_all_correct
    attempts = list(recounts.submitted_attempts(assessment, attempt.member_id))
    row = recounts.result_row(attempts, assessment, (result.decision, result.decision_reason))
    for name, value in row.items():
        setattr(result, name, value)
    by = {
        "score_sum": result.score - old_score,
        "all_correct": int(result.has_been_all_correct) - int(was_all_correct),
    }
    move(db.session.connection(), Tally, {"assessment_id": assessment.id, "unit_id": result.unit_id}, by)
    db.session.flush()
    if assessment.series_id is not None and result.has_been_all_correct != was_all_correct:
        _move_series(assessment.series_id, attempt.member_id)


def _move_series(series_id: int, member_id: int) -> None:
    part = db.session.get_one(Participant, (series_id, member_id), with_for_update={"of": Participant})
    query = (
        select(Result.has_been_all_correct)
        .join(Assessment, Assessment.id == Result.assessment_id)
        .where(Result.member_id == member_id, Assessment.series_id == series_id)
    )
    has_been = any(db.session.scalars(query))
    by: dict[str, Any] = {"all_correct": int(has_been) - int(part.has_been_all_correct)}
    move(db.session.connection(), SeriesTally, {"series_id": series_id, "unit_id": part.unit_id}, by)
    part.has_been_all_correct = has_been
    db.session.flush()
