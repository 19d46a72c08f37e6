"""Marking 100,000 attempts at papers of 40 questions anew after one key was corrected (goal: 60 s), on both databases.

.venv/bin/python -m bench.corrections [ATTEMPTS]
"""

from __future__ import annotations

import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from sqlalchemy import create_engine

from quizapp import database
from quizapp.app import create_app
from quizapp.assessments.models import Assessment
from quizapp.assessments.services import corrections, recounts
from quizapp.config import Config
from quizapp.extensions import db

from . import items, processes

AFTER = items.NOW + timedelta(days=10)


def main() -> None:
    """Load, measure, print."""
    attempts = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as folder:
        _measure(Path(folder), processes.sqlite(Path(folder)), attempts)
        with processes.postgresql() as postgresql:
            _measure(Path(folder), postgresql, attempts)


def _measure(folder: Path, opened: processes.Database, attempts: int) -> None:
    settings = {
        "QUIZAPP_INSTANCE": str(folder),
        "QUIZAPP_DATABASE_URL": opened.url,
        "QUIZAPP_SECRET_KEY": "x" * 16,
    }
    app = create_app(Config.from_environment(settings))
    with app.test_request_context():
        database.upgrade()
        engine = create_engine(opened.url)
        items.store(engine, attempts)
        engine.dispose()
        assessment = db.session.get_one(Assessment, 1)
        recounts.recount(assessment)
        began, used = time.perf_counter(), time.process_time()
        outcome = corrections.correct(assessment, {1: {"key": [1]}}, AFTER)
        took, cpu = time.perf_counter() - began, time.process_time() - used
        counted = f"{outcome.attempts:,} attempts marked anew, {len(outcome.changes):,} results changed"
        print(f"{opened.name}: {counted}: {took:.1f} s ({cpu:.1f} s CPU of Python)", flush=True)
        db.session.remove()
        db.engine.dispose()


if __name__ == "__main__":
    main()
