"""What the page of the study rate shows, put together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from ..accounts.access import Permission, paths_with
from ..courses.completion import OTHERS, PARTY
from ..courses.study.models import StudyWave
from ..units.models import Unit
from ..units.subtree import ids_of, is_within
from .queries import study as queries
from .queries import study_asides, subjects
from .study import StudyReport, StudyRow
from .study_asides import Asides
from .study_reports import WeekLine, compared, study_report, week_lines

DEPTHS = ("1", "2", "3")
COMPARED = 6


@dataclass(frozen=True, slots=True)
class StudyChoice:
    """What the reader chose; whatever the address does not say is as by default: the latest wave, party members, one
    level, the worst rate first."""

    wave: str | None = None
    audience: str = PARTY
    depth: int = 1
    is_by_name: bool = False
    # On the phone the first few units stand there until all are asked for.
    is_whole: bool = False

    @classmethod
    def from_args(cls, args: Mapping[str, str]) -> StudyChoice:
        """From the address."""
        depth = args.get("depth", "")
        return cls(
            wave=args.get("wave") or None,
            audience=OTHERS if args.get("audience") == OTHERS else PARTY,
            depth=int(depth) if depth in DEPTHS else 1,
            is_by_name=args.get("sort") == "name",
            is_whole=args.get("all") == "1",
        )

    def as_args(self) -> dict[str, str]:
        """For the address, without what is as by default."""
        args = {
            "wave": self.wave or "",
            "audience": self.audience if self.audience != PARTY else "",
            "depth": str(self.depth) if self.depth > 1 else "",
            "sort": "name" if self.is_by_name else "",
            "all": "1" if self.is_whole else "",
        }
        return {name: value for name, value in args.items() if value}


@dataclass(frozen=True, slots=True)
class StudyPage:
    """Everything on the page."""

    unit: Unit
    wave: StudyWave
    choice: StudyChoice
    report: StudyReport
    rows: list[StudyRow]
    weeks: list[WeekLine]
    subjects: list[StudyWave]
    comparison: list[tuple[StudyWave, StudyRow]]
    # Sessions, meeting points and forms, for the head of the report; guests are never in a rate.
    sessions: int
    points: int
    forms: list[str]
    guests: int
    asides: Asides
    crumbs: list[Unit]

    @property
    def args(self) -> dict[str, str]:
        """How the address says all this."""
        return {**self.choice.as_args(), "wave": self.wave.code, "unit": self.unit.code}


def draw_up(unit: Unit, choice: StudyChoice, now: datetime) -> StudyPage | None:
    """None where nothing has been studied in the unit yet. Raises NotFound for an unknown wave."""
    waves = list(queries.list_subjects(unit))
    if not waves and choice.wave is None:
        return None
    # A wave says more than the register of its only document.
    default = next((wave for wave in waves if not wave.is_register), waves[0] if waves else None)
    wave = queries.find_subject(wave=choice.wave) if choice.wave else default
    assert wave is not None, "there is at least one"
    report = study_report(wave, unit, choice.depth, now, choice.audience)
    sessions, points, forms = queries.sessions_of(unit, wave, now)
    return StudyPage(
        unit=unit,
        wave=wave,
        choice=choice,
        report=report,
        rows=arranged(report, choice.is_by_name),
        weeks=week_lines(wave, unit, choice.audience),
        subjects=waves,
        comparison=compared([one for one in waves if not one.is_register][:COMPARED], unit, choice.audience),
        sessions=sessions,
        points=points,
        forms=forms,
        guests=queries.guests_of(unit, wave),
        asides=study_asides.asides(unit, wave, now),
        crumbs=_crumbs(unit),
    )


def arranged(report: StudyReport, is_by_name: bool) -> list[StudyRow]:
    """Worst rate first among the units below one unit, or in the order of names; of nobody last."""
    if is_by_name:
        return list(report.rows)
    siblings: dict[tuple[int, str | None], list[StudyRow]] = {}
    for row in report.rows:
        siblings.setdefault((row.depth, row.parent_code), []).append(row)
    for rows in siblings.values():
        rows.sort(key=lambda row: (row.rate is None, row.rate or 0))
    return _descended(siblings, report.unit.code, 1)


def _descended(siblings: dict[tuple[int, str | None], list[StudyRow]], parent: str, depth: int) -> list[StudyRow]:
    found = []
    for row in siblings.get((depth, parent), ()):
        found.append(row)
        if not row.is_direct:
            found += _descended(siblings, row.unit.code, depth + 1)
    return found


def _crumbs(unit: Unit) -> list[Unit]:
    """The way down to the unit, from the highest that the reader may see."""
    held = paths_with(Permission.REPORT_VIEW)
    return [one for one in subjects.list_units(ids_of(unit.path)) if any(is_within(one.path, path) for path in held)]
