"""The answers of questions that are not answered by choosing options, and how they are kept. Pure.

Kinds whose answer lies in their options have none of these: ``single``, ``multiple`` and ``truefalse`` (the right
ones), ``statements`` (each one right or wrong), ``ordering`` (the author's order is the right one) and ``matching``
(each option with its ``match``; an option without a text is a match that belongs to nothing).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any


@dataclass(frozen=True, slots=True)
class AcceptedTexts:
    """A short text: right when it equals one of ``accepted`` (plain text)."""

    accepted: tuple[str, ...]
    ignores_case: bool = True
    ignores_diacritics: bool = False


@dataclass(frozen=True, slots=True)
class AcceptedNumber:
    """A number: right within ``value`` ± ``tolerance``. ``unit`` is shown beside the field, never asked for."""

    value: Decimal
    tolerance: Decimal = Decimal(0)
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Gap:
    """A place in a text to be filled with one of ``options`` (plain text); ``right`` is the place of the right one."""

    options: tuple[str, ...]
    right: int


@dataclass(frozen=True, slots=True)
class Gaps:
    """The gaps of a cloze, in the order of the marks {{1}}, {{2}}, … in its stem."""

    gaps: tuple[Gap, ...]


@dataclass(frozen=True, slots=True)
class Criterion:
    """A line of a rubric and the most points it gives."""

    text: str
    points: Decimal


@dataclass(frozen=True, slots=True)
class Rubric:
    """How an essay is marked; ``least_words`` and ``most_words`` tell the candidate what is expected (0: nothing)."""

    criteria: tuple[Criterion, ...] = ()
    least_words: int = 0
    most_words: int = 0


Answer = AcceptedTexts | AcceptedNumber | Gaps | Rubric


def to_stored(answer: Answer | None) -> dict[str, Any] | None:
    """The answer as JSON; numbers as text, so that none loses a digit."""
    match answer:
        case AcceptedTexts(accepted, ignores_case, ignores_diacritics):
            return {
                "accepted": list(accepted),
                "ignores_case": ignores_case,
                "ignores_diacritics": ignores_diacritics,
            }
        case AcceptedNumber(value, tolerance, unit):
            return {"value": str(value), "tolerance": str(tolerance), "unit": unit}
        case Gaps(gaps):
            return {"gaps": [{"options": list(gap.options), "right": gap.right} for gap in gaps]}
        case Rubric(criteria, least_words, most_words):
            rows = [{"text": one.text, "points": str(one.points)} for one in criteria]
            return {"criteria": rows, "least_words": least_words, "most_words": most_words}
    return None


def from_stored(stored: dict[str, Any] | None) -> Answer | None:
    """The answer that ``to_stored`` made JSON of."""
    if not stored:
        return None
    if "accepted" in stored:
        return AcceptedTexts(tuple(stored["accepted"]), stored["ignores_case"], stored["ignores_diacritics"])
    if "value" in stored:
        return AcceptedNumber(Decimal(stored["value"]), Decimal(stored["tolerance"]), stored["unit"])
    if "gaps" in stored:
        return Gaps(tuple(Gap(tuple(gap["options"]), gap["right"]) for gap in stored["gaps"]))
    criteria = tuple(Criterion(row["text"], Decimal(row["points"])) for row in stored["criteria"])
    return Rubric(criteria, stored["least_words"], stored["most_words"])
