"""PURE: draw a paper from pools, and the compact form in which it is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import permutations
from random import Random
from string import ascii_lowercase
from typing import Any

_PLACES = {letter: place for place, letter in enumerate(ascii_lowercase)}


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of the matrix: how many questions of this pool, and the points of each."""

    count: int
    points: float
    pool: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PaperQuestion:
    """A question of a paper. ``order`` holds the original places of the options in the order shown; ``others`` the same
    for its further lists: the right-hand sides of a matching question, the choices of each gap of a cloze."""

    version_id: int
    order: tuple[int, ...]
    points: float
    others: tuple[tuple[int, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Layout:
    """How a question is shown that is more than a list of options: how long its further lists are, and which lists are
    mixed whatever the setting says, because their own order is the key."""

    others: tuple[int, ...] = ()
    always_mixes_options: bool = False
    always_mixes_others: bool = False


PLAIN = Layout()


def draw(
    cells: Sequence[Cell],
    option_counts: Mapping[int, int],
    fixed_order: frozenset[int],
    random: Random,
    shuffles_questions: bool = True,
    shuffles_options: bool = True,
    layouts: Mapping[int, Layout] | None = None,
) -> tuple[PaperQuestion, ...]:
    """A paper in which no question stands twice.

    ``option_counts`` are by version; the options of versions in ``fixed_order`` (true/false) are never shuffled.
    ``layouts`` are those of the versions that have more than options.
    Raises ValueError when the pools cannot fill the cells.
    """
    special = layouts or {}
    chosen = [
        PaperQuestion(
            version, _order(option_counts[version], shuffles_options and version not in fixed_order, random), points
        )
        if version not in special
        else _laid_out(version, option_counts[version], special[version], shuffles_options, random, points)
        for version, points in _choose(cells, random)
    ]
    if shuffles_questions:
        random.shuffle(chosen)
    return tuple(chosen)


def _laid_out(version: int, count: int, layout: Layout, shuffles: bool, random: Random, points: float) -> PaperQuestion:
    order = _order(count, shuffles or layout.always_mixes_options, random)
    mixes_others = shuffles or layout.always_mixes_others
    return PaperQuestion(version, order, points, tuple(_order(size, mixes_others, random) for size in layout.others))


def _order(count: int, is_shuffled: bool, random: Random) -> tuple[int, ...]:
    if not is_shuffled:
        return tuple(range(count))
    return random.choice(_orders(count)) if count <= 5 else tuple(random.sample(range(count), count))


@cache
def _orders(count: int) -> list[tuple[int, ...]]:
    """All orders of a few options: to choose one of them takes one random number."""
    return list(permutations(range(count)))


def _choose(cells: Sequence[Cell], random: Random) -> list[tuple[int, float]]:
    """Versions with their points, cell by cell in the matrix's order."""
    filled = choose_versions(cells, random)
    return [(version, cell.points) for cell, versions in zip(cells, filled, strict=True) for version in versions]


def choose_versions(cells: Sequence[Cell], random: Random) -> list[Sequence[int]]:
    """Versions for each cell, none of them twice. Raises ValueError when the pools cannot fill the cells."""
    filled: list[Sequence[int]]
    if _overlaps(tuple(cells)):
        filled = [*_match(cells, [random.sample(cell.pool, len(cell.pool)) for cell in cells])]
    else:
        filled = [_sample(cell, random) for cell in cells]
    if any(len(versions) < cell.count for cell, versions in zip(cells, filled, strict=True)):
        raise ValueError("the pools cannot fill the matrix")
    return filled


def _sample(cell: Cell, random: Random) -> Sequence[int]:
    """Where all are taken they keep their order: a fixed paper that is not shuffled is the same for everybody."""
    if cell.count == len(cell.pool):
        return cell.pool
    return random.sample(cell.pool, cell.count) if cell.count < len(cell.pool) else ()


@lru_cache(maxsize=64)
def _overlaps(cells: tuple[Cell, ...]) -> bool:
    total = sum(len(cell.pool) for cell in cells)
    return len(cells) > 1 and len(set().union(*(cell.pool for cell in cells))) < total


def _match(cells: Sequence[Cell], pools: Sequence[Sequence[int]]) -> list[list[int]]:
    """Give every place of every cell a version of its own where that is possible (augmenting paths, Kuhn 1955)."""
    places = [number for number, cell in enumerate(cells) for _ in range(cell.count)]
    taken_by: dict[int, int] = {}

    def seat(place: int, tried: set[int]) -> bool:
        for version in pools[places[place]]:
            if version in tried:
                continue
            tried.add(version)
            if version not in taken_by or seat(taken_by[version], tried):
                taken_by[version] = place
                return True
        return False

    for place in range(len(places)):
        seat(place, set())
    filled: list[list[int]] = [[] for _ in cells]
    for version, place in taken_by.items():
        filled[places[place]].append(version)
    return filled


def missing_questions(cells: Sequence[Cell]) -> list[int]:
    """How many questions each cell lacks when all cells are filled together as well as possible."""
    filled = _match(cells, [cell.pool for cell in cells])
    return [cell.count - len(versions) for cell, versions in zip(cells, filled, strict=True)]


def pack(paper: Sequence[PaperQuestion]) -> list[list[Any]]:
    """The form that is stored: [[version, "cadb", points], …], with a fourth place "bca cab" for further lists."""
    return [
        [q.version_id, _letters(q.order), q.points, *([" ".join(map(_letters, q.others))] if q.others else [])]
        for q in paper
    ]


def unpack(packed: Sequence[Sequence[Any]]) -> tuple[PaperQuestion, ...]:
    """The paper that ``pack`` stored."""
    return tuple(
        PaperQuestion(v, _places(order), p, tuple(map(_places, others[0].split(" "))) if others else ())
        for v, order, p, *others in packed
    )


def _letters(order: Sequence[int]) -> str:
    return "".join(map(ascii_lowercase.__getitem__, order))


def _places(letters: str) -> tuple[int, ...]:
    return tuple(map(_PLACES.__getitem__, letters))


def question_ids(paper: Sequence[PaperQuestion]) -> list[str]:
    """What the browser calls the questions: their numbers. They say nothing about where they come from."""
    return [str(number) for number in range(1, len(paper) + 1)]


def option_ids(question: PaperQuestion) -> list[str]:
    """What the browser calls the options: letters in the order shown."""
    return list(ascii_lowercase[: len(question.order)])


def original_options(question: PaperQuestion, chosen: Sequence[str]) -> frozenset[int]:
    """The author's places of the chosen letters; letters that are not on the paper are left out."""
    known = len(question.order)
    return frozenset(question.order[place] for c in chosen if (place := _PLACES.get(c, known)) < known)


def letter_of(order: Sequence[int], place: int) -> str:
    """What the browser calls the author's ``place`` where a list is shown in this order."""
    return ascii_lowercase[order.index(place)]
