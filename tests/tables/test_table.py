import pytest

from quizapp.errors import Invalid
from quizapp.tables import Column, Record, Row, find_table, refuse_error_values

COLUMNS = {
    "code": Column(("Mã số", "Số thẻ"), required=True),
    "name": Column(("Họ và tên", "Họ tên"), required=True, instead=("family", "given"), continues=True),
    "family": Column(("Họ đệm",)),
    "given": Column(("Tên",)),
    "unit": Column(("Chi bộ", "Đơn vị")),
    "male": Column(("Nam",)),
    "female": Column(("Nữ",)),
}
HEADER = ("STT", "Họ và tên", "Mã số", "Chi bộ")
PEOPLE = [(1.0, "Nguyễn An", "001", "Chi bộ 1"), (2.0, "Lê Bình", "002", "Chi bộ 2")]


def rows_of(*cells, sheet="S"):
    """Rows numbered from 1; () stands for a blank one."""
    return [Row(number, sheet, tuple(row)) for number, row in enumerate(cells, start=1) if row]


def read(*cells):
    """[(row, code, name)] of the records found."""
    return [
        (record.number, record.cells["code"], record.cells["name"])
        for record in find_table(rows_of(*cells), COLUMNS).records()
    ]


@pytest.mark.parametrize(
    "header",
    [
        ("Stt", "HỌ VÀ TÊN", "MÃ SỐ", "CHI BỘ"),
        ("TT", "Họ  tên (*)", "Số thẻ:", "Chi bộ/Đơn vị"),
        ("#", "Họ và tên\n(chữ in hoa)", "Mã số [bắt buộc]", "Đơn vị"),
        ("STT", "Ho va ten", "Ma so", "chi bo"),
    ],
)
def test_header_is_understood_however_it_is_written(header):
    found = find_table(rows_of(header, *PEOPLE), COLUMNS)
    assert found.positions == {"name": 1, "code": 2, "unit": 3}
    assert found.unknown == ()


def test_header_is_found_below_titles_and_columns_in_any_order():
    table = find_table(
        rows_of(
            ("ĐẢNG BỘ XÃ A", None, "ĐẢNG CỘNG SẢN VIỆT NAM"),
            (),
            ("DANH SÁCH ĐẢNG VIÊN",),
            ("Chi bộ", "Ghi chú", "Mã số", "Họ và tên"),
            ("Chi bộ 1", "x", "001", "Nguyễn An"),
        ),
        COLUMNS,
    )
    assert (table.header_number, table.unknown) == (4, ("Ghi chú",))
    assert list(table.records()) == [
        Record(
            5,
            {
                "code": "001",
                "name": "Nguyễn An",
                "family": None,
                "given": None,
                "unit": "Chi bộ 1",
                "male": None,
                "female": None,
            },
            "S",
        )
    ]


def test_better_name_wins_where_two_columns_claim_a_field():
    header = ("Đơn vị", "Họ tên", "Mã số", "Chi bộ")
    table = find_table(rows_of(header, ("Xã A", "Nguyễn An", "001", "Chi bộ 1")), COLUMNS)
    assert table.positions["unit"] == 3
    assert table.unknown == ("Đơn vị",)


def test_fields_may_stand_in_for_a_required_one():
    assert find_table(rows_of(("Mã số", "Họ đệm", "Tên"), ("001", "Nguyễn Văn", "An")), COLUMNS).has("given")
    with pytest.raises(Invalid, match="“Họ và tên”"):
        find_table(rows_of(("Mã số", "Tên"), ("001", "An")), COLUMNS)


def test_missing_columns_are_named_with_the_headers_found():
    with pytest.raises(Invalid) as refusal:
        find_table(rows_of(("Danh sách",), ("Họ và tên", "Chi bộ", "Năm"), ("Nguyễn An", "1", "1965")), COLUMNS)
    assert str(refusal.value) == (
        "Không tìm thấy cột “Mã số”. Các cột đọc được: “Họ và tên”, “Chi bộ”, “Năm”. "
        "Đặt lại tên cột ở dòng tiêu đề rồi gửi lại."
    )


def test_file_without_any_header_is_refused_with_its_first_row():
    with pytest.raises(Invalid, match=r"cột “Mã số”, “Họ và tên”\. Các cột đọc được: “Nguyễn An”"):
        find_table(rows_of(("Nguyễn An", 1.0), ("Lê Bình", 2.0)), COLUMNS)


@pytest.mark.parametrize("below", [[], [(), ()], [(1.0,), (2.0,)], [(), (None, "Người lập biểu")]])
def test_header_only_is_refused(below):
    with pytest.raises(Invalid, match="chỉ có dòng tiêu đề"):
        find_table(rows_of(HEADER, *below), COLUMNS)


def test_column_that_must_never_be_read_is_not_whatever_it_resembles():
    table = find_table(
        rows_of(("Mã số (CCCD)", "Số thẻ", "Họ tên"), ("012", "001", "An")), COLUMNS, never=lambda name: "CCCD" in name
    )
    assert table.positions["code"] == 1
    assert table.unknown == ("Mã số (CCCD)",)


