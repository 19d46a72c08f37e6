"""The home page: what runs, what is coming, what is over; one thing to do next."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask_login import current_user

from .. import clock
from ..library.announcements import list_unread
from ..library.listing import list_new
from .listing import list_entries

blueprint = Blueprint("home", __name__, template_folder="templates")


@blueprint.get("/")
def show_home() -> str:
    """The member's own page."""
    now = clock.now()
    entries = list_entries(current_user, now)
    return render_template(
        "home/show_home.html",
        now=now,
        open_entries=[entry for entry in entries if entry.state == "open"],
        upcoming=[entry for entry in entries if entry.state == "upcoming"],
        announcements=list_unread(current_user, 2),
        documents=list_new(current_user, 2),
        closed=[entry for entry in entries if entry.state == "closed"][:5],
    )
