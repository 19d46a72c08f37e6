"""PURE: what stands in a report's row beside the people: sessions, their forms and meeting points, essays."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from .study import StudyRow


class Aside(NamedTuple):
    """Of one unit itself, or of its subtree. ``essays``: handed in; ``passed``: of those, at or above the pass mark."""

    sessions: int = 0
    points: int = 0
    forms: frozenset[str] = frozenset()
    essays: int = 0
    passed: int = 0

    def plus(self, other: Aside) -> Aside:
        """Both together."""
        return Aside(
            self.sessions + other.sessions,
            self.points + other.points,
            self.forms | other.forms,
            self.essays + other.essays,
            self.passed + other.passed,
        )


NOTHING = Aside()


@dataclass(frozen=True, slots=True)
class Asides:
    """Of every unit by its path, alone and with all below it."""

    own: dict[str, Aside] = field(default_factory=dict)
    whole: dict[str, Aside] = field(default_factory=dict)

    @classmethod
    def summed(cls, lines: Iterable[tuple[str, Aside]]) -> Asides:
        """``lines``: (path of a unit, what is its own)."""
        found = cls()
        for path, aside in lines:
            found.own[path] = found.own.get(path, NOTHING).plus(aside)
            parts = path.split("/")[:-1]
            for length in range(1, len(parts) + 1):
                above = "/".join(parts[:length]) + "/"
                found.whole[above] = found.whole.get(above, NOTHING).plus(aside)
        return found

    def of(self, row: StudyRow) -> Aside:
        """What belongs to this row of the report."""
        return (self.own if row.is_direct else self.whole).get(row.unit.path, NOTHING)

    @property
    def has_essays(self) -> bool:
        """Whether there is any essay at all."""
        return any(aside.essays for aside in self.own.values())
