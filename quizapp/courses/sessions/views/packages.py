"""Materials of a month: what branches read before their meeting, and how a unit publishes it."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from .... import clock
from ....accounts.access import Permission, get_unit, own_unit, require
from ....errors import DomainError
from ....library.visibility import list_owner_units
from ....wording import local_day
from .. import packages
from ..blueprint import blueprint
from ..models import MaterialPackage
from ..package_forms import PackageForm


@blueprint.get("/materials")
def list_packages() -> str:
    """Month by month, the last first."""
    found = packages.list_packages(current_user)
    return render_template(
        "sessions/list_packages.html",
        packages=found,
        readable=packages.readable_in(found),
        may_manage=bool(list_owner_units()),
    )


@blueprint.get("/materials/<id:package_id>")
def show_package(package_id: int) -> str:
    """One month's materials."""
    package = packages.get_package(package_id)
    return render_template(
        "sessions/show_package.html",
        package=package,
        readable=packages.readable_in([package]),
        may_manage=packages.may_manage(package),
    )


@blueprint.route("/materials/new", methods=["GET", "POST"])
def new_package() -> Any:
    """Put together what is to be read."""
    require(Permission.DOCUMENT_MANAGE)
    form = PackageForm()
    if request.method == "GET":
        unit = own_unit(Permission.DOCUMENT_MANAGE)
        form.unit.data = unit.id if unit else None
    return _edit(form, None)


@blueprint.route("/materials/<id:package_id>/edit", methods=["GET", "POST"])
def edit_package(package_id: int) -> Any:
    """Something else, also after it was published."""
    package = packages.get_package(package_id, Permission.DOCUMENT_MANAGE)
    return _edit(PackageForm.of(package), package)


def _edit(form: PackageForm, package: MaterialPackage | None) -> Any:
    units = list_owner_units()
    chosen = [item.document for item in package.items if item.document] if package else []
    present = package.month if package else None
    form.offer(local_day(clock.now()), units, packages.documents_to_offer(chosen), present)
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            stored = _store(form, package)
        except DomainError as error:
            form.refuse(error)
        else:
            flash(_("Đã lưu tài liệu."), "success")
            return redirect(url_for(".show_package", package_id=stored.id))
    return render_template("sessions/edit_package.html", form=form, package=package), status


def _store(form: PackageForm, package: MaterialPackage | None) -> MaterialPackage:
    unit, now = get_unit(int(form.unit.data), Permission.DOCUMENT_MANAGE), clock.now()
    if package is None:
        return packages.create_package(form.spec(), unit, now)
    packages.edit_package(package, form.spec(), unit, now)
    return package


@blueprint.post("/materials/<id:package_id>/publication")
def publish_package(package_id: int) -> Any:
    """Let the branches see it, and tell them."""
    package = packages.get_package(package_id, Permission.DOCUMENT_MANAGE)
    page = url_for(".show_package", package_id=package_id)
    packages.publish(package, page if request.form.get("tells") else None, current_user, clock.now())
    flash(_("Đã công bố. Các chi bộ thấy tài liệu này từ bây giờ."), "success")
    return redirect(page, 303)


@blueprint.post("/materials/<id:package_id>/publication/removal")
def withdraw_package(package_id: int) -> Any:
    """Hide it again."""
    packages.withdraw(packages.get_package(package_id, Permission.DOCUMENT_MANAGE), clock.now())
    flash(_("Các chi bộ không còn thấy tài liệu này."), "success")
    return redirect(url_for(".show_package", package_id=package_id), 303)
