"""Sessions as a member has them, and those that somebody is in charge of."""

from __future__ import annotations

from flask import render_template, request
from flask_login import current_user

from .... import clock
from ....accounts.access import Permission, can
from .. import packages, queries
from ..blueprint import blueprint


@blueprint.get("/study/sessions")
def list_own_sessions() -> str:
    """My sessions: to come, and over with what is noted of me."""
    now = clock.now()
    materials = queries.packages_around(current_user.unit, now)
    return render_template(
        "sessions/list_own_sessions.html",
        coming=queries.list_own(current_user, now, is_over=False),
        over=queries.list_own(current_user, now, is_over=True),
        packages=materials,
        readable=packages.readable_in(materials),
        now=now,
    )


@blueprint.get("/study/sessions/<code:code>")
def show_own_session(code: str) -> str:
    """One session as its audience sees it."""
    now, session = clock.now(), queries.get_own_session(code, current_user)
    materials = queries.packages_around(session.unit, session.starts_at)
    return render_template(
        "sessions/show_own_session.html",
        session=session,
        attendance=queries.attendance_of(session, current_user),
        packages=materials,
        readable=packages.readable_in(materials),
        now=now,
    )


@blueprint.get("/sessions")
def list_sessions() -> str:
    """The sessions of the units that the reader looks after."""
    now, is_over = clock.now(), request.args.get("when") == "over"
    page = max(1, min(request.args.get("page", 1, type=int), 10_000))
    found = queries.list_managed(now, is_over, (page - 1) * queries.PAGE)
    return render_template(
        "sessions/list_sessions.html",
        sessions=found[: queries.PAGE],
        has_more=len(found) > queries.PAGE,
        page=page,
        is_over=is_over,
        may_manage=can(Permission.SESSION_MANAGE),
        now=now,
    )


@blueprint.get("/sessions/<code:code>")
def show_session(code: str) -> str:
    """Where a session is led from: figures, meeting points, what to do next."""
    session = queries.get_session(code, Permission.SESSION_VIEW)
    return render_template(
        "sessions/show_session.html", session=session, figures=queries.figures_of(session), now=clock.now()
    )
