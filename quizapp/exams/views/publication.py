"""Step 5: what is still missing, and publication."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from ... import clock
from ...courses.classes.access import Work
from ...errors import DomainError
from ...wording import number, translate
from .. import queries, readiness
from ..blueprint import blueprint
from ..services import publishing


@blueprint.get("/exams/<code:code>/publication")
def check_publication(code: str) -> str:
    """Each check, fine or with what to do."""
    exam, now = queries.get_exam(code, Work.MANAGE), clock.now()
    is_published = exam.assessment.published_at is not None
    checks = [] if is_published else readiness.checks_of(exam, now)
    missing = sum(check.state == "missing" for check in checks)
    return render_template("exams/check_publication.html", exam=exam, checks=checks, missing=missing, now=now)


@blueprint.post("/exams/<code:code>/publication")
def publish_exam(code: str) -> Any:
    """Open it to its candidates."""
    exam = queries.get_exam(code, Work.MANAGE)
    try:
        count = publishing.publish_exam(exam, clock.now())
        flash(_("Đã công bố kỳ thi cho %(count)s thí sinh.", count=number(count)), "success")
    except DomainError as error:
        flash(translate(error.sentence), "error")
        return redirect(url_for(".check_publication", code=code), 303)
    return redirect(url_for(".show_exam", code=code), 303)
