"""Step 1: a new competition, its title and rules."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from ... import clock
from ...accounts.access import Permission, get_unit, own_unit, require
from ...accounts.forms import refuse
from ...errors import DomainError
from .. import queries
from ..blueprint import blueprint
from ..forms import InformationForm, NewCompetitionForm
from ..locks import locks_of_competition
from ..rules_sample import rules_sample
from ..services import competitions


@blueprint.route("/new-competition", methods=["GET", "POST"])
def new_competition() -> Any:
    """A title and an organiser are enough to begin."""
    require(Permission.COMPETITION_MANAGE)
    form = NewCompetitionForm()
    form.offer_units(queries.list_organising_units())
    if request.method == "GET":
        unit = own_unit(Permission.COMPETITION_MANAGE)
        form.unit.data = unit.id if unit else None
    if form.validate_on_submit():
        try:
            competition = competitions.create_competition(
                title=form.title.data or "",
                unit=get_unit(form.unit.data, Permission.COMPETITION_MANAGE),
                code=form.code.data or "",
                rules=rules_sample(),
                actor=current_user._get_current_object(),
                now=clock.now(),
            )
            return redirect(url_for(".edit_information", code=competition.code), 303)
        except DomainError as error:
            refuse(form, error)
    return render_template("competitions/new_competition.html", form=form), 422 if form.errors else 200


@blueprint.route("/competitions/<code:code>/information", methods=["GET", "POST"])
def edit_information(code: str) -> Any:
    """Title, organiser, code and rules."""
    competition = queries.get_competition(code, Permission.COMPETITION_MANAGE)
    locks = locks_of_competition(competition.published_at is not None)
    form = InformationForm.of(competition, queries.list_organising_units(), locks)
    if form.validate_on_submit():
        try:
            unit = None if "unit" in locks else get_unit(form.unit.data, Permission.COMPETITION_MANAGE)
            competitions.edit_competition(
                competition,
                title=form.title.data,
                rules=form.rules.data or "",
                code=form.code.data or None,
                unit=unit,
                now=clock.now(),
            )
            flash(_("Đã lưu."), "success")
            return redirect(url_for(".edit_audience", code=competition.code), 303)
        except DomainError as error:
            refuse(form, error)
    page = render_template("competitions/edit_information.html", competition=competition, form=form, now=clock.now())
    return page, 422 if form.errors else 200


@blueprint.post("/competitions/<code:code>/removal")
def remove_competition(code: str) -> Any:
    """Drop a draft."""
    competition = queries.get_competition(code, Permission.COMPETITION_MANAGE)
    competitions.remove_competition(competition, clock.now())
    flash(_("Đã xóa bản nháp."), "success")
    return redirect(url_for(".list_competitions"), 303)
