"""The blueprint of all pages of courses, and what every template of theirs may use."""

from __future__ import annotations

from typing import Any

from flask import Blueprint

from . import words

blueprint = Blueprint("courses", __name__, template_folder="templates")


@blueprint.context_processor
def _offer_words() -> dict[str, Any]:
    return {"words": words}
