"""PURE: keys that are typed for several questions at once, "1A 2C 3B" or "1. A; 2-C, 3: B,D"."""

from __future__ import annotations

import re

_KEY = re.compile(r"(\d{1,4})\s*[.:)\-–=]?\s*([A-Za-z](?:\s*[,+&]?\s*[A-Za-z](?![A-Za-z]))*)(?![^\W\d_])")


def read_keys(text: str) -> dict[int, set[int]]:
    """{number of the question: places of its right options}; the last of two counts."""
    found = {}
    for number, letters in _KEY.findall(text.strip()[:20_000]):
        found[int(number)] = {ord(letter) - ord("A") for letter in letters.upper() if letter.isalpha()}
    return found
