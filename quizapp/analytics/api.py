"""The participation report over HTTP."""

from __future__ import annotations

from flask import Blueprint
from pydantic import Field

from .. import clock
from ..accounts.access import Permission, paths_with
from ..api import Answer, Schema, operation
from .adoption import as_json as adoption_as_json
from .participation import as_json
from .queries import study as study_queries
from .queries import subjects
from .reports import adoption_report, participation_report
from .scope import reported_unit
from .study import as_json as study_as_json
from .study_reports import study_report

blueprint = Blueprint("analytics_api", __name__)


class ReportQuery(Schema):
    """Which unit (default: the highest of the caller's) and how many levels below it."""

    unit: str | None = Field(default=None, max_length=60, pattern=r"^[^/\x00-\x1f]*$")
    depth: int = Field(default=1, ge=1, le=20)


class ReportedUnit(Schema):
    """The unit that a report is about."""

    code: str
    name: str


class ParticipationRow(Schema):
    """One unit with its subtree; rates in percent, null of nobody; depth and parent_code where depth > 1."""

    unit_code: str
    unit_name: str
    members: int
    eligible: int
    people: int
    person_times: int
    attempts: int
    all_correct: int
    mean_score: float | None
    rate_members: float | None
    rate_eligible: float | None
    depth: int | None = None
    parent_code: str | None = None


class ParticipationReport(Schema):
    """A row per child unit; those who belong to the unit itself are in the total only."""

    unit: ReportedUnit
    as_of: str
    rows: list[ParticipationRow]
    total: ParticipationRow


class AdoptionRow(Schema):
    """One unit with its subtree; rates of active accounts in percent, null of nobody."""

    unit_code: str
    unit_name: str
    members: int
    eligible: int
    active: int
    pending: int
    computer: int
    phone: int
    rate_members: float | None
    rate_eligible: float | None
    depth: int | None = None
    parent_code: str | None = None


class AdoptionReport(Schema):
    """A row per child unit; those who belong to the unit itself are in the total only."""

    unit: ReportedUnit
    as_of: str
    rows: list[AdoptionRow]
    total: AdoptionRow


@operation(
    blueprint,
    "GET",
    "/assessments/<code:code>/participation",
    query=ReportQuery,
    answers={200: ParticipationReport},
    errors=(403, 404),
)
def show_participation(code: str, query: ReportQuery) -> Answer:
    """Who took part, per unit."""
    unit = reported_unit(query.unit)
    assessment = subjects.get_assessment(code, paths_with(Permission.REPORT_VIEW))
    return as_json(participation_report(assessment, unit, query.depth, clock.now()))


@operation(blueprint, "GET", "/adoption", query=ReportQuery, answers={200: AdoptionReport}, errors=(403, 404))
def show_adoption(query: ReportQuery) -> Answer:
    """Accounts and devices, per unit."""
    return adoption_as_json(adoption_report(reported_unit(query.unit), query.depth, clock.now()))


class StudyQuery(ReportQuery):
    """Also which document (default: the latest wave of study); its year follows the number where several bear it."""

    document: str | None = Field(default=None, max_length=120, pattern=r"^[^\x00-\x1f]*$")


class StudyRow(Schema):
    """One unit with its subtree; rate in percent of those due, null of nobody; depth, parent_code where depth > 1."""

    unit_code: str
    unit_name: str
    members: int
    due: int
    studied: int
    on_time: int
    make_up: int
    absent_excused: int
    absent_unexcused: int
    non_members_studied: int
    rate: float | None
    depth: int | None = None
    parent_code: str | None = None


class StudyReport(Schema):
    """A row per child unit; those who belong to the unit itself are in the total only."""

    unit: ReportedUnit
    as_of: str
    rows: list[StudyRow]
    total: StudyRow


@operation(blueprint, "GET", "/study", query=StudyQuery, answers={200: StudyReport}, errors=(403, 404))
def show_study(query: StudyQuery) -> Answer:
    """Who has studied a document, per unit."""
    unit = reported_unit(query.unit)
    wave = study_queries.find_subject(query.document)
    return study_as_json(study_report(wave, unit, query.depth, clock.now()))
