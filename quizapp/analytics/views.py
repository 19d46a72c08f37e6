"""The leader's pages."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, Response, abort, jsonify, render_template, request

from .. import clock
from ..accounts import audit
from ..accounts.access import Permission, paths_with, require
from ..assessments.models import Assessment
from ..units.models import Unit
from . import charts, exports, sparkline
from .addresses import as_file, changing, given_code, given_number
from .arrangement import SORTS, Arrangement
from .dashboard import Dashboard, Subject, crumbs_of, default_choice, draw_up, find_subject, own_units
from .queries import missing, subjects
from .reports import adoption_report
from .scope import reported_unit

blueprint = Blueprint("analytics", __name__, url_prefix="/analytics", template_folder="templates")


@blueprint.get("/")
def show_dashboard() -> str:
    """Who took part, and which units lag."""
    now, unit = clock.now(), reported_unit(given_code("unit"))
    choices = subjects.list_choices([unit.path])
    subject = _chosen_subject(unit, choices, now)
    if subject is None:
        return render_template("analytics/no_subject.html", unit=unit)
    dashboard = draw_up(subject, unit, Arrangement.from_args(request.args), now)
    return render_template(
        "analytics/show_dashboard.html",
        page=dashboard,
        choices=choices,
        own_units=own_units(),
        address=changing("show_dashboard", dashboard.args),
        sorts=SORTS,
        spark=sparkline.points,
    )


@blueprint.get("/charts.json")
def show_charts() -> Response:
    """The figures that static/charts.js draws."""
    dashboard = _dashboard(clock.now())
    figures = {"days": charts.days_chart(dashboard.days)}
    if dashboard.rounds:
        figures["rounds"] = charts.rounds_chart(dashboard.rounds)
    return jsonify(figures)


@blueprint.get("/participation.xlsx")
def export_participation() -> Response:
    """The same table as a workbook."""
    dashboard = _dashboard(clock.now())
    name = f"tham-gia-{dashboard.subject.counted.code}-{dashboard.unit.code}.xlsx"
    return as_file(exports.participation_workbook(dashboard), name, exports.XLSX)


@blueprint.get("/adoption")
def show_adoption() -> str:
    """Accounts and devices per unit, the lowest rate first."""
    unit = reported_unit(given_code("unit"))
    report = adoption_report(unit, 1, clock.now())
    rows = sorted(report.rows, key=lambda row: (row.rate_eligible is None, row.rate_eligible or 0))
    return render_template(
        "analytics/show_adoption.html", report=report, rows=rows, crumbs=crumbs_of(unit), own_units=own_units()
    )


@blueprint.get("/adoption.xlsx")
def export_adoption() -> Response:
    """The same table as a workbook."""
    unit = reported_unit(given_code("unit"))
    report = adoption_report(unit, 1, clock.now())
    return as_file(exports.adoption_workbook(report), f"tai-khoan-{unit.code}.xlsx", exports.XLSX)


@blueprint.get("/missing")
def list_missing() -> str:
    """Who of the eligible has not taken part; every look is noted."""
    now, unit = clock.now(), reported_unit(given_code("unit"))
    assessment = _assessment_with_names(unit)
    search, after = request.args.get("q", "").strip(), given_number("after")
    audit.record_look("missing.viewed", "assessment", assessment.code, now=now, unit_id=unit.id, search=search)
    found = missing.list_missing(assessment, unit, search, after, limit=missing.PAGE + 1)
    return render_template(
        "analytics/list_missing.html",
        assessment=assessment,
        unit=unit,
        now=now,
        search=search,
        after=after,
        missing=found[: missing.PAGE],
        has_more=len(found) > missing.PAGE,
        count=missing.count_missing(assessment, unit, search),
        address=changing("show_dashboard", {"assessment": assessment.code, "unit": unit.code, "q": search}),
    )


@blueprint.get("/missing.xlsx")
def export_missing() -> Response:
    """The whole list as a workbook; every export is noted."""
    now, unit = clock.now(), reported_unit(given_code("unit"))
    assessment = _assessment_with_names(unit)
    search = request.args.get("q", "").strip()
    found = missing.list_missing(assessment, unit, search)
    content = exports.missing_workbook(assessment.title, unit.name, found, now)
    audit.record_look(
        "missing.exported", "assessment", assessment.code, now=now, unit_id=unit.id, search=search, people=len(found)
    )
    return as_file(content, f"chua-du-thi-{assessment.code}-{unit.code}.xlsx", exports.XLSX)


def _dashboard(now: datetime) -> Dashboard:
    unit = reported_unit(given_code("unit"))
    subject = _chosen_subject(unit, subjects.list_choices([unit.path]), now)
    if subject is None:
        abort(404)
    return draw_up(subject, unit, Arrangement.from_args(request.args), now)


def _chosen_subject(unit: Unit, choices: list[subjects.Choice], now: datetime) -> Subject | None:
    assessment_code, competition_code = given_code("assessment"), given_code("competition")
    if not assessment_code and not competition_code:
        choice = default_choice(choices, now)
        assessment_code = choice.code if choice else None
    if not assessment_code and not competition_code:
        return None
    return find_subject(assessment_code, competition_code, [unit.path])


def _assessment_with_names(unit: Unit) -> Assessment:
    """The assessment of the address, for those who may see the names of this unit."""
    require(Permission.MISSING_VIEW, unit.path)
    return subjects.get_assessment(given_code("assessment") or "", paths_with(Permission.REPORT_VIEW))
