"""Health for load balancers, metrics for Prometheus. Alembic is loaded when asked: no start waits for it."""

from __future__ import annotations

from flask import Blueprint, Response, abort, current_app, jsonify, request
from sqlalchemy.exc import SQLAlchemyError

from . import observability
from .accounts.gate import public
from .extensions import db
from .project import MIGRATIONS

blueprint = Blueprint("health", __name__)


@blueprint.get("/health/live")
@public
def show_live() -> Response:
    """The process answers."""
    return jsonify(status="ok")


@blueprint.get("/health/ready")
@public
def show_ready() -> tuple[Response, int] | Response:
    """The database can be reached and is migrated."""
    from alembic.runtime.migration import MigrationContext

    try:
        current = MigrationContext.configure(db.session.connection()).get_current_revision()
    except SQLAlchemyError:
        return jsonify(status="error", reason="database unreachable"), 503
    if current != newest_revision():
        return jsonify(status="error", reason="database not migrated"), 503
    return jsonify(status="ok")


@blueprint.get("/metrics")
@public
def show_metrics() -> Response:
    """Prometheus text, for the addresses of QUIZAPP_METRICS_FROM only."""
    if request.remote_addr not in current_app.config["QUIZAPP"].metrics_from:
        abort(404)
    body, content_type = observability.metrics_text()
    return Response(body, content_type=content_type)


def newest_revision() -> str | None:
    """The revision that the code expects."""
    from alembic.script import ScriptDirectory

    return ScriptDirectory(str(MIGRATIONS)).get_current_head()
