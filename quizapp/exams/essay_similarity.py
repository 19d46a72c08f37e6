"""PURE: which essays of an exam say the same in the same words, and where.

A text is the set of its runs of ``RUN`` folded words. How alike two texts are is the *containment* of these sets: what
both hold, of the shorter one (A. Broder, "On the resemblance and containment of documents", 1997): a short essay that
was copied whole into a long one is found as well. Runs of the question itself count for nothing. The sets are bits of
one number each, so that all pairs of a class are compared at once.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, groupby

from ..folding import fold

# Words are single syllables in Vietnamese, and official names are long.
RUN = 8
LEAST_PERCENT = 15
# Fewer common runs are a quotation that anybody may have learnt.
LEAST_RUNS = 12
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Likeness:
    """Two essays by their codes; ``percent`` of the shorter one stands in the other."""

    code: str
    other: str
    percent: int


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a text as it was written; ``is_shared`` where the other one has it too."""

    text: str
    is_shared: bool


def likenesses(texts: Mapping[str, str], question: str = "") -> list[Likeness]:
    """Pairs of essays ({code: plain text}) that are worth a look, the most alike first."""
    known = _runs(question)
    runs = {code: _runs(text) - known for code, text in texts.items()}
    shared = [run for run, count in Counter(run for own in runs.values() for run in own).items() if count > 1]
    places = {run: place for place, run in enumerate(shared)}
    bits = {code: _as_bits(places[run] for run in own if run in places) for code, own in runs.items()}
    found = [
        Likeness(code, other, common * 100 // min(len(runs[code]), len(runs[other])))
        for code, other in combinations(sorted(texts), 2)
        if (common := (bits[code] & bits[other]).bit_count()) >= LEAST_RUNS
    ]
    alike = [one for one in found if one.percent >= LEAST_PERCENT]
    return sorted(alike, key=lambda one: (-one.percent, one.code, one.other))


def likenesses_of(code: str, texts: Mapping[str, str], question: str = "") -> list[Likeness]:
    """Those of one essay, which stands first in each."""
    known = _runs(question)
    own = _runs(texts[code]) - known
    found = []
    for other, text in texts.items():
        runs = _runs(text) - known
        common = len(own & runs)
        if other != code and common >= LEAST_RUNS:
            found.append(Likeness(code, other, common * 100 // min(len(own), len(runs))))
    return sorted((one for one in found if one.percent >= LEAST_PERCENT), key=lambda one: (-one.percent, one.other))


def side_by_side(text: str, other: str, question: str = "") -> tuple[list[Passage], list[Passage]]:
    """Both texts, parted into what stands in both and what does not."""
    shared = (_runs(text) & _runs(other)) - _runs(question)
    return _parted(text, shared), _parted(other, shared)


def _as_bits(places: Iterator[int]) -> int:
    """The number whose bits at these places are set; made at once, since each change copies it whole."""
    found = list(places)
    octets = bytearray(max(found, default=0) // 8 + 1)
    for place in found:
        octets[place >> 3] |= 1 << (place & 7)
    return int.from_bytes(octets, "little")


@lru_cache(maxsize=2_048)
def _runs(text: str) -> frozenset[int]:
    """The runs of the text; kept, since a marker looks at the same essays again and again."""
    words = _folded_words(text)
    return frozenset(hash(tuple(words[start : start + RUN])) for start in range(len(words) - RUN + 1))


def _folded_words(text: str) -> list[str]:
    words = _WORD.findall(unicodedata.normalize("NFC", text))
    folded = fold(" ".join(words)).split(" ")
    # One by one where a word vanishes: the places must stay those of the text.
    return folded if len(folded) == len(words) else [fold(word) for word in words]


def _parted(text: str, shared: frozenset[int]) -> list[Passage]:
    composed = unicodedata.normalize("NFC", text)
    words, folded = list(_WORD.finditer(composed)), _folded_words(text)
    is_shared = [False] * len(words)
    for start in range(len(words) - RUN + 1):
        if hash(tuple(folded[start : start + RUN])) in shared:
            is_shared[start : start + RUN] = [True] * RUN
    passages, begin = [], 0
    for shares, group in groupby(range(len(words)), key=is_shared.__getitem__):
        last = list(group)[-1]
        # What stands between two words belongs to the first of them.
        end = words[last + 1].start() if last + 1 < len(words) else len(composed)
        passages.append(Passage(composed[begin:end], shares))
        begin = end
    return passages or [Passage(composed, is_shared=False)]
