from datetime import date

import pytest

from quizapp.errors import Invalid
from quizapp.tables import RejectedRow, Row
from quizapp.units.unit_list import UnitList, UnitRow, in_parent_first_order, read_unit_list, unit_list
from tests.spreadsheets import xlsx_of

HEADER = ("Mã đơn vị", "Tên đơn vị", "Loại đơn vị", "Mã đơn vị cấp trên")


def read(*rows, header=HEADER) -> UnitList:
    return unit_list(Row(number, "S", tuple(row)) for number, row in enumerate([header, *rows], start=1))


def unit(row: int, code: str, name: str, parent: str | None = None, kind: str | None = None) -> UnitRow:
    return UnitRow(row, code, name, kind, parent, None, None, None, None)


def reasons(units: UnitList) -> list[tuple[int, str, str]]:
    return [(rejected.row, rejected.item, str(rejected.reason)) for rejected in units.rejected]


def parents(units: UnitList) -> dict[str, str | None]:
    return {row.code: row.parent for row in units.rows}


def test_list_as_it_really_comes():
    content = xlsx_of(
        [
            ["ĐẢNG BỘ PHƯỜNG A"],
            ["DANH SÁCH TỔ CHỨC ĐẢNG"],
            [],
            ["STT", "Tên đơn vị", "Mã", "Loại đơn vị", "Đơn vị cấp trên", "Từ ngày", "Đến ngày", "Mã đơn vị kế thừa"],
            [1, "Đảng bộ phường A", "PA", "Đảng ủy phường", None, date(2025, 7, 1)],
            [2, "Chi bộ 1", 101, "Chi bộ", "ĐẢNG BỘ PHƯỜNG A", "01/07/2025", 2026, "PA"],
            [3, "Chi bộ 2", "102", "Chi bộ", "Đảng bộ thành phố", 45839],
            [None, "Tổng cộng: 3 đơn vị"],
            [],
            [None, None, None, "NGƯỜI LẬP BIỂU"],
        ]
    )
    units = read_unit_list(content, "don-vi.xlsx")
    started = date(2025, 7, 1)
    assert units.rows == [
        UnitRow(5, "PA", "Đảng bộ phường A", "Đảng ủy phường", None, started, None, None, None),
        UnitRow(6, "101", "Chi bộ 1", "Chi bộ", "PA", started, date(2026, 12, 31), "PA", None),
        UnitRow(7, "102", "Chi bộ 2", "Chi bộ", "Đảng bộ thành phố", started, None, None, None),
    ]
    assert (units.rejected, units.warnings) == ([], [])


def test_what_is_missing_or_impossible_is_refused_with_a_reason():
    header = (*HEADER, "Từ ngày", "Đến ngày")
    units = read(
        ("A", "Đảng bộ A"),
        (None, "Chi bộ 1", "Chi bộ", "A"),
        ("C2", None, "Chi bộ", "A"),
        ("C3", "Chi bộ 3", None, "A", "31/02/2025"),
        ("C4", "Chi bộ 4", None, "A", "01/07/2025", "30/06/2025"),
        ("C" * 61, "Chi bộ 5"),
        ("C6", "#REF!"),
        header=header,
    )
    assert [row.code for row in units.rows] == ["A"]
    assert reasons(units) == [
        (3, "Chi bộ 1", "Chưa có mã đơn vị. Ghi một mã riêng, ngắn, không trùng với đơn vị khác."),
        (4, "C2", "Chưa có tên đơn vị. Ghi tên đầy đủ của đơn vị."),
        (5, "C3", "Ngày “31/02/2025” không có thật. Ghi ngày/tháng/năm, ví dụ 05/09/1965."),
        (6, "C4", "Ngày hết hiệu lực sớm hơn ngày bắt đầu. Xem lại hai ngày này."),
        (7, "C" * 61, "Mã đơn vị dài hơn 60 ký tự. Ghi mã ngắn hơn."),
        (8, "C6", "Có ô báo lỗi công thức #REF!. Sửa công thức, hoặc gõ thẳng giá trị vào ô."),
    ]


