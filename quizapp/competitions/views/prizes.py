"""Step 1, continued: the prizes."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from ... import clock
from ...accounts.access import Permission
from ...accounts.forms import refuse
from ...errors import DomainError
from .. import queries
from ..blueprint import blueprint
from ..locks import locks_of_competition
from ..prize_forms import PrizesForm
from ..services import prizes


@blueprint.route("/competitions/<code:code>/prizes", methods=["GET", "POST"])
def edit_prizes(code: str) -> Any:
    """One row a prize; rows are added and removed by buttons of the form."""
    competition = queries.get_competition(code, Permission.COMPETITION_MANAGE)
    lock = locks_of_competition(competition.published_at is not None).get("prizes")
    form = PrizesForm.of(prizes.list_specs(competition), competition.collective_floor, only_titles=lock is not None)
    if form.is_submitted() and not form.change_rows(request.form.get("action", "")) and form.validate():
        try:
            prizes.set_prizes(competition, form.prizes(), clock.now())
            prizes.set_collective_floor(competition, form.collective_floor.data, clock.now())
            flash(_("Đã lưu giải thưởng."), "success")
            return redirect(url_for(".list_rounds", code=code), 303)
        except DomainError as error:
            refuse(form, error)
    page = render_template(
        "competitions/edit_prizes.html", competition=competition, form=form, lock=lock, now=clock.now()
    )
    return page, 422 if form.errors else 200
