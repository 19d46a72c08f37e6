"""A round's results for the organisers: the list, prizes, publication, and what they may correct."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from ... import clock
from ...accounts import audit
from ...accounts.access import Permission, can
from ...accounts.models import Member
from ...assessments import queries as assessment_queries
from ...errors import DomainError, Invalid, NotFound, Sentence
from ...wording import translate
from .. import exports, queries, result_queries
from ..awards import ties_of
from ..blueprint import blueprint
from ..models import Competition, Round
from ..services import results

PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.get("/competitions/<code:code>/rounds/<id:number>/results")
def show_results(code: str, number: int) -> str:
    """Everybody, best first, with what can be done about it. Every look is on record."""
    now = clock.now()
    competition, round = _round(code, number, Permission.RESULT_VIEW)
    _record("results.viewed", round)
    page = max(1, min(request.args.get("page", 1, type=int), 100_000))
    people = assessment_queries.count_results(round.assessment_id)
    awards = result_queries.list_awards(round)
    return render_template(
        "competitions/show_results.html",
        competition=competition,
        round=round,
        rows=result_queries.list_best(round.assessment_id, PAGE, (page - 1) * PAGE),
        page=page,
        pages=max(1, -(-people // PAGE)),
        people=people,
        awards=awards,
        ties=ties_of(awards),
        figures=result_queries.figures_by_round(competition).get(round.assessment_id),
        publications=queries.list_publications(round),
        may_manage=can(Permission.COMPETITION_MANAGE, competition.unit.path),
        now=now,
    )


def _round(code: str, number: int, permission: Permission) -> tuple[Competition, Round]:
    competition = queries.get_competition(code, permission)
    return competition, queries.get_round(competition, number)


def _record(action: str, round: Round) -> None:
    about = round.assessment
    audit.record_look(action, "round", about.code, unit_id=about.unit_id, now=clock.now(), title=about.title)


@blueprint.get("/competitions/<code:code>/rounds/<id:number>/results.xlsx")
def download_results(code: str, number: int) -> Response:
    """The list as a workbook. Every download is on record."""
    _competition, round = _round(code, number, Permission.RESULT_VIEW)
    _record("results.exported", round)
    response = make_response(exports.results_workbook(round))
    response.headers["Content-Type"] = XLSX
    response.headers["Content-Disposition"] = f'attachment; filename="ket-qua-{plain(round.assessment.code)}.xlsx"'
    return response


def plain(code: str) -> str:
    """The code as it can stand in the name of a file."""
    return "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in code)


@blueprint.post("/competitions/<code:code>/rounds/<id:number>/results/publication")
def publish_results(code: str, number: int) -> Any:
    """Open the results; from the second time on with a reason."""
    _competition, round = _round(code, number, Permission.COMPETITION_MANAGE)
    try:
        published = results.publish_results(round, _actor(), request.form.get("reason", ""), clock.now())
        flash(_("Đã công bố kết quả, lần %(version)s.", version=published.version), "success")
    except DomainError as error:
        flash(translate(error.sentence), "error")
    return _back(code, number)


def _actor() -> Member:
    member: Member = current_user._get_current_object()
    return member


def _back(code: str, number: int) -> Any:
    return redirect(url_for(".show_results", code=code, number=number), 303)


@blueprint.get("/competitions/<code:code>/rounds/<id:number>/disqualification")
def confirm_disqualification(code: str, number: int) -> Any:
    """Who it is and what will happen, before it does."""
    competition, round = _round(code, number, Permission.COMPETITION_MANAGE)
    try:
        member = _member(competition, round, request.args.get("member", ""))
    except DomainError as error:
        flash(translate(error.sentence), "error")
        return _back(code, number)
    result = assessment_queries.get_result(round.assessment_id, member.id)
    return render_template(
        "competitions/confirm_disqualification.html",
        competition=competition,
        round=round,
        member=member,
        result=result,
        rank=assessment_queries.rank_of(result) if result else None,
        now=clock.now(),
    )


def _member(competition: Competition, round: Round, code: str) -> Member:
    member = queries.find_member_within(code, queries.list_audience(competition))
    if member is None:
        raise Invalid(Sentence("Không có ai mang mã số “%(code)s” trong phạm vi cuộc thi.", code=code.strip()))
    if not assessment_queries.is_in_audience(round.assessment, member) and not assessment_queries.get_result(
        round.assessment_id, member.id
    ):
        raise NotFound(Sentence("Mã số “%(code)s” không thuộc vòng thi này.", code=member.code))
    return member


@blueprint.post("/competitions/<code:code>/rounds/<id:number>/disqualifications")
def disqualify(code: str, number: int) -> Any:
    """Annul a member's attempts in this round."""
    competition, round = _round(code, number, Permission.COMPETITION_MANAGE)
    try:
        member = _member(competition, round, request.form.get("member", ""))
        annulled = results.disqualify(round, member, request.form.get("reason", ""), _actor(), clock.now())
        flash(_("Đã hủy %(count)s lượt thi của %(name)s.", count=annulled, name=member.name), "success")
    except DomainError as error:
        flash(translate(error.sentence), "error")
    return _back(code, number)


@blueprint.post("/competitions/<code:code>/rounds/<id:number>/decisions")
def decide_tie(code: str, number: int) -> Any:
    """Place a member above those who are equal."""
    competition, round = _round(code, number, Permission.COMPETITION_MANAGE)
    try:
        member = _member(competition, round, request.form.get("member", ""))
        results.prefer(round, member, request.form.get("reason", ""), _actor(), clock.now())
        flash(_("%(name)s được xếp trên những người đồng hạng.", name=member.name), "success")
    except DomainError as error:
        flash(translate(error.sentence), "error")
    return _back(code, number)
