"""The console script ``quizapp``. Every other command lives with its feature."""

from __future__ import annotations

import gc
import logging
import sys

import click
from flask import Flask
from flask.cli import FlaskGroup
from sqlalchemy.exc import DBAPIError, OperationalError

from .config import Config, ConfigError


def _create() -> Flask:
    try:
        config = Config.from_environment()
    except ConfigError as error:
        click.echo(f"quizapp: {error}", err=True)
        sys.exit(2)
    # What is loaded from here on stays to the end: to look for garbage in it would take a sixth of the start.
    gc.disable()
    from .app import create_app

    app = create_app(config)
    gc.freeze()
    gc.enable()
    return app


group = FlaskGroup(
    name="quizapp",
    create_app=_create,
    add_default_commands=False,
    add_version_option=False,
    load_dotenv=False,
    help="Study resolutions, hold competitions and exams, and report each unit's rates.",
)


def main() -> None:
    """What the console script calls."""
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(message)s")
    try:
        group.main(prog_name="quizapp")
    except DBAPIError as error:
        fault = fault_of_database(error)
        if fault is None:
            raise
        click.echo(f"quizapp: {fault}", err=True)
        sys.exit(1)


def fault_of_database(error: DBAPIError) -> str | None:
    """What the operator can mend, as one line; None for a fault of ours."""
    reason = str(error.orig).strip().partition("\n")[0]
    if reason.startswith("no such table") or getattr(error.orig, "sqlstate", None) == "42P01":
        return "the database is not migrated: run quizapp db upgrade"
    if isinstance(error, OperationalError):
        return f"the database cannot be used: {reason}"
    return None
