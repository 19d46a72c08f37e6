"""Deciding on applications."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from quizapp.accounts.models import AuditEntry
from quizapp.extensions import db
from tests.accounts.forms import post_form
from tests.factories import grant, make_member, make_unit, sign_in


@pytest.fixture
def own(app):
    return make_unit("Đảng bộ Sở Y tế", make_unit("Thành ủy"))


@pytest.fixture
def manager(client, own):
    member = make_member(unit=own)
    grant(member, "unit_administrator", own)
    return sign_in(client, member)


def test_those_who_wait_in_the_own_units_are_listed_and_the_look_logged(manager, own):
    make_member("Đỗ An", own, account_state="pending", phone="0912345678")
    make_member("Lê Lạ", account_state="pending")
    make_member("Vũ Xong", own)
    page = manager.get("/members/registrations").text
    assert [name in page for name in ("Đỗ An", "Lê Lạ", "Vũ Xong", "1 người tự đăng ký")] == [True, False, False, True]
    assert db.session.scalars(select(AuditEntry.action)).all() == ["registrations.listed"]


def test_nobody_waits(manager):
    assert "Không có ai đang chờ" in manager.get("/members/registrations").text


def test_approval_lets_the_person_in_once(manager, own):
    member = make_member("Đỗ An", own, account_state="pending")
    answers = [
        post_form(manager, f"/members/{member.id}/approval", {}, page=f"/members/{member.id}").status_code
        for _ in range(2)
    ]
    db.session.expire_all()
    assert (answers, member.account_state) == ([302, 409], "approved")


def test_rejection_needs_a_reason_and_keeps_it(manager, own):
    member = make_member("Đỗ An", own, account_state="pending")
    assert post_form(manager, f"/members/{member.id}/rejection", {"reason": " "}).status_code == 422
    post_form(manager, f"/members/{member.id}/rejection", {"reason": "Không có tên trong danh sách"})
    db.session.expire_all()
    assert (member.account_state, member.rejected_because) == ("rejected", "Không có tên trong danh sách")


def test_list_is_closed_to_others(client, own):
    sign_in(client, make_member(unit=own))
    assert client.get("/members/registrations").status_code == 403


def test_list_costs_the_same_with_one_and_with_three(manager, own, statements):
    costs = []
    for number in (1, 2):
        for _ in range(number):
            make_member(unit=make_unit(parent=own), account_state="pending")
        statements.clear()
        manager.get("/members/registrations")
        costs.append(len(statements))
    assert costs[0] == costs[1]
