"""``quizapp report participation``: one JSON object or a table, and its exit codes."""

from __future__ import annotations

import json

import pytest

from quizapp.analytics.commands import group
from tests.analytics.factories import count_tallies, freeze, make_competition, submit
from tests.factories import make_member, make_unit


@pytest.fixture
def run(app):
    block = make_unit("Đảng bộ Khối", code="K")
    cells = [make_unit(f"Chi bộ {name}", parent=block, code=f"C-{name}") for name in ("An", "Bình")]
    members = [make_member(unit=cell) for cell in cells for _ in range(2)]
    competition = make_competition(block, rounds=2, code="nq57", title="Tìm hiểu Nghị quyết 57-NQ/TW")
    assessments = [r.assessment for r in competition.rounds]
    for assessment in assessments:
        freeze(assessment, members)
        submit(assessment, members[0], score=8.0)
    submit(assessments[1], members[3], score=5.5)
    count_tallies(assessments)
    runner = app.test_cli_runner()
    return lambda *args: runner.invoke(group, ["participation", *args])


def test_json_is_one_object_on_stdout(run):
    result = run("--competition", "nq57", "--json")
    report = json.loads(result.stdout)
    assert (result.exit_code, result.stderr) == (0, "")
    assert report["unit"] == {"code": "K", "name": "Đảng bộ Khối"}
    assert report["total"]["people"] == 2
    assert report["total"]["person_times"] == 3
    assert report["total"]["mean_score"] == 7.17
    assert [(row["unit_code"], row["people"], row["person_times"]) for row in report["rows"]] == [
        ("C-An", 1, 2),
        ("C-Bình", 1, 1),
    ]


def test_table_is_for_people(run):
    result = run("--assessment", "nq57-2", "--unit", "K")
    assert result.exit_code == 0
    assert [line.split()[:3] for line in result.stdout.splitlines()[4:]] == [
        ["Chi", "bộ", "An"],
        ["Chi", "bộ", "Bình"],
        ["Tổng", "cộng", "4"],
    ]
    assert "50,00\N{NO-BREAK SPACE}%" in result.stdout


@pytest.mark.parametrize(
    ("args", "exit_code"),
    [
        ([], 2),
        (["--assessment", "nq57-1", "--competition", "nq57"], 2),
        (["--assessment", "nq57-1", "--depth", "0"], 2),
        (["--assessment", "nothing"], 1),
        (["--competition", "nothing", "--json"], 1),
        (["--competition", "nq57", "--unit", "nowhere", "--json"], 1),
    ],
)
def test_refusal_and_wrong_usage_are_told_apart(run, args, exit_code):
    result = run(*args)
    assert result.exit_code == exit_code
    assert result.stderr
    told = json.loads(result.stdout)["error"] if exit_code == 1 and "--json" in args else result.stdout
    assert told == (result.stderr.strip() if exit_code == 1 and "--json" in args else "")
