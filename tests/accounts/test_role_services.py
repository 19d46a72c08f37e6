"""Giving roles and taking them back."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from quizapp.accounts import role_services
from quizapp.accounts.access import ROLES, can_act_for
from quizapp.accounts.models import AuditEntry, Grant
from quizapp.errors import Forbidden, Invalid, NotFound, Refused
from quizapp.extensions import db
from tests.conftest import NOW
from tests.factories import grant, make_member, make_unit


@pytest.fixture
def top(app):
    return make_unit("Thành ủy", code="TOP")


@pytest.fixture
def own(top):
    return make_unit("Đảng bộ Sở Y tế", top, code="OWN")


@pytest.fixture
def giver(own):
    member = make_member("Lê Quản Trị", own)
    grant(member, "unit_administrator", own)
    return member


def held() -> list[tuple[int, str, int]]:
    return [tuple(row) for row in db.session.execute(select(Grant.member_id, Grant.role, Grant.unit_id))]


def test_role_is_given_once_and_logged(top):
    member = make_member(code="dv1")
    assert role_services.grant_role(member, "leader", top, NOW) is True
    assert role_services.grant_role(member, "leader", top, NOW) is False
    assert held() == [(member.id, "leader", top.id)]
    [entry] = db.session.scalars(select(AuditEntry))
    assert (entry.action, entry.detail) == ("grant.given", {"member": "dv1", "role": "leader", "unit": "TOP"})


def test_role_is_taken_back_once(top):
    member = make_member()
    role_services.grant_role(member, "leader", top, NOW)
    role_services.revoke_role(member, "leader", top, NOW)
    assert held() == []
    with pytest.raises(NotFound):
        role_services.revoke_role(member, "leader", top, NOW)


def test_unknown_role_is_refused_with_the_roles_there_are(top):
    with pytest.raises(Invalid) as refused:
        role_services.grant_role(make_member(), "king", top, NOW)
    assert str(refused.value) == (
        "Không có vai trò “king”. Các vai trò: administrator, unit_administrator, propaganda_board, instructor, "
        "leader, secretary."
    )


def test_only_roles_are_offered_whose_permissions_the_giver_holds_there(top, own, giver):
    administrator = make_member(unit=top)
    grant(administrator, "administrator", top)
    assert role_services.roles_to_give(own.path, administrator) == list(ROLES)
    assert role_services.roles_to_give(own.path, giver) == ["unit_administrator"]
    assert role_services.roles_to_give(top.path, giver) == []
    assert role_services.roles_to_give(own.path, make_member(unit=own)) == []


def test_giver_gives_below_the_own_unit_but_not_above_or_beside(top, own, giver):
    member = make_member(unit=own)
    inner, beside = make_unit(parent=own), make_unit(parent=top)
    assert role_services.grant_role(member, "unit_administrator", inner, NOW, by=giver) is True
    for unit in (top, beside):
        with pytest.raises(Forbidden):
            role_services.grant_role(member, "unit_administrator", unit, NOW, by=giver)


@pytest.mark.parametrize("role", ["administrator", "propaganda_board"])
def test_nobody_gives_or_takes_more_than_he_or_she_holds(own, giver, role):
    member = make_member(unit=own)
    with pytest.raises(Forbidden):
        role_services.grant_role(member, role, own, NOW, by=giver)
    grant(member, role, own)
    with pytest.raises(Forbidden):
        role_services.revoke_role(member, role, own, NOW, by=giver)


def test_nobody_changes_the_own_roles(own, giver):
    with pytest.raises(Refused, match="không thể tự"):
        role_services.grant_role(giver, "unit_administrator", make_unit(parent=own), NOW, by=giver)
    with pytest.raises(Refused, match="không thể tự"):
        role_services.revoke_role(giver, "unit_administrator", own, NOW, by=giver)


def test_nobody_acts_for_somebody_who_holds_more(top, own, giver):
    below, above, beside = make_member(unit=own), make_member(unit=own), make_member(unit=own)
    grant(below, "unit_administrator", make_unit(parent=own))
    grant(above, "leader", top)
    grant(beside, "instructor", own)
    assert [can_act_for(other, giver) for other in (below, above, beside, make_member(unit=own))] == [
        True,
        False,
        False,
        True,
    ]
