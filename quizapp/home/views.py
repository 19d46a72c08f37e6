"""The home page: what is due, what runs, what is new; one thing to do next."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask_login import current_user

from .. import clock
from ..courses.sessions.words import FORMS, KINDS
from .listing import draw_up

blueprint = Blueprint("home", __name__, template_folder="templates")


@blueprint.get("/")
def show_home() -> str:
    """The member's own page."""
    now = clock.now()
    page = draw_up(current_user, now)
    return render_template("home/show_home.html", page=page, now=now, session_kinds=KINDS, session_forms=FORMS)
