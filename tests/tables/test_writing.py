import io
import zipfile
from datetime import date, datetime
from decimal import Decimal

import pytest
from python_calamine import CalamineWorkbook

from quizapp.tables import Row, read_rows, write_csv, write_xlsx

HEADERS = ["Họ và tên", "Ngày sinh"]
LIVE = ["=1+1", "+84912345678", "-5", "@SUM(A1)", "=cmd|' /C calc'!A0", "'=1", " =1", "＝1", "\t=1"]


def sheet_xml(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read("xl/worksheets/sheet1.xml").decode()


def test_workbook_gives_back_what_was_written():
    moment = datetime.fromisoformat("2026-11-21T08:05")
    rows = [["Nguyễn Đượm", date(1965, 9, 5)], ["007", moment], [12, 4.5], [True, None]]
    rows.append([Decimal("98.70"), float("nan")])
    assert [row.cells for row in read_rows(write_xlsx(HEADERS, rows, "Danh sách"), "a.xlsx")] == [
        tuple(HEADERS),
        ("Nguyễn Đượm", date(1965, 9, 5)),
        ("007", moment),
        (12.0, 4.5),
        (True, None),
        (98.7, None),
    ]


def test_texts_never_become_formulas_or_links():
    content = write_xlsx(["=1"], [[text] for text in [*LIVE, "https://example.org", "{=1}"]], "a")
    assert "<f>" not in sheet_xml(content)
    assert "hyperlink" not in sheet_xml(content)
    assert read_rows(content, "a.xlsx")[1].cells == ("=1+1",)


def test_header_is_frozen_and_columns_are_as_wide_as_their_texts():
    xml = sheet_xml(write_xlsx(["a", "b"], ([text, "x" * 500] for text in ["y" * 20] * 3), "a"))
    assert 'state="frozen"' in xml
    assert 'width="22.7' in xml
    assert 'width="60.7' in xml


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Bảng điểm: lớp 1/2026", "Bảng điểm  lớp 1 2026"),
        ("x" * 40, "x" * 31),
        ("'a'", "a"),
        ("[]", "Danh sách"),
    ],
)
def test_sheet_is_named_after_the_title(title, name):
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(write_xlsx(["a"], [], title)))
    assert workbook.sheet_names == [name]


def test_very_long_text_is_cut_not_lost():
    assert len(read_rows(write_xlsx(["a"], [["x" * 40_000]], "a"), "a.xlsx")[1].cells[0]) == 32_767


def test_csv_opens_in_excel_and_guards_what_looks_like_a_formula():
    rows = [["Đượm", date(1965, 9, 5)], [-5, None], [Decimal("98.70"), 4.0], *([text, "x"] for text in LIVE)]
    content = write_csv(HEADERS, rows)
    lines = content.decode("utf-8-sig").split("\r\n")
    assert content.startswith(b"\xef\xbb\xbf")
    assert lines[:4] == ["Họ và tên,Ngày sinh", "Đượm,05/09/1965", "-5,", "98.70,4"]
    assert all(line.startswith("'") for line in lines[4:-1])


def test_csv_read_again_gives_the_same_texts():
    content = write_csv(["a"], [[text] for text in [*LIVE, "'trích'", "a,b;c", "hai\ndòng"]])
    assert [row.cells[0] for row in read_rows(content, "a.csv")][1:] == [*LIVE, "'trích'", "a,b;c", "hai\ndòng"]


def test_rows_are_numbered_from_the_header():
    assert read_rows(write_csv(["a"], [["b"]]), "a.csv") == [Row(1, "", ("a",)), Row(2, "", ("b",))]
