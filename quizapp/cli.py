"""The console script ``quizapp``. Every other command lives with its feature."""

from __future__ import annotations

import logging
import sys

import click
from flask import Flask
from flask.cli import FlaskGroup

from .config import ConfigError


def _create() -> Flask:
    from .app import create_app

    try:
        return create_app()
    except ConfigError as error:
        click.echo(f"quizapp: {error}", err=True)
        sys.exit(2)


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
    group.main(prog_name="quizapp")
