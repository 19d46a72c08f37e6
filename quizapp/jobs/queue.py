"""The queue: huey in a file of the instance folder, in PostgreSQL, or in Redis. It only carries public ids.

huey is imported only where a queue is made: with it come all the databases that it knows, which no other process needs.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from flask import Flask, current_app
from sqlalchemy.engine import make_url

from ..config import Config
from . import queries, running, services

if TYPE_CHECKING:
    from huey import Huey

NAME = "quizapp"


class Queue:
    """huey, and the two tasks that it knows."""

    def __init__(self, app: Flask) -> None:
        from huey import crontab

        self._app = app
        self.huey = _make_huey(app.config["QUIZAPP"])
        self._run: Callable[[str], Any] = self.huey.task(name="run_job")(self._run_job)
        self.huey.periodic_task(crontab(), name="run_regular_work")(self._run_regular_work)

    def send(self, public_id: str) -> None:
        """Have the job done by whichever process is free."""
        self._run(public_id)

    def _run_job(self, public_id: str) -> None:
        with self._app.app_context():
            running.run(public_id)
            job = queries.find_job(public_id)
            if job is not None and job.state == "waiting":
                self.send(public_id)

    def _run_regular_work(self) -> None:
        with self._app.app_context():
            running.run_regular()


def _make_huey(config: Config) -> Huey:
    from huey import MemoryHuey, PostgresHuey, RedisHuey, SqliteHuey

    if config.jobs == "immediate":
        return MemoryHuey(NAME, immediate=True, results=False)
    if config.redis_url:
        return RedisHuey(NAME, url=config.redis_url, results=False)
    if config.database_url.startswith("postgresql"):
        address = make_url(config.database_url).set(drivername="postgresql")
        return PostgresHuey(name=NAME, dsn=address.render_as_string(hide_password=False), results=False)
    return SqliteHuey(NAME, filename=str(config.instance / "jobs.sqlite3"), results=False)


def queue() -> Queue:
    """The queue of the current application, opened when it is first used."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    if "quizapp-queue" not in app.extensions:
        app.extensions["quizapp-queue"] = Queue(app)
    found: Queue = app.extensions["quizapp-queue"]
    return found


def send(public_id: str) -> None:
    """Have the job done, after the transaction that added it."""
    queue().send(public_id)


def send_forgotten(now: Any) -> int:
    """Send jobs again that wait or whose process died, and give up the hopeless; how many were sent."""
    services.bury_hopeless(now)
    forgotten = queries.list_to_do(now)
    for public_id in forgotten:
        send(public_id)
    return len(forgotten)


def consume(workers: int) -> None:
    """Do jobs until SIGTERM or SIGINT; what is under way then is finished, within 20 seconds."""
    from huey.consumer import Consumer

    consumer = Consumer(queue().huey, workers=workers, max_delay=1.0, shutdown_timeout=20, graceful_signal="TERM")
    consumer.run()
