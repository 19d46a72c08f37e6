"""PURE: what stands in a report's row beside the people: sessions, their forms and meeting points, essays, remarks."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from ..courses.completion import Counts
from ..errors import Sentence
from .study import StudyRow


class Aside(NamedTuple):
    """Of one unit itself, or of its subtree. ``essays``: handed in; ``passed``: of those, at or above the pass mark."""

    sessions: int = 0
    points: int = 0
    essays: int = 0
    passed: int = 0

    def plus(self, other: Aside) -> Aside:
        """Both together."""
        return Aside(
            self.sessions + other.sessions,
            self.points + other.points,
            self.essays + other.essays,
            self.passed + other.passed,
        )


NOTHING = Aside()


class Meant(NamedTuple):
    """A session as those whom it was for have it; whoever held it."""

    form: str
    is_make_up: bool


@dataclass(frozen=True, slots=True)
class Asides:
    """Of every unit by its path, alone and with all below it."""

    own: dict[str, Aside] = field(default_factory=dict)
    whole: dict[str, Aside] = field(default_factory=dict)
    # Sessions by the unit that they were for, and by all units above it.
    meant: dict[str, set[Meant]] = field(default_factory=dict)
    meant_within: dict[str, set[Meant]] = field(default_factory=dict)

    @classmethod
    def summed(cls, lines: Iterable[tuple[str, Aside]], meant: Iterable[tuple[str, Meant]] = ()) -> Asides:
        """``lines``: (path of a unit, what is its own); ``meant``: (path of a unit, a session that was for it)."""
        found = cls()
        for path, aside in lines:
            found.own[path] = found.own.get(path, NOTHING).plus(aside)
            for above in _down_to(path):
                found.whole[above] = found.whole.get(above, NOTHING).plus(aside)
        for path, session in meant:
            found.meant.setdefault(path, set()).add(session)
            for above in _down_to(path):
                found.meant_within.setdefault(above, set()).add(session)
        return found

    def of(self, row: StudyRow) -> Aside:
        """What belongs to this row of the report."""
        return (self.own if row.is_direct else self.whole).get(row.unit.path, NOTHING)

    def forms_of(self, row: StudyRow) -> list[str]:
        """The forms of the sessions that were for people of this row, held by their own unit, above it or below it."""
        return sorted({session.form for session in self._meant_for(row)})

    def remarks_of(self, row: StudyRow) -> list[Sentence]:
        """What is worth a note (ghi chú) beside the figures of this row."""
        return [text for text, is_said in _REMARKS if is_said(row.counts, self._meant_for(row))]

    def _meant_for(self, row: StudyRow) -> set[Meant]:
        below = set() if row.is_direct else self.meant_within.get(row.unit.path, set())
        return below.union(*(self.meant.get(path, ()) for path in _down_to(row.unit.path)))

    @property
    def has_essays(self) -> bool:
        """Whether there is any essay at all."""
        return any(aside.essays for aside in self.own.values())


_REMARKS: tuple[tuple[Sentence, Callable[[Counts, set[Meant]], bool]], ...] = (
    (Sentence("chưa có buổi học"), lambda counts, meant: counts.due > 0 and not meant),
    (Sentence("chưa có ai học"), lambda counts, meant: counts.due > 0 == counts.studied and bool(meant)),
    (Sentence("đã học đủ"), lambda counts, meant: counts.due == counts.studied > 0),
    (Sentence("có buổi học bù"), lambda counts, meant: any(session.is_make_up for session in meant)),
    (Sentence("không có ai thuộc diện"), lambda counts, meant: counts.due == 0 < counts.members),
)


def _down_to(path: str) -> list[str]:
    """The paths of the units above, from the top, and the unit's own."""
    parts = path.split("/")[:-1]
    return ["/".join(parts[:length]) + "/" for length in range(1, len(parts) + 1)]
