"""PURE: what an import has to say about single rows of a file."""

from __future__ import annotations

from dataclasses import dataclass

from ..errors import Sentence


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """A row that is not taken, with the reason in words that say how to mend it."""

    row: int
    item: str
    reason: Sentence


@dataclass(frozen=True, slots=True)
class RowWarning:
    """A row that is taken, or a column (then ``row`` is the header's), that the author should look at."""

    row: int
    item: str
    warning: Sentence
