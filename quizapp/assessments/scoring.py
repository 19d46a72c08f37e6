"""PURE: paper + key + answers -> marks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..questions.formats.answers import AcceptedNumber, AcceptedTexts
from .marking import lists, texts
from .marking.keys import Annulled, AnyOf, ByHand, Judgements, Key, Matches, RightGaps, Succession
from .paper import PaperQuestion, question_ids

# How a question that is partly right counts: not at all, or for the parts that are right.
PARTIAL_CREDIT = ("none", "per_option")
NOTHING: Mapping[str, float] = {}


@dataclass(frozen=True, slots=True)
class Marks:
    """What an attempt is worth. Points have two decimals. ``unmarked``: answers that wait for a person to mark them."""

    score: float
    max_score: float
    right: int
    all_correct: bool
    unmarked: int = 0


def mark(
    paper: Sequence[PaperQuestion],
    keys: Mapping[int, Key],
    answers: Mapping[str, Any],
    partial_credit: str = "none",
    by_hand: Mapping[str, float] = NOTHING,
) -> Marks:
    """Marks of the answers ({question id: [option ids] | "text"}) against the keys (by version).

    Nothing is taken away for what is wrong. ``by_hand`` are points that a person gave ({question id: points}); they
    stand instead of those of the machine, but for a question that was annulled.
    """
    score, right, unmarked = 0.0, 0, 0
    for name, question in zip(question_ids(paper), paper, strict=True):
        key, answer = keys[question.version_id], answers.get(name)
        if name in by_hand and type(key) is not Annulled:
            points = by_hand[name]
        elif type(key) is frozenset and partial_credit == "none":
            points = question.points if lists.options_are_right(question, key, answer) else 0
        else:
            points = points_for(question, key, answer, partial_credit)
            unmarked += isinstance(key, ByHand) and is_written(answer)
        score += points
        right += points >= question.points > 0
    all_correct = bool(paper) and right == len(paper) and not unmarked
    return Marks(round(score, 2), round(sum(q.points for q in paper), 2), right, all_correct, unmarked)


def points_for(question: PaperQuestion, key: Key, answer: Any, partial_credit: str) -> float:
    """The points of one answer, with two decimals where it is partly right."""
    share = share_of(question, key, answer)
    if share >= 1:
        return question.points
    return 0 if partial_credit == "none" else round(question.points * share, 2)


def points_given(
    name: str, question: PaperQuestion, key: Key, answer: Any, partial_credit: str, by_hand: Mapping[str, float]
) -> float:
    """The points of one answer by whoever gave them: see ``mark``."""
    if name in by_hand and type(key) is not Annulled:
        return by_hand[name]
    return points_for(question, key, answer, partial_credit)


def share_of(question: PaperQuestion, key: Key, answer: Any) -> float:
    """How much of the question is answered rightly, from 0 to 1; 1 only when all of it is."""
    match key:
        case frozenset():
            return lists.share_of_options(question, key, answer)
        case Annulled():
            return 1
        case AnyOf():
            return float(lists.one_option_is_right(question, key.places, answer))
        case Judgements() | Matches() | RightGaps():
            return lists.share_of_pairs(key.pairs(question), answer)
        case Succession():
            return lists.share_of_neighbours(list(key.letters(question)), answer)
        case AcceptedTexts():
            return float(isinstance(answer, str) and texts.text_is_right(key, answer))
        case AcceptedNumber():
            return float(isinstance(answer, str) and texts.number_is_right(key, answer))
    return 0


def waits(name: str, key: Key, answer: Any, by_hand: Mapping[str, float]) -> bool:
    """Whether a person still has to mark this answer."""
    return isinstance(key, ByHand) and name not in by_hand and is_written(answer)


def is_written(answer: Any) -> bool:
    """Whether there is anything for a person to mark."""
    return isinstance(answer, str) and bool(answer.strip())
