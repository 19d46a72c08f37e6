import io
import zipfile
from datetime import date

import pytest

from quizapp.errors import Invalid
from quizapp.tables import Limits, Row, read_rows
from quizapp.tables.tcvn3 import decode_tcvn3
from tests.spreadsheets import raw_xlsx, xlsx_of

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500


def cell(reference: str, value: str = "1", kind: str = "n") -> str:
    return f'<c r="{reference}" t="{kind}"><v>{value}</v></c>'


def archive_of(*names: str) -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as archive:
        for name in names:
            archive.writestr(name, "<x/>")
    return output.getvalue()


def test_cells_keep_their_kinds_and_rows_their_numbers():
    content = xlsx_of([["Tên", "Ngày"], [], [None, date(1965, 9, 5), 12, 4.5, True, " ", "007"]])
    assert read_rows(content, "a.xlsx") == [
        Row(1, "Sheet1", ("Tên", "Ngày", None, None, None, None, None)),
        Row(3, "Sheet1", (None, date(1965, 9, 5), 12.0, 4.5, True, None, "007")),
    ]


def test_table_that_begins_far_from_the_corner_keeps_its_place():
    content = xlsx_of([[], [], [None, None, "Tên"], [None, None, "An"]])
    assert read_rows(content, "a.xlsx") == [
        Row(3, "Sheet1", (None, None, "Tên")),
        Row(4, "Sheet1", (None, None, "An")),
    ]


def test_visible_sheets_are_read_in_order_and_hidden_ones_not():
    content = xlsx_of([["a"]], more={"Hai": [["b"]], "Trống": []}, hidden={"Ẩn": [["c"]]})
    assert read_rows(content, "a.xlsx") == [Row(1, "Sheet1", ("a",)), Row(1, "Hai", ("b",))]


def test_cell_merged_over_rows_is_in_each_of_them():
    rows = [["DANH SÁCH", None], ["Chi bộ 1", "An"], [None, "Bình"], [None, "Chi"], ["Chi bộ 2", "Dung"]]
    content = xlsx_of(rows, merged=[(0, 0, 0, 1), (1, 0, 3, 0)])
    assert [row.cells for row in read_rows(content, "a.xlsx")] == [
        ("DANH SÁCH", None),
        ("Chi bộ 1", "An"),
        ("Chi bộ 1", "Bình"),
        ("Chi bộ 1", "Chi"),
        ("Chi bộ 2", "Dung"),
    ]


def test_error_values_are_seen():
    rows = f'<row r="1">{cell("A1")}{cell("B1", "#N/A", "e")}</row><row r="3">{cell("A3", "#REF!", "e")}</row>'
    assert read_rows(raw_xlsx(rows), "a.xlsx") == [Row(1, "DS", (1.0, "#N/A")), Row(3, "DS", ("#REF!", None))]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"%PDF-1.7 ...", "thật ra là tệp PDF"),
        (b"\x89PNG\r\n\x1a\n", "thật ra là tệp ảnh"),
        (b"{\\rtf1", "văn bản RTF"),
        (b"<html><table><tr>", r"trang web \(HTML\)"),
        (b'\xef\xbb\xbf<?xml version="1.0"?><Workbook/>', "tệp XML"),
        (OLE, r"Excel cũ \(\.xls\).*Lưu lại thành \.xlsx"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "đặt mật khẩu"),
        (OLE + "WordDocument".encode("utf-16-le"), r"Word cũ \(\.doc\)"),
        (archive_of("word/document.xml"), r"Word \(\.docx\)"),
        (archive_of("xl/workbook.bin"), r"\.xlsb"),
        (archive_of("mimetype", "content.xml"), r"OpenDocument"),
        (archive_of("a.txt"), "tệp nén"),
        (archive_of("xl/workbook.xml"), "bị hỏng"),
        (xlsx_of([["a"]])[:-300], "bị hỏng"),
        (xlsx_of([]), "trống"),
    ],
)
def test_what_is_no_workbook_is_refused_by_name(content, words):
    with pytest.raises(Invalid, match=words):
        read_rows(content, "danh-sach.xlsx")


REPEATED = "".join(cell(f"A{number}", "0", "s") for number in range(1, 999))


# Each of the first three ends the process when the reader (calamine 0.9.1) gets it as it is.
@pytest.mark.parametrize(
    ("content", "words"),
    [
        (raw_xlsx(f'<row r="1">{cell("A1")}</row><row r="1048576">{cell("XFD1048576")}</row>'), "dòng 1048576"),
        (raw_xlsx(f'<row r="1">{cell("A1")}{cell("A4000000000")}</row>'), "dòng 4000000000"),
        (raw_xlsx(cell("A1"), '<sst uniqueCount="4294967295"><si><t>a</t></si></sst>'), "bị hỏng"),
        (raw_xlsx(f'<row r="1">{cell("a1")}{cell("zzz1")}</row>'), "cột thứ 18278"),
        (raw_xlsx(f'<row r="1">{"<c><v>1</v></c>" * 300}</row>'), "cột thứ 300"),
        (raw_xlsx('<row r="1"><c r="A1"><v>1</v>'), "bị hỏng"),
        (raw_xlsx('<row r="mười"><c r="A1"><v>1</v></c></row>'), "bị hỏng"),
        (raw_xlsx("", **{"xl/styles.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), "bị hỏng"),
        (raw_xlsx(" " * 20_000_000), "giải nén"),
        (raw_xlsx(REPEATED, f"<sst><si><t>{'a' * 999_999}</t></si></sst>"), "quá nhiều chữ"),
    ],
    ids=["far cell", "far row", "count", "far column", "unnamed cells", "cut", "row", "doctype", "bomb", "repeated"],
)
def test_hostile_workbook_is_refused(content, words):
    with pytest.raises(Invalid, match=words):
        read_rows(content, "a.xlsx", Limits(unpacked_bytes=100_000_000))


def test_formatted_blank_cells_far_away_do_no_harm():
    content = raw_xlsx(f'<row r="1">{cell("A1")}</row><row r="1048576"><c r="XFD1048576" s="1"/></row>')
    assert read_rows(content, "a.xlsx") == [Row(1, "DS", (1.0,))]


def test_long_text_beside_many_short_ones_is_no_harm():
    rows = "".join(f'<row r="{i}">{cell(f"A{i}", "1", "s")}</row>' for i in range(2, 1000))
    strings = f"<sst><si><t>{'a' * 30_000}</t></si><si><t>b</t></si></sst>"
    content = raw_xlsx(f'<row r="1">{cell("A1", "0", "s")}</row>{rows}', strings)
    assert len(read_rows(content, "a.xlsx", Limits(unpacked_bytes=1_000_000))) == 999


def test_vntime_font_is_refused_by_name():
    codes = {decode_tcvn3(bytes([byte])): chr(byte) for byte in range(0xA1, 0x100)}
    names = ["Họ và tên", "Nguyễn Văn Đượm", "Lê Thị Bưởi"]
    typed = [["".join(codes.get(letter, letter) for letter in name)] for name in names]
    with pytest.raises(Invalid, match="TCVN3"):
        read_rows(xlsx_of(typed), "a.xlsx")
