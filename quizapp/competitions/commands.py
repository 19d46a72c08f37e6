"""Commands of competitions."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import with_appcontext

from .. import clock
from ..commanding import finish_import, import_options
from .importing import import_competition

group = click.Group("competitions", help="Competitions: rounds, rules, prizes.")
commands: list[click.Command] = [group]


@group.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@import_options
@with_appcontext
def import_file(file: Path, dry_run: bool, skip_rejected: bool, as_json: bool) -> None:
    """Import a competition with its rounds from a TOML file (see docs/competitions.md)."""
    finish_import(
        lambda: import_competition(file.read_bytes(), clock.now(), dry_run, skip_rejected), skip_rejected, as_json
    )
