"""Commands of the engine."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import with_appcontext

from .. import clock
from ..commanding import finish_import, import_options, json_option, print_json, refusing, say
from ..errors import Sentence
from . import importing
from .services import submissions


@click.group("attempts")
def group() -> None:
    """Attempts: results made elsewhere, and the clock."""


@group.command("close-overdue")
@json_option
@with_appcontext
@refusing
def close_overdue(as_json: bool) -> None:
    """Close every attempt that the clock has ended; what was saved counts."""
    closed = submissions.close_overdue(clock.now())
    if as_json:
        print_json({"closed": closed})
    else:
        say(Sentence("Đã nộp %(count)s bài hết giờ.", count=closed))


@group.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@import_options
@with_appcontext
def import_attempts(file: Path, dry_run: bool, skip_rejected: bool, as_json: bool) -> None:
    """Import results of attempts made elsewhere (csv, xlsx).

    Columns: assessment code, member code, started, submitted, score, device.
    """

    def load() -> importing.ImportReport:
        return importing.import_file(file.read_bytes(), file.name, clock.now(), dry_run, skip_rejected)

    finish_import(load, skip_rejected, as_json)


commands: list[click.Command] = [group]
