"""The hostile spreadsheets that others wrote: what a careful reader finds, or a refusal that says why."""

from __future__ import annotations

import resource

import pytest

from quizapp.errors import Invalid
from quizapp.tables import Column, as_text, find_table, read_rows, refuse_error_values
from tests.spreadsheets import foreign_file

QUESTIONS = {
    "stem": Column(("Câu hỏi",), required=True),
    "a": Column(("A",)),
    "b": Column(("B",)),
    "c": Column(("C",)),
    "d": Column(("D",)),
    "key": Column(("Đáp án",), required=True),
}
GOOD = [
    ["Thủ đô của Việt Nam?", "Hà Nội", "Huế", "Đà Nẵng", "Cần Thơ", "A"],
    ["Quốc khánh nước Cộng hòa xã hội chủ nghĩa Việt Nam?", "2/9", "30/4", "1/5", "19/5", "A"],
    ["Hiến pháp hiện hành được thông qua năm nào?", "1946", "1980", "1992", "2013", "D"],
    ["Đảng Cộng sản Việt Nam thành lập ngày nào?", "3/2/1930", "19/5/1890", "2/9/1945", "7/5/1954", "A"],
]


def records_of(name: str):
    return list(find_table(read_rows(foreign_file(f"hostile/{name}"), name), QUESTIONS).records())


def texts(record) -> list[str]:
    return [as_text(cell) for cell in record.cells.values()]


@pytest.mark.parametrize(
    "name",
    [
        "csv_utf8_bom.csv",
        "csv_utf16le_bom.csv",
        "csv_utf16be_nobom.csv",
        "csv_windows1258.csv",
        "csv_tcvn3_abc.csv",
    ],
)
def test_questions_are_the_same_in_every_encoding(name):
    assert [texts(record) for record in records_of(name)] == GOOD


def test_bad_rows_keep_the_numbers_of_the_file():
    records = records_of("csv_rows_3_7_9_bad.csv")
    assert [record.number for record in records] == list(range(2, 12))
    assert texts(records[2]) == ["", "a", "b", "c", "d", "A"]


def test_formulas_give_their_last_value_and_errors_are_refused():
    records = records_of("xlsx_formulas.xlsx")
    assert [texts(record) for record in records[:4]] == GOOD
    assert texts(records[4]) == ["Câu công thức?", "2", "#REF!", "", "#N/A", "B"]
    with pytest.raises(Invalid, match="báo lỗi công thức"):
        refuse_error_values(records[4])


def test_numbers_and_booleans_are_shown_as_in_excel():
    assert [texts(record) for record in records_of("xlsx_number_and_date_cells.xlsx")] == [
        ["2 + 2 = ?", "3", "4", "4.5", "0.1", "b"],
        ["Đúng hay sai?", "TRUE", "FALSE", "", "", "1"],
    ]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("csv_empty.csv", "trống"),
        ("csv_header_only.csv", "chỉ có dòng tiêu đề"),
        ("docx_really_pdf.docx", "tệp PDF"),
        ("docx_autonumbered.docx", "tệp Word"),
        ("qti_truncated.zip", "bị hỏng"),
        ("qti_good_control.zip", "tệp nén"),
        ("xml_billion_laughs.xml", "tệp XML"),
    ],
)
def test_what_cannot_be_read_is_refused_by_name(name, words):
    with pytest.raises(Invalid, match=words):
        records_of(name)


def test_bomb_is_refused_in_little_memory():
    content = foreign_file("hostile/xlsx_bomb_600mb.xlsx")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(Invalid, match="giải nén lớn quá mức"):
        read_rows(content, "xlsx_bomb_600mb.xlsx")
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - peak < 200_000
