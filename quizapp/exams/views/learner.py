"""The exams of the signed-in person."""

from __future__ import annotations

from flask import render_template
from flask_login import current_user

from ... import clock
from ...courses.classes.queries import works_with_classes
from .. import candidate_queries, certificate_queries
from ..blueprint import blueprint
from ..services import remarkings


@blueprint.get("/exams")
def list_own_exams() -> str:
    """When and where, what is missing, and afterwards the mark."""
    now = clock.now()
    certificates = certificate_queries.list_own(current_user.id)
    return render_template(
        "exams/list_own_exams.html",
        own=candidate_queries.list_own(current_user, now),
        works_with_classes=works_with_classes(current_user),
        certificates_of={one.class_id: one for one in certificates if one.withdrawn_at is None},
        deadline_of=remarkings.deadline_of,
        now=now,
    )
