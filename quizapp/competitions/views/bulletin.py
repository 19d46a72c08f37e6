"""The bulletin of a round, as a page to print and as a workbook."""

from __future__ import annotations

from flask import Response, make_response, render_template

from ... import clock
from ...accounts import audit
from ...accounts.access import Permission
from .. import bulletins, exports, queries
from ..blueprint import blueprint
from .results import XLSX, plain


@blueprint.get("/competitions/<code:code>/rounds/<id:number>/bulletin")
def show_bulletin(code: str, number: int) -> str:
    """Figures, leading units, winners, all rounds so far."""
    competition = queries.get_competition(code, Permission.RESULT_VIEW)
    round = queries.get_round(competition, number)
    return render_template(
        "competitions/show_bulletin.html",
        competition=competition,
        round=round,
        bulletin=bulletins.draw_up(round),
        now=clock.now(),
    )


@blueprint.get("/competitions/<code:code>/rounds/<id:number>/bulletin.xlsx")
def download_bulletin(code: str, number: int) -> Response:
    """The same as a workbook. Every download is on record."""
    competition = queries.get_competition(code, Permission.RESULT_VIEW)
    round = queries.get_round(competition, number)
    about = round.assessment
    workbook = exports.bulletin_workbook(round, bulletins.draw_up(round))
    audit.record_look(
        "results.exported", "round", about.code, unit_id=about.unit_id, now=clock.now(), title=about.title
    )
    response = make_response(workbook)
    response.headers["Content-Type"] = XLSX
    response.headers["Content-Disposition"] = f'attachment; filename="thong-bao-{plain(about.code)}.xlsx"'
    return response
