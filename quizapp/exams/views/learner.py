"""The exams of the signed-in person."""

from __future__ import annotations

from flask import render_template
from flask_login import current_user

from ... import clock
from ...courses.classes.queries import works_with_classes
from .. import candidate_queries
from ..blueprint import blueprint


@blueprint.get("/exams")
def list_own_exams() -> str:
    """When and where, what is missing, and afterwards the mark."""
    now = clock.now()
    return render_template(
        "exams/list_own_exams.html",
        own=candidate_queries.list_own(current_user, now),
        works_with_classes=works_with_classes(current_user),
        now=now,
    )
