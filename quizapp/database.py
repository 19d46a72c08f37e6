"""Commands for the database's schema."""

from __future__ import annotations

import click
import flask_migrate
from flask import current_app
from flask.cli import with_appcontext

from . import models  # noqa: F401 - all tables are known before they are compared
from .project import MIGRATIONS


def upgrade() -> None:
    """Bring the schema up to date; nothing happens where it is. Needs an application context."""
    current_app.config["QUIZAPP"].instance.mkdir(parents=True, exist_ok=True)
    flask_migrate.upgrade(directory=str(MIGRATIONS))


@click.group("db")
def group() -> None:
    """Migrations of the database."""


@group.command("upgrade")
@with_appcontext
def upgrade_command() -> None:
    """Bring the database to the newest schema."""
    upgrade()


@group.command("downgrade")
@click.argument("revision", default="-1")
@with_appcontext
def downgrade_command(revision: str) -> None:
    """Go back one revision, or to REVISION ("base" for none)."""
    flask_migrate.downgrade(directory=str(MIGRATIONS), revision=revision)


@group.command("check")
@with_appcontext
def check_command() -> None:
    """Exit with 1 when the models and the database differ."""
    flask_migrate.check(directory=str(MIGRATIONS))


@group.command("revision")
@click.argument("message")
@with_appcontext
def revision_command(message: str) -> None:
    """Write a new migration from what has changed in the models (for developers)."""
    flask_migrate.revision(directory=str(MIGRATIONS), message=message, autogenerate=True)
