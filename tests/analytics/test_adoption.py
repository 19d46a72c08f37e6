"""The adoption report: accounts and devices per unit, by command, page, workbook and API."""

from __future__ import annotations

import json

import pytest

from quizapp.analytics.commands import group
from quizapp.extensions import db
from tests.factories import bearer, grant, make_member, make_unit, sign_in

TOTAL = {
    "unit_code": "K",
    "unit_name": "Đảng bộ Khối",
    "members": 5,
    "eligible": 4,
    "active": 3,
    "pending": 1,
    "computer": 1,
    "phone": 2,
    "rate_members": 60.0,
    "rate_eligible": 75.0,
}


@pytest.fixture
def block(app):
    """Two cells: an active phone, an active computer and somebody of the list; an exempt phone and one not activated,
    an applicant and a rejected one."""
    block = make_unit("Đảng bộ Khối", code="K")
    first, second = (make_unit(f"Chi bộ {name}", parent=block, code=name) for name in ("An", "Bình"))
    make_member(unit=first, account_state="approved", last_device="phone")
    make_member(unit=first, account_state="approved", last_device="computer")
    make_member(unit=first, account_state="not_activated")
    make_member(unit=second, account_state="approved", last_device="phone", status="exempt")
    make_member(unit=second, account_state="not_activated")
    make_member(unit=second, account_state="pending")
    make_member(unit=second, account_state="rejected")
    make_member(unit=second, account_state="approved", last_device="phone", status="deceased")
    return block


@pytest.fixture
def leader(block):
    leader = make_member(unit=make_unit("Văn phòng", code="VP"))
    grant(leader, "leader", block)
    return leader


def run(app, *args):
    return app.test_cli_runner().invoke(group, ["adoption", *args])


def test_json_is_the_contract(app, block):
    result = run(app, "--unit", "K", "--json")
    report = json.loads(result.stdout)
    assert (result.exit_code, report["unit"]) == (0, {"code": "K", "name": "Đảng bộ Khối"})
    assert report["total"] == TOTAL
    assert [(row["unit_code"], row["members"], row["active"], row["rate_members"]) for row in report["rows"]] == [
        ("An", 3, 2, 66.67),
        ("Bình", 2, 1, 50.0),
    ]


def test_without_a_unit_it_is_of_the_root_and_for_people(app, block):
    lines = run(app).stdout.splitlines()
    assert lines[0].startswith("Đảng bộ Khối · ")
    assert [line.split()[:3] for line in lines[3:]] == [
        ["Chi", "bộ", "An"],
        ["Chi", "bộ", "Bình"],
        ["Tổng", "cộng", "5"],
    ]


def test_devices_that_do_not_add_up_are_said_and_left_as_they_are(app, block, client, leader):
    make_member(unit=block, account_state="approved")
    result = run(app, "--unit", "K")
    assert result.stdout.splitlines()[-1].startswith("Tổng không khớp")
    page = sign_in(client, leader).get("/analytics/adoption").text
    assert "Tổng không khớp" in page
    assert "Máy tính 1 cộng điện thoại 2 khác số tài khoản đang dùng 4" in page


def test_depths_say_where_a_row_stands(app, block):
    cell = db.session.get(type(block), block.id)
    make_member(unit=make_unit("Tổ Một", parent=cell, code="T1"), account_state="pending")
    rows = json.loads(run(app, "--unit", "K", "--depth", "2", "--json").stdout)["rows"]
    assert [(row["unit_code"], row["depth"], row["parent_code"]) for row in rows] == [
        ("An", 1, "K"),
        ("Bình", 1, "K"),
        ("T1", 1, "K"),
    ]


def test_unknown_unit_is_refused(app, block):
    result = run(app, "--unit", "nobody", "--json")
    assert (result.exit_code, json.loads(result.stdout)) == (1, {"error": "Không có đơn vị “nobody”."})


def test_leader_sees_the_page_the_workbook_and_the_api(client, leader, block):
    answer = client.get("/api/v1/adoption", headers=bearer(leader))
    assert (answer.status_code, answer.json["total"]) == (200, TOTAL)
    signed_in = sign_in(client, leader)
    page = signed_in.get("/analytics/adoption").text
    assert "75,00\N{NO-BREAK SPACE}%" in page
    assert "Tổng không khớp" not in page
    assert page.index("Chi bộ An") < page.index("Chi bộ Bình")  # 66,67 and 100,00 of the eligible
    assert signed_in.get("/analytics/adoption.xlsx").data[:2] == b"PK"


def test_stranger_sees_nothing(client, block):
    stranger = sign_in(client, make_member(unit=block))
    assert stranger.get("/analytics/adoption").status_code == 403
    assert stranger.get("/analytics/adoption?unit=K").status_code == 403


def test_unit_of_others_is_not_found(client, leader):
    assert sign_in(client, leader).get("/analytics/adoption?unit=VP").status_code == 404
