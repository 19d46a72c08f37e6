"""What came of reading a list: counted, and every row that needs somebody's eye with its place and reason."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from .errors import Sentence


@dataclass(frozen=True, slots=True)
class RowNote:
    """One sentence about one row. ``row`` is the number that the author sees in the file (0: the file as a whole),
    ``item`` what he or she calls it."""

    row: int
    item: str
    sentence: Sentence


@dataclass
class ImportReport:
    """The counts of an import. A good row that changes nothing is accepted, but neither created nor updated."""

    found: int = 0
    accepted: int = 0
    created: int = 0
    updated: int = 0
    rejected: list[RowNote] = field(default_factory=list)
    warnings: list[RowNote] = field(default_factory=list)
    # {"single": 100, …}, for questions.
    by_kind: dict[str, int] | None = None

    def reject(self, row: int, item: str, error: Sentence) -> None:
        """Note a row that cannot be stored."""
        self.rejected.append(RowNote(row, item, error))

    def warn(self, row: int, item: str, warning: Sentence) -> None:
        """Note a row that is stored, but should be looked at."""
        self.warnings.append(RowNote(row, item, warning))

    def may_store(self, skip_rejected: bool) -> bool:
        """Whether the good rows are stored: one rejected row holds all back unless it may be skipped."""
        return skip_rejected or not self.rejected

    def with_nothing_stored(self) -> ImportReport:
        """The report of an import that was held back."""
        return replace(self, created=0, updated=0)

    def as_json(self, translate: Callable[[Sentence], str]) -> dict[str, Any]:
        """The object that commands print; ``translate`` turns a Sentence into text."""
        counts: dict[str, Any] = {
            "found": self.found,
            "accepted": self.accepted,
            "created": self.created,
            "updated": self.updated,
        }
        if self.by_kind is not None:
            counts["by_kind"] = self.by_kind
        return counts | {
            "rejected": [{"row": n.row, "item": n.item, "error": translate(n.sentence)} for n in self.rejected],
            "warnings": [{"row": n.row, "item": n.item, "warning": translate(n.sentence)} for n in self.warnings],
        }
