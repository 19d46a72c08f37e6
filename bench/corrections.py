"""Marking many attempts at papers of 40 questions anew after one key was corrected: ``python -m bench.corrections URL
FOLDER ATTEMPTS`` prints a row for the table of goals."""

from __future__ import annotations

import sys
from datetime import timedelta

from sqlalchemy import create_engine

from quizapp import database
from quizapp.app import create_app
from quizapp.assessments.models import Assessment
from quizapp.assessments.services import corrections, recounts
from quizapp.config import Config
from quizapp.extensions import db

from . import goals, items

AFTER = items.NOW + timedelta(days=10)


GOAL = 60.0


def main(url: str, folder: str, attempts: int) -> None:
    """Load, measure, print."""
    settings = {"QUIZAPP_INSTANCE": folder, "QUIZAPP_DATABASE_URL": url, "QUIZAPP_SECRET_KEY": "x" * 16}
    app = create_app(Config.from_environment(settings))
    with app.test_request_context():
        database.upgrade()
        engine = create_engine(url)
        items.store(engine, attempts)
        engine.dispose()
        assessment = db.session.get_one(Assessment, 1)
        recounts.recount(assessment)
        outcomes = []
        change = {1: {"key": [1]}}
        cpu, took = goals.spent(lambda: outcomes.append(corrections.correct(assessment, change, AFTER)))
        [outcome] = outcomes
        what = f"{outcome.attempts:,} attempts marked anew, {len(outcome.changes):,} results changed"
        print(goals.row(what, f"{cpu / 1000:.1f} s", f"{took / 1000:.1f} s", f"{GOAL:g} s of CPU", cpu / 1000 <= GOAL))
        db.session.remove()
        db.engine.dispose()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
