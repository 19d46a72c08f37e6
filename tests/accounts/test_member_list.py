import unicodedata
from datetime import date

import pytest

from quizapp.accounts.member_list import MemberList, MemberRow, member_list, read_member_list
from quizapp.errors import Invalid
from quizapp.tables import Row
from tests.spreadsheets import xlsx_of

HEADER = ("Mã số", "Họ và tên", "Chi bộ")


def read(*rows, header=HEADER, sheet="S", default_unit=None) -> MemberList:
    numbered = (Row(number, sheet, tuple(row)) for number, row in enumerate([header, *rows], start=1))
    return member_list(numbered, default_unit)


MAN_OF_1980 = {"sex": "male", "birth_date": date(1980, 1, 1), "birth_year": 1980}


def member(row: int, code: str, name: str, **more) -> MemberRow:
    """A row in which all that is not given is blank or usual."""
    usual = {
        "sex": None,
        "birth_date": None,
        "birth_year": None,
        "unit": "Chi bộ 1",
        "phone": None,
        "email": None,
        "kind": "official",
        "status": "active",
        "position": "",
    }
    return MemberRow(row=row, code=code, name=name, **{**usual, **more})


def read_one(**cells) -> MemberRow:
    """The member of a list with these further columns."""
    found = read(("001", "Nguyễn An", "Chi bộ 1", *cells.values()), header=(*HEADER, *cells))
    assert found.rejected == []
    return found.rows[0]


def reasons(members: MemberList) -> list[tuple[int, str, str]]:
    return [(rejected.row, rejected.item, str(rejected.reason)) for rejected in members.rejected]


def reason(header: str, value) -> str:
    (rejected,) = read(("001", "Nguyễn An", "Chi bộ 1", value), header=(*HEADER, header)).rejected
    return str(rejected.reason)


def warnings(members: MemberList) -> list[tuple[int, str, str]]:
    return [(warning.row, warning.item, str(warning.warning)) for warning in members.warnings]


def test_list_as_it_really_comes():
    content = xlsx_of(
        [
            ["ĐẢNG BỘ PHƯỜNG A", None, None, "ĐẢNG CỘNG SẢN VIỆT NAM"],
            ["CHI BỘ 1"],
            ["DANH SÁCH ĐẢNG VIÊN NĂM 2026"],
            [],
            [
                "STT",
                "Số thẻ ĐV",
                "Họ và tên",
                None,
                "Giới tính",
                "Ngày, tháng,\nnăm sinh",
                "Dân tộc",
                "Chi bộ",
                "Loại (CT/DB)",
                "Trạng thái",
                "Số ĐT",
                "E-mail",
                "Chức vụ",
                "Số CCCD",
            ],
            ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)", "(9)", "(10)", "(11)", "(12)", "(13)", "(14)"],
            [
                1,
                "01234567",
                unicodedata.normalize("NFD", "Nguyễn Thị"),
                unicodedata.normalize("NFD", "Đượm"),
                "Nữ",
                "05/09/1965",
                "Kinh",
                "Chi bộ 1",
                "CT",
                "Đang sinh hoạt",
                912345678,
                "Duom@Example.vn ",
                "Bí thư",
                "012345678901",
            ],
            [
                2,
                2345678,
                "LÊ HOÀNG",
                "YẾN",
                "nam",
                date(1970, 2, 3),
                "Tày",
                None,
                "Đảng viên dự bị",
                None,
                "+84 987.654.321",
            ],
            [3, 12345678, "H'Hen", "Niê", None, 1980, None, None, "đoàn viên", "Tạm vắng"],
            [4, 12345679, "Trần", "Bình", "Nam", 29221, None, "Chi bộ 2", "ĐVCT", "được miễn công tác và sinh hoạt"],
            [5, 12345680, "Võ", "Năm", "Nam", "1/1/1980", None, "Chi bộ 2", "Chính thức", "Đã chuyển đi"],
            [None, "Tổng cộng: 5 đảng viên"],
            [],
            [None, None, None, None, None, None, None, "Phường A, ngày 21 tháng 11 năm 2026"],
            [None, "NGƯỜI LẬP", None, None, None, None, None, "T/M CHI ỦY"],
            [],
            [None, "Nguyễn Văn X", None, None, None, None, None, "Trần Văn Y"],
        ],
        merged=[(0, 0, 0, 2), (2, 0, 2, 8), (4, 2, 4, 3), (6, 7, 8, 7)],
    )
    members = read_member_list(content, "dang-vien.xlsx")
    assert members.rows == [
        MemberRow(
            row=7,
            code="01234567",
            name="Nguyễn Thị Đượm",
            sex="female",
            birth_date=date(1965, 9, 5),
            birth_year=1965,
            unit="Chi bộ 1",
            phone="0912345678",
            email="duom@example.vn",
            kind="official",
            status="active",
            position="Bí thư",
        ),
        member(
            8,
            "02345678",
            "Lê Hoàng Yến",
            sex="male",
            birth_date=date(1970, 2, 3),
            birth_year=1970,
            phone="0987654321",
            kind="probationary",
        ),
        member(9, "12345678", "H'Hen Niê", birth_year=1980, kind="union_member", status="away"),
        member(10, "12345679", "Trần Bình", unit="Chi bộ 2", status="exempt", **MAN_OF_1980),
        member(11, "12345680", "Võ Năm", unit="Chi bộ 2", status="transferred", **MAN_OF_1980),
    ]
    assert members.rejected == []
    private = "Cột này không được đọc vì hệ thống không lưu thông tin riêng tư không cần thiết."
    assert warnings(members) == [
        (5, "Dân tộc", private),
        (5, "Số CCCD", private),
        (
            5,
            "Mã số",
            "Excel đã bỏ số 0 ở đầu của 1 mã số. Đã thêm lại cho đủ 8 chữ số; xin kiểm tra lại.",
        ),
    ]


