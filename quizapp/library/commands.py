"""Commands for documents."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import with_appcontext

from .. import clock
from ..commanding import finish_import, import_options
from ..errors import Refused, Sentence
from ..import_report import ImportReport
from ..units.models import Unit
from ..units.queries import find_by_code, find_root
from . import importing


@click.group("documents")
def group() -> None:
    """Documents."""


commands: list[click.Command] = [group]


@group.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--unit", "unit_code", metavar="CODE", help="The unit that new documents belong to. Default: the root.")
@import_options
@with_appcontext
def import_documents(file: Path, unit_code: str | None, dry_run: bool, skip_rejected: bool, as_json: bool) -> None:
    """Import a document (.docx, .md, .txt), or those that a .toml FILE lists, whole or not at all."""

    def load() -> ImportReport:
        return importing.import_documents(file, _owner(unit_code), clock.now(), dry_run, skip_rejected)

    finish_import(load, skip_rejected, as_json)


def _owner(unit_code: str | None) -> Unit:
    unit = find_by_code(unit_code) if unit_code else find_root()
    if unit is None and unit_code:
        raise Refused(Sentence("Không có đơn vị mã %(code)s. Hãy kiểm tra lại mã đơn vị.", code=unit_code))
    if unit is None:
        raise Refused(Sentence("Chưa có đơn vị nào để giao văn bản. Hãy nhập danh sách đơn vị trước."))
    return unit
