"""Beginning a study wave."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from .... import clock
from ....accounts.access import Permission, get_unit, require
from ....errors import DomainError
from ....local_times import to_instant
from ...study import waves
from .. import queries
from ..blueprint import blueprint
from ..forms import WaveForm


@blueprint.route("/study-waves/new", methods=["GET", "POST"])
def new_wave() -> Any:
    """Documents that a unit is to study by a deadline."""
    require(Permission.SESSION_MANAGE)
    form = WaveForm()
    form.offer_units(queries.units_to_manage())
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            _begin(form)
        except DomainError as error:
            form.refuse(error)
        else:
            flash(_("Đã mở đợt học tập. Tỷ lệ được tính từ khi đợt bắt đầu."), "success")
            return redirect(url_for(".list_sessions"))
    return render_template("sessions/new_wave.html", form=form), status


def _begin(form: WaveForm) -> None:
    waves.create_wave(
        code=form.code.data or "",
        title=form.title.data or "",
        unit=get_unit(int(form.unit.data), Permission.SESSION_MANAGE),
        documents=form.chosen_documents(),
        starts_at=to_instant(form.starts_at.data),
        deadline=to_instant(form.deadline.data) if form.deadline.data else None,
        now=clock.now(),
    )
