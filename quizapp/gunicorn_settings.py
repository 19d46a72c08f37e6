"""How gunicorn runs quizapp; ``quizapp serve`` does ``gunicorn -c python:quizapp.gunicorn_settings wsgi:app``."""

from __future__ import annotations

import os
import shutil
import tempfile
from typing import Any

bind = "127.0.0.1:8000"
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 4
preload_app = True  # one import for all workers; nothing is connected before they are forked
timeout = 60
graceful_timeout = 20
keepalive = 5
control_socket_disable = True
# Heartbeats go to memory: a slow disk must not look like a dead worker.
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108 - a folder of heartbeat files
accesslog = None  # the application logs requests itself, with their ids
_METRICS = "PROMETHEUS_MULTIPROC_DIR"
_has_own_folder = _METRICS not in os.environ
# prometheus_client looks at it when it is imported: nothing that imports it may be imported above.
if _has_own_folder:
    os.environ[_METRICS] = tempfile.mkdtemp(prefix="quizapp-metrics-")
logger_class = "quizapp.observability.JsonLogger"


def child_exit(_server: Any, worker: Any) -> None:
    """A worker that is gone holds no gauges any more."""
    from prometheus_client import multiprocess

    multiprocess.mark_process_dead(worker.pid)


def on_exit(_server: Any) -> None:
    """Leave no folder behind."""
    if _has_own_folder:
        shutil.rmtree(os.environ[_METRICS], ignore_errors=True)
