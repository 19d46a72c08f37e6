"""Who may do what where: one check and one list filter that cannot disagree."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from quizapp.accounts.access import (
    ROLES,
    Permission,
    below,
    can,
    get_unit,
    grants_of,
    own_unit,
    paths_with,
    require,
    within,
)
from quizapp.errors import Forbidden, NotFound
from quizapp.extensions import db
from quizapp.units.models import Unit
from tests.factories import grant, make_member, make_unit, sign_in


def make_tree() -> dict[str, Unit]:
    """Two trees; more than ten units, so that one path is a prefix of another as text ("…/1" and "…/10/")."""
    units = {"root": make_unit("root", code="root"), "other": make_unit("other", code="other")}
    for number in range(12):
        units[f"a{number}"] = make_unit(f"a{number}", units["root"], code=f"a{number}")
        units[f"b{number}"] = make_unit(f"b{number}", units[f"a{number}"], code=f"b{number}")
    return units


def listed(permission: Permission, member) -> set[str]:
    return set(db.session.scalars(select(Unit.code).where(within(permission, member))))


@pytest.mark.parametrize(
    "given", [[], ["root"], ["other"], ["a1"], ["b1"], ["a1", "b1"], ["a1", "other"], ["b1", "b11"]]
)
def test_check_of_one_unit_equals_the_filter_of_the_list(app, given):
    units = make_tree()
    member = make_member(unit=units["b1"])
    for code in given:
        grant(member, "unit_administrator", units[code])
    for permission in (Permission.MEMBER_VIEW, Permission.BANK_VIEW):
        checked = {code for code, unit in units.items() if can(permission, unit.path, member)}
        assert listed(permission, member) == checked


def test_grant_reaches_the_whole_subtree_and_nothing_beside_it(app):
    units = make_tree()
    member = make_member(unit=units["root"])
    grant(member, "unit_administrator", units["a1"])
    assert listed(Permission.MEMBER_VIEW, member) == {"a1", "b1"}
    assert listed(Permission.BANK_VIEW, member) == set()


def test_nothing_is_below_no_path(app):
    make_tree()
    assert db.session.scalars(select(Unit).where(below())).all() == []


def test_grant_within_another_is_asked_for_once(app):
    units = make_tree()
    member = make_member(unit=units["b1"])
    grant(member, "leader", units["b1"])
    grant(member, "unit_administrator", units["root"])
    assert paths_with(Permission.REPORT_VIEW, member) == [units["root"].path]
    assert own_unit(Permission.REPORT_VIEW, member) == units["root"]
    assert own_unit(Permission.BANK_VIEW, member) is None


def test_administrator_may_do_everything():
    assert ROLES["administrator"] == set(Permission)


def test_unknown_role_of_a_grant_gives_nothing(app):
    unit = make_unit()
    member = make_member(unit=unit)
    grant(member, "emperor", unit)
    assert [p for p in Permission if can(p, unit.path, member)] == []


def test_visitor_may_do_nothing(app):
    from flask_login import AnonymousUserMixin

    visitor = AnonymousUserMixin()
    assert grants_of(visitor) == ()
    assert [p for p in Permission if can(p, "1/", visitor)] == []


def test_foreign_unit_is_not_found_as_if_it_were_not_there(app):
    units = make_tree()
    member = make_member(unit=units["b1"])
    grant(member, "unit_administrator", units["a1"])
    assert get_unit("b1", Permission.MEMBER_VIEW, member) == units["b1"]
    assert get_unit(units["b1"].id, Permission.MEMBER_VIEW, member) == units["b1"]
    sentences = []
    for code in ("b2", "nowhere"):
        with pytest.raises(NotFound) as caught:
            get_unit(code, Permission.MEMBER_VIEW, member)
        sentences.append(caught.value.sentence)
    assert sentences[0] == sentences[1]


def test_visible_but_not_allowed_is_forbidden(app):
    unit = make_unit()
    leader = make_member(unit=unit)
    grant(leader, "leader", unit)
    require(Permission.UNIT_VIEW, unit.path, leader)
    with pytest.raises(Forbidden):
        require(Permission.UNIT_MANAGE, unit.path, leader)


def test_page_without_the_permission_is_forbidden_and_with_it_opens(client):
    unit = make_unit()
    member = make_member(unit=unit)
    sign_in(client, member)
    assert client.get("/audit").status_code == 403
    grant(member, "unit_administrator", unit)
    assert client.get("/audit").status_code == 200


def test_grants_are_asked_for_once_a_request(client, statements):
    unit = make_unit()
    member = make_member(unit=unit)
    grant(member, "administrator", unit)
    sign_in(client, member)
    statements.clear()
    client.get("/audit")
    assert len([s for s in statements if "FROM role_grant" in s]) == 1
