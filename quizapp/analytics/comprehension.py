"""PURE: what a page tells of how well each section is understood: which cells may be seen, and in which order."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .item_lines import FEWEST_PEOPLE
from .rates import rate

# The document as a whole; sections go by their id.
WHOLE = 0
# Every source together.
ALL = "all"
# Rounds, exams and assessments for practice by their kind; a day's practice; the questions of lessons.
SOURCES = ("practice", "course", "round", "exam")

WORST, TEXT = "worst", "text"


@dataclass(frozen=True, slots=True)
class Cell:
    """What was answered. ``right``: answers that are wholly right."""

    answers: int
    right: int
    people: int

    @property
    def rate(self) -> float | None:
        """Right ones in percent."""
        return rate(self.right, self.answers)


@dataclass(frozen=True, slots=True)
class Line:
    """A section. ``cell`` is None where too few people answered (or nobody); ``sources`` where the split would tell of
    too few."""

    section: Any
    is_asked: bool
    cell: Cell | None
    sources: Mapping[str, Cell] | None


@dataclass(frozen=True, slots=True)
class Comprehension:
    """Of one unit with its subtree. ``unasked``: the topmost sections about which there is no question."""

    whole: Line
    lines: list[Line]
    unasked: list[Any]


def read(
    sections: Sequence[Any], cited: Collection[int], content: Mapping[str, Mapping[str, Sequence[int]]], order: str
) -> Comprehension:
    """``sections``: of the document in reading order; ``cited``: those that questions cite; ``content``: what is kept
    of the unit."""
    asked = _with_those_above(sections, cited)
    lines = [_line(one, one.id in asked, content) for one in sections]
    whole = _line(None, bool(content), content)
    if order == TEXT:
        return Comprehension(whole, [line for line in lines if _is_shown(line)], _topmost(sections, asked))
    # Worst first: only what questions are about themselves, else a chapter would stand beside its own articles.
    direct = [line for line in lines if line.section.id in cited]
    known = sorted((line for line in direct if line.cell), key=lambda line: (line.cell.rate, line.section.position))  # type: ignore[union-attr]
    return Comprehension(whole, known + [line for line in direct if not line.cell], _topmost(sections, asked))


def _is_shown(line: Line) -> bool:
    # Clauses and points without a question would drown the rest.
    return line.is_asked or line.section.kind not in ("clause", "point")


def _with_those_above(sections: Iterable[Any], cited: Collection[int]) -> set[int]:
    parents = {one.id: one.parent_id for one in sections}
    asked: set[int] = set()
    for number in cited:
        place: int | None = number
        while place is not None and place in parents and place not in asked:
            asked.add(place)
            place = parents[place]
    return asked


def _topmost(sections: Sequence[Any], asked: Collection[int]) -> list[Any]:
    """Sections without a question whose section above has one, or that stand at the top."""
    return [one for one in sections if one.id not in asked and (one.parent_id is None or one.parent_id in asked)]


def _line(section: Any, is_asked: bool, content: Mapping[str, Mapping[str, Sequence[int]]]) -> Line:
    stored = content.get(str(section.id if section is not None else WHOLE), {})
    cells = {name: Cell(*values) for name, values in stored.items()}
    if ALL not in cells or cells[ALL].people < FEWEST_PEOPLE:
        return Line(section, is_asked, None, None)
    sources = {name: cells[name] for name in SOURCES if name in cells}
    # One hidden source would be what the others leave of the whole: then none is told.
    may_split = all(cell.people >= FEWEST_PEOPLE for cell in sources.values())
    return Line(section, is_asked, cells[ALL], sources if may_split else None)
