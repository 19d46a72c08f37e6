"""The roles of a unit."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from quizapp.accounts.models import Grant, Member
from quizapp.extensions import db
from tests.accounts.forms import post_form
from tests.factories import grant, make_member, make_unit, sign_in


@pytest.fixture
def top(app):
    return make_unit("Thành ủy")


@pytest.fixture
def own(top):
    return make_unit("Đảng bộ Sở Y tế", top)


@pytest.fixture
def manager(client, own):
    member = make_member("Lê Quản Trị", own, code="admin")
    grant(member, "unit_administrator", own)
    return sign_in(client, member)


def roles_of(code: str) -> list[tuple[str, int]]:
    query = select(Grant.role, Grant.unit_id).join(Grant.member).where(Member.code == code)
    return [tuple(row) for row in db.session.execute(query)]


def test_roles_of_the_unit_and_below_are_listed(manager, top, own):
    grant(make_member("Đỗ Dưới", own), "leader", make_unit(parent=own))
    grant(make_member("Đỗ Trên", own), "leader", top)
    page = manager.get(f"/units/{own.id}/roles").text
    assert [name in page for name in ("Lê Quản Trị", "Đỗ Dưới", "Đỗ Trên")] == [True, True, False]
    assert manager.get("/roles").headers["Location"] == f"/units/{own.id}/roles"


@pytest.mark.parametrize("login", ["dv1", "DV1", "0912345678", "an@x.vn"])
def test_role_is_given_by_any_login(manager, own, login):
    make_member("Đỗ An", own, code="dv1", phone="0912345678", email="an@x.vn")
    answer = post_form(manager, f"/units/{own.id}/roles", {"login": login, "role": "unit_administrator"})
    assert (answer.status_code, roles_of("dv1")) == (302, [("unit_administrator", own.id)])


@pytest.mark.parametrize("role", ["administrator", "leader", "king", ""])
def test_role_that_is_not_mine_to_give_is_refused(manager, own, role):
    make_member("Đỗ An", own, code="dv1")
    answer = post_form(manager, f"/units/{own.id}/roles", {"login": "dv1", "role": role})
    # A leader sees competitions, which an administrator of units does not.
    assert (answer.status_code, roles_of("dv1")) == (422, [])


def test_nobody_raises_himself(manager, own):
    answer = post_form(manager, f"/units/{own.id}/roles", {"login": "admin", "role": "unit_administrator"})
    assert (answer.status_code, "không thể tự thay đổi vai trò" in answer.text) == (422, True)


def test_somebody_outside_the_scope_gets_no_role(manager, top, own):
    make_member("Trần Lạ", top, code="dv9")
    answer = post_form(manager, f"/units/{own.id}/roles", {"login": "dv9", "role": "unit_administrator"})
    assert (answer.status_code, "Không có ai trong phạm vi của bạn" in answer.text) == (422, True)


def test_role_is_taken_back(manager, own):
    given = grant(make_member(unit=own, code="dv1"), "unit_administrator", own)
    post_form(manager, f"/roles/{given.id}/removal", {}, page=f"/units/{own.id}/roles")
    assert roles_of("dv1") == []


def test_role_above_or_of_more_weight_stays(manager, top, own):
    above = grant(make_member(unit=own, code="dv1"), "leader", top)
    heavier = grant(make_member(unit=own, code="dv2"), "administrator", own)
    page = f"/units/{own.id}/roles"
    answers = [post_form(manager, f"/roles/{g.id}/removal", {}, page=page).status_code for g in (above, heavier)]
    assert (answers, len(roles_of("dv1")), len(roles_of("dv2"))) == ([404, 403], 1, 1)


def test_page_is_hidden_from_others(client, own):
    sign_in(client, make_member(unit=own))
    assert [client.get(path).status_code for path in ("/roles", f"/units/{own.id}/roles")] == [404, 404]


def test_list_costs_the_same_with_one_role_and_with_three(manager, own, statements):
    costs = []
    for number in (0, 2):
        for _ in range(number):
            grant(make_member(unit=make_unit(parent=own)), "leader", make_unit(parent=own))
        statements.clear()
        manager.get(f"/units/{own.id}/roles")
        costs.append(len(statements))
    assert costs[0] == costs[1]
