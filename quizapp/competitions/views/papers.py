"""Step 3: the matrix of each round, and a sample paper."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from ... import clock
from ...accounts.access import Permission
from ...accounts.forms import refuse
from ...assessments import presentation, sample_papers
from ...assessments.matrix_desk import MatrixDesk
from ...errors import DomainError
from .. import queries, readiness
from ..blueprint import blueprint
from ..locks import locks_of_round
from ..models import Competition, Round
from ..services import rounds


@blueprint.get("/competitions/<code:code>/papers")
def choose_paper(code: str) -> Any:
    """The first round whose matrix is still empty, else the first."""
    competition = queries.get_competition(code, Permission.COMPETITION_MANAGE)
    empty = [round for round in competition.rounds if not round.assessment.matrix]
    chosen = (empty or competition.rounds)[:1]
    if not chosen:
        return redirect(url_for(".list_rounds", code=code))
    return redirect(url_for(".edit_matrix", code=code, number=chosen[0].number))


@blueprint.route("/competitions/<code:code>/rounds/<id:number>/matrix", methods=["GET", "POST"])
def edit_matrix(code: str, number: int) -> Any:
    """One row a kind of question; rows are added and removed by buttons of the form."""
    competition = queries.get_competition(code, Permission.COMPETITION_MANAGE)
    round = queries.get_round(competition, number)
    lock = locks_of_round(rounds.progress_of(round, clock.now())).get("matrix")
    desk = MatrixDesk(round.assessment)
    if desk.is_to_be_stored():
        try:
            _save(competition, round, desk)
            return redirect(_next(competition, number, desk.action), 303)
        except DomainError as error:
            refuse(desk.form, error)
    page = render_template(
        "competitions/edit_matrix.html",
        competition=competition,
        round=round,
        drafts=readiness.drafts(competition),
        lock=lock,
        now=clock.now(),
        **desk.shown(),
    )
    return page, 422 if desk.form.errors else 200


def _save(competition: Competition, round: Round, desk: MatrixDesk) -> None:
    chosen = readiness.drafts(competition) if desk.action == "save-all" else [round]
    rounds.set_matrix(chosen, desk.form.matrix(), clock.now(), usable_banks=desk.usable_banks())
    flash(_("Đã lưu ma trận đề."), "success")


def _next(competition: Competition, number: int, action: str) -> str:
    """The sample, or the next round without a matrix, or the last step."""
    if action == "sample":
        return url_for(".show_sample_paper", code=competition.code, number=number)
    for round in competition.rounds:
        if not round.assessment.matrix:
            return url_for(".edit_matrix", code=competition.code, number=round.number)
    return url_for(".check_publication", code=competition.code)


@blueprint.get("/competitions/<code:code>/rounds/<id:number>/sample")
def show_sample_paper(code: str, number: int) -> Any:
    """A paper as a candidate could get it (``?paper=N``: always the same one); the key only for who may see it."""
    competition = queries.get_competition(code, Permission.COMPETITION_MANAGE)
    round = queries.get_round(competition, number)
    paper_number = request.args.get("paper", 1, type=int) % sample_papers.MOST
    try:
        sample = sample_papers.draw(round.assessment, paper_number, shows_key=request.args.get("key") == "1")
    except DomainError as error:
        return _cannot_draw(competition, round, error)
    return render_template(
        "competitions/show_sample_paper.html",
        competition=competition,
        round=round,
        sample=sample,
        prediction=presentation.describe_prediction(round.assessment.prediction_target),
        now=clock.now(),
    )


def _cannot_draw(competition: Competition, round: Round, error: DomainError) -> tuple[str, int]:
    page = render_template(
        "competitions/show_sample_paper.html",
        competition=competition,
        round=round,
        fault=error.sentence,
        now=clock.now(),
    )
    return page, error.status
