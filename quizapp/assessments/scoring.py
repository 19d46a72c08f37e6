"""PURE: paper + key + answers -> marks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .paper import PaperQuestion, original_options, question_ids


@dataclass(frozen=True, slots=True)
class Marks:
    """What an attempt is worth. Points have two decimals."""

    score: float
    max_score: float
    right: int
    all_correct: bool


def mark(paper: Sequence[PaperQuestion], keys: Mapping[int, frozenset[int]], answers: Mapping[str, Any]) -> Marks:
    """Marks of the answers ({question id: [option ids]}) against the keys ({version: places of the right options}).

    A question is right when exactly the right options were chosen; nothing is taken away for a wrong one.
    """
    rights = [
        is_right(question, keys[question.version_id], answers.get(name))
        for name, question in zip(question_ids(paper), paper, strict=True)
    ]
    score = sum(question.points for question, right in zip(paper, rights, strict=True) if right)
    return Marks(round(score, 2), round(sum(q.points for q in paper), 2), sum(rights), bool(rights) and all(rights))


def is_right(question: PaperQuestion, key: frozenset[int], answer: Any) -> bool:
    """Whether exactly the right options were chosen."""
    return isinstance(answer, list) and bool(answer) and original_options(question, answer) == key
