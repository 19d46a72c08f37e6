"""The blueprint of all pages of competitions, and what every template of theirs may use."""

from __future__ import annotations

from typing import Any

from flask import Blueprint

from . import words
from .schedule import next_moment, round_state, state_of

blueprint = Blueprint("competitions", __name__, template_folder="templates")


@blueprint.context_processor
def _offer_words() -> dict[str, Any]:
    return {"words": words, "round_state": round_state, "state_of": state_of, "next_moment": next_moment}
