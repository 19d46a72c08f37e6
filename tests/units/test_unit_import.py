"""Lists of units into the database."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import func, select

from quizapp.errors import Invalid
from quizapp.extensions import db
from quizapp.import_report import ImportReport
from quizapp.tables import write_csv
from quizapp.units.models import Unit, UnitKind
from quizapp.units.unit_import import import_units, preview_units
from tests.factories import make_unit, make_unit_kind
from tests.spreadsheets import xlsx_of

HEADER = ("Mã đơn vị", "Tên đơn vị", "Loại đơn vị", "Đơn vị cấp trên")


def load(*rows, header=HEADER, paths=None, skip_rejected=False) -> ImportReport:
    return import_units(write_csv(header, rows), "don-vi.csv", paths, skip_rejected).report


def counts(report: ImportReport) -> tuple[int, ...]:
    """(found, accepted, created, updated, rejected)"""
    return (report.found, report.accepted, report.created, report.updated, len(report.rejected))


def errors(report: ImportReport) -> list[tuple[int, str, str]]:
    return [(note.row, note.item, str(note.sentence)) for note in report.rejected]


def tree() -> dict[str, str | None]:
    """{code: code of the parent}; the paths are checked against the parents on the way."""
    units = {unit.id: unit for unit in db.session.scalars(select(Unit))}
    for unit in units.values():
        assert unit.path == (units[unit.parent_id].path if unit.parent_id else "") + f"{unit.id}/"
    return {u.code: units[u.parent_id].code if u.parent_id else None for u in units.values()}


def test_list_as_it_really_comes(app):
    content = xlsx_of(
        [
            ["ĐẢNG BỘ PHƯỜNG A"],
            ["DANH SÁCH TỔ CHỨC ĐẢNG"],
            [],
            ["STT", "Tên đơn vị", "Mã", "Loại đơn vị", "Đơn vị cấp trên", "Từ ngày", "Đến ngày", "Mã đơn vị kế thừa"],
            [1, "Chi bộ 1", 101, "Chi bộ", "ĐẢNG BỘ PHƯỜNG A", "01/07/2025", None, None],
            [2, "Chi bo\u0302\u0323 2", "102", "CHI BỘ", "PA", date(2025, 7, 1), "31/12/2025", "101"],
            [3, "Đảng bộ phường A", "PA", "Đảng ủy phường", None, 2025],
            [None, "Tổng cộng: 3 đơn vị"],
            [],
            [None, None, "TM. BAN THƯỜNG VỤ"],
        ]
    )
    report = import_units(content, "don vi.xlsx", None).report
    assert (counts(report), errors(report)) == ((3, 3, 3, 0, 0), [])
    assert tree() == {"PA": None, "101": "PA", "102": "PA"}
    second = db.session.scalars(select(Unit).where(Unit.code == "102")).one()
    assert (second.name, second.kind.name, second.valid_from, second.valid_to, second.successor.code) == (
        "Chi bộ 2",
        "Chi bộ",
        date(2025, 7, 1),
        date(2025, 12, 31),
        "101",
    )
    assert db.session.scalars(select(UnitKind.name).order_by(UnitKind.position)).all() == ["Đảng ủy phường", "Chi bộ"]


ROWS = (("B", "Chi bộ B", "Chi bộ", "A"), ("A", "Đảng bộ A", "Đảng bộ cơ sở", ""), ("C", "Chi bộ C", "", "Đảng bộ A"))


def test_same_list_twice_creates_and_changes_nothing(app):
    assert counts(load(*ROWS)) == (3, 3, 3, 0, 0)
    before = tree()
    report = load(*ROWS)
    assert (counts(report), report.warnings, tree()) == ((3, 3, 0, 0, 0), [], before)


def test_preview_stores_nothing(app):
    plan = preview_units(write_csv(HEADER, ROWS), "a.csv", None)
    assert ([planned.row.code for planned in plan.created], plan.report.created, tree()) == (["A", "B", "C"], 3, {})


def test_one_rejected_row_holds_all_back(app):
    report = load(*ROWS, ("D", "Chi bộ D", "", "Không có"))
    assert (counts(report), tree()) == ((4, 3, 0, 0, 1), {})
    assert errors(report)[0][:2] == (5, "D")
    assert "“Không có”" in errors(report)[0][2]


def test_good_rows_are_stored_where_others_may_be_skipped(app):
    report = load(*ROWS, ("D", "Chi bộ D", "", "Không có"), skip_rejected=True)
    assert (counts(report), tree()) == ((4, 3, 3, 0, 1), {"A": None, "B": "A", "C": "A"})


def test_children_of_a_rejected_row_are_told_where_it_stands(app):
    report = load(("A", "", "", ""), ("B", "Chi bộ B", "", "A"), skip_rejected=True)
    assert errors(report) == [
        (2, "A", "Chưa có tên đơn vị. Ghi tên đầy đủ của đơn vị."),
        (3, "B", "Đơn vị cấp trên “A” ở dòng 2 chưa nhập được. Sửa dòng đó trước."),
    ]


def test_parent_of_an_ambiguous_name_is_refused(app):
    make_unit("Đảng bộ Sở", code="S1")
    make_unit("Đảng bộ Sở", code="S2")
    assert errors(load(("A", "Chi bộ A", "", "Đảng bộ Sở"))) == [
        (2, "A", "Có 2 đơn vị tên “Đảng bộ Sở” (mã S1, S2). Ghi mã đơn vị thay cho tên.")
    ]


def test_known_unit_is_renamed_moved_and_dated_with_what_was_and_what_is(app):
    old, new = make_unit("Huyện ủy", code="OLD"), make_unit("Tỉnh ủy", code="NEW")
    make_unit("Chi bộ 1", code="C1", parent=make_unit("Đảng bộ", code="D", parent=old))
    header = (*HEADER, "Đến ngày", "Mã đơn vị kế thừa")
    rows = [("d", "Đảng bộ xã", "", "NEW", "31/12/2026", "C1")]
    [changed] = preview_units(write_csv(header, rows), "a.csv", None).changed
    assert changed.changes == {
        "unit_name": ["Đảng bộ", "Đảng bộ xã"],
        "parent": ["OLD", "NEW"],
        "valid_to": [None, "2026-12-31"],
        "successor": [None, "C1"],
    }
    assert counts(load(*rows, header=header)) == (1, 1, 0, 1, 0)
    assert (tree(), new.code) == ({"OLD": None, "NEW": None, "D": "NEW", "C1": "D"}, "NEW")
    assert counts(load(*rows, header=header)) == (1, 1, 0, 0, 0)


def test_blank_cells_change_nothing(app):
    parent = make_unit(code="P")
    unit = make_unit(
        "Chi bộ", code="C", parent=parent, kind=make_unit_kind("x", "Tổ đảng"), valid_from=date(2020, 1, 1)
    )
    assert counts(load(("C", "Chi bộ", "", ""))) == (1, 1, 0, 0, 0)
    assert (unit.parent_id, unit.kind.name, unit.valid_from) == (parent.id, "Tổ đảng", date(2020, 1, 1))


def test_new_units_below_units_that_move_in_the_same_list(app):
    top = make_unit(code="TOP")
    moved = make_unit("Đảng bộ M", code="M", parent=make_unit(code="OLD", parent=top))
    make_unit(code="KEPT", parent=moved)
    report = load(
        ("N1", "Chi bộ N1", "", "M"),
        ("M", "Đảng bộ M", "", "N0"),
        ("N0", "Đảng bộ N0", "", "TOP"),
        ("N2", "Chi bộ N2", "", "N1"),
    )
    assert counts(report) == (4, 4, 3, 1, 0)
    assert tree() == {"TOP": None, "OLD": "TOP", "N0": "TOP", "M": "N0", "KEPT": "M", "N1": "M", "N2": "N1"}


def test_units_change_places(app):
    above = make_unit("Đảng bộ A", code="A")
    make_unit("Đảng bộ B", code="B", parent=make_unit(code="X", parent=above))
    make_unit(code="R")
    assert counts(load(("A", "Đảng bộ A", "", "B"), ("B", "Đảng bộ B", "", "R"))) == (2, 2, 0, 2, 0)
    assert tree() == {"R": None, "B": "R", "A": "B", "X": "A"}


def test_circle_through_units_that_are_not_in_the_list_is_refused(app):
    top = make_unit("Đảng bộ A", code="A")
    make_unit(code="C", parent=make_unit(code="B", parent=top))
    report = load(("A", "Đảng bộ A", "", "N"), ("N", "Đảng bộ N", "", "C"), skip_rejected=True)
    assert errors(report) == [(2, "A", "Đơn vị cấp trên này đang ở dưới chính đơn vị này. Sửa cột đơn vị cấp trên.")]
    assert tree() == {"A": None, "B": "A", "C": "B", "N": "C"}


def test_circle_within_the_list_is_refused(app):
    report = load(("A", "Đảng bộ A", "", "B"), ("B", "Đảng bộ B", "", "A"))
    assert [row for row, *_ in errors(report)] == [2, 3]


def test_unknown_kind_is_created_with_a_warning(app):
    report = load(("A", "Đảng bộ A", "Đảng bộ cơ sở", ""), ("B", "Đảng bộ B", "ĐẢNG BỘ CƠ SỞ", ""))
    assert [(n.row, n.item, str(n.sentence)) for n in report.warnings] == [
        (2, "A", "Loại đơn vị “Đảng bộ cơ sở” chưa có, sẽ được tạo mới.")
    ]
    assert db.session.execute(select(UnitKind.name, UnitKind.is_grassroots)).all() == [("Đảng bộ cơ sở", True)]


def test_kind_that_is_not_written_is_taken_from_the_name(app):
    make_unit_kind("chi-bo", "Chi bộ")
    load(("A", "Chi bộ Văn phòng", "", ""), ("B", "Ban Tổ chức", "", ""))
    kinds = dict(db.session.execute(select(Unit.code, UnitKind.name).join(Unit.kind)).all())
    assert kinds == {"A": "Chi bộ", "B": "Đơn vị"}


def test_unknown_successor_is_left_out_with_a_warning(app):
    report = load(("A", "Chi bộ A", "Chi bộ", "", "Z"), header=(*HEADER, "Mã đơn vị kế thừa"))
    assert [str(n.sentence) for n in report.warnings][-1:] == ["Không tìm thấy đơn vị kế thừa “Z” nên chưa ghi lại."]
    assert report.created == 1


class TestUnitAdministrator:
    """Who administers one subtree imports into that subtree only."""

    @pytest.fixture(autouse=True)
    def units(self, app) -> None:
        self.own = make_unit("Đảng bộ Sở Y tế", code="OWN", parent=make_unit("Thành ủy", code="TOP"))
        self.inner = make_unit("Chi bộ 1", code="IN", parent=self.own)
        make_unit("Chi bộ 1", code="FOREIGN", parent=make_unit("Đảng bộ khác", code="OTHER"))

    def test_creates_below(self):
        assert counts(load(("N", "Chi bộ N", "", "Chi bộ 1"), paths=[self.own.path])) == (1, 1, 1, 0, 0)
        assert tree()["N"] == "IN"

    @pytest.mark.parametrize(
        ("row", "sentence"),
        [
            (("N", "Chi bộ N", "", "OTHER"), "Không tìm thấy đơn vị nào có mã hoặc tên “OTHER”"),
            (("N", "Chi bộ N", "", ""), "Chưa có đơn vị cấp trên"),
            (("FOREIGN", "Chi bộ N", "", ""), "Mã “FOREIGN” đang dùng cho một đơn vị ngoài phạm vi của bạn"),
            (("OWN", "Đảng bộ", "", "IN"), "Đơn vị này là đơn vị cao nhất trong phạm vi của bạn"),
        ],
    )
    def test_reaches_nothing_outside(self, row, sentence):
        before = tree()
        [(_, _, said)] = errors(load(row, paths=[self.own.path]))
        assert said.startswith(sentence)
        assert tree() == before


def test_file_that_is_no_list_is_refused_as_a_whole(app):
    with pytest.raises(Invalid, match="Không tìm thấy cột"):
        preview_units(b"a,b\n1,2\n", "a.csv", None)


def test_large_tree_costs_no_more_statements_than_a_small_one(app, statements):
    def rows(first: int, last: int):
        return [(f"C{n}", f"Chi bộ {n}", "Chi bộ", "A") for n in range(first, last)]

    load(("A", "Đảng bộ A", "Đảng bộ", ""), *rows(0, 1))
    costs = []
    for first, last in ((10, 13), (100, 400)):
        statements.clear()
        load(*rows(first, last))
        costs.append(len(statements))
    assert costs[0] == costs[1]
    assert db.session.scalar(select(func.count(Unit.id))) == 305
