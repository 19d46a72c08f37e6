"""PURE: lasting names of sections, and which new section is which old one when a corrected text comes."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from ..folding import fold
from .headings import ordinal
from .parsed import ParsedSection

LONGEST_ANCHOR = 80
_WORDS = {
    "part": "phan",
    "chapter": "chuong",
    "heading": "muc",
    "article": "dieu",
    "clause": "khoan",
    "point": "diem",
}
_OPENING = "mo-dau"


@dataclass(frozen=True, slots=True)
class KnownSection:
    """A stored section, as far as it is recognised by."""

    id: int
    anchor: str
    kind: str
    number: str
    heading: str
    depth: int


@dataclass(frozen=True, slots=True)
class PlacedSection:
    """A section with its name, its place, and the stored one that it is (None: new)."""

    section: ParsedSection
    anchor: str
    path: str
    parent: int | None  # its place in the list
    known_id: int | None


def place_sections(sections: Sequence[ParsedSection], known: Sequence[KnownSection]) -> list[PlacedSection]:
    """Each section with a unique anchor. A stored one is recognised by kind and numbers from the top down, then by kind
    and heading, and keeps its id and anchor."""
    parents = _parents([one.depth for one in sections])
    same = _matches(sections, parents, known)
    taken = {one.anchor for one in known}
    anchors: list[str] = []
    for place, section in enumerate(sections):
        found = same.get(place)
        above = anchors[parents[place]] if parents[place] is not None else ""  # type: ignore[index]
        anchors.append(found.anchor if found else _unique(_anchor(section, above), taken))
    paths = _paths(parents)
    return [
        PlacedSection(section, anchors[place], paths[place], parents[place], same[place].id if place in same else None)
        for place, section in enumerate(sections)
    ]


def _parents(depths: Sequence[int]) -> list[int | None]:
    """For each section the place of the nearest one before it of a smaller depth."""
    parents: list[int | None] = []
    above: list[int] = []
    for place, depth in enumerate(depths):
        while above and depths[above[-1]] >= depth:
            above.pop()
        parents.append(above[-1] if above else None)
        above.append(place)
    return parents


def _paths(parents: Sequence[int | None]) -> list[str]:
    counts: dict[int | None, int] = defaultdict(int)
    paths: list[str] = []
    for parent in parents:
        counts[parent] += 1
        paths.append(f"{paths[parent] if parent is not None else ''}{counts[parent]}/")
    return paths


def _matches(
    sections: Sequence[ParsedSection], parents: Sequence[int | None], known: Sequence[KnownSection]
) -> dict[int, KnownSection]:
    by_numbers = defaultdict(list)
    for one, key in zip(known, _number_paths(known, _parents([one.depth for one in known])), strict=True):
        by_numbers[key].append(one)
    found: dict[int, KnownSection] = {}
    for place, key in enumerate(_number_paths(sections, parents)):
        if by_numbers[key]:
            found[place] = by_numbers[key].pop(0)
    left = {one.id for one in known} - {one.id for one in found.values()}
    by_heading = defaultdict(list)
    for one in known:
        if one.id in left and one.heading:
            by_heading[one.kind, fold(one.heading)].append(one)
    for place, section in enumerate(sections):
        if place not in found and section.heading and by_heading[section.kind, fold(section.heading)]:
            found[place] = by_heading[section.kind, fold(section.heading)].pop(0)
    return found


def _number_paths(sections: Sequence[ParsedSection | KnownSection], parents: Sequence[int | None]) -> list[str]:
    """ "chapter:2/article:5": articles count through the whole document, so they stand for themselves."""
    paths: list[str] = []
    for section, parent in zip(sections, parents, strict=True):
        own = f"{section.kind}:{ordinal(section.number) if section.number else fold(section.heading)}"
        paths.append(own if section.kind == "article" or parent is None else f"{paths[parent]}/{own}")
    return paths


def _anchor(section: ParsedSection, above: str) -> str:
    if not section.number:
        return _slug(section.heading) or _OPENING
    own = f"{_WORDS.get(section.kind, 'phan')}-{_slug(ordinal(section.number).replace('đ', 'dd'))}"
    is_within = section.kind != "article" and bool(above) and above != _OPENING
    return f"{above}-{own}" if is_within else own


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")[:50].strip("-")


def _unique(anchor: str, taken: set[str]) -> str:
    anchor = anchor[-(LONGEST_ANCHOR - 6) :].strip("-")
    number, candidate = 1, anchor
    while candidate in taken:
        number += 1
        candidate = f"{anchor}-{number}"
    taken.add(candidate)
    return candidate
