"""PURE: what members are searched and sorted by."""

from __future__ import annotations

from ..folding import fold


def search_name_of(name: str) -> str:
    """The name without diacritics."""
    return fold(name)[:160]


def sort_name_of(name: str) -> str:
    """The given name, which comes last, then the whole name: "an tran van an"."""
    return _given_name_first(fold(name))


def folded_names_of(name: str) -> dict[str, str]:
    """Both columns, for whom folding twice is too slow."""
    folded = fold(name)
    return {"search_name": folded[:160], "sort_name": _given_name_first(folded)}


def _given_name_first(folded: str) -> str:
    return f"{folded.rpartition(' ')[2]} {folded}"[:200] if folded else ""
