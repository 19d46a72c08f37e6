"""PURE: answers that are lists of letters: options, pairs, an order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from ..paper import PaperQuestion, original_options


def options_are_right(question: PaperQuestion, key: frozenset[int], answer: Any) -> bool:
    """Whether exactly the right options were chosen."""
    return isinstance(answer, list) and bool(answer) and original_options(question, answer) == key


def one_option_is_right(question: PaperQuestion, places: frozenset[int], answer: Any) -> bool:
    """Whether exactly one option was chosen, and it is one of the right ones."""
    if not isinstance(answer, list):
        return False
    chosen = original_options(question, answer)
    return len(chosen) == 1 and chosen <= places


def share_of_options(question: PaperQuestion, key: frozenset[int], answer: Any) -> float:
    """(right chosen - wrong chosen) / right, never below 0: to choose everything gives nothing away."""
    if not isinstance(answer, list) or not key:
        return 0
    chosen = original_options(question, answer)
    return max(0, len(chosen & key) - len(chosen - key)) / len(key)


def share_of_pairs(right: Mapping[str, str], answer: Any) -> float:
    """How many of the right pairs were given; of two answers for the same place the last one counts."""
    if not isinstance(answer, list) or not right:
        return 0
    given = pairs_of(answer)
    return sum(given.get(name) == value for name, value in right.items()) / len(right)


def pairs_of(answer: Sequence[str]) -> dict[str, str]:
    """{"a": "c"} for ["a:c"]."""
    parted = (entry.partition(":") for entry in answer)
    return {name: value for name, colon, value in parted if colon}


def share_of_neighbours(right: Sequence[str], answer: Any) -> float:
    """How many of the neighbours in the right order stand side by side in the same order."""
    if not isinstance(answer, list) or len(right) < 2:
        return 0
    given = [letter for letter in dict.fromkeys(answer) if letter in right]
    kept = set(pairwise(right)) & set(pairwise(given))
    return len(kept) / (len(right) - 1)
