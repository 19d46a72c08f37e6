"""Commands of the engine, as a script calls them."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from quizapp import clock
from quizapp.assessments.models import Attempt, Result
from quizapp.assessments.services import attempts
from quizapp.assessments.tally_models import Tally
from quizapp.extensions import db
from tests.assessments.factories import make_assessment as make_assessment_at
from tests.factories import make_member, make_unit

# Rosters are frozen by the real clock, so these times are of the real clock's past.
NOW = clock.now().replace(microsecond=0) - timedelta(hours=3)
HEADER = "assessment,member,started,submitted,score,device\n"


@pytest.fixture
def unit(app):
    return make_unit("Đảng bộ Khối")


def make_assessment(unit, **fields):
    window = {"opens_at": NOW - timedelta(hours=1), "closes_at": NOW + timedelta(hours=1)}
    return make_assessment_at(unit, **(window | fields))


def run(app, *arguments):
    return app.test_cli_runner().invoke(args=["attempts", *[str(argument) for argument in arguments]])


def import_text(app, tmp_path, text, *options):
    file = tmp_path / "ket-qua.csv"
    file.write_text(HEADER + text)
    result = run(app, "import", file, "--json", *options)
    return result.exit_code, json.loads(result.stdout)


def row(assessment, member, score=4, start=0, minutes=5, device="phone"):
    started = NOW + timedelta(minutes=start)
    submitted = started + timedelta(minutes=minutes)
    return f"{assessment.code},{member.code},{started.isoformat()},{submitted.isoformat()},{score},{device}\n"


def test_import_stores_results_and_counts_them(app, unit, tmp_path):
    assessment, member = make_assessment(unit), make_member(unit=unit)
    text = row(assessment, member, 3) + row(assessment, member, 4, start=10)
    code, report = import_text(app, tmp_path, text)
    assert (code, report["found"], report["accepted"], report["created"], report["rejected"]) == (0, 2, 2, 2, [])
    result = db.session.get(Result, (assessment.id, member.id))
    assert (result.attempts, result.score, result.all_correct, result.seconds) == (2, 4, True, 300)
    tally = db.session.get(Tally, (assessment.id, unit.id))
    assert (tally.people, tally.attempts, tally.all_correct, tally.score_sum) == (1, 2, 1, 4)


def test_same_file_twice_creates_nothing(app, unit, tmp_path):
    assessment, member = make_assessment(unit), make_member(unit=unit)
    import_text(app, tmp_path, row(assessment, member))
    code, report = import_text(app, tmp_path, row(assessment, member))
    assert (code, report["accepted"], report["created"]) == (0, 1, 0)
    assert db.session.query(Attempt).count() == 1


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"score": 5}, "Điểm phải từ 0 đến 4."),
        ({"score": "nhiều"}, "Điểm “nhiều” không phải là số."),
        ({"start": -61}, "ngoài thời gian mở"),
        ({"minutes": -1}, "Giờ nộp trước giờ bắt đầu."),
        ({"minutes": 16}, "quá hạn làm bài"),
        ({"device": "tivi"}, "Thiết bị “tivi”"),
    ],
)
def test_bad_row_is_refused_with_its_place_and_nothing_is_stored(app, unit, tmp_path, change, sentence):
    assessment, member = make_assessment(unit), make_member(unit=unit)
    other = make_member(unit=unit)
    code, report = import_text(app, tmp_path, row(assessment, member) + row(assessment, other, **change))
    assert (code, report["created"], [r["row"] for r in report["rejected"]]) == (1, 0, [3])
    assert sentence in report["rejected"][0]["error"]
    assert db.session.query(Attempt).count() == 0


def test_unknown_assessment_stranger_and_too_many_attempts(app, unit, tmp_path):
    assessment, member = make_assessment(unit, attempts_allowed=1), make_member(unit=unit)
    stranger = make_member(unit=make_unit("Đơn vị khác"))
    text = row(assessment, stranger) + "la,m1,2026-11-21,2026-11-21,1,\n" + row(assessment, member)
    text += row(assessment, member, start=20)
    code, report = import_text(app, tmp_path, text, "--skip-rejected")
    assert (code, report["found"], report["created"]) == (0, 4, 1)
    assert [r["row"] for r in report["rejected"]] == [2, 3, 5]


def test_dry_run_stores_nothing(app, unit, tmp_path):
    assessment, member = make_assessment(unit), make_member(unit=unit)
    code, report = import_text(app, tmp_path, row(assessment, member), "--dry-run")
    assert (code, report["accepted"], report["created"], db.session.query(Attempt).count()) == (0, 1, 1, 0)


def test_close_overdue(app, unit):
    now = clock.now()
    assessment = make_assessment(unit, opens_at=now - timedelta(hours=2), closes_at=now + timedelta(hours=2))
    attempts.start(assessment.code, make_member(unit=unit), "phone", now - timedelta(hours=1))
    attempts.start(assessment.code, make_member(unit=unit), "phone", now)
    answers = [run(app, "close-overdue", "--json") for _ in range(2)]
    assert [json.loads(answer.stdout) for answer in answers] == [{"closed": 1}, {"closed": 0}]
