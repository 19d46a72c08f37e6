"""Study waves: begun, listed, changed, closed and opened again."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from .... import clock
from ....accounts.access import Permission, can, get_unit, require
from ....errors import DomainError
from ....wording import translate
from ...naming import code_from
from ...study import queries as wave_queries
from ...study import wave_changes, waves
from ...study.models import StudyWave
from .. import queries
from ..blueprint import blueprint
from ..forms import WaveForm
from . import planning

# What the frozen roster no longer allows to change.
_FROZEN = ("unit", "member_kinds", "documents", "starts_at")


@blueprint.get("/study-waves")
def list_waves() -> str:
    """The waves of the units that the reader looks after."""
    require(Permission.SESSION_VIEW)
    page = max(1, min(request.args.get("page", 1, type=int), 10_000))
    found = wave_queries.list_waves((page - 1) * wave_queries.PAGE)
    return render_template(
        "sessions/list_waves.html",
        rows=found[: wave_queries.PAGE],
        has_more=len(found) > wave_queries.PAGE,
        page=page,
        may_manage=can(Permission.SESSION_MANAGE),
        now=clock.now(),
    )


@blueprint.route("/study-waves/new", methods=["GET", "POST"])
def new_wave() -> Any:
    """Documents that a unit is to study by a deadline."""
    require(Permission.SESSION_MANAGE)
    form = WaveForm(data=planning.beginning())
    form.offer_units(queries.units_to_manage())
    form.leave_out("reason")
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            _begin(form)
        except DomainError as error:
            form.refuse(error)
        else:
            flash(_("Đã mở đợt học tập. Tỷ lệ được tính từ khi đợt bắt đầu."), "success")
            return redirect(url_for(".list_waves"))
    return render_template("sessions/new_wave.html", form=form), status


def _begin(form: WaveForm) -> None:
    spec = form.spec(None, get_unit(int(form.unit.data), Permission.SESSION_MANAGE))
    waves.create_wave(
        code=form.code.data or code_from(spec.title, form.starts_at.data),
        title=spec.title,
        unit=spec.unit,
        documents=spec.documents,
        starts_at=spec.starts_at,
        deadline=spec.deadline,
        member_kinds=spec.member_kinds,
        course_code=spec.course_code,
        now=clock.now(),
    )


@blueprint.route("/study-waves/<code:code>", methods=["GET", "POST"])
def show_wave(code: str) -> Any:
    """A wave as it is, and for who may change it the form."""
    wave = wave_queries.get_wave(
        code, Permission.SESSION_MANAGE if request.method == "POST" else Permission.SESSION_VIEW
    )
    form = _form_of(wave)
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            unit = wave.unit if wave.roster_frozen_at else get_unit(int(form.unit.data), Permission.SESSION_MANAGE)
            reason = form.reason.data or "" if "reason" in form else ""
            wave_changes.edit_wave(wave, form.spec(wave, unit), reason, clock.now())
        except DomainError as error:
            form.refuse(error)
        else:
            flash(_("Đã lưu đợt học tập."), "success")
            return redirect(url_for(".show_wave", code=code))
    may_manage = can(Permission.SESSION_MANAGE, wave.unit.path)
    return render_template("sessions/show_wave.html", form=form, wave=wave, may_manage=may_manage), status


def _form_of(wave: StudyWave) -> WaveForm:
    form = WaveForm.of(wave)
    form.offer_units(queries.units_to_manage())
    form.leave_out("code", *(_FROZEN if wave.roster_frozen_at else ("reason",)))
    return form


@blueprint.post("/study-waves/<code:code>/closing")
def close_wave(code: str) -> Any:
    """Close it early, with a reason."""
    wave = wave_queries.get_wave(code, Permission.SESSION_MANAGE)
    return _changed(code, wave_changes.close_wave, wave, _("Đã đóng đợt. Học sau lúc này không tính vào đợt."))


@blueprint.post("/study-waves/<code:code>/closing/removal")
def reopen_wave(code: str) -> Any:
    """Open it again, with a reason."""
    wave = wave_queries.get_wave(code, Permission.SESSION_MANAGE)
    return _changed(
        code, wave_changes.reopen_wave, wave, _("Đã mở lại đợt. Cả những người học trong lúc đóng được tính.")
    )


def _changed(code: str, change: Any, wave: StudyWave, told: str) -> Any:
    try:
        change(wave, request.form.get("reason", ""), clock.now())
        flash(told, "success")
    except DomainError as error:
        flash(translate(error.sentence), "error")
    return redirect(url_for(".show_wave", code=code))
