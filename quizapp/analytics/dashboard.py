"""What the leader's page shows, put together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ..accounts.access import Permission, paths_with
from ..assessments.models import Assessment
from ..competitions.models import Competition
from ..competitions.schedule import round_labels
from ..units.models import Unit
from ..units.subtree import ids_of, is_within
from .arrangement import Arrangement, arranged
from .participation import Report, Row
from .queries import subjects
from .queries.subjects import Choice
from .rates import difference
from .reports import DayLine, RoundLine, day_lines, participation_report, round_lines


@dataclass(frozen=True, slots=True)
class Subject:
    """What was chosen: a whole competition (``assessment`` is None), one of its rounds, or an assessment by itself."""

    competition: Competition | None
    assessment: Assessment | None

    @property
    def counted(self) -> Assessment | Competition:
        """What the report is drawn up of."""
        found = self.assessment or self.competition
        assert found is not None
        return found

    @property
    def args(self) -> dict[str, str]:
        """How the address names it."""
        return {"assessment" if self.assessment else "competition": self.counted.code}

    @property
    def rounds(self) -> Sequence[Assessment]:
        """The published rounds of the competition; [] for an assessment by itself."""
        found = self.competition.rounds if self.competition else []
        return [r.assessment for r in found if r.assessment.published_at]

    def label_of(self, assessment: Assessment) -> str:
        """What tells it from the other rounds."""
        return round_labels(self.competition)[assessment.id] if self.competition else assessment.title

    @property
    def previous(self) -> Assessment | None:
        """The round before the chosen one."""
        before = [a for a in self.rounds if self.assessment and a.opens_at < self.assessment.opens_at]
        return before[-1] if before else None

    @property
    def assessments(self) -> Sequence[Assessment]:
        """All that are counted."""
        return [self.assessment] if self.assessment else self.rounds


def find_subject(assessment_code: str | None, competition_code: str | None, paths: Sequence[str]) -> Subject:
    """Raises NotFound for what is unknown, a draft, or none of these subtrees' concern."""
    if assessment_code:
        assessment = subjects.get_assessment(assessment_code, paths)
        return Subject(subjects.competition_of(assessment), assessment)
    return Subject(subjects.get_competition(competition_code or "", paths), None)


def default_choice(choices: Sequence[Choice], now: datetime) -> Choice | None:
    """The one that runs (the one that opened last, if several do), else the latest, else the next; None for none."""
    opened = [choice for choice in choices if choice.opens_at <= now]
    running = [choice for choice in opened if choice.closes_at > now]
    return next(iter(running or opened or reversed(choices)), None)


@dataclass(frozen=True, slots=True)
class Dashboard:
    """The page; ``changes`` are differences of the rate to the previous round, by (unit id, is_direct)."""

    subject: Subject
    unit: Unit
    crumbs: Sequence[Unit]
    report: Report
    rows: Sequence[Row]
    changes: dict[tuple[int, bool], float | None]
    rounds: Sequence[RoundLine]
    days: Sequence[DayLine]
    arrangement: Arrangement

    def change_of(self, row: Row) -> float | None:
        """To the previous round, in percentage points; None where there is none."""
        return self.changes.get((row.unit.id, row.is_direct))

    @property
    def threshold(self) -> float | None:
        """Below it a unit lags."""
        return self.arrangement.threshold_of(self.report)

    @property
    def args(self) -> dict[str, str]:
        """The address of this page."""
        return {**self.subject.args, "unit": self.unit.code, **self.arrangement.as_args()}

    @property
    def names(self) -> dict[str, str]:
        """The names of all units of the report by their codes."""
        return {row.unit.code: row.unit.name for row in (self.report.total, *self.report.rows)}

    @property
    def children(self) -> int:
        """How many units stand directly below."""
        return sum(row.depth == 1 and not row.is_direct for row in self.report.rows)


def draw_up(subject: Subject, unit: Unit, arrangement: Arrangement, now: datetime) -> Dashboard:
    """The page of this subject and unit; the number of statements does not depend on how many units there are."""
    report = participation_report(subject.counted, unit, arrangement.depth, now)
    return Dashboard(
        subject=subject,
        unit=unit,
        crumbs=crumbs_of(unit),
        report=report,
        rows=arranged(report, arrangement),
        changes=_changes(subject, unit, report, now),
        rounds=round_lines(subject.competition, unit, now) if subject.competition else [],
        days=day_lines(subject.assessments, unit),
        arrangement=arrangement,
    )


def crumbs_of(unit: Unit) -> Sequence[Unit]:
    """From the highest unit that the reader may see down to this one."""
    path = next(held for held in paths_with(Permission.REPORT_VIEW) if is_within(unit.path, held))
    ids = ids_of(unit.path)[path.count("/") - 1 :]
    return subjects.list_units(ids) if len(ids) > 1 else [unit]


def own_units() -> Sequence[Unit]:
    """Where the reader may begin; [] where there is only one such unit. At most one statement."""
    paths = paths_with(Permission.REPORT_VIEW)
    return subjects.list_units([ids_of(path)[-1] for path in paths]) if len(paths) > 1 else []


def _changes(subject: Subject, unit: Unit, report: Report, now: datetime) -> dict[tuple[int, bool], float | None]:
    if subject.previous is None:
        return {}
    before = participation_report(subject.previous, unit, report.depth, now)
    old = {(row.unit.id, row.is_direct): row.rate_eligible for row in (before.total, *before.rows)}
    rows = (report.total, *report.rows)
    return {
        (row.unit.id, row.is_direct): difference(row.rate_eligible, old.get((row.unit.id, row.is_direct)))
        for row in rows
    }
