"""PURE: how an exam turned out: its marks as figures, and how many got each question right."""

from __future__ import annotations

import statistics
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..assessments.marking.keys import ByHand, Key
from ..assessments.paper import question_ids, unpack
from ..assessments.scoring import share_of


@dataclass(frozen=True, slots=True)
class Figures:
    """Marks as figures; ``spread`` is the standard deviation of all (not of a sample)."""

    people: int
    mean: float
    spread: float
    median: float
    lowest: float
    highest: float


@dataclass(frozen=True, slots=True)
class Column:
    """How many marks lie from ``least`` up to below ``below`` (the last column holds the end of the scale too)."""

    least: float
    below: float
    people: int


@dataclass(frozen=True, slots=True)
class Item:
    """A question: asked so often, left blank so often, and which part of its points was won (in per cent)."""

    version_id: int
    asked: int
    blank: int
    facility: float


@dataclass(frozen=True, slots=True)
class Sat:
    """A submitted paper with its answers, and the keys and points that it is marked by."""

    paper: Sequence[Sequence[Any]]
    answers: Mapping[str, Any]
    keys: Mapping[int, Key]
    points_by_hand: Mapping[str, float]


def figures(marks: Sequence[float]) -> Figures | None:
    """None where nobody has a mark."""
    if not marks:
        return None
    return Figures(
        people=len(marks),
        mean=round(statistics.fmean(marks), 2),
        spread=round(statistics.pstdev(marks), 2),
        median=statistics.median(marks),
        lowest=min(marks),
        highest=max(marks),
    )


def distribution(marks: Iterable[float], scale: float, columns: int = 10) -> list[Column]:
    """The marks in so many columns of equal width."""
    width = scale / columns
    counted = [0] * columns
    for mark in marks:
        counted[min(int(mark / width + 1e-9), columns - 1)] += 1
    return [Column(place * width, (place + 1) * width, people) for place, people in enumerate(counted)]


def items(papers: Iterable[Sat]) -> list[Item]:
    """Every question that was asked, the hardest first. An essay that no one has marked yet is left out."""
    asked: dict[int, int] = defaultdict(int)
    blank: dict[int, int] = defaultdict(int)
    won: dict[int, float] = defaultdict(float)
    for sat in papers:
        questions = unpack(sat.paper)
        for name, question in zip(question_ids(questions), questions, strict=True):
            key, answer = sat.keys[question.version_id], sat.answers.get(name)
            if name in sat.points_by_hand:
                part = sat.points_by_hand[name] / question.points if question.points else 0
            elif isinstance(key, ByHand) and answer:
                continue
            else:
                part = share_of(question, key, answer)
            asked[question.version_id] += 1
            blank[question.version_id] += not answer
            won[question.version_id] += part
    found = [Item(version, n, blank[version], round(100 * won[version] / n, 2)) for version, n in asked.items()]
    return sorted(found, key=lambda item: (item.facility, item.version_id))
