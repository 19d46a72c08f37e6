"""Step 2: the rounds."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ... import clock
from ...accounts.access import Permission
from ...accounts.forms import refuse
from ...errors import DomainError
from ...local_times import to_instant, to_local
from ...wording import translate
from .. import queries
from ..blueprint import blueprint
from ..forms import RoundForm
from ..locks import locks_of_round
from ..models import Competition
from ..round_settings import RoundSettings
from ..services import rounds

# Where the form shows what a rule says of a setting.
_FIELDS = {"ranking": "ranking_1", "attempts_allowed": "attempts"}


@blueprint.get("/competitions/<code:code>/rounds")
def list_rounds(code: str) -> str:
    """All rounds with what is set for them."""
    competition = queries.get_competition(code, Permission.COMPETITION_VIEW)
    return render_template("competitions/list_rounds.html", competition=competition, now=clock.now())


@blueprint.route("/competitions/<code:code>/new-round", methods=["GET", "POST"])
def new_round(code: str) -> Any:
    """A form for a further round."""
    competition = queries.get_competition(code, Permission.COMPETITION_MANAGE)
    now = clock.now()
    form = RoundForm.of(_suggested(competition, now), {})
    if form.validate_on_submit():
        try:
            rounds.add_round(competition, form.settings(), now=now)
            flash(_("Đã thêm vòng thi."), "success")
            return redirect(url_for(".list_rounds", code=code), 303)
        except DomainError as error:
            _refuse(form, error)
    page = render_template("competitions/edit_round.html", competition=competition, round=None, form=form, now=now)
    return page, 422 if form.errors else 200


def _suggested(competition: Competition, now: datetime) -> RoundSettings:
    """Next Monday from 8:00 to Friday 17:00; behind the last round where there is one."""
    last = max((round.assessment.closes_at for round in competition.rounds), default=now)
    local = to_local(max(last, now))
    monday = (local + timedelta(days=7 - local.weekday())).replace(hour=8, minute=0, second=0, microsecond=0)
    opens_at, closes_at = to_instant(monday), to_instant(monday.replace(hour=17) + timedelta(days=4))
    title = _("Tuần %(number)s", number=len(competition.rounds) + 1)
    return RoundSettings(title, opens_at, closes_at, minutes=20)


@blueprint.route("/competitions/<code:code>/rounds/<id:number>", methods=["GET", "POST"])
def edit_round(code: str, number: int) -> Any:
    """Everything that is set for a round, but for its matrix."""
    competition = queries.get_competition(code, Permission.COMPETITION_MANAGE)
    round = queries.get_round(competition, number)
    now = clock.now()
    locks = locks_of_round(rounds.progress_of(round, now))
    form = RoundForm.of(rounds.settings_of(round), locks)
    if form.validate_on_submit():
        try:
            rounds.edit_round(round, form.settings(), now, form.reason.data or "")
            flash(_("Đã lưu."), "success")
            return redirect(url_for(".list_rounds", code=code), 303)
        except DomainError as error:
            _refuse(form, error)
    page = render_template(
        "competitions/edit_round.html", competition=competition, round=round, form=form, locks=locks, now=now
    )
    return page, 422 if form.errors else 200


def _refuse(form: RoundForm, error: DomainError) -> None:
    setting = error.extra.get("field", "")
    error.extra["field"] = _FIELDS.get(setting, setting)
    refuse(form, error)


@blueprint.post("/competitions/<code:code>/rounds/<id:number>/copies")
def copy_round(code: str, number: int) -> Response:
    """The next round like this one."""
    competition = queries.get_competition(code, Permission.COMPETITION_MANAGE)
    try:
        copied = rounds.copy_round(queries.get_round(competition, number), clock.now())
        flash(_("Đã chép thành “%(title)s”. Hãy kiểm tra thời gian.", title=copied.assessment.title), "success")
    except DomainError as error:
        flash(translate(error.sentence), "error")
    return redirect(url_for(".list_rounds", code=code), 303)


@blueprint.post("/competitions/<code:code>/rounds/<id:number>/removal")
def remove_round(code: str, number: int) -> Response:
    """Drop a draft round."""
    competition = queries.get_competition(code, Permission.COMPETITION_MANAGE)
    try:
        rounds.remove_round(queries.get_round(competition, number), clock.now())
        flash(_("Đã xóa vòng thi."), "success")
    except DomainError as error:
        flash(translate(error.sentence), "error")
    return redirect(url_for(".list_rounds", code=code), 303)
