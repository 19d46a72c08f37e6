"""The sessions and the wave of the demonstration."""

import json
from datetime import UTC, datetime

from sqlalchemy import select

from quizapp.courses.study import progress
from quizapp.courses.study.models import StudyTally, StudyWave
from quizapp.demo import loading as demo
from quizapp.extensions import db

LOADED_AT = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)


def tallies():
    db.session.expire_all()
    columns = list(StudyTally.__table__.c)
    return sorted(tuple(row) for row in db.session.execute(select(*columns)) if any(row[3:]))


def test_the_rate_is_plausible_and_equals_a_recount(app):
    demo.load(LOADED_AT, members=400)
    result = app.test_cli_runner().invoke(args=["report", "study", "--document", "57-NQ/TW", "--json"])
    total = json.loads(result.stdout)["total"]
    assert 93 < total["rate"] < 99.5
    assert total["make_up"] > 0
    before = tallies()
    for wave_id in db.session.scalars(select(StudyWave.id)).all():
        progress.recount(wave_id)
    assert tallies() == before
