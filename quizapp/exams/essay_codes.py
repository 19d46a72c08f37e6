"""PURE: anonymous codes (phách) for essays."""

from __future__ import annotations

from collections.abc import Collection
from random import Random

# Neither vowels, which make words, nor letters and digits that are read for one another.
LETTERS = "BCDFGHJKLMNPQRTVWXZ"
DIGITS = "23456789"


def draw_codes(count: int, taken: Collection[str], random: Random) -> list[str]:
    """So many new codes such as KT-482, none of them ``taken``; they say nothing about the order of the essays."""
    used = set(taken)
    codes: list[str] = []
    while len(codes) < count:
        code = f"{''.join(random.choices(LETTERS, k=2))}-{''.join(random.choices(DIGITS, k=3))}"
        if code not in used:
            used.add(code)
            codes.append(code)
    return codes
