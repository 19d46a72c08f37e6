"""The blueprint of all pages of classes, and what every template of theirs may use."""

from __future__ import annotations

from typing import Any

from flask import Blueprint

from . import words

blueprint = Blueprint("classes", __name__, template_folder="templates")


@blueprint.context_processor
def _offer_words() -> dict[str, Any]:
    return {"class_words": words}
