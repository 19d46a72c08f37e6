"""The classes that somebody works with."""

from __future__ import annotations

from flask import render_template, request

from ....accounts.access import Permission, can
from .. import queries
from ..blueprint import blueprint


@blueprint.get("/classes")
def list_classes() -> str:
    """The latest first."""
    page = max(1, min(request.args.get("page", 1, type=int), 10_000))
    found = queries.list_classes((page - 1) * queries.PAGE)
    return render_template(
        "classes/list_classes.html",
        classes=found[: queries.PAGE],
        has_more=len(found) > queries.PAGE,
        page=page,
        may_create=can(Permission.CLASS_CREATE),
    )
