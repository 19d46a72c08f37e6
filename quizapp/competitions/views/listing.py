"""The list of competitions, and the page from which one is led."""

from __future__ import annotations

from flask import render_template, request
from flask_login import current_user

from ... import clock
from ...accounts.access import Permission, can
from .. import queries, result_queries
from ..blueprint import blueprint

FIRST_CLOSED = 5


@blueprint.get("/competitions")
def list_competitions() -> str:
    """What runs, what is to come and what is over; for organisers also the drafts."""
    now, page = clock.now(), request.args.get("page", 1, type=int)
    state = request.args.get("state", "")
    if state in queries.STATES:
        pages = {state: queries.list_competitions(current_user, state, now, max(1, min(page, 10_000)))}
    else:
        state, page = "", 1
        shown = ("draft", "open", "upcoming", "closed") if can(Permission.COMPETITION_MANAGE) else queries.STATES[:3]
        pages = {name: queries.list_competitions(current_user, name, now) for name in shown}
    return render_template("competitions/list_competitions.html", pages=pages, state=state, page=page, now=now)


@blueprint.get("/competitions/<code:code>")
def show_competition_desk(code: str) -> str:
    """Where a competition is led from: figures, rounds, and what to do next."""
    competition = queries.get_competition(code, Permission.COMPETITION_VIEW)
    return render_template(
        "competitions/show_competition_desk.html",
        competition=competition,
        figures=result_queries.figures_of(competition),
        by_round=result_queries.figures_by_round(competition),
        now=clock.now(),
    )
