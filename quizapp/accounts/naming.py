"""PURE: what members are searched and sorted by."""

from __future__ import annotations

from ..folding import fold


def search_name_of(name: str) -> str:
    """The name without diacritics."""
    return fold(name)[:160]


def sort_name_of(name: str) -> str:
    """The given name, which comes last, then the whole name: "an tran van an"."""
    words = fold(name).split()
    return " ".join([*words[-1:], *words])[:200]
