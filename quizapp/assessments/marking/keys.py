"""PURE: what is right, by the idea of the question. Places are those of the author.

Choices (single, multiple, true/false) have no class: their key is the frozen set of the places of the right options,
which is what nearly all papers are made of.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ...questions.appearance import Options, matches_shown
from ...questions.formats.answers import AcceptedNumber, AcceptedTexts, Answer, Gaps
from ..paper import PaperQuestion, letter_of, option_ids


@dataclass(frozen=True, slots=True)
class Judgements:
    """Statements that are each true or false."""

    truths: tuple[bool, ...]

    def pairs(self, question: PaperQuestion) -> dict[str, str]:
        """{statement: "true" | "false"} in the letters of the paper."""
        shown = zip(option_ids(question), question.order, strict=True)
        return {letter: "true" if self.truths[place] else "false" for letter, place in shown}


@dataclass(frozen=True, slots=True)
class Matches:
    """For each left-hand side the place of its right-hand side."""

    rights: tuple[int, ...]

    def pairs(self, question: PaperQuestion) -> dict[str, str]:
        """{left: right} in the letters of the paper."""
        shown = zip(option_ids(question), question.order, strict=True)
        return {letter: letter_of(question.others[0], self.rights[place]) for letter, place in shown}


@dataclass(frozen=True, slots=True)
class RightGaps:
    """For each gap the place of its right choice."""

    rights: tuple[int, ...]

    def pairs(self, question: PaperQuestion) -> dict[str, str]:
        """{number of the gap: choice} in the letters of the paper."""
        gaps = zip(question.others, self.rights, strict=True)
        return {str(number): letter_of(order, right) for number, (order, right) in enumerate(gaps, 1)}


@dataclass(frozen=True, slots=True)
class Succession:
    """Items in their right order: the author's, unless it was corrected."""

    places: tuple[int, ...]

    def letters(self, question: PaperQuestion) -> Iterator[str]:
        """The items in the right order, in the letters of the paper."""
        return (letter_of(question.order, place) for place in self.places)


@dataclass(frozen=True, slots=True)
class AnyOf:
    """One choice of several right ones, found out after the question was sat."""

    places: frozenset[int]


@dataclass(frozen=True, slots=True)
class ByHand:
    """An essay: only a person can mark it."""


PlainKey = (
    frozenset[int] | Judgements | Matches | RightGaps | Succession | AnyOf | AcceptedTexts | AcceptedNumber | ByHand
)


@dataclass(frozen=True, slots=True)
class Annulled:
    """A question that was annulled after it was sat: everybody gets its points, whatever was answered."""

    original: PlainKey


Key = PlainKey | Annulled


def key_of(kind: str, options: Options, answer: Answer | None) -> PlainKey:
    """What is right."""
    match kind, answer:
        case "statements", _:
            return Judgements(tuple(bool(option["right"]) for option in options))
        case "matching", _:
            matches = matches_shown(options)
            return Matches(tuple(matches.index(option["match"]) for option in options if option["text"]))
        case "ordering", _:
            return Succession(tuple(range(len(options))))
        case "cloze", Gaps(gaps):
            return RightGaps(tuple(gap.right for gap in gaps))
        case _, AcceptedTexts() | AcceptedNumber():
            return answer
        case "essay", _:
            return ByHand()
    return frozenset(place for place, option in enumerate(options) if option["right"])


def right_answer(question: PaperQuestion, key: Key) -> list[str] | str:
    """An answer that gives all points; "" for an essay."""
    match key:
        case frozenset():
            shown = zip(option_ids(question), question.order, strict=True)
            return [letter for letter, place in shown if place in key]
        case Succession():
            return list(key.letters(question))
        case AcceptedTexts():
            return key.accepted[0]
        case AcceptedNumber():
            return f"{key.value:f}"
        case AnyOf():
            return right_answer(question, key.places)[:1]
        case Annulled():
            return right_answer(question, key.original)
        case ByHand():
            return ""
    return [f"{name}:{value}" for name, value in key.pairs(question).items()]