def test_what_is_missing_is_refused_with_how_to_mend_it():
    members = read(
        (None, "Nguyễn An", "Chi bộ 1"),
        ("002", None, "Chi bộ 1"),
        ("003", "0912345678", "Chi bộ 1"),
        ("004", "Lê Bình", None),
        ("X" * 41, "Lê Chi", "Chi bộ 1"),
        ("006", "#N/A", "Chi bộ 1"),
    )
    assert members.rows == []
    assert reasons(members) == [
        (2, "Nguyễn An", "Chưa có mã số. Ghi số thẻ đảng viên, hoặc đặt một mã riêng cho người này."),
        (3, "002", "Chưa có họ và tên. Ghi đủ họ và tên."),
        (4, "003", "Họ và tên “0912345678” không có chữ nào. Xem lại cột họ và tên."),
        (5, "004", "Chưa có đơn vị. Ghi mã hoặc tên chi bộ, đơn vị của người này."),
        (6, "X" * 41, f"“{'X' * 40}…” dài hơn 40 ký tự. Ghi ngắn hơn."),
        (7, "006", "Có ô báo lỗi công thức #N/A. Sửa công thức, hoặc gõ thẳng giá trị vào ô."),
    ]


@pytest.mark.parametrize(
    ("header", "value", "words"),
    [
        ("Loại", "thường trực", "“thường trực” không có trong danh mục. Ghi một trong các từ: chính thức, dự bị, "),
        ("Trạng thái", "vui", "Ghi một trong các từ: đang sinh hoạt, miễn sinh hoạt, đình chỉ, tạm vắng, chuyển đi,"),
        ("Giới tính", "khác", "Ghi một trong các từ: nam, nữ."),
        ("Ngày sinh", "30/02/1970", "không có thật"),
        ("Điện thoại", "123", "Số điện thoại “123” không đúng"),
        ("Email", "an@", "Thư điện tử “an@” không đúng"),
        ("Chức vụ", "x" * 161, "dài hơn 160 ký tự"),
    ],
)
def test_cell_that_is_not_understood_is_refused(header, value, words):
    assert words in reason(header, value)


def test_repeated_code_is_refused_naming_the_first_row():
    members = read(("dv1", "Nguyễn An", "C"), ("DV1", "Lê Bình", "C"))
    assert [member.name for member in members.rows] == ["Nguyễn An"]
    assert reasons(members) == [
        (3, "DV1", "Mã số “DV1” đã có ở dòng 2 (Nguyễn An). Mỗi người cần một mã số riêng."),
    ]


