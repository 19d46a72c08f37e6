"""Step 3: the matrix of each round, and a sample paper."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from ... import clock
from ...accounts.access import Permission
from ...accounts.forms import refuse
from ...assessments import matrix as matrices
from ...assessments import matrix_banks, presentation, sample_papers
from ...assessments.availability import Availability
from ...assessments.matrix_forms import MatrixForm
from ...errors import DomainError
from ...questions.models import Bank
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
    rows = matrices.from_cells(round.assessment.matrix)
    banks = matrix_banks.banks_for(rows)
    available = Availability(banks, round.assessment.allowed_kinds)
    form = MatrixForm.of(rows, banks, available)
    action = request.form.get("action", "")
    if form.is_submitted() and form.change_rows(action):
        form.offer(banks, available)
    elif form.is_submitted() and form.validate():
        try:
            _save(competition, round, form, action, banks)
            return redirect(_next(competition, number, action), 303)
        except DomainError as error:
            refuse(form, error)
    page = render_template(
        "competitions/edit_matrix.html",
        competition=competition,
        round=round,
        form=form,
        matrix=form.matrix(),
        matrices=matrices,
        banks=banks,
        available=available,
        used={row.bank for row in form.matrix()},
        drafts=readiness.drafts(competition),
        lock=lock,
        now=clock.now(),
    )
    return page, 422 if form.errors else 200


def _save(competition: Competition, round: Round, form: MatrixForm, action: str, banks: list[Bank]) -> None:
    chosen = readiness.drafts(competition) if action == "save-all" else [round]
    rounds.set_matrix(chosen, form.matrix(), clock.now(), usable_banks={bank.code for bank in banks})
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
