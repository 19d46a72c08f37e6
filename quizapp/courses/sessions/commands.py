"""Commands of sessions and attendance."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import with_appcontext

from ... import clock
from ...commanding import finish_import, import_options
from .attendance_import import import_file as import_attendance_file
from .session_import import import_sessions

sessions_group = click.Group("sessions", help="Study sessions: conferences, class and branch meetings, make-ups.")
attendance_group = click.Group("attendance", help="Who attended a study session.")
commands: list[click.Command] = [sessions_group, attendance_group]
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@sessions_group.command("import")
@click.argument("file", type=_FILE)
@import_options
@with_appcontext
def import_sessions_command(file: Path, dry_run: bool, skip_rejected: bool, as_json: bool) -> None:
    """Import study sessions from a TOML file (see docs/sessions.md)."""
    finish_import(
        lambda: import_sessions(file.read_bytes(), clock.now(), dry_run, skip_rejected), skip_rejected, as_json
    )


@attendance_group.command("import")
@click.argument("file", type=_FILE)
@click.option("--session", "session_code", metavar="CODE", required=True, help="The session it is of.")
@import_options
@with_appcontext
def import_attendance_command(file: Path, session_code: str, dry_run: bool, skip_rejected: bool, as_json: bool) -> None:
    """Import the attendance of one session (csv, xlsx).

    Columns: member code, state (attended, excused, unexcused), at; also reason, meeting point, left early.
    """
    finish_import(
        lambda: import_attendance_file(session_code, file.read_bytes(), file.name, clock.now(), dry_run, skip_rejected),
        skip_rejected,
        as_json,
    )
