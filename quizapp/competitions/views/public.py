"""What everybody may see of a published competition: its page, its QR code, its poster."""

from __future__ import annotations

from flask import Response, current_app, make_response, render_template, url_for

from ... import clock
from ...accounts.gate import public
from ...accounts.labels import KIND_LABELS
from ...qr import qr_svg
from .. import queries, result_queries, schedule
from ..blueprint import blueprint
from ..rules import read_rules

AN_HOUR = "public, max-age=3600"


@blueprint.get("/c/<code:code>")
@public
def show_competition(code: str) -> str:
    """Title, countdown, rounds, rules, prizes, figures, QR code."""
    now = clock.now()
    competition = queries.get_published(code)
    rounds = schedule.published_rounds(competition)
    return render_template(
        "competitions/show_competition.html",
        competition=competition,
        audience=queries.list_audience(competition),
        kinds=[KIND_LABELS[kind] for kind in competition.member_kinds],
        rounds=rounds,
        running=schedule.open_round(rounds, now),
        coming=schedule.next_round(rounds, now),
        opened=schedule.opened_rounds(competition, now),
        figures=result_queries.figures_of(competition),
        rules=read_rules(competition.rules),
        address=_address(code),
        now=now,
    )


def _address(code: str) -> str:
    """The whole address, as it stands on posters: the one that the installation is known by."""
    base = current_app.config["QUIZAPP"].base_url
    path = url_for(".show_competition", code=code)
    return f"{base.rstrip('/')}{path}" if base else url_for(".show_competition", code=code, _external=True)


@blueprint.get("/c/<code:code>/qr.svg")
@public
def show_qr(code: str) -> Response:
    """The QR code of the public page."""
    competition = queries.get_published(code)
    response = make_response(qr_svg(_address(competition.code)))
    response.headers["Content-Type"] = "image/svg+xml"
    response.headers["Cache-Control"] = AN_HOUR
    return response


@blueprint.get("/c/<code:code>/poster")
@public
def show_poster(code: str) -> str:
    """One sheet of A4 to print and pin up."""
    competition = queries.get_published(code)
    return render_template(
        "competitions/show_poster.html",
        competition=competition,
        rounds=schedule.published_rounds(competition),
        address=_address(code),
    )
