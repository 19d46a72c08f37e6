"""``quizapp serve``: migrate, load the demonstration if asked, and become gunicorn, beside it a process for jobs."""

from __future__ import annotations

import os
import sys

import click
from flask import current_app
from flask.cli import with_appcontext

from . import clock, database
from .commanding import progress_bar, refusing, say
from .demo import loading as demo
from .errors import Sentence
from .extensions import db
from .project import ROOT


@click.command("serve")
@click.option("--demo", "with_demo", is_flag=True, help="Load the demonstration if the database is empty.")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64))
@click.option("--threads", default=4, show_default=True, type=click.IntRange(1, 64))
@click.option("--no-jobs", is_flag=True, help="Jobs are done elsewhere, by `quizapp jobs run`.")
@with_appcontext
@refusing
def serve(with_demo: bool, host: str, port: int, workers: int, threads: int, no_jobs: bool) -> None:
    """Migrate the database, load the demonstration if asked, and serve."""
    database.upgrade()
    if with_demo:
        _load_demo()
    db.session.remove()
    db.engine.dispose()
    _become_server(with_demo, f"{host}:{port}", workers, threads, no_jobs)


def _load_demo() -> None:
    with database.alone():
        if demo.is_empty():
            say(Sentence("Đang nạp dữ liệu minh họa…"))
            with progress_bar():
                demo.load(now=clock.now())


def _become_server(with_demo: bool, bind: str, workers: int, threads: int, no_jobs: bool) -> None:
    """Replace this process: signals reach gunicorn or its supervisor, and SIGTERM stops all cleanly."""
    is_alone = no_jobs or current_app.config["QUIZAPP"].jobs == "immediate"
    environment = dict(os.environ)
    environment["QUIZAPP_INSTANCE"] = str(current_app.config["QUIZAPP"].instance)
    if with_demo:
        environment["QUIZAPP_DEMO"] = "1"
    arguments = ["--config", "python:quizapp.gunicorn_settings", "--bind", bind]
    arguments += ["--workers", str(workers), "--threads", str(threads), "wsgi:app"]
    sys.stdout.flush()
    sys.stderr.flush()
    os.chdir(ROOT)
    module = "gunicorn" if is_alone else "quizapp.supervising"
    os.execve(sys.executable, [sys.executable, "-m", module, *arguments], environment)  # noqa: S606 - our own program


commands: list[click.Command] = [serve]
