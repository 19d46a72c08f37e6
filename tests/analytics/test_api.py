"""The report over HTTP."""

from __future__ import annotations

import pytest

from quizapp.analytics.participation import as_json
from quizapp.analytics.reports import participation_report
from tests.analytics.factories import count_tallies, freeze, make_assessment, submit
from tests.conftest import NOW
from tests.factories import bearer, grant, make_member, make_unit


@pytest.fixture
def block(app):
    block = make_unit("Đảng bộ Khối", code="K")
    cell = make_unit("Chi bộ Một", parent=block, code="C1")
    members = [make_member(unit=cell) for _ in range(3)]
    assessment = make_assessment(block, code="nq57-1")
    freeze(assessment, members)
    submit(assessment, members[0], score=9.25)
    count_tallies([assessment])
    leader = make_member()
    grant(leader, "leader", block)
    block.leader, block.assessment = leader, assessment
    return block


def test_leader_gets_the_report_of_the_contract(client, block):
    answer = client.get("/api/v1/assessments/nq57-1/participation", headers=bearer(block.leader))
    row = {
        "members": 3,
        "eligible": 3,
        "people": 1,
        "person_times": 1,
        "attempts": 1,
        "all_correct": 0,
        "mean_score": 9.25,
        "rate_members": 33.33,
        "rate_eligible": 33.33,
    }
    assert answer.status_code == 200
    assert answer.json["unit"] == {"code": "K", "name": "Đảng bộ Khối"}
    assert answer.json["rows"] == [{"unit_code": "C1", "unit_name": "Chi bộ Một", **row}]
    assert answer.json["total"] == {"unit_code": "K", "unit_name": "Đảng bộ Khối", **row}


def test_unit_and_depth_are_chosen_in_the_address(client, block):
    make_unit("Tổ đảng", parent=block, code="C2")
    answer = client.get("/api/v1/assessments/nq57-1/participation?unit=K&depth=2", headers=bearer(block.leader)).json
    assert [(row["unit_code"], row["people"], row["depth"], row["parent_code"]) for row in answer["rows"]] == [
        ("C1", 1, 1, "K"),
        ("C2", 0, 1, "K"),
    ]
    lowest = client.get("/api/v1/assessments/nq57-1/participation?unit=C1", headers=bearer(block.leader)).json
    assert (lowest["rows"], lowest["total"]["people"]) == ([], 1)


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("nq57-1/participation?unit=NOWHERE", 404),
        ("nothing/participation", 404),
        ("nq57-1/participation?depth=0", 422),
        ("nq57-1/participation?depth=many", 422),
        ("nq57-1/participation?unit=a%00b", 422),
        ("nq57-1/participation?colour=red", 422),
    ],
)
def test_faults_are_told_as_problems(client, block, address, status):
    answer = client.get(f"/api/v1/assessments/{address}", headers=bearer(block.leader))
    assert (answer.status_code, answer.content_type) == (status, "application/problem+json")


def test_foreign_unit_is_not_found_and_nobody_without_a_role_gets_anything(client, block):
    make_unit("Khối khác", code="X")
    address = "/api/v1/assessments/nq57-1/participation"
    assert client.get(f"{address}?unit=X", headers=bearer(block.leader)).status_code == 404
    assert client.get(address, headers=bearer(make_member())).status_code == 403
    assert client.get(address).status_code == 401


def test_report_fits_its_own_description(client, block):
    from quizapp.analytics.api import ParticipationReport

    for depth in (1, 2):
        ParticipationReport.model_validate(as_json(participation_report(block.assessment, block, depth, NOW)))