def test_shared_phone_or_email_is_only_remarked():
    members = read(
        ("001", "Nguyễn An", "C", "0912345678", "a@b.vn", "CT"),
        ("002", "Lê Bình", "C", 912345678.0, "A@b.vn", "CT"),
        header=(*HEADER, "Điện thoại", "Email", "Loại"),
    )
    assert len(members.rows) == 2
    assert warnings(members) == [
        (3, "Lê Bình", "“0912345678” đã có ở dòng 2."),
        (3, "Lê Bình", "“a@b.vn” đã có ở dòng 2."),
    ]


def test_members_without_unit_go_to_the_default_unit():
    assert [m.unit for m in read(("1", "An", "C1"), ("2", "Bình", None), default_unit="PA").rows] == ["C1", "PA"]
    assert read(("1", "An"), header=("Mã số", "Họ và tên"), default_unit="PA").rows[0].unit == "PA"


@pytest.mark.parametrize(
    ("cells", "unit"),
    [
        ({"Đơn vị": "Đảng bộ xã A"}, ("Chi bộ 1", "Đảng bộ xã A")),
        ({"Mã đơn vị": "C1"}, ("C1", None)),
        ({"Mã chi bộ": "C1", "Đơn vị": "Xã A"}, ("C1", None)),
        ({}, ("Chi bộ 1", None)),
    ],
)
def test_unit_is_its_code_else_the_cell_else_the_unit(cells, unit):
    member = read_one(**cells)
    assert (member.unit, member.unit_within) == unit


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        ({"Loại": "Dự bị", "Ngày chính thức": "01/01/2020"}, "probationary"),
        ({"Ngày vào Đảng": "01/01/2019", "Ngày chính thức": "01/01/2020"}, "official"),
        ({"Ngày vào Đảng": "01/01/2026", "Ngày chính thức": None}, "probationary"),
        ({"Ngày vào Đảng": "01/01/2026"}, "official"),
        ({"Ngày chính thức": 2020.0}, "official"),
        ({"Loại": None, "Ngày vào Đảng": "01/01/2026", "Ngày chính thức": None}, "probationary"),
        ({}, "official"),
    ],
)
def test_kind_is_guessed_from_dates_only_where_the_list_says_none(cells, kind):
    assert read_one(**cells).kind == kind


def test_presumed_kind_is_remarked_once_or_for_each_row():
    assert warnings(read(("1", "An", "C"), ("2", "Bình", "C"))) == [
        (1, "Loại", "Danh sách không có cột Loại nên mọi người được coi là đảng viên chính thức.")
    ]
    assert warnings(read(("1", "An", "C", "CT"), ("2", "Bình", "C", None), header=(*HEADER, "Loại"))) == [
        (3, "Bình", "Chưa ghi loại nên được coi là đảng viên chính thức.")
    ]


@pytest.mark.parametrize(
    ("male", "female", "expected"),
    [
        ("05/09/1965", None, ("male", date(1965, 9, 5), 1965)),
        (None, 1970.0, ("female", None, 1970)),
        ("x", None, ("male", None, None)),
        (None, None, (None, None, None)),
    ],
)
def test_columns_of_men_and_women_give_sex_and_birth(male, female, expected):
    member = read_one(Nam=male, Nữ=female)
    assert (member.sex, member.birth_date, member.birth_year) == expected


def test_family_and_given_names_are_joined():
    members = read(("1", "NGUYỄN VĂN", "AN", "C"), header=("Mã số", "Họ đệm", "Tên", "Chi bộ"))
    assert members.rows[0].name == "Nguyễn Văn An"


def test_identity_number_never_becomes_a_code():
    with pytest.raises(Invalid, match="Không tìm thấy cột “Mã số”"):
        read(("012345678901", "Nguyễn An", "C"), header=("Mã số (CCCD)", "Họ và tên", "Chi bộ"))


def test_sheets_without_a_list_are_told():
    content = xlsx_of([["Hướng dẫn"], ["Điền vào trang sau"]], more={"DS": [HEADER, ["001", "Nguyễn An", "C"]]})
    members = read_member_list(content, "a.xlsx")
    assert [member.row for member in members.rows] == [2]
    assert (1, "Sheet1", "Trang tính này không có danh sách nên không được đọc.") in warnings(members)
