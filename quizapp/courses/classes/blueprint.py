"""The blueprint of all pages of classes, and what every template of theirs may use."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, current_app, url_for

from . import words
from .access import Work
from .models import CourseClass

blueprint = Blueprint("classes", __name__, template_folder="templates")


@blueprint.context_processor
def _offer_words() -> dict[str, Any]:
    return {"class_words": words, "exams_url": exams_url, "Work": Work}


def exams_url(course_class: CourseClass) -> str | None:
    """The page of whatever examines the class; classes themselves know no exams."""
    endpoint = "exams.list_class_exams"
    return url_for(endpoint, code=course_class.code) if endpoint in current_app.view_functions else None
