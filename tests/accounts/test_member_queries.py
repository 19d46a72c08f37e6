"""The list of members: searched, narrowed, paged."""

from __future__ import annotations

import pytest

from quizapp.accounts import member_queries
from quizapp.accounts.access import below
from quizapp.accounts.member_queries import MemberFilter, Place
from tests.factories import make_member, make_unit


@pytest.fixture
def unit(app):
    return make_unit("Đảng bộ Sở Y tế")


def found(unit, place=Place(), size=50, **narrowed) -> list[str]:  # noqa: B008
    return [m.name for m in member_queries.list_page(MemberFilter(**narrowed), below(unit.path), place, size).members]


def test_list_is_in_the_order_of_given_names(unit):
    for name in ("Trần Văn Bình", "Nguyễn Thị An", "Đỗ An"):
        make_member(name, unit)
    assert found(unit) == ["Đỗ An", "Nguyễn Thị An", "Trần Văn Bình"]


@pytest.mark.parametrize(
    "text", ["nguyen thi", "NGUYỄN THỊ", "Nguye\u0302\u0303n Thi\u0323", "thị  nguyễn", "guyen th"]
)
def test_search_finds_names_in_every_way_of_writing(unit, text):
    make_member("Nguyễn Thị Hoa", unit)
    make_member("Nguye\u0302\u0303n Thi\u0323 Lan", unit)
    make_member("Nguyễn Văn Nam", unit)
    assert found(unit, text=text) == ["Nguyễn Thị Hoa", "Nguye\u0302\u0303n Thi\u0323 Lan"]


@pytest.mark.parametrize(
    "text", ["DV00123", "dv00123", "0123", "0912345678", "+84 912 345 678", "345678", "0912.345.678"]
)
def test_search_finds_codes_and_phones_and_parts_of_them(unit, text):
    make_member("Đỗ An", unit, code="DV00123", phone="0912345678")
    make_member("Lê Bình", unit, code="DV00999", phone="0999999999")
    assert found(unit, text=text) == ["Đỗ An"]


def test_code_of_letters_only_is_found_too(unit):
    make_member("Đỗ An", unit, code="quantri")
    assert found(unit, text="QUANTRI") == ["Đỗ An"]


def test_signs_of_a_pattern_are_ordinary_letters(unit):
    make_member("Đỗ An", unit)
    assert (found(unit, text="%"), found(unit, text="_1")) == ([], [])


def test_list_is_narrowed_to_a_subtree_a_kind_a_status_and_an_account(unit):
    cell = make_unit("Chi bộ 1", unit)
    make_member("Đỗ An", cell, kind="probationary", status="exempt", account_state="locked")
    make_member("Lê Bình", unit)
    narrowing = (
        {"unit_path": cell.path},
        {"kind": "probationary"},
        {"status": "exempt"},
        {"account_state": "locked"},
        {"unit_path": cell.path, "text": "an", "kind": "probationary", "status": "exempt", "account_state": "locked"},
    )
    assert [found(unit, **narrowed) for narrowed in narrowing] == [["Đỗ An"]] * 5
    assert member_queries.count(MemberFilter(kind="official"), below(unit.path)) == 1


def test_nobody_outside_the_scope_is_found(unit):
    make_member("Đỗ An", make_unit())
    assert (found(unit), found(unit, text="an")) == ([], [])
    assert member_queries.count(MemberFilter(), below()) == 0


def test_pages_go_forth_and_back_without_gap_or_repetition(unit):
    # The same name three times: the id decides.
    members = [make_member("Đỗ An", unit) for _ in range(3)] + [
        make_member("Lê Bình", unit),
        make_member("Vũ Chi", unit),
    ]
    ids = [member.id for member in members]

    def page(**place):
        shown = member_queries.list_page(MemberFilter(), below(unit.path), Place(**place), size=2)
        return [member.id for member in shown.members], shown.has_previous, shown.has_next

    assert page() == (ids[:2], False, True)
    assert page(after=ids[1]) == (ids[2:4], True, True)
    assert page(after=ids[3]) == (ids[4:], True, False)
    assert page(at_end=True) == (ids[3:], True, False)
    assert page(before=ids[3]) == (ids[1:3], True, True)
    assert page(before=ids[2]) == (ids[:2], False, True)


def test_first_page_knows_how_long_the_list_is(unit):
    for _ in range(3):
        make_member("Đỗ An", unit)
    first = member_queries.list_page(MemberFilter(text="an"), below(unit.path), Place(), size=2)
    second = member_queries.list_page(
        MemberFilter(text="an"), below(unit.path), Place(after=first.members[-1].id), size=2
    )
    assert (first.total, second.total) == (3, None)


def test_who_sees_everything_needs_no_scope(unit):
    make_member("Đỗ An", unit)
    make_member("Lê Bình", make_unit())
    for narrowed in (MemberFilter(), MemberFilter(kind="official")):
        page = member_queries.list_page(narrowed, None, Place())
        assert ([m.name for m in page.members], member_queries.count(narrowed, None)) == (["Đỗ An", "Lê Bình"], 2)


def test_page_begins_anew_after_a_member_who_is_gone(unit):
    make_member("Đỗ An", unit)
    assert found(unit, Place(after=2**40)) == []


def test_page_costs_two_statements_however_many_are_on_it(unit, statements):
    costs = []
    for _ in range(2):
        make_member("Đỗ An", make_unit(parent=unit))
        make_member("Lê Bình", make_unit(parent=unit))
        scope = below(unit.path)
        statements.clear()
        page = member_queries.list_page(MemberFilter(text="o"), scope, Place())
        assert {member.unit.name for member in page.members} == {"Chi bộ Một"}
        costs.append(len(statements))
    assert costs == [2, 2]


def test_members_are_counted_on_the_own_list_and_with_all_below(unit):
    cell, other = make_unit("Chi bộ 1", unit), make_unit()
    for status in ("active", "exempt", "suspended", "away", "transferred", "deceased"):
        make_member(unit=cell, status=status)
    make_member(unit=unit)
    assert member_queries.count_by_unit([unit.id, cell.id, other.id]) == {
        unit.id: (1, 5),
        cell.id: (4, 4),
        other.id: (0, 0),
    }


def test_others_with_the_same_contact_are_found(unit):
    first = make_member("Đỗ An", unit, phone="0912345678", email="an@x.vn")
    second = make_member("Đỗ Ánh", unit, phone="0912345678")
    assert member_queries.others_with(first.id, "0912345678", "an@x.vn") == [second]
    assert member_queries.others_with(first.id, None, None) == []
