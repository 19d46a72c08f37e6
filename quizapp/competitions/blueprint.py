"""The blueprint of all pages of competitions, and what every template of theirs may use."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import Blueprint, url_for
from flask_babel import format_datetime
from flask_babel import gettext as _

from . import words
from .models import Competition
from .schedule import next_moment, round_labels, round_state, state_of

blueprint = Blueprint("competitions", __name__, template_folder="templates")


@blueprint.context_processor
def _offer_words() -> dict[str, Any]:
    return {
        "words": words,
        "round_labels": round_labels,
        "round_state": round_state,
        "state_of": state_of,
        "next_moment": next_moment,
        "crumbs": _crumbs,
        "spelled_out": _spelled_out,
    }


def _crumbs(competition: Competition, further: list[tuple[Any, str | None]]) -> list[tuple[Any, str | None]]:
    """The way to a page of the organisers; the code stands for a title that would fill the line."""
    desk = (competition.code, url_for("competitions.show_competition_desk", code=competition.code))
    return [(_("Cuộc thi"), url_for("competitions.list_competitions")), desk, *further]


def _spelled_out(local: datetime | None) -> str:
    """ "Thứ Hai, 08:00, 23/11/2026": browsers show times in the order of their own language."""
    return format_datetime(local, "EEEE, HH:mm, dd/MM/yyyy", rebase=False) if local else ""
