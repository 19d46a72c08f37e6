"""Pages of announcements."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from .. import clock
from ..accounts.access import Permission, get_unit, own_unit, require
from . import announcements, visibility
from .blueprint import blueprint
from .forms import AnnouncementForm


@blueprint.get("/announcements")
def list_announcements() -> str:
    """What the units of the person have announced, the last first."""
    return render_template("library/list_announcements.html", rows=announcements.list_for(current_user))


@blueprint.route("/announcements/new", methods=["GET", "POST"])
def new_announcement() -> Any:
    """A form for a new one."""
    require(Permission.DOCUMENT_MANAGE)
    form = AnnouncementForm()
    form.offer_units(visibility.list_owner_units())
    if request.method == "GET":
        unit = own_unit(Permission.DOCUMENT_MANAGE)
        form.unit.data = unit.id if unit else None
    if form.validate_on_submit():
        unit = get_unit(form.unit.data, Permission.DOCUMENT_MANAGE)
        about = (form.title.data, form.text.data, unit, form.audience.data)
        announcement = announcements.publish(*about, current_user, clock.now())
        flash(_("Đã đăng thông báo."), "success")
        return redirect(url_for(".show_announcement", announcement_id=announcement.id))
    return render_template("library/new_announcement.html", form=form), 422 if form.errors else 200


@blueprint.get("/announcements/<id:announcement_id>")
def show_announcement(announcement_id: int) -> str:
    """One announcement; that it was opened is counted."""
    announcements.note_reading(announcements.get_announcement(announcement_id, current_user), current_user, clock.now())
    announcement = announcements.get_announcement(announcement_id, current_user)
    may_manage = announcements.may_manage(announcement)
    return render_template(
        "library/show_announcement.html",
        announcement=announcement,
        may_manage=may_manage,
        readers=announcements.count_readers(announcement) if may_manage else None,
    )


@blueprint.post("/announcements/<id:announcement_id>/removal")
def remove_announcement(announcement_id: int) -> Any:
    """Take it away."""
    announcement = announcements.get_announcement(announcement_id, current_user)
    require(Permission.DOCUMENT_MANAGE, announcement.unit.path)
    announcements.remove(announcement, clock.now())
    flash(_("Đã xóa thông báo."), "success")
    return redirect(url_for(".list_announcements"))
