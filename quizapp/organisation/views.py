"""The tree of units, and what administrators do with one of them."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from .. import clock
from ..accounts import member_queries
from ..accounts.access import Permission, can, can_at_root, get_unit, paths_with, require, within
from ..accounts.forms import refuse
from ..errors import DomainError
from ..folding import tidy
from ..units import queries
from ..units.models import Unit
from ..wording import local_day
from . import administration, import_views, kind_views
from .administration import MANAGE
from .blueprint import blueprint
from .forms import ClosingForm, NewUnitForm, ParentForm, UnitForm

__all__ = ["blueprint", "import_views", "kind_views"]

PAGE_SIZE = 100
VIEW = Permission.UNIT_VIEW


@blueprint.get("/units")
def show_tree() -> Any:
    """Where my part of the tree begins, or what a search finds in it."""
    require(VIEW)
    text = tidy(request.args.get("q", ""))[:160]
    if text:
        return _show_found(text)
    tops = queries.tops(paths_with(VIEW), PAGE_SIZE)
    if len(tops) == 1:
        return redirect(url_for(".show_unit", unit_id=tops[0].unit.id))
    counts = member_queries.count_by_unit([branch.unit.id for branch in tops])
    return render_template("units/show_tree.html", rows=_rows(tops), counts=counts, may_start=can_at_root(MANAGE))


def _rows(branches: list[queries.Branch]) -> list[tuple[Unit, str, bool]]:
    return [(branch.unit, "", branch.has_children) for branch in branches]


def _show_found(text: str) -> str:
    found = queries.search(text, within(VIEW), queries.SEARCH_LIMIT + 1)
    units = found[: queries.SEARCH_LIMIT]
    above = queries.names_above(units)
    return render_template(
        "units/search_units.html",
        rows=[(unit, above.get(unit.id, ""), False) for unit in units],
        has_more=len(found) > len(units),
        counts=member_queries.count_by_unit([unit.id for unit in units]),
        text=text,
    )


@blueprint.get("/units/<id:unit_id>")
def show_unit(unit_id: int) -> str:
    """One unit with what stands directly under it."""
    unit = get_unit(unit_id, VIEW)
    pages = max(1, -(-queries.count_children(unit) // PAGE_SIZE))
    page = min(max(request.args.get("page", 1, type=int), 1), pages)
    branches = queries.children(unit, PAGE_SIZE, (page - 1) * PAGE_SIZE)
    return render_template(
        "units/show_unit.html",
        unit=unit,
        crumbs=_crumbs(unit),
        rows=_rows(branches),
        counts=member_queries.count_by_unit([unit.id, *(branch.unit.id for branch in branches)]),
        page=page,
        pages=pages,
        today=local_day(clock.now()),
        may_manage=can(MANAGE, unit.path),
        may_relocate=administration.can_relocate(unit),
    )


def _crumbs(unit: Unit) -> list[tuple[str, str | None]]:
    """(name, address) of the units above, without an address where the person may not look, and of the unit itself."""
    above = [
        (found.name, url_for(".show_unit", unit_id=found.id) if can(VIEW, found.path) else None)
        for found in queries.ancestors(unit)
    ]
    return [(_("Đơn vị"), url_for(".show_tree")), *above, (unit.name, None)]


@blueprint.route("/units/new", methods=["GET", "POST"])
def create_unit() -> Any:
    """A new unit, usually begun from the page of the one above."""
    require(MANAGE)
    form = NewUnitForm()
    if request.method == "GET":
        form.parent.data = request.args.get("parent", "")
    elif form.validate():
        try:
            unit = administration.create_unit(
                form.parent.unit,
                clock.now(),
                code=form.code.data,
                name=form.name.data,
                kind=queries.get_kind(form.kind_id.data),
                valid_from=form.valid_from.data,
            )
        except DomainError as error:
            refuse(form, error)
        else:
            flash(_("Đã tạo %(name)s.", name=unit.name), "success")
            return redirect(url_for(".show_unit", unit_id=unit.id))
    return render_template("units/create_unit.html", form=form), 422 if form.errors else 200


@blueprint.route("/units/<id:unit_id>/edit", methods=["GET", "POST"])
def edit_unit(unit_id: int) -> Any:
    """Rename it, or put its kind or first day right."""
    unit = _managed(unit_id)
    form = UnitForm(obj=unit)
    if form.validate_on_submit():
        try:
            administration.edit_unit(
                unit,
                clock.now(),
                name=form.name.data,
                kind_id=form.kind_id.data,
                valid_from=form.valid_from.data,
            )
        except DomainError as error:
            refuse(form, error)
        else:
            flash(_("Đã lưu %(name)s.", name=unit.name), "success")
            return redirect(url_for(".show_unit", unit_id=unit.id))
    return render_template("units/edit_unit.html", form=form, unit=unit), 422 if form.errors else 200


@blueprint.route("/units/<id:unit_id>/parent", methods=["GET", "POST"])
def move_unit(unit_id: int) -> Any:
    """Put it, with all below, under another unit."""
    unit = _managed(unit_id)
    form = ParentForm()
    if form.validate_on_submit() and form.parent.unit is not None:
        try:
            administration.move_unit(unit, form.parent.unit, clock.now())
        except DomainError as error:
            refuse(form, error)
        else:
            flash(_("Đã chuyển %(name)s.", name=unit.name), "success")
            return redirect(url_for(".show_unit", unit_id=unit.id))
    own = member_queries.count_by_unit([unit.id])[unit.id]
    return (
        render_template("units/move_unit.html", form=form, unit=unit, members=own[1], crumbs=_crumbs(unit)),
        422 if form.errors else 200,
    )


@blueprint.route("/units/<id:unit_id>/closing", methods=["GET", "POST"])
def close_unit(unit_id: int) -> Any:
    """End it; its past stays."""
    unit = _managed(unit_id)
    form = ClosingForm()
    if form.validate_on_submit():
        try:
            administration.close_unit(
                unit, form.valid_to.data, form.successor.unit, form.moves_content.data, clock.now()
            )
        except DomainError as error:
            refuse(form, error)
        else:
            flash(_("%(name)s đã kết thúc hoạt động.", name=unit.name), "success")
            return redirect(url_for(".show_unit", unit_id=unit.id))
    elif request.method == "GET":
        form.valid_to.data = local_day(clock.now())
    members = member_queries.count_by_unit([unit.id])[unit.id][0]
    children = queries.count_children(unit)
    return (
        render_template("units/close_unit.html", form=form, unit=unit, members=members, children=children),
        422 if form.errors else 200,
    )


@blueprint.post("/units/<id:unit_id>/closing/removal")
def reopen_unit(unit_id: int) -> Any:
    """Take a closing back."""
    unit = _managed(unit_id)
    administration.reopen_unit(unit, clock.now())
    flash(_("%(name)s tiếp tục hoạt động.", name=unit.name), "success")
    return redirect(url_for(".show_unit", unit_id=unit.id))


def _managed(unit_id: int) -> Unit:
    unit = get_unit(unit_id, VIEW)
    require(MANAGE, unit.path)
    return unit
