"""Kinds of units."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from .. import clock
from ..accounts.access import can_at_root
from ..accounts.forms import refuse
from ..errors import DomainError, NotFound, Sentence
from ..units import queries
from ..units.models import UnitKind
from . import administration
from .administration import MANAGE
from .blueprint import blueprint
from .forms import KindForm, NewKindForm


@blueprint.route("/units/kinds", methods=["GET", "POST"])
def list_kinds() -> Any:
    """All kinds, and one more."""
    _require_root()
    form = NewKindForm()
    if form.validate_on_submit():
        try:
            kind = administration.create_kind(form.name.data, clock.now())
        except DomainError as error:
            refuse(form, error)
        else:
            flash(_("Đã thêm loại “%(name)s”.", name=kind.name), "success")
            return redirect(url_for(".list_kinds"))
    return (
        render_template(
            "units/list_kinds.html", form=form, kinds=queries.list_kinds(), used=queries.count_units_by_kind()
        ),
        422 if form.errors else 200,
    )


@blueprint.route("/units/kinds/<id:kind_id>", methods=["GET", "POST"])
def edit_kind(kind_id: int) -> Any:
    """Rename or reorder a kind."""
    kind = _get_kind(kind_id)
    form = KindForm(obj=kind)
    if form.validate_on_submit():
        try:
            administration.edit_kind(
                kind,
                clock.now(),
                name=form.name.data,
                position=form.position.data,
                is_grassroots=form.is_grassroots.data,
            )
        except DomainError as error:
            refuse(form, error)
        else:
            flash(_("Đã lưu loại “%(name)s”.", name=kind.name), "success")
            return redirect(url_for(".list_kinds"))
    return render_template("units/edit_kind.html", form=form, kind=kind), 422 if form.errors else 200


def _get_kind(kind_id: int) -> UnitKind:
    _require_root()
    kind = queries.get_kind(kind_id)
    if kind is None:
        raise NotFound(Sentence("Không có loại đơn vị này."))
    return kind


def _require_root() -> None:
    """Kinds are common to all units, so others do not even see their page."""
    if not can_at_root(MANAGE):
        raise NotFound(Sentence("Không có trang này, hoặc bạn không được xem."))
