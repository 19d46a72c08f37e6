"""``quizapp jobs``: the process that does long work."""

from __future__ import annotations

import click
from flask.cli import with_appcontext

from ..commanding import json_option, print_json, refusing, say
from ..errors import Refused, Sentence
from ..extensions import db
from . import queue, running


@click.group("jobs")
def group() -> None:
    """Long work and regular work."""


commands: list[click.Command] = [group]


@group.command("run")
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 16), help="Jobs done at a time.")
@with_appcontext
@refusing
def run_jobs(workers: int) -> None:
    """Do jobs until SIGTERM; one such process is enough, several do no harm."""
    if queue.queue().huey.immediate:
        raise Refused(Sentence("QUIZAPP_JOBS=immediate: việc được làm ngay trong yêu cầu, không cần tiến trình riêng."))
    db.session.remove()
    queue.consume(workers)


@group.command("regular")
@json_option
@with_appcontext
@refusing
def run_regular(as_json: bool) -> None:
    """Do the regular work that is due once, and end."""
    done = running.run_regular()
    if as_json:
        print_json({"done": done})
    else:
        say(Sentence("Đã làm %(count)s việc định kỳ.", count=len(done)))
