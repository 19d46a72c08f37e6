"""Pages of item statistics. Banks and assessments only link to them by their addresses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, render_template, request, url_for

from .. import clock
from ..accounts.access import Permission, can, paths_with, require
from ..assessments.models import Assessment
from ..questions import queries as question_queries
from ..questions.models import Bank
from . import item_drawings
from .exports import XLSX
from .item_arrangement import PAGE, ItemArrangement, arranged, count_flags, flagged
from .item_exports import items_workbook
from .item_flags import FEWEST, FLAGS, flags_of
from .item_lines import ENOUGH_FOR_A_MODEL, FEWEST_PEOPLE
from .item_reports import statistics_of
from .queries import items, subjects

blueprint = Blueprint("items", __name__, template_folder="templates")


@blueprint.get("/banks/<code:code>/statistics")
def show_bank_statistics(code: str) -> str:
    """What the results say of the bank's questions, those to look at first."""
    bank = question_queries.get_bank(code, Permission.BANK_VIEW)
    return _show(bank, bank.title, url_for("questions.show_bank", code=bank.code))


@blueprint.get("/banks/<code:code>/statistics.xlsx")
def export_bank_statistics(code: str) -> Response:
    """The same as a workbook."""
    bank = question_queries.get_bank(code, Permission.BANK_VIEW)
    return _export(bank, bank.title)


@blueprint.get("/assessments/<code:code>/statistics")
def show_assessment_statistics(code: str) -> str:
    """The same for one assessment: its questions are seen by those who may see banks where it belongs."""
    assessment = _get_assessment(code)
    return _show(assessment, assessment.title, url_for("analytics.show_dashboard", assessment=assessment.code))


@blueprint.get("/assessments/<code:code>/statistics.xlsx")
def export_assessment_statistics(code: str) -> Response:
    """The same as a workbook."""
    assessment = _get_assessment(code)
    return _export(assessment, assessment.title)


@blueprint.get("/banks/<code:code>/questions/<id:question_id>/statistics")
def show_question_statistics(code: str, question_id: int) -> str:
    """One question, all its versions apart; what was chosen only for those who may see keys."""
    bank = question_queries.get_bank(code, Permission.BANK_VIEW)
    current = question_queries.get_question(bank, question_id)
    statistics = statistics_of(bank, clock.now())
    versions = question_queries.list_versions(question_id)
    lines = {row.id: line for row in versions if (line := statistics.line_of(row.id))}
    sees_keys = can(Permission.KEY_VIEW, bank.unit.path)
    options = {version.id: version.options for version in question_queries.load_versions(lines)} if sees_keys else {}
    return render_template(
        "analytics/show_question_statistics.html",
        bank=bank,
        question=current.question,
        current=current,
        versions=versions,
        lines=lines,
        flags={number: flags_of(line) for number, line in lines.items()},
        options=options,
        statistics=statistics,
        sees_keys=sees_keys,
        draw=item_drawings,
        fewest=FEWEST_PEOPLE,
        enough_for_a_model=ENOUGH_FOR_A_MODEL,
    )


def _get_assessment(code: str) -> Assessment:
    assessment = subjects.get_assessment(code, paths_with(Permission.REPORT_VIEW))
    require(Permission.BANK_VIEW, assessment.unit.path)
    return assessment


def _show(subject: Bank | Assessment, title: str, back: str) -> str:
    statistics, chosen = statistics_of(subject, clock.now()), ItemArrangement.from_args(request.args)
    lines = flagged(statistics.lines)
    shown = arranged(lines, chosen)
    pages = max(1, -(-len(shown) // PAGE))
    page = min(chosen.page, pages)
    part = shown[(page - 1) * PAGE : page * PAGE]
    is_bank = isinstance(subject, Bank)
    return render_template(
        "analytics/show_item_statistics.html",
        subject=subject,
        is_bank=is_bank,
        title=title,
        back=back,
        assessments=items.assessments_with(subject) if isinstance(subject, Bank) else [],
        statistics=statistics,
        lines=part,
        about=items.describe([one.line.version_id for one in part]),
        counts=count_flags(lines),
        flags=FLAGS,
        total=len(shown),
        chosen=chosen,
        page=page,
        pages=pages,
        address=_address(subject, chosen),
        bars=item_drawings.bars(statistics.whole.distribution or ()),
        dots=item_drawings.dots(statistics.lines, frozenset(one.line.version_id for one in lines if one.flags)),
        draw=item_drawings,
        fewest=FEWEST,
    )


def _export(subject: Bank | Assessment, title: str) -> Response:
    statistics, chosen = statistics_of(subject, clock.now()), ItemArrangement.from_args(request.args)
    lines = arranged(flagged(statistics.lines), chosen)
    about: dict[int, Any] = {}
    for some in question_queries.chunks([one.line.version_id for one in lines]):
        about |= items.describe(some)
    response = Response(items_workbook(title, statistics, lines, about), mimetype=XLSX)
    response.headers.set("Content-Disposition", "attachment", filename=f"thong-ke-cau-hoi-{subject.code}.xlsx")
    return response


def _address(subject: Bank | Assessment, chosen: ItemArrangement) -> Callable[..., str]:
    """A function for templates: this page, or its workbook, with some arguments changed."""
    name = "bank" if isinstance(subject, Bank) else "assessment"

    def address(action: str = "show", **changes: Any) -> str:
        args = {key: value for key, value in (chosen.as_args() | changes).items() if value not in (None, "")}
        return url_for(f"items.{action}_{name}_statistics", code=subject.code, **args)

    return address
