"""Step 4: what is still missing, and publication."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ... import clock
from ...accounts.access import Permission
from ...errors import DomainError
from ...wording import translate
from .. import queries, readiness
from ..blueprint import blueprint
from ..services import publication


@blueprint.get("/competitions/<code:code>/publication")
def check_publication(code: str) -> str:
    """Each check, fine or with what to do."""
    competition = queries.get_competition(code, Permission.COMPETITION_MANAGE)
    now = clock.now()
    checks = readiness.checks_of(competition, now)
    return render_template(
        "competitions/check_publication.html",
        competition=competition,
        checks=checks,
        missing=[check for check in checks if check.state == "missing"],
        drafts=readiness.drafts(competition),
        people=queries.count_audience(competition),
        now=now,
    )


@blueprint.post("/competitions/<code:code>/publication")
def publish_competition(code: str) -> Response:
    """Open it to its audience."""
    competition = queries.get_competition(code, Permission.COMPETITION_MANAGE)
    try:
        published = publication.publish_competition(competition, clock.now())
        flash(_("Đã công bố %(count)s vòng thi.", count=len(published)), "success")
    except DomainError as error:
        flash(translate(error.sentence), "error")
        return redirect(url_for(".check_publication", code=code), 303)
    return redirect(url_for(".show_competition_desk", code=code), 303)
