"""PURE: questions that say nearly the same as another, found without comparing each with each.

Two steps. Candidates: questions that share several of the rarest pairs of neighbouring words. Comparison: the Indel
similarity (rapidfuzz.fuzz.ratio) of the words in order of the alphabet, so that neither the order of the options nor
that of the words matters; first of the stem with its options, then of the stem alone.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

from rapidfuzz import fuzz

from ..folding import fold

# Percent. Found by looking at the pairs of real banks: beneath them stand different questions about the same matter.
LEAST_ALIKE = 85
LEAST_ALIKE_STEMS = 75
# What is looked up for each question: so many word pairs, each shared by at most so many questions.
_LOOKED_UP = 12
_MOST_SHARED = 150
_MOST_COMPARED = 40
_WORD = re.compile(r"[^\W_]+")
_ROMAN = re.compile(r"\b[IVX]+\b")


@dataclass(frozen=True, slots=True)
class Wording:
    """A question made comparable. ``numbers`` are those of the stem, Arabic and Roman."""

    stem: str
    whole: str
    numbers: frozenset[str]
    word_pairs: frozenset[str]


@dataclass(frozen=True, slots=True)
class Likeness:
    """Question ``place`` is like the question ``other``; ``percent`` is 100 for the same words."""

    place: int
    other: int
    percent: int


def wording_of(stem: str, options: Iterable[str]) -> Wording:
    """From plain texts."""
    parts = [_words(stem), *map(_words, options)]
    return Wording(
        stem=" ".join(sorted(parts[0])),
        whole=" ".join(sorted(chain.from_iterable(parts))),
        numbers=frozenset(_numbers(stem, parts[0])),
        word_pairs=frozenset(chain.from_iterable(map(_word_pairs, parts))),
    )


def find_among(wordings: Sequence[Wording]) -> list[Likeness]:
    """For each question the one before it that is most like it, where there is one."""
    index = _Index(wordings)
    found = (index.closest(wording, before=place) for place, wording in enumerate(wordings))
    return [Likeness(place, *best) for place, best in enumerate(found) if best]


def find_against(new: Sequence[Wording], known: Sequence[Wording]) -> list[Likeness]:
    """For each new question the known one that is most like it, where there is one."""
    index = _Index(known)
    found = (index.closest(wording, before=len(known)) for wording in new)
    return [Likeness(place, *best) for place, best in enumerate(found) if best]


class _Index:
    """Questions by the word pairs in them."""

    def __init__(self, wordings: Sequence[Wording]) -> None:
        self._wordings = wordings
        self._places: dict[str, array[int]] = defaultdict(lambda: array("L"))
        for place, wording in enumerate(wordings):
            for pair in wording.word_pairs:
                self._places[pair].append(place)

    def closest(self, wording: Wording, before: int) -> tuple[int, int] | None:
        """(place, percent) of the question before this place that is most like it; the first of several."""
        best: tuple[int, int] | None = None
        least: float = LEAST_ALIKE
        for place in self._candidates(wording, before):
            percent = _compare(wording, self._wordings[place], least)
            if percent > least or (percent and best is None):
                best, least = (place, int(percent)), percent
        return best

    def _candidates(self, wording: Wording, before: int) -> list[int]:
        """Those that share at least a third of what is looked up, most first."""
        looked_up = list(self._rarest(wording, before))
        votes = Counter(chain.from_iterable(looked_up))
        needed = max(1, len(looked_up) // 3)
        shared = [(-count, place) for place, count in votes.items() if count >= needed]
        return [place for _, place in sorted(shared)[:_MOST_COMPARED]]

    def _rarest(self, wording: Wording, before: int) -> Iterator[Sequence[int]]:
        """Where the rarest word pairs stand that the question shares with any before it."""
        lists = (self._places.get(pair) for pair in wording.word_pairs)
        counted = sorted((len(places), places[0], places) for places in lists if places and places[0] < before)
        for count, _, places in counted[:_LOOKED_UP]:
            if count <= _MOST_SHARED:
                yield places[: bisect_left(places, before)]


def _compare(one: Wording, other: Wording, least: float) -> float:
    """Percent; 0 for less than ``least``. "Đến năm 2025 …" and "Đến năm 2030 …" are two questions: where each has
    numbers that the other lacks, they are not alike."""
    if not (one.numbers <= other.numbers or other.numbers <= one.numbers):
        return 0
    percent = fuzz.ratio(one.whole, other.whole, score_cutoff=least)
    return percent if percent and fuzz.ratio(one.stem, other.stem) >= LEAST_ALIKE_STEMS else 0


def _words(text: str) -> list[str]:
    return [word.lstrip("0") or "0" for word in _WORD.findall(fold(text))]


def _numbers(stem: str, words: Sequence[str]) -> Iterator[str]:
    yield from (word for word in words if not word.isalpha())
    yield from _ROMAN.findall(stem)


def _word_pairs(words: Sequence[str]) -> Iterable[str]:
    """A text of one word stands for itself."""
    return words if len(words) == 1 else (f"{one} {next}" for one, next in pairwise(words))
