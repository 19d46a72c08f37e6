"""Reports drawn up: the queries asked and their rows put together. A constant number of statements each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import to_user_timezone

from ..assessments.models import Assessment
from ..competitions.models import Competition
from ..competitions.schedule import round_labels
from ..units.models import Unit
from .adoption import AdoptionReport, build_adoption
from .participation import Counts, Line, Report, Row, build_report
from .queries import adoption, counts, subjects


def participation_report(counted: Assessment | Competition, unit: Unit, depth: int, now: datetime) -> Report:
    """Who took part, a row per unit below ``unit`` down to ``depth``.

    For a competition people and all_correct are distinct persons over its rounds, person_times and attempts the sums
    over the rounds, the mean is over person-times. Before the roster is frozen, members are those of the audience now.
    """
    lines = _competition_lines(counted, unit) if isinstance(counted, Competition) else _assessment_lines(counted, unit)
    units = counts.units_below(unit, depth)
    return build_report(counts.line_of(unit), units, lines, depth, now, to_user_timezone(now).date())


def _assessment_lines(assessment: Assessment, unit: Unit) -> list[Line]:
    lines = counts.tally_lines(unit, [assessment.id])
    return lines if assessment.roster_frozen_at else _with_audience(lines, unit, assessment)


def _competition_lines(competition: Competition, unit: Unit) -> list[Line]:
    rounds = [r.assessment for r in competition.rounds]
    lines = [(path, _without_people(c)) for path, c in counts.tally_lines(unit, [a.id for a in rounds])]
    lines += counts.series_lines(unit, competition.series_id)
    is_frozen = any(a.roster_frozen_at for a in rounds)
    return lines if is_frozen or not rounds else _with_audience(lines, unit, rounds[0])


def _without_people(summed: Counts) -> Counts:
    """The sums over rounds, less what must not be added up over rounds."""
    return summed._replace(members=0, eligible=0, people=0, all_correct=0)


def _with_audience(lines: list[Line], unit: Unit, assessment: Assessment) -> list[Line]:
    unfrozen = [(path, c._replace(members=0, eligible=0)) for path, c in lines]
    return unfrozen + counts.audience_lines(unit, assessment)


def adoption_report(unit: Unit, depth: int, now: datetime) -> AdoptionReport:
    """Who has an account that can be used, a row per unit below ``unit`` down to ``depth``."""
    units = counts.units_below(unit, depth)
    lines = adoption.account_lines(unit)
    return build_adoption(counts.line_of(unit), units, lines, depth, now, to_user_timezone(now).date())


def starting_unit(counted: Assessment | Competition) -> Unit:
    """The lowest unit that holds the whole audience; the organiser's where there is none."""
    audience = subjects.audience_of(counted)
    if not audience:
        return counted.unit
    shared = audience[0].path
    for unit in audience[1:]:
        while not unit.path.startswith(shared):
            shared = shared[: shared.rindex("/", 0, -1) + 1] if shared.count("/") > 1 else ""
    found = subjects.list_units([int(shared.split("/")[-2])]) if shared else []
    return found[0] if found else counted.unit


@dataclass(frozen=True, slots=True)
class RoundLine:
    """One round in the whole unit; ``label`` tells it from the other rounds."""

    assessment: Assessment
    label: str
    row: Row


def round_lines(competition: Competition, unit: Unit, now: datetime) -> list[RoundLine]:
    """Each round that has opened, in the order of the rounds. One statement."""
    opened = [r.assessment for r in competition.rounds if r.assessment.published_at and r.assessment.opens_at <= now]
    labels = round_labels(competition)
    found = counts.totals(unit, [a.id for a in opened])
    line = counts.line_of(unit)
    return [RoundLine(a, labels[a.id], Row(line, found.get(a.id, Counts()))) for a in opened]


@dataclass(frozen=True, slots=True)
class DayLine:
    """One day in the whole unit; ``people_so_far`` adds up the new people of this day and those before."""

    day: date
    new_people: int
    attempts: int
    people_so_far: int


def day_lines(assessments: Sequence[Assessment], unit: Unit) -> list[DayLine]:
    """Each day with a submission, in order. One statement."""
    so_far, lines = 0, []
    for day, new_people, attempts in counts.days(unit, [a.id for a in assessments]):
        so_far += new_people
        lines.append(DayLine(day, new_people, attempts, so_far))
    return lines
