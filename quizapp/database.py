"""Commands for the database's schema."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import text

from . import models  # noqa: F401 - all tables are known before they are compared
from .extensions import db
from .project import MIGRATIONS

# Any number that no other program uses for its advisory locks in the same database.
_LOCK = 7_195_016_210


def upgrade() -> None:
    """Bring the schema up to date; nothing happens where it is. Needs an application context."""
    with alone():
        _migrations().upgrade(directory=str(MIGRATIONS))


def _migrations() -> ModuleType:
    """Flask-Migrate, loaded only where the schema is looked at: with all that it brings it would slow every start."""
    import flask_migrate

    if "migrate" not in current_app.extensions:
        flask_migrate.Migrate(current_app, db, directory=str(MIGRATIONS), render_as_batch=True, compare_type=True)
    return flask_migrate


@contextmanager
def alone() -> Iterator[None]:
    """Of programs that start together on one database one goes on, the others wait for it. Not to be nested."""
    if db.engine.dialect.name == "sqlite":
        with _locked_folder(Path(db.engine.url.database or "").absolute().parent):
            yield
        return
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": _LOCK})
        try:
            yield
        finally:
            connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": _LOCK})


@contextmanager
def _locked_folder(folder: Path) -> Iterator[None]:
    """A lock on the folder itself leaves no file behind, and ends with the process however that ends."""
    if not folder.is_dir():  # the database itself says best what is wrong with its address
        yield
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


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
    with alone():
        _migrations().downgrade(directory=str(MIGRATIONS), revision=revision)


@group.command("check")
@with_appcontext
def check_command() -> None:
    """Exit with 1 when the models and the database differ."""
    _migrations().check(directory=str(MIGRATIONS))


@group.command("revision")
@click.argument("message")
@with_appcontext
def revision_command(message: str) -> None:
    """Write a new migration from what has changed in the models (for developers)."""
    _migrations().revision(directory=str(MIGRATIONS), message=message, autogenerate=True)
