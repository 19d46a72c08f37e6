"""Commands for units."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import with_appcontext

from .. import clock
from ..commanding import finish_import, import_options
from ..import_report import ImportReport
from ..units.unit_import import preview_units
from . import administration


@click.group("units")
def group() -> None:
    """The tree of units."""


@group.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@import_options
@with_appcontext
def import_command(file: Path, dry_run: bool, skip_rejected: bool, as_json: bool) -> None:
    """Create and update units from a list (.xlsx or .csv): code, name, kind, parent, dates.

    A unit is known by its code; the parent may stand anywhere in the list, by code or by name.
    """

    def load() -> ImportReport:
        content = file.read_bytes()
        if dry_run:
            report = preview_units(content, file.name, None).report
            return report if report.may_store(skip_rejected) else report.with_nothing_stored()
        return administration.store_list(content, file.name, None, skip_rejected, clock.now()).report

    finish_import(load, skip_rejected, as_json)


commands: list[click.Command] = [group]