def test_each_sheet_with_a_header_is_read_and_the_others_named():
    rows = [
        *rows_of(("Hướng dẫn",), ("Điền theo mẫu",), sheet="Hướng dẫn"),
        *rows_of(HEADER, PEOPLE[0], sheet="Một"),
        *rows_of(("Số thẻ", "Họ tên"), ("002", "Lê Bình"), sheet="Hai"),
    ]
    table = find_table(rows, COLUMNS)
    assert [(r.sheet, r.number, r.cells["code"]) for r in table.records()] == [("Một", 2, "001"), ("Hai", 2, "002")]
    assert table.skipped_sheets == ("Hướng dẫn",)


def test_second_line_of_a_header_names_parts_of_its_columns():
    table = find_table(
        rows_of(
            ("STT", "Họ và tên", "Ngày sinh", None, "Mã số"),
            (None, None, "Nam", "Nữ", None),
            (1.0, "Nguyễn An", "1965", None, "001"),
        ),
        COLUMNS,
    )
    assert table.positions == {"name": 1, "male": 2, "female": 3, "code": 4}
    assert [record.number for record in table.records()] == [3]


def test_name_goes_on_in_the_column_without_header():
    assert read(
        ("Họ và tên", None, "Mã số"), ("Nguyễn Văn", "An", "001"), ("Lê Thị", "Bình", "002"), ("Y Khuê", None, "003")
    ) == [(2, "001", "Nguyễn Văn An"), (3, "002", "Lê Thị Bình"), (4, "003", "Y Khuê")]


@pytest.mark.parametrize(
    "extra",
    [
        [(None, "Tổng cộng: 2")],
        [("Tổng số: 2 đảng viên",)],
        [("Tổng cộng", None, 2.0)],
        [("Cộng", 2.0)],
        [("Danh sách này có 02 đồng chí./.",)],
        [(), (None, None, "TM. BAN CHẤP HÀNH")],
        [(None, "NGƯỜI LẬP BIỂU", None, "TM. CHI ỦY"), (None, "(Ký, ghi rõ họ tên)", None, "BÍ THƯ")],
        [(None, None, "Xã A, ngày 21 tháng 11 năm 2026"), (None, None, "BÍ THƯ"), (), (), (None, None, "Trần Văn C")],
        [(), (None, None, "Trần Văn C")],
        [(), ("Nơi nhận:", None, "T/M BAN THƯỜNG VỤ"), ("- Lưu.", None, "PHÓ BÍ THƯ")],
        [("XÁC NHẬN CỦA ĐẢNG ỦY",)],
        [HEADER],
    ],
    ids=str,
)
def test_total_and_signature_block_are_no_records(extra):
    assert read(HEADER, *PEOPLE, *extra) == [(2, "001", "Nguyễn An"), (3, "002", "Lê Bình")]
    assert len(find_table(rows_of(HEADER, *PEOPLE, *extra), COLUMNS).left_out) == len([row for row in extra if row])


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (("1", "2", "3", "4"), 0),
        (("(1)", "(2)", "(3)", "(4)"), 0),
        (("A", "B", 1.0, 2.0), 0),
        ((1.0, "Hai", "3", "4"), 1),
        ((1.0, "A", "5", "4"), 1),
        (("A", "B", "C"), 1),
    ],
)
def test_row_of_column_numbers_is_no_record(row, expected):
    assert len(read(HEADER, row, *PEOPLE)) == expected + 2


@pytest.mark.parametrize(
    "row",
    [
        (3.0, None, "003", None),  # no name
        (3.0, "Trần Chi", None, None),  # no code: the running number tells it from a signature
        (None, "Trần Chi", None, "Chi bộ 1", "Bí thư", "Nam"),
        (None, "Trần Chi", "003"),
        (None, "Tổng công ty 36", "TCT36"),
        (None, "CONG", "TONG"),
        (None, "Trần Chi", "003", "Bí thư"),
    ],
)
def test_what_may_be_a_record_is_kept_even_at_the_end(row):
    assert [number for number, _code, _name in read(HEADER, *PEOPLE, (), row, (), (None, None, "BÍ THƯ"))] == [2, 3, 5]


def test_rows_with_something_missing_are_kept_in_the_middle():
    assert len(read(HEADER, PEOPLE[0], (None, "CHI BỘ 2"), (), (None, None, None, "Trần"), PEOPLE[1])) == 4


def test_list_in_which_every_code_is_missing_is_kept():
    assert [row for row, *_ in read(HEADER, (1.0, "Nguyễn An"), (2.0, "Lê Bình"), (), (None, "Người lập"))] == [2, 3]


def test_error_value_is_refused():
    record = next(find_table(rows_of(HEADER, (1.0, "#N/A", "001")), COLUMNS).records())
    with pytest.raises(Invalid, match="báo lỗi công thức #N/A"):
        refuse_error_values(record)
