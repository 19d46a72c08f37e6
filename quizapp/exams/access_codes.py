"""PURE: codes that are read out in the room where an exam is sat."""

from __future__ import annotations

from random import Random

from .essay_codes import DIGITS, LETTERS


def draw_access_code(random: Random) -> str:
    """Two letters and four digits, such as KT4829: none that are heard or read for one another."""
    return "".join(random.choices(LETTERS, k=2)) + "".join(random.choices(DIGITS, k=4))
