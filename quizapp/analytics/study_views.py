"""The page of the study rate, its lists and files."""

from __future__ import annotations

from flask import Blueprint, Response, abort, render_template, request

from .. import clock
from ..accounts import audit
from ..accounts.access import Permission, require
from ..courses.sessions.words import FORMS
from ..courses.study.models import StudyWave
from ..units.models import Unit
from . import study_exports
from .addresses import as_file, changing, given_code, given_number
from .dashboard import own_units
from .exports import XLSX
from .queries import study as queries
from .queries import unstudied
from .scope import reported_unit
from .study_page import StudyChoice, StudyPage, draw_up

blueprint = Blueprint("study", __name__, url_prefix="/analytics/study", template_folder="templates")


@blueprint.get("/")
def show_study() -> str:
    """Who has studied, per unit, on time and up to now."""
    unit = reported_unit(given_code("unit"))
    page = draw_up(unit, _choice(), clock.now())
    if page is None:
        return render_template("analytics/no_study.html", unit=unit)
    return render_template(
        "analytics/show_study.html",
        page=page,
        forms=FORMS,
        own_units=own_units(),
        address=changing("show_study", page.args),
    )


@blueprint.get("/report.xlsx")
def export_study() -> Response:
    """The same table as a workbook."""
    page = _page()
    return as_file(study_exports.study_workbook(page), f"hoc-tap-{page.wave.code}-{page.unit.code}.xlsx", XLSX)


@blueprint.get("/report.pdf")
def print_study() -> Response:
    """The same in the usual form, to sign and hand on."""
    page = _page()
    name = f"hoc-tap-{page.wave.code}-{page.unit.code}.pdf"
    return as_file(study_exports.study_pdf(page), name, study_exports.PDF)


@blueprint.get("/missing")
def list_unstudied() -> str:
    """Who is due and has not studied; every look is noted."""
    now = clock.now()
    unit, wave, choice = _with_names()
    search, after = request.args.get("q", "").strip()[:100], given_number("after")
    audit.record_look("unstudied.viewed", "wave", wave.code, now=now, unit_id=unit.id, search=search)
    found = unstudied.list_unstudied(wave, unit, choice.audience, search, after, limit=unstudied.PAGE + 1)
    return render_template(
        "analytics/list_unstudied.html",
        wave=wave,
        unit=unit,
        now=now,
        search=search,
        after=after,
        people=found[: unstudied.PAGE],
        has_more=len(found) > unstudied.PAGE,
        count=unstudied.count_unstudied(wave, unit, choice.audience, search),
        address=changing("show_study", {**choice.as_args(), "wave": wave.code, "unit": unit.code, "q": search}),
    )


@blueprint.get("/missing.xlsx")
def export_unstudied() -> Response:
    """The whole list as a workbook; every export is noted."""
    now = clock.now()
    unit, wave, choice = _with_names()
    people = unstudied.list_unstudied(wave, unit, choice.audience, request.args.get("q", "").strip()[:100])
    content = study_exports.unstudied_workbook(wave.title, unit.name, people, now)
    name = f"chua-hoc-{wave.code}-{unit.code}.xlsx"
    audit.record_look("unstudied.exported", "wave", wave.code, now=now, unit_id=unit.id, people=len(people))
    return as_file(content, name, XLSX)


def _page() -> StudyPage:
    return draw_up(reported_unit(given_code("unit")), _choice(), clock.now()) or abort(404)


def _with_names() -> tuple[Unit, StudyWave, StudyChoice]:
    """For those who may see the names of this unit."""
    unit, choice = reported_unit(given_code("unit")), _choice()
    require(Permission.MISSING_VIEW, unit.path)
    return unit, queries.find_subject(wave=choice.wave), choice


def _choice() -> StudyChoice:
    given_code("wave")
    return StudyChoice.from_args(request.args)
