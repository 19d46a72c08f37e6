"""How every command prints, refuses and shows progress."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, NoReturn, TypeVar

import click

from . import progress
from .errors import DomainError, Sentence
from .import_report import ImportReport
from .wording import translate

Command = TypeVar("Command", bound=Callable[..., Any])

BAR = 40  # letters wide

json_option = click.option("--json", "as_json", is_flag=True, help="Print exactly one JSON object on stdout.")


def import_options(command: Command) -> Command:
    """What every import takes: --dry-run, --skip-rejected, --json."""
    for option in (
        json_option,
        click.option("--skip-rejected", is_flag=True, help="Store the good rows even where others are rejected."),
        click.option("--dry-run", is_flag=True, help="Check only; store nothing."),
    ):
        command = option(command)
    return command


def finish_import(
    load: Callable[[], ImportReport], skip_rejected: bool, as_json: bool, has_kinds: bool = False
) -> NoReturn:
    """Run the import, print its report, and end with 0, or with 1 when rejected rows held it back.

    ``has_kinds``: its report counts by kind, also when the file as a whole cannot be read.
    """
    try:
        with progress_bar():
            report = load()
    except DomainError as error:
        report = ImportReport(by_kind={} if has_kinds else None)
        report.reject(0, "", error.sentence)
        skip_rejected = False
    if as_json:
        print_json(report.as_json(translate))
    else:
        _say_report(report)
    sys.exit(0 if report.may_store(skip_rejected) else 1)


@contextmanager
def progress_bar() -> Iterator[None]:
    """Shows how far the work inside has come; nothing unless stderr is a terminal."""
    if not sys.stderr.isatty():
        yield
        return
    with progress.shown_by(_draw_bar):
        yield


def _draw_bar(done: int, total: int) -> None:
    full = BAR * done // total if total else BAR
    click.echo(f"\r[{'#' * full}{'.' * (BAR - full)}] {done}/{total}\x1b[K", nl=done >= total, err=True)


def _say_report(report: ImportReport) -> None:
    for note in (*report.rejected, *report.warnings):
        say(_place(note.row, note.item, note.sentence))
    say(
        Sentence(
            "Tìm thấy %(found)s, nhận %(accepted)s, tạo mới %(created)s, cập nhật %(updated)s, từ chối %(rejected)s.",
            found=report.found,
            accepted=report.accepted,
            created=report.created,
            updated=report.updated,
            rejected=len(report.rejected),
        )
    )


def _place(row: int, item: str, sentence: Sentence) -> Sentence:
    if not row:
        return sentence
    return Sentence("Dòng %(row)s (%(item)s): %(sentence)s", row=row, item=item or "–", sentence=sentence)


def refusing(command: Command) -> Command:
    """A DomainError ends the command with its sentence on stderr and exit code 1; with --json as {"error": …} too."""

    @wraps(command)
    def wrapped(*args: Any, **kwargs: Any) -> Any:
        try:
            return command(*args, **kwargs)
        except DomainError as error:
            if kwargs.get("as_json"):
                print_json({"error": translate(error.sentence)})
            refuse(error.sentence)

    return wrapped  # type: ignore[return-value]


def refuse(sentence: Sentence) -> NoReturn:
    """Say why, and end with 1."""
    click.echo(translate(sentence), err=True)
    sys.exit(1)


def say(sentence: Sentence) -> None:
    """A message for people: on stderr, so that stdout stays clean for --json."""
    click.echo(translate(sentence), err=True)


def print_json(value: Any) -> None:
    """The one JSON object."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))
