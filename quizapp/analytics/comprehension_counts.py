"""PURE: from single answers to what each unit with its subtree understands of each section.

Why a stored result and not tallies moved with every answer: people are distinct over questions, sections and sources,
so a tally would need a row per person and section; and the opening minute of a round has nothing to spare. A person is
counted where he or she belongs at the moment of counting, once, so that people of units add up to those of the unit
above.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from ..units.subtree import ids_of
from .comprehension import ALL, SOURCES
from .responses import Responses

# {unit: {section: {source: [answers, right ones, people]}}}; sections are text, as JSON has them.
Counted = dict[int, dict[str, dict[str, list[int]]]]


def count(
    responses: Responses,
    members: Sequence[int],
    sources: Sequence[int],
    places: Mapping[int, Sequence[int]],
    paths: Mapping[int, str],
) -> Counted:
    """``members`` and ``sources`` (an index of SOURCES) are by attempt; ``places``: by version the section that is
    cited and those above it, WHOLE the last; ``paths``: of each member's unit. Blanks are no answers."""
    r = responses
    counted: Counted = {}
    is_given = ~r.is_blank[r.outcome]
    item, attempt = r.item[r.outcome][is_given], r.attempt[is_given]
    if not len(item):
        return counted
    is_right = r.score[r.outcome][is_given] >= 1
    known, person = np.unique(np.asarray(members, dtype=np.int64), return_inverse=True)
    unit_paths = sorted({paths[int(one)] for one in known})
    unit = np.searchsorted(np.array(unit_paths), np.array([paths[int(one)] for one in known]))
    source = np.asarray(sources, dtype=np.int64)[attempt]
    sections, level_of = _levels(r.versions, places)
    for level in level_of:
        found = level[item] >= 0
        _add(
            counted,
            _Taken(level[item][found], person[attempt][found], source[found], is_right[found]),
            unit,
            unit_paths,
            sections,
        )
    return counted


def _levels(versions: np.ndarray, places: Mapping[int, Sequence[int]]) -> tuple[list[int], np.ndarray]:
    """All sections, and an array (levels, versions) of their indices; -1 where a version has fewer.

    A section stands on one level for all versions, so that its people are counted in one go.
    """
    sections = sorted({place for version in versions for place in places[int(version)]})
    index = {section: number for number, section in enumerate(sections)}
    depth = max(len(places[int(version)]) for version in versions)
    levels = np.full((depth, len(versions)), -1, dtype=np.int64)
    for column, version in enumerate(versions):
        # From the document down to the section.
        for row, place in enumerate(reversed(places[int(version)])):
            levels[row, column] = index[place]
    return sections, levels


class _Taken:
    """Answers of one level, by section index, person index, source and whether they are right."""

    def __init__(self, section: np.ndarray, person: np.ndarray, source: np.ndarray, is_right: np.ndarray) -> None:
        self.section, self.person, self.source, self.is_right = section, person, source, is_right


def _add(counted: Counted, taken: _Taken, unit: np.ndarray, unit_paths: Sequence[str], sections: Sequence[int]) -> None:
    for name, chosen in _by_source(taken):
        people = len(unit)
        pairs = np.unique(taken.section[chosen] * people + taken.person[chosen])
        cells = taken.section[chosen] * len(unit_paths) + unit[taken.person[chosen]]
        size = len(sections) * len(unit_paths)
        figures = (
            np.bincount(cells, minlength=size),
            np.bincount(cells, taken.is_right[chosen], minlength=size),
            np.bincount(pairs // people * len(unit_paths) + unit[pairs % people], minlength=size),
        )
        for cell in np.flatnonzero(figures[0]):
            section, of = divmod(int(cell), len(unit_paths))
            values = [int(figure[cell]) for figure in figures]
            for unit_id in ids_of(unit_paths[of]):
                _plus(counted, unit_id, str(sections[section]), name, values)


def _by_source(taken: _Taken) -> list[tuple[str, Any]]:
    return [(ALL, slice(None)), *((name, taken.source == number) for number, name in enumerate(SOURCES))]


def _plus(counted: Counted, unit_id: int, section: str, source: str, values: list[int]) -> None:
    cell = counted.setdefault(unit_id, {}).setdefault(section, {}).setdefault(source, [0, 0, 0])
    for number, value in enumerate(values):
        cell[number] += value
