"""What is told of assessments, attempts and results: the shapes of the API, which the pages use too."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ..errors import Sentence
from ..wording import translate
from . import paper, queries, sheet, timing
from .models import Assessment, Attempt
from .question_views import describe_questions, describe_review
from .tickets import Ticket, issue

PREDICTIONS = {
    "all_correct": Sentence("Theo bạn, có bao nhiêu người trả lời đúng tất cả các câu hỏi?"),
    "people": Sentence("Theo bạn, có bao nhiêu người dự thi?"),
    "attempts": Sentence("Theo bạn, có bao nhiêu lượt thi?"),
}


def describe_assessment(assessment: Assessment, candidate: timing.Candidate, now: datetime) -> dict[str, Any]:
    """One row of the member's assessments."""
    reasons = timing.reasons_not_to_start(queries.window_of(assessment), candidate, now)
    return {
        "code": assessment.code,
        "title": assessment.title,
        "kind": assessment.kind,
        "opens_at": assessment.opens_at.isoformat(),
        "closes_at": assessment.closes_at.isoformat(),
        "minutes": assessment.minutes,
        "attempts_allowed": candidate.attempts_allowed,
        "attempts_used": candidate.attempts_used,
        "reasons_not_to_start": [translate(reason) for reason in reasons],
    }


def describe_running(attempt: Attempt, now: datetime, with_ticket: bool = True) -> dict[str, Any]:
    """The paper of a running attempt. Nothing in it says which option is right."""
    questions = sheet.load(attempt.assessment_id, attempt.sheet_revision or 0)
    drawn = paper.unpack(attempt.paper)
    return {
        "id": attempt.id,
        "ticket": issue(Ticket(attempt.id, attempt.ticket, len(drawn))) if with_ticket else None,
        "number": attempt.number,
        "started_at": attempt.started_at.isoformat(),
        "deadline": attempt.deadline.isoformat(),
        "now": now.isoformat(),
        "revision": attempt.revision,
        "questions": describe_questions(drawn, questions),
        "answers": attempt.answers,
        "prediction": describe_prediction(questions.settings.get("prediction_target")),
    }


def describe_prediction(target: str | None) -> dict[str, str] | None:
    """The question to predict, or None."""
    return {"asks": translate(PREDICTIONS[target])} if target else None


def describe_submitted(attempt: Attempt, rank: int | None, may_review: bool) -> dict[str, Any]:
    """The result of an attempt, and its review where the answers may be shown."""
    described: dict[str, Any] = {
        "id": attempt.id,
        "number": attempt.number,
        "score": attempt.score,
        "max_score": attempt.max_score,
        "right": attempt.right,
        "questions_count": len(attempt.paper) or None,
        "all_correct": attempt.all_correct,
        "is_released": True,
        "seconds": attempt.seconds,
        "submitted_at": attempt.submitted_at.isoformat() if attempt.submitted_at else None,
        "submitted_by": attempt.submitted_by,
        "unmarked": attempt.unmarked,
        "receipt": attempt.receipt,
        "rank": rank,
    }
    if not _competes(attempt):
        described["rank"] = None
    if not _may_show_score_of(attempt):
        described |= dict.fromkeys(("score", "right", "all_correct", "rank")) | {"is_released": False}
    if may_review and attempt.sheet_revision is not None:
        described["review"] = describe_review(attempt)
    return described


def is_ranked(assessment: Assessment) -> bool:
    """Whether those who sit it compete with each other, and so are told their rank."""
    return assessment.kind == "round"


def may_show_score(assessment: Assessment) -> bool:
    """Whether those who sat it may see what they have got: of an exam once its results are published, or at once where
    its answers are shown at the submission and no person has to mark any."""
    if assessment.kind != "exam" or assessment.results_published_at is not None:
        return True
    return assessment.answers_shown == "after_submission" and "essay" not in assessment.allowed_kinds


def _competes(attempt: Attempt) -> bool:
    """``is_ranked`` of an attempt just submitted, which no session knows: from its sheet."""
    revision = attempt.sheet_revision
    return revision is None or sheet.load(attempt.assessment_id, revision).settings.get("kind", "round") == "round"


def _may_show_score_of(attempt: Attempt) -> bool:
    """The same for an attempt just submitted, which no session knows: asks for the assessment of an exam only."""
    revision = attempt.sheet_revision
    if revision is None or sheet.load(attempt.assessment_id, revision).settings.get("kind") != "exam":
        return True
    return may_show_score(queries.get_assessment_by_id(attempt.assessment_id))


def may_review(assessment: Assessment, now: datetime) -> bool:
    """Whether the right answers may be shown to those who sat it."""
    if not may_show_score(assessment):
        return False
    if assessment.answers_shown == "after_submission":
        return True
    if assessment.answers_shown == "after_close":
        is_over = now >= queries.window_of(assessment).saves_until(assessment.closes_at)
        return is_over and not queries.is_still_sat(assessment.id, now)
    return assessment.answers_shown == "after_publication" and assessment.results_published_at is not None


def describe_corrections(attempt: Attempt) -> list[dict[str, Any]]:
    """What was corrected of the attempt's questions after it was sat: {"number", "annulled", "reason"}; nothing before
    the score may be seen."""
    if attempt.sheet_revision is None or not may_show_score(attempt.assessment):
        return []
    known = sheet.load(attempt.assessment_id, attempt.sheet_revision).corrections
    numbered = enumerate(paper.unpack(attempt.paper), 1)
    return [{"number": number, **known[q.version_id]} for number, q in numbered if q.version_id in known]


def describe_standing(rank: int, result: Any) -> dict[str, Any]:
    """One row of the standings, from a row of ``standing_queries``."""
    return {
        "rank": rank,
        "member_name": result.member_name,
        "unit_name": result.unit_name,
        "score": result.score,
        "max_score": result.max_score,
        "seconds": result.seconds,
        "submitted_at": result.submitted_at.isoformat(),
        "all_correct": result.all_correct,
        "attempts": result.attempts,
        "prediction": result.prediction,
    }


def describe_receipt(attempt: Attempt) -> dict[str, Any]:
    """What was received and when; no answers, no name, no score."""
    return {
        "receipt": attempt.receipt,
        "assessment": {"code": attempt.assessment.code, "title": attempt.assessment.title},
        "number": attempt.number,
        "started_at": attempt.started_at.isoformat(),
        "submitted_at": attempt.submitted_at.isoformat() if attempt.submitted_at else None,
        "submitted_by": attempt.submitted_by,
        "answered": sum(1 for answer in attempt.answers.values() if answer),
        "questions": len(attempt.paper),
    }
