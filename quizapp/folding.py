"""PURE: texts made comparable. Every search, sort and comparison of words goes through here."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Soft hyphen, zero-width and direction marks, byte order mark; C0 and C1 controls except those that are blanks.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]"
)

# Eth and African D look exactly like Đ and are typed for it.
_WITHOUT_MARKS: dict[int, str | None] = {
    **dict.fromkeys(range(0x300, 0x370)),
    ord("đ"): "d",
    ord("ð"): "d",
    ord("ɖ"): "d",
}


def tidy(text: str) -> str:
    """The text as a person means it: NFC, nothing invisible, every run of blanks one space, none at the ends."""
    composed = unicodedata.normalize("NFC", _UNSEEN.sub("", text))
    return " ".join(composed.split())


def fold(text: str) -> str:
    """The text for comparing: tidy, lower case, without diacritics ("Nguyễn  Thị" -> "nguyen thi")."""
    words = [_fold_known(word) if len(word) < _LONG_WORD else _fold_word(word) for word in text.split()]
    return " ".join(words) if all(words) else " ".join(filter(None, words))


def _fold_word(word: str) -> str:
    decomposed = unicodedata.normalize("NFD", _UNSEEN.sub("", word).lower())
    return decomposed.translate(_WITHOUT_MARKS)


# Vietnamese has some 7,000 syllables: large files are read in half the time.
_LONG_WORD = 24
_fold_known = lru_cache(maxsize=16_384)(_fold_word)
