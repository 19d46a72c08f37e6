"""PURE: words to search by, how well a passage fits them, and where they stand in the original."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from ..folding import fold

MOST_WORDS = 12
# Longer passages are cut for the index; a tsvector holds no more than 1 MB.
MOST_LETTERS = 400_000
PASSAGE = 220  # letters around the words
_WORD = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a passage; ``is_found``: it is one of the words searched for."""

    text: str
    is_found: bool


def words_of(text: str) -> list[str]:
    """The words of a text, folded: ["57", "nq", "tw"] for "57-NQ/TW"."""
    return _WORD.findall(fold(text))


def index_words(text: str) -> str:
    """What is stored for searching in a text."""
    return " ".join(words_of(text[:MOST_LETTERS]))


def fit(stored: str, words: list[str]) -> float:
    """How well a stored passage fits: 1 where the words follow each other, less the further they lie apart."""
    if f" {' '.join(words)} " in f" {stored} ":
        return 1.0
    found = stored.split(" ")
    places = {word: [place for place, one in enumerate(found) if one == word] for word in set(words)}
    if not all(places.values()):
        return 0.0
    rarest = min(places.values(), key=len)
    return max(_closeness(place, places, len(words)) for place in rarest[:50])


def _closeness(place: int, places: dict[str, list[int]], count: int) -> float:
    """0.9 for words that stand beside each other in any order."""
    distances = [min(abs(one - place) for one in every) for every in places.values()]
    return 0.9 * count / max(count, max(distances) + 1)


def passage(text: str, words: list[str], length: int = PASSAGE) -> list[Piece]:
    """The part of the text around the words, in its own letters, cut at words; [] where none is found."""
    text = " ".join(unicodedata.normalize("NFC", text).split())
    found = [match.span() for match in re.finditer(r"[^\W_]+", text) if fold(match[0]) in set(words)]
    if not found:
        return []
    start, end = _window(found, words, text, length)
    pieces = _cut(text, [span for span in found if start <= span[0] and span[1] <= end], start, end)
    if start > 0:
        pieces.insert(0, Piece("… ", False))
    return [*pieces, Piece(" …", False)] if end < len(text) else pieces


def _window(found: list[tuple[int, int]], words: list[str], text: str, length: int) -> tuple[int, int]:
    """The stretch of this length with the most different words, the first of them."""

    def count(place: int) -> int:
        within = [one for one in found[place:] if one[1] <= found[place][0] + length]
        return len({fold(text[first:last]) for first, last in within})

    best = max(range(min(len(found), 200)), key=lambda place: (count(place), -place))
    start = max(0, found[best][0] - length // 4)
    start = text.rfind(" ", 0, start) + 1 if start else 0
    end = min(len(text), start + length)
    end = text.rfind(" ", start, end) if end < len(text) else end
    return start, max(end, found[best][1])


def _cut(text: str, spans: list[tuple[int, int]], start: int, end: int) -> list[Piece]:
    pieces: list[Piece] = []
    place = start
    for first, last in spans:
        if pieces and pieces[-1].is_found and text[place:first] == " ":
            pieces[-1] = Piece(f"{pieces[-1].text} {text[first:last]}", True)
        else:
            if place < first:
                pieces.append(Piece(text[place:first], False))
            pieces.append(Piece(text[first:last], True))
        place = last
    return [*pieces, Piece(text[place:end], False)] if place < end else pieces
