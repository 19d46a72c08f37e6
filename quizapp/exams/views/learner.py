"""The exams of the signed-in person."""

from __future__ import annotations

from flask import current_app, render_template, url_for
from flask_login import current_user

from ... import clock
from ...courses.classes.queries import works_with_classes
from .. import candidate_queries
from ..blueprint import blueprint

# The page of the own certificates, where this installation has it.
CERTIFICATES = "exams.list_own_certificates"


@blueprint.get("/exams")
def list_own_exams() -> str:
    """When and where, what is missing, and afterwards the mark."""
    now = clock.now()
    return render_template(
        "exams/list_own_exams.html",
        own=candidate_queries.list_own(current_user, now),
        works_with_classes=works_with_classes(current_user),
        certificates_url=url_for(CERTIFICATES) if CERTIFICATES in current_app.view_functions else None,
        now=now,
    )
