"""Commands of exams."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import with_appcontext

from .. import clock
from ..commanding import finish_import, import_options
from ..errors import Invalid, Sentence
from .importing import import_exam

group = click.Group("exams", help="End-of-course exams: the class, its learners, the exam.")
commands: list[click.Command] = [group]


@group.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@import_options
@with_appcontext
def import_file(file: Path, dry_run: bool, skip_rejected: bool, as_json: bool) -> None:
    """Import a course exam with its class from a TOML file (see docs/exams.md)."""

    def read_neighbour(name: str) -> bytes:
        path = file.parent / name
        if Path(name).is_absolute() or ".." in Path(name).parts or not path.is_file():
            raise Invalid(Sentence("Không có tệp “%(file)s” bên cạnh tệp này.", file=name))
        return path.read_bytes()

    finish_import(
        lambda: import_exam(file.read_bytes(), read_neighbour, clock.now(), dry_run, skip_rejected),
        skip_rejected,
        as_json,
    )
