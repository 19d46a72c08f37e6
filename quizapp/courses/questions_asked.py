"""Questions that are asked outside of assessments: drawn, shown, and reviewed as on a paper."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from random import Random
from typing import Any

from ..assessments import paper, scoring, sheet
from ..assessments.question_views import describe_questions, reviewed_answer

_SETTINGS = {"shuffles_questions": True, "shuffles_options": True}


def draw_from(versions: Sequence[int], count: int, random: Random) -> tuple[paper.PaperQuestion, ...]:
    """A paper of so many of these versions (of all, where there are fewer), one point each."""
    chosen = random.sample(versions, min(count, len(versions)))
    return _sheet(chosen).draw(random)


def sheet_of(drawn: Collection[paper.PaperQuestion]) -> sheet.Sheet:
    """The questions of this paper; one statement."""
    return _sheet([question.version_id for question in drawn])


def _sheet(versions: Sequence[int]) -> sheet.Sheet:
    return sheet.build([{"count": len(versions), "points": 1, "versions": list(versions)}], dict(_SETTINGS))


def describe(drawn: Sequence[paper.PaperQuestion], questions: sheet.Sheet) -> list[dict[str, Any]]:
    """The questions for the page. Nothing in them says what is right."""
    return describe_questions(drawn, questions)


def review(
    drawn: Sequence[paper.PaperQuestion], questions: sheet.Sheet, answers: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """The answers beside the right ones, with explanation and source."""
    reviewed = []
    for described, question in zip(describe_questions(drawn, questions), drawn, strict=True):
        shown, given = questions.questions[question.version_id], answers.get(described["id"])
        points = scoring.points_for(question, shown.key, given, "none")
        told = {
            "number": int(described["id"]),
            "points": points,
            "most_points": question.points,
            "is_right": points >= question.points,
            "is_answered": bool(given),
            "is_unmarked": False,
            "explanation": shown.explanation,
            "source": shown.source,
        }
        reviewed.append(described | reviewed_answer(described, question, shown, given) | told)
    return reviewed
