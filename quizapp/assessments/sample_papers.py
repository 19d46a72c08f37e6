"""Papers as a candidate could get them, for those who set them; nothing is stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from . import matrix_banks, pools, question_views, scoring, sheet
from .models import Assessment
from .paper import PaperQuestion

MOST = 1_000_000


@dataclass(frozen=True, slots=True)
class Sample:
    """A paper of this number, always the same one while the bank stays the same."""

    number: int
    questions: list[tuple[dict[str, Any], PaperQuestion]]
    sheet: sheet.Sheet
    may_see_key: bool
    shows_key: bool


def draw(assessment: Assessment, number: int, shows_key: bool = False) -> Sample:
    """The key is added only for who may see it. Raises Refused when the bank cannot fill the matrix."""
    settings = {name: getattr(assessment, name) for name in ("shuffles_questions", "shuffles_options")}
    questions = sheet.build(pools.fill_cells(assessment.matrix, assessment.allowed_kinds), settings)
    drawn = questions.draw(Random(number))  # noqa: S311 - a sample that can be shown again
    described = question_views.describe_questions(drawn, questions)
    may_see_key = matrix_banks.may_see_keys(assessment.matrix)
    shows_key = shows_key and may_see_key
    if shows_key:
        described = [
            one | question_views.reviewed_answer(one, question, questions.questions[question.version_id], None)
            for one, question in zip(described, drawn, strict=True)
        ]
    return Sample(number, list(zip(described, drawn, strict=True)), questions, may_see_key, shows_key)


def mark(sample: Sample, answers: Mapping[str, Any], partial_credit: str) -> scoring.Marks:
    """What these answers would be worth."""
    return scoring.mark([drawn for _, drawn in sample.questions], sample.sheet.keys, answers, partial_credit)