def test_repeated_code_is_refused_naming_the_first_row():
    units = read(("c1", "Chi bộ 1"), ("C2", "Chi bộ 2"), ("C1", "Chi bộ khác"))
    assert units.rows == [unit(2, "c1", "Chi bộ 1"), unit(3, "C2", "Chi bộ 2")]
    assert reasons(units) == [(4, "C1", "Mã “C1” đã có ở dòng 2. Mỗi đơn vị cần một mã riêng.")]


@pytest.mark.parametrize(
    ("written", "parent"),
    [("A", "A"), ("a", "A"), ("dang bo a", "A"), ("Đảng bộ Z", "Đảng bộ Z"), (None, None)],
)
def test_parent_is_a_code_or_a_name_of_the_file_or_left_for_later(written, parent):
    assert parents(read(("C1", "Chi bộ 1", None, written), ("A", "Đảng bộ A")))["C1"] == parent


def test_parent_code_is_preferred_to_its_name():
    units = read(("C1", "Chi bộ 1", "B", "Đảng bộ A"), header=("Mã", "Tên", "Mã cấp trên", "Đơn vị cấp trên"))
    assert parents(units) == {"C1": "B"}


def test_parent_name_that_several_units_bear_is_refused():
    units = read(("A", "Chi bộ 1"), ("B", "Chi bộ 1"), ("C", "Tổ 1", None, "Chi bộ 1"))
    assert reasons(units) == [
        (
            4,
            "C",
            "Có 2 đơn vị cùng tên “Chi bộ 1” (dòng 2, 3). Ghi mã của đơn vị cấp trên thay cho tên.",
        )
    ]


def test_circles_of_parents_are_refused_naming_the_rows():
    units = read(
        ("A", "A", None, "C"),
        ("B", "B", None, "A"),
        ("C", "C", None, "B"),
        ("D", "D", None, "C"),
        ("E", "E", None, "e"),
        ("F", "F", None, "D"),
        ("G", "G", None, "H"),
        ("H", "H", None, "G"),
    )
    assert list(parents(units)) == ["D", "F"]
    circle = "Các dòng %s là cấp trên của nhau thành vòng tròn. Sửa cột đơn vị cấp trên của một trong các dòng này."
    assert reasons(units) == [
        (2, "A", circle % "2, 3, 4"),
        (3, "B", circle % "2, 3, 4"),
        (4, "C", circle % "2, 3, 4"),
        (6, "E", "Đơn vị không thể là cấp trên của chính mình. Sửa cột đơn vị cấp trên."),
        (8, "G", circle % "8, 9"),
        (9, "H", circle % "8, 9"),
    ]


def test_parents_come_before_their_children_otherwise_in_the_order_of_the_file():
    rows = [
        unit(2, "C2", "Tổ 2", "C"),
        unit(3, "X", "Chi bộ X", "đã có"),
        unit(4, "C", "Chi bộ", "a"),
        unit(5, "A", "Đảng bộ"),
        unit(6, "C1", "Tổ 1", "C"),
        unit(7, "B", "Đảng bộ B"),
    ]
    assert [row.code for row in in_parent_first_order(rows)] == ["X", "A", "C", "C2", "C1", "B"]


def test_deep_tree_is_ordered():
    rows = [unit(number, f"U{number}", "x", f"U{number + 1}") for number in range(20_000)]
    assert [row.row for row in in_parent_first_order(rows)][:2] == [19_999, 19_998]


def test_columns_that_are_not_read_are_told():
    units = read(("A", "Đảng bộ A", None, None, "x"), header=(*HEADER, "Ghi chú"))
    assert [(w.row, w.item, str(w.warning)) for w in units.warnings] == [(1, "Ghi chú", "Cột này không được đọc.")]


def test_list_without_codes_is_refused_as_a_whole():
    with pytest.raises(Invalid, match="Không tìm thấy cột “Mã đơn vị”"):
        read(("Chi bộ 1", "Chi bộ"), header=("Tên đơn vị", "Loại đơn vị"))


def test_rejections_hold_sentences():
    rejected = read(("A", "A"), ("A", "B")).rejected[0]
    assert isinstance(rejected, RejectedRow)
    assert rejected.reason.params == {"code": "A", "first": 2}
