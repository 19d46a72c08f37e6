"""Standings: provisional while a round runs, whole once the organisers have published them."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from ... import clock
from ...accounts.access import Permission, can
from ...accounts.gate import public
from ...assessments import queries as assessment_queries
from ...assessments import standings
from ...errors import NotFound
from .. import prize_queries, queries, result_queries, schedule
from ..blueprint import blueprint
from ..collective import rank_units
from ..models import Competition, Round

TOP_OF_UNIT = 10


@blueprint.get("/a/<code:code>/standings")
@public
def show_round_standings(code: str) -> Response:
    """The standings of a round, known by its assessment's code."""
    round = queries.find_round_of(code)
    if round is None or round.assessment.published_at is None:
        raise NotFound(queries.UNKNOWN)
    return redirect(url_for(".show_standings", code=round.competition.code, round=round.number))


@blueprint.get("/c/<code:code>/standings")
@public
def show_standings(code: str) -> str:
    """A round's standings, the latest one unless ``?round=N`` says otherwise.

    Visitors see units and winners of published rounds; members of the audience see ranks as well.
    """
    now = clock.now()
    competition = queries.get_published(code)
    rounds = schedule.opened_rounds(competition, now)
    round = _chosen(rounds)
    page: dict[str, Any] = {"competition": competition, "rounds": rounds, "round": round, "now": now}
    if round is not None:
        page["is_insider"] = _is_insider(competition, round)
        page |= _published(round) if round.assessment.results_published_at else {}
        page |= _ranks(round) if page["is_insider"] else {}
    return render_template("competitions/show_standings.html", **page)


def _chosen(rounds: list[Round]) -> Round | None:
    number = request.args.get("round", type=int)
    if number is None:
        return rounds[-1] if rounds else None
    for round in rounds:
        if round.number == number:
            return round
    return None


def _is_insider(competition: Competition, round: Round) -> bool:
    if not current_user.is_authenticated:
        return False
    if can(Permission.COMPETITION_VIEW, competition.unit.path):
        return True
    return assessment_queries.is_in_audience(round.assessment, current_user)


def _published(round: Round) -> dict[str, Any]:
    units, too_small = rank_units(result_queries.unit_lines(round))
    competition = round.competition
    page = {
        "awards": result_queries.list_awards(round),
        "collective": prize_queries.list_collective_awards(round),
        "units": units,
        "too_small": too_small,
    }
    if prize_queries.has_all_results(competition):
        page["overall"] = prize_queries.list_overall_awards(competition)
        page["overall_collective"] = prize_queries.list_overall_collective_awards(competition)
    return page


def _ranks(round: Round) -> dict[str, Any]:
    """The own rank and a page of all; while it is provisional the top of all and of the own unit."""
    assessment = round.assessment
    if assessment.results_published_at:
        page = max(1, min(request.args.get("page", 1, type=int), 100_000))
        return {"standings": standings.describe(assessment.code, current_user, None, page)}
    unit = current_user.unit
    own_unit = standings.describe(assessment.code, current_user, unit.code, 1)
    top = {"unit": unit, "people": own_unit["people"], "rows": own_unit["rows"][:TOP_OF_UNIT], "me": own_unit["me"]}
    return {"standings": standings.describe(assessment.code, current_user, None, 1), "top_of_unit": top}
