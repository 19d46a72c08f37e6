"""What can be done to units."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from quizapp.errors import Invalid, Refused
from quizapp.extensions import db
from quizapp.units import kinds, queries, services
from quizapp.units.models import Unit
from tests.factories import make_unit, make_unit_kind


def paths() -> dict[str, list[str]]:
    """{code: the codes from the root down} as the stored paths say it."""
    codes = {str(unit.id): unit.code for unit in db.session.scalars(select(Unit))}
    return {u.code: [codes[id] for id in u.path.strip("/").split("/")] for u in db.session.scalars(select(Unit))}


def test_new_unit_stands_below_its_parent(app):
    parent = make_unit(code="A")
    unit = services.create_unit(code=" B ", name="Chi bộ  Hai", kind=make_unit_kind(), parent=parent)
    assert (unit.code, unit.name, unit.search_name, unit.parent_id) == ("B", "Chi bộ Hai", "chi bo hai", parent.id)
    assert paths() == {"A": ["A"], "B": ["A", "B"]}


@pytest.mark.parametrize(("code", "name"), [("", "Chi bộ"), ("x" * 61, "Chi bộ"), ("B", " "), ("B", "x" * 256)])
def test_unit_needs_a_code_and_a_name(app, code, name):
    with pytest.raises(Invalid):
        services.create_unit(code=code, name=name, kind=make_unit_kind())


@pytest.mark.parametrize("code", ["DV-A", "dv-a"])
def test_code_in_use_is_refused_in_any_case(app, code):
    make_unit(code="DV-A")
    with pytest.raises(Refused, match="Mã đơn vị DV-A đã được dùng"):
        services.create_unit(code=code, name="Chi bộ", kind=make_unit_kind())


def test_renamed_unit_is_found_by_its_new_name(app):
    unit = make_unit("Chi bộ Một")
    assert services.edit_unit(unit, name="Chi bộ Sở Y tế") == {"name": ["Chi bộ Một", "Chi bộ Sở Y tế"]}
    assert (unit.search_name, unit.sort_name) == ("chi bo so y te", "chi bo so y te")


def test_unit_cannot_end_before_it_begins(app):
    unit = make_unit(valid_from=date(2026, 7, 1))
    with pytest.raises(Invalid, match="Ngày kết thúc"):
        services.edit_unit(unit, valid_to=date(2026, 6, 30))


def test_moved_unit_takes_everything_below_along(app):
    old, new = make_unit(code="OLD"), make_unit(code="NEW")
    moved = make_unit(code="M", parent=old)
    child = make_unit(code="M1", parent=moved)
    make_unit(code="M11", parent=child)
    # An id that begins with the same digits is another unit.
    make_unit(code="STAYS", parent=old)
    changes = services.move_unit(moved, new)
    assert changes["parent_id"] == [old.id, new.id]
    assert paths() == {
        "OLD": ["OLD"],
        "NEW": ["NEW"],
        "STAYS": ["OLD", "STAYS"],
        "M": ["NEW", "M"],
        "M1": ["NEW", "M", "M1"],
        "M11": ["NEW", "M", "M1", "M11"],
    }


def test_move_of_any_size_costs_the_same(app, statements):
    top, other = make_unit(), make_unit()
    small, large = make_unit(parent=top), make_unit(parent=top)
    for _ in range(5):
        make_unit(parent=large)
    costs = []
    for unit in (small, large):
        statements.clear()
        services.move_unit(unit, other)
        costs.append(len(statements))
    assert costs[0] == costs[1]


def test_unit_becomes_a_root(app):
    unit = make_unit(code="B", parent=make_unit(code="A"))
    services.move_unit(unit, None)
    assert (unit.parent_id, paths()["B"]) == (None, ["B"])


def test_move_to_where_it_stands_changes_nothing(app):
    parent = make_unit()
    assert services.move_unit(make_unit(parent=parent), parent) == {}


def test_unit_cannot_stand_below_itself(app):
    top = make_unit("Đảng bộ A")
    below = make_unit("Chi bộ B", parent=make_unit(parent=top))
    with pytest.raises(Refused, match="Chi bộ B đang trực thuộc Đảng bộ A"):
        services.move_unit(top, below)
    with pytest.raises(Refused, match="chính nó"):
        services.move_unit(top, top)


def test_move_looks_at_the_tree_as_it_is_and_not_as_it_was_read(app):
    first, second = make_unit(code="A"), make_unit(code="B")
    stale = db.session.get(Unit, first.id)
    services.move_unit(second, first)
    with pytest.raises(Refused):
        services.move_unit(stale, second)


def test_closed_unit_keeps_its_past_and_names_its_successor(app):
    unit, heir = make_unit(), make_unit()
    services.close_unit(unit, date(2025, 6, 30), heir)
    assert (unit.valid_to, unit.successor_id) == (date(2025, 6, 30), heir.id)
    services.reopen_unit(unit)
    assert (unit.valid_to, unit.successor_id) == (None, None)


def test_unit_with_open_units_below_is_not_closed(app):
    unit = make_unit("Huyện ủy A")
    child = make_unit(parent=unit)
    with pytest.raises(Refused, match="Huyện ủy A còn đơn vị trực thuộc"):
        services.close_unit(unit, date(2025, 6, 30))
    services.close_unit(child, date(2025, 6, 30))
    services.close_unit(unit, date(2025, 6, 30))


def test_succession_never_comes_round(app):
    first, second, third = make_unit(), make_unit(), make_unit()
    services.edit_unit(first, successor_id=second.id)
    services.edit_unit(second, successor_id=third.id)
    for heir in (first, third):
        with pytest.raises(Refused, match="Đơn vị kế thừa phải là một đơn vị khác"):
            services.edit_unit(third, successor_id=heir.id)


def test_kind_is_created_once_and_found_in_any_spelling(app):
    kind, is_new = kinds.get_or_create_kind("Chi bộ cơ sở")
    assert (kind.name, kind.code, kind.is_grassroots, is_new) == ("Chi bộ cơ sở", "chi-bo-co-so", True, True)
    assert kinds.get_or_create_kind("CHI BỘ CƠ SỞ") == (kind, False)


def test_renamed_kind_answers_to_both_names(app):
    kind, _ = kinds.get_or_create_kind("Tổ đảng")
    kinds.edit_kind(kind, name="Nhóm đảng viên", position=3, is_grassroots=False)
    assert [kinds.get_or_create_kind(name) for name in ("Nhóm Đảng viên", "Tổ đảng")] == [(kind, False)] * 2


def test_two_kinds_never_share_a_name(app):
    kinds.get_or_create_kind("Chi bộ")
    other, _ = kinds.get_or_create_kind("Tổ đảng")
    with pytest.raises(Refused, match="Đã có loại đơn vị tên “Chi bộ”"):
        kinds.edit_kind(other, name="chi bo", position=1, is_grassroots=False)


def test_children_come_in_the_order_of_names_with_ended_ones_last(app):
    top = make_unit()
    ended = make_unit("A", parent=top, valid_to=date(2020, 1, 1))
    first, second = make_unit("B", parent=top), make_unit("C", parent=top)
    make_unit(parent=second)
    assert queries.children(top, 10) == [
        queries.Branch(first, False),
        queries.Branch(second, True),
        queries.Branch(ended, False),
    ]
    assert (queries.count_children(top), queries.ancestors(make_unit(parent=second))) == (3, [top, second])


@pytest.mark.parametrize("text", ["so y te", "Y TẾ sở", "syt", "SY"])
def test_search_ignores_diacritics_order_of_words_and_case(app, text):
    unit = make_unit("Đảng bộ Sở Y tế", code="SYT-1")
    make_unit("Đảng bộ Sở Tư pháp", code="STP")
    assert queries.search(text, queries.subtree(unit.path)) == [unit]


def test_signs_of_a_pattern_are_ordinary_letters_in_a_search(app):
    unit = make_unit("Chi bộ 100 %")
    assert (queries.search("%%", queries.subtree(unit.path)), queries.search("100 %", queries.subtree(unit.path))) == (
        [],
        [unit],
    )
