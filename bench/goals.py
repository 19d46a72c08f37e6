"""What one thing costs, this process and the database's server together, as a row of a table beside its goal."""

from __future__ import annotations

import time
from collections.abc import Callable

from quizapp.extensions import db

from .processes import cpu_seconds, parent_of

HEADER = "| | CPU | wall | goal | reached |\n|---|---|---|---|---|"


def row(what: str, cpu: str, wall: str, goal: str, is_reached: bool | None) -> str:
    """A row of Markdown; None: there is no goal."""
    reached = {True: "yes", False: "**no**", None: ""}[is_reached]
    return f"| {what} | {cpu} | {wall} | {goal} | {reached} |"


def spent(action: Callable[[], object]) -> tuple[float, float]:
    """Milliseconds of CPU, and those until it was done. Needs an application context."""
    server = _server()
    served = cpu_seconds(server) if server else 0.0
    used, began = time.process_time(), time.perf_counter()
    action()
    waited, used = time.perf_counter() - began, time.process_time() - used
    return (used + (cpu_seconds(server) - served if server else 0.0)) * 1000, waited * 1000


def _server() -> int | None:
    """The process on this machine that all connections come from; None where this process reads the file itself."""
    if db.engine.dialect.name != "postgresql":
        return None
    return parent_of(db.session.connection().exec_driver_sql("SELECT pg_backend_pid()").scalar_one())
