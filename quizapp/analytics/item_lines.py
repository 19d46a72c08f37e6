"""PURE: the figures of one question, as they are kept and shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from math import isnan
from typing import TYPE_CHECKING, Any

from ..assessments.marking.keys import Key

if TYPE_CHECKING:
    from .items import ItemTable, SetTable

# No figure is made of fewer people: it would tell what one of them answered.
FEWEST_PEOPLE = 5
# A model is fitted to questions with so many answers.
ENOUGH_FOR_A_MODEL = 200


@dataclass(frozen=True, slots=True)
class Choice:
    """An option, in its original place. ``groups``: the share in the lowest, middle and highest third, where each has
    enough people."""

    is_right: bool
    share: float
    groups: tuple[float, ...] | None


@dataclass(frozen=True, slots=True)
class Curve:
    """The two-parameter model of the question with standard errors; ``b`` is None where the curve is flat."""

    a: float
    b: float | None
    d: float
    error_a: float
    error_b: float | None


@dataclass(frozen=True, slots=True)
class ItemLine:
    """None: not defined, or of too few people. ``seconds``: median of whole papers, by their number of questions."""

    version_id: int
    answers: int
    facility: float | None
    discrimination: float | None
    upper_lower: float | None
    blank: float | None
    seconds: float | None
    choices: tuple[Choice, ...]
    curve: Curve | None


@dataclass(frozen=True, slots=True)
class SetLine:
    """The set as a whole; ``distribution`` is hidden (None) below FEWEST_PEOPLE attempts."""

    attempts: int
    length: float | None
    mean: float | None
    deviation: float | None
    alpha: float | None
    error: float | None
    distribution: tuple[int, ...] | None


def set_line(table: SetTable) -> SetLine:
    """As a value of plain numbers."""
    if table.attempts < FEWEST_PEOPLE:
        return SetLine(table.attempts, None, None, None, None, None, None)
    return SetLine(
        attempts=table.attempts,
        length=rounded(table.length),
        mean=rounded(table.mean),
        deviation=rounded(table.deviation),
        alpha=rounded(table.alpha),
        error=rounded(table.error),
        distribution=tuple(int(count) for count in table.distribution),
    )


def item_lines(
    table: ItemTable, curves: Mapping[int, Curve], keys: Mapping[int, Key], options: Mapping[int, int]
) -> list[ItemLine]:
    """A line per version; ``keys`` and ``options`` (how many) are by version."""
    lines = []
    for row, version in enumerate(int(number) for number in table.versions):
        answers = int(table.answers[row])
        if answers < FEWEST_PEOPLE:
            lines.append(ItemLine(version, answers, None, None, None, None, None, (), None))
            continue
        line = ItemLine(
            version_id=version,
            answers=answers,
            facility=rounded(table.facility[row]),
            discrimination=rounded(table.discrimination[row]),
            upper_lower=rounded(table.upper_lower[row]),
            blank=rounded(table.blank[row]),
            seconds=rounded(table.seconds[row]),
            choices=_choices(table, row, keys[version], options[version]),
            curve=curves.get(version),
        )
        lines.append(line)
    return lines


def _choices(table: ItemTable, row: int, key: Key, count: int) -> tuple[Choice, ...]:
    """Of questions that are answered by choosing options; the others have none."""
    if not isinstance(key, frozenset):
        return ()
    return tuple(_choice(table, row, place, place in key) for place in range(count))


def _choice(table: ItemTable, row: int, place: int, is_right: bool) -> Choice:
    if place >= table.choices.shape[1]:  # nobody chose an option so far down
        return Choice(is_right, 0.0, (0.0, 0.0, 0.0) if table.group_sizes[row].min() >= FEWEST_PEOPLE else None)
    groups = None
    if table.group_sizes[row].min() >= FEWEST_PEOPLE:
        groups = tuple(round(float(share), 4) for share in table.choices_by_group[row, place])
    return Choice(is_right, round(float(table.choices[row, place]), 4), groups)


def rounded(value: float) -> float | None:
    return None if isnan(value) else round(float(value), 4)


def as_json(lines: Sequence[ItemLine], whole: SetLine) -> dict[str, Any]:
    """What is kept."""
    return {"set": asdict(whole), "items": [asdict(line) for line in lines]}


def from_json(content: Mapping[str, Any]) -> tuple[list[ItemLine], SetLine]:
    """What was kept."""
    whole = content["set"]
    whole = SetLine(**(whole | {"distribution": _tuple(whole["distribution"])}))
    return [_line(stored) for stored in content["items"]], whole


def _line(stored: dict[str, Any]) -> ItemLine:
    choices = tuple(Choice(**(choice | {"groups": _tuple(choice["groups"])})) for choice in stored["choices"])
    curve = Curve(**stored["curve"]) if stored["curve"] else None
    return ItemLine(**(stored | {"choices": choices, "curve": curve}))


def _tuple(values: Sequence[Any] | None) -> tuple[Any, ...] | None:
    return None if values is None else tuple(values)
