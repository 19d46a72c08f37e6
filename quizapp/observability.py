"""Request ids, JSON logs, metrics, and the headers that every answer carries."""

from __future__ import annotations

import json
import logging
import os
import re
import secrets
import sys
import time
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from flask import Flask, Response, g, request
from gunicorn.glogging import Logger
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Histogram,
    generate_latest,
    multiprocess,
)

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "form-action 'self'",
    )
)
HEADERS = [("X-Content-Type-Options", "nosniff"), ("Cache-Control", "no-store")]
# What a browser may do with a page; JSON is never shown as one.
PAGE_HEADERS = [
    *HEADERS,
    ("Content-Security-Policy", CONTENT_SECURITY_POLICY),
    ("Referrer-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), microphone=(), geolocation=()"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
]
METHODS = {"GET", "HEAD", "OPTIONS", "POST", "PUT", "DELETE", "PATCH"}
REQUESTS = Counter("quizapp_requests_total", "Requests answered", ["endpoint", "method", "status"])
SECONDS = Histogram(
    "quizapp_request_seconds",
    "Time to answer",
    ["endpoint"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10),
)
logger = logging.getLogger("quizapp")
_ID = re.compile(r"[A-Za-z0-9-]{8,64}")


def register(app: Flask) -> None:
    """Watch every request of the app."""
    app.before_request(_begin)
    app.after_request(_finish)


def _begin() -> None:
    g.started = time.perf_counter()
    given = request.headers.get("X-Request-Id")
    # Taken over from the proxy so that one id goes through both logs; anything odd is replaced.
    g.request_id = given if given and _ID.fullmatch(given) else secrets.token_hex(8)


def _finish(response: Response) -> Response:
    if "request_id" not in g:
        _begin()
    headers = response.headers
    given = {name.lower() for name, _ in headers}
    wanted = HEADERS if response.is_json else PAGE_HEADERS
    headers.extend([(name, value) for name, value in wanted if name.lower() not in given])
    headers.add("X-Request-Id", g.request_id)
    if request.is_secure:
        headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    _count(response.status_code, time.perf_counter() - g.started)
    return response


def _count(status: int, seconds: float) -> None:
    requests, durations = _meters(request.endpoint or "none", request.method, status)
    requests.inc()
    durations.observe(seconds)
    if logger.isEnabledFor(logging.INFO):
        about = {
            "request_id": g.request_id,
            "method": request.method,
            "path": request.path,
            "status": status,
            "milliseconds": round(seconds * 1000, 1),
        }
        logger.info("request", extra={"about": about})


@lru_cache(maxsize=2_000)
def _meters(endpoint: str, method: str, status: int) -> tuple[Counter, Histogram]:
    # Whatever a client invents as a method is one: each label is kept for ever.
    known = method if method in METHODS else "other"
    return REQUESTS.labels(endpoint, known, status), SECONDS.labels(endpoint)


def metrics_text() -> tuple[bytes, str]:
    """What Prometheus reads, over all workers; and its content type."""
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        registry = CollectorRegistry()
        multiprocess.MultiProcessCollector(registry)
        return generate_latest(registry), CONTENT_TYPE_LATEST
    return generate_latest(), CONTENT_TYPE_LATEST


_encode = json.JSONEncoder(ensure_ascii=False, default=str).encode


class JsonFormatter(logging.Formatter):
    """One JSON object a line, with everything of ``extra={"about": {…}}``."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        line |= record.__dict__.get("about", {})
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return _encode(line)


class JsonLogger(Logger):
    """Gunicorn's own messages in the same form, and no access log: the application writes one with request ids."""

    def setup(self, cfg: Any) -> None:
        """Send everything of this process to stderr."""
        super().setup(cfg)
        # Nobody reads which line of code or which thread wrote it, and to find out takes longer than to write it.
        logging._srcfile = None  # documented in the logging HOWTO, "Optimization"
        logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(JsonFormatter())
        logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
        logging.getLogger("alembic").setLevel(logging.WARNING)
        self.error_log.handlers = [handler]
