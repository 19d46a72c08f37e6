"""Study reports drawn up: the queries asked and their rows put together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask_babel import to_user_timezone

from ..courses.completion import PARTY
from ..courses.study.models import StudyWave
from ..units.models import Unit
from .queries import counts
from .queries import study as queries
from .study import StudyReport, StudyRow, build_study_report


def study_report(wave: StudyWave, unit: Unit, depth: int, now: datetime, audience: str = PARTY) -> StudyReport:
    """Who has studied, a row per unit below ``unit`` down to ``depth``. Two statements, from the tallies alone."""
    units = counts.units_below(unit, depth)
    lines = queries.lines(unit, wave)
    today = to_user_timezone(now).date()
    return build_study_report(counts.line_of(unit), units, lines, depth, now, today, audience)


@dataclass(frozen=True, slots=True)
class WeekLine:
    """One week in the whole unit, from its Monday."""

    monday: date
    studied: int
    studied_so_far: int


def week_lines(wave: StudyWave, unit: Unit, audience: str = PARTY) -> list[WeekLine]:
    """Each week in which somebody completed the wave, in order. One statement."""
    weeks: dict[date, int] = {}
    for day, count in queries.days(unit, wave, audience):
        monday = day - timedelta(days=day.weekday())
        weeks[monday] = weeks.get(monday, 0) + count
    so_far, lines = 0, []
    for monday, count in weeks.items():
        so_far += count
        lines.append(WeekLine(monday, count, so_far))
    return lines


def compared(waves: list[StudyWave], unit: Unit, audience: str = PARTY) -> list[tuple[StudyWave, StudyRow]]:
    """Each wave in the whole unit, for comparing them. One statement."""
    found = queries.totals(unit, [wave.id for wave in waves])
    line = counts.line_of(unit)
    return [(wave, StudyRow(line, found[wave.id, audience])) for wave in waves if (wave.id, audience) in found]
