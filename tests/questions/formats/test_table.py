"""Tables of questions: the template, other people's columns, and what is never guessed."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date

import pytest
import xlsxwriter

from quizapp.errors import Invalid
from quizapp.questions.formats import table
from quizapp.questions.formats.parsed import (
    Kind,
    Level,
    ParsedFile,
    ParsedOption,
    ParsedQuestion,
    true_false_options,
)
from quizapp.questions.formats.table_keys import counts_options
from quizapp.tables import write_csv, write_xlsx

Cells = Sequence[str | float | bool | date | None]


def read(*rows: Cells) -> ParsedFile:
    """What is read from an .xlsx file with these rows."""
    header, *others = rows
    return table.read(write_xlsx([str(cell or "") for cell in header], others, "Thử"), "thu.xlsx")


def texts(parsed: ParsedFile) -> list[tuple[str, list[str], str]]:
    """(stem, options, letters of the right ones) of the good questions."""
    return [
        (
            question.stem,
            [option.text for option in question.options],
            "".join("ABCDEF"[place] for place, option in enumerate(question.options) if option.is_right),
        )
        for question in parsed.questions
    ]


def rejections(parsed: ParsedFile) -> list[tuple[int, str, str]]:
    return [(note.row, note.item, str(note.reason)) for note in parsed.rejected]


def warnings(parsed: ParsedFile) -> list[tuple[int, str]]:
    return [(note.row, str(note.warning)) for note in parsed.warnings]


HEADER = ("Câu hỏi", "A", "B", "C", "D", "Đáp án")


def test_every_column_of_the_template() -> None:
    header = (
        "Nhãn",
        "Mức độ",
        "Chủ đề",
        "Căn cứ",
        "Giải thích",
        "Đáp án",
        *"DCBA",
        "Câu hỏi",
        "Loại",
        "Mã",
        "STT",
    )
    row = ("tuần 1; ôn tập", "VD", "57-NQ/TW", "Mục I", "Vì\nthế", "b", "d", "c", "b", "a", "Hỏi?", "", "X1", 4)
    assert read(header, row) == ParsedFile(
        questions=(
            ParsedQuestion(
                row=2,
                item="Câu 4",
                kind=Kind.SINGLE,
                stem="Hỏi?",
                options=(ParsedOption("a"), ParsedOption("b", True), ParsedOption("c"), ParsedOption("d")),
                explanation="Vì<br>thế",
                source="Mục I",
                topic="57-NQ/TW",
                level=Level.APPLICATION,
                reference="X1",
                tags=("tuần 1", "ôn tập"),
            ),
        )
    )


@pytest.mark.parametrize(
    "header",
    [
        HEADER,
        ("Nội dung câu hỏi", "Phương án A", "Phương án B", "Phương án C", "Phương án D", "Đáp án đúng"),
        ("NỘI DUNG", "Đáp án 1", "Đáp án 2", "Đáp án 3", "Đáp án 4", "Đáp án đúng (ghi chữ cái)"),
        ("Question Text", "Option 1", "Option 2", "Option 3", "Option 4", "Correct Answer"),
        (
            "Question - max 120 characters",
            "Answer 1 - max 75",
            "Answer 2 - x",
            "Answer 3",
            "Answer 4",
            "Correct answer(s)",
        ),
        ("lt_Question", "lt_AnsA", "lt_AnsB", "lt_AnsC", "lt_AnsD", "lt_CorrectAns"),
        ("TEXT", "ANSWER_1", "ANSWER_2", "ANSWER_3", "ANSWER_4", "CORRECT_ANSWERS"),
        ("Câu  hỏi:", "Lựa chọn A", "Lựa chọn B", "Lựa chọn C", "Lựa chọn D", "Key"),
    ],
)
def test_headers_under_many_names(header: Cells) -> None:
    assert texts(read(header, ("Hỏi?", "a", "b", "c", "d", "B"))) == [("Hỏi?", ["a", "b", "c", "d"], "B")]


def test_title_rows_headings_and_rows_without_questions() -> None:
    parsed = read(
        ("", "NGÂN HÀNG CÂU HỎI THÁNG 11"),
        ("Đơn vị ra đề", "Ban Tuyên giáo"),
        ("STT", *HEADER),
        (1, "Một?", "a", "b", "", "", "A"),
        ("Phần II. Điều lệ Đảng",),
        (2, "Hai?", "a", "b", "", "", "B"),
        (3,),
        ("STT", *HEADER),
        (4, "Ba?", "a", "b", "", "", "A"),
    )
    assert [(one.row, one.item, one.stem, one.topic) for one in parsed.questions] == [
        (4, "Câu 1", "Một?", ""),
        (6, "Câu 2", "Hai?", "Phần II. Điều lệ Đảng"),
        (9, "Câu 4", "Ba?", "Phần II. Điều lệ Đảng"),
    ]
    assert (parsed.title, parsed.rejected) == ("NGÂN HÀNG CÂU HỎI THÁNG 11", ())


def test_right_and_wrong_answers_in_columns_of_their_own() -> None:
    header = ("Nội dung câu hỏi", "Đáp án đúng", "Đáp án sai 1", "Đáp án sai 2")
    parsed = read(header, ("Một?", "x", "y", ""), ("Hai?", "", "y", "z"))
    assert texts(parsed) == [("Một?", ["x", "y"], "A")]
    assert rejections(parsed) == [(3, "Câu 2", "Chưa có đáp án đúng. Hãy ghi vào cột Đáp án đúng.")]


def test_numbers_truths_and_dates_in_cells() -> None:
    parsed = read(
        HEADER,
        ("2 + 2 = ?", 3.0, 4.0, 4.5, 0.1, " b "),
        ("Đúng hay sai?", True, False, None, None, 1),
        ("Quốc khánh?", date(2026, 9, 2), "30/4", None, None, "A"),
    )
    assert texts(parsed) == [
        ("2 + 2 = ?", ["3", "4", "4.5", "0.1"], "B"),
        ("Đúng hay sai?", ["TRUE", "FALSE"], "A"),
        ("Quốc khánh?", ["02/09/2026", "30/4"], "A"),
    ]
    assert warnings(parsed) == [(4, "Có ô đã bị Excel đổi thành ngày tháng. Hãy kiểm tra lại nội dung câu này.")]


def test_a_key_that_points_to_nothing() -> None:
    parsed = read(HEADER, ("Hỏi?", "a", "", "", "", "B"), ("Hỏi?", "a", "", "c", "", "A"))
    assert rejections(parsed) == [
        (2, "Câu 1", "Đáp án chỉ vào phương án B còn trống. Hãy ghi phương án hoặc sửa đáp án."),
        (3, "Câu 2", "Phương án B còn trống. Hãy ghi nội dung hoặc bỏ phương án."),
    ]


def test_a_column_of_numbers_counts_options_where_one_proves_it() -> None:
    assert counts_options(["1", "4"], [["3", "4", "5", "6"], ["2", "4", "6", "8"]])
    assert not counts_options(["3", "4"], [["3", "4", "5", "6"], ["2", "4", "6", "8"]])
    assert not counts_options(["B", "1"], [["a", "b"], ["c", "d"]])
    parsed = read(HEADER, ("Một?", 3, 4, 5, 6, 1), ("Hai?", 2, 4, 6, 8, 4))
    assert [letters for _, _, letters in texts(parsed)] == ["A", "D"]


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("Khảo sát", "Câu loại thăm dò ý kiến chưa dùng được. Hãy đổi thành câu chọn đáp án hoặc câu đúng/sai."),
        ("Ghép đôi", "Cặp “a” chưa rõ hai vế. Hãy ghi mỗi ô một cặp, ví dụ Pháp -> Paris."),
        ("Trả lời bằng số", "Đáp án “A” không phải là một số. Hãy ghi một số, ví dụ 57 hoặc 12,5 ± 0,1 kg."),
        (
            "Điền chỗ trống",
            "Chỗ điền 1 chưa rõ đáp án. Hãy ghi dấu * trước phương án đúng, ví dụ Anh; *Pháp; Đức.",
        ),
        (
            "Đúng/Sai nhiều ý",
            "Câu có 2 ý mà đáp án ghi “E”. Hãy ghi Đ hoặc S cho từng ý, ví dụ Đ, S, S, Đ.",
        ),
        (
            "Bogus",
            "Không hiểu loại câu “Bogus”. Hãy ghi như trong tệp mẫu, ví dụ Một đáp án, Nhiều đáp án, Đúng/Sai, "
            "Trả lời ngắn, hoặc để trống.",
        ),
    ],
)
def test_what_another_kind_lacks_is_named(name: str, reason: str) -> None:
    key = "E" if "ý" in name else "A"
    parsed = read(("Loại", *HEADER), (name, "Hỏi?", "a", "b", "", "", key))
    assert rejections(parsed) == [(2, "Câu 1", reason)]


def test_the_key_decides_where_no_kind_is_named() -> None:
    parsed = read(
        ("Loại", *HEADER),
        ("", "Một?", "a", "b", "c", "", "A"),
        ("", "Hai?", "a", "b", "c", "", "A, C"),
        ("", "Ba?", "", "", "", "", "Sai"),
        ("", "Bốn?", "Đúng", "Sai", "", "", "A"),
        ("Nhiều đáp án", "Năm?", "a", "b", "", "", "A"),
        ("Đúng/Sai", "Sáu?", "", "", "", "", "Đ"),
        ("Đúng/Sai", "Bảy?", "Sai", "Đúng", "", "", "B"),
    )
    assert [(question.kind, question.options) for question in parsed.questions] == [
        (Kind.SINGLE, (ParsedOption("a", True), ParsedOption("b"), ParsedOption("c"))),
        (Kind.MULTIPLE, (ParsedOption("a", True), ParsedOption("b"), ParsedOption("c", True))),
        (Kind.TRUEFALSE, true_false_options(False)),
        (Kind.TRUEFALSE, true_false_options(True)),
        (Kind.MULTIPLE, (ParsedOption("a", True), ParsedOption("b"))),
        (Kind.TRUEFALSE, true_false_options(True)),
        (Kind.TRUEFALSE, true_false_options(True)),
    ]
    assert parsed.rejected == ()


def test_rows_that_cannot_be_used_are_told_by_row() -> None:
    parsed = read(
        ("Loại", *HEADER),
        ("", "", "a", "b", "", "", "A"),
        ("Một đáp án", "Hai?", "a", "b", "", "", "A, B"),
        ("", "Ba?", "", "", "", "", "D"),
        ("Đúng/Sai", "Bốn?", "có", "chưa", "", "", "A"),
        ("Đúng/Sai", "Năm?", "", "", "", "", "không rõ"),
        ("", "Sáu?", "a", "#N/A", "", "", "A"),
        ("", "Bảy?", "a", "b", "", "", ""),
    )
    assert rejections(parsed) == [
        (2, "Câu 1", "Câu hỏi chưa có nội dung. Hãy ghi nội dung câu hỏi."),
        (3, "Câu 2", "Câu một đáp án mà có 2 đáp án đúng. Hãy chọn một, hoặc đổi thành câu nhiều đáp án."),
        (4, "Câu 3", "Đáp án chỉ vào phương án D còn trống. Hãy ghi phương án hoặc sửa đáp án."),
        (5, "Câu 4", "Câu đúng/sai chỉ có hai phương án Đúng và Sai. Hãy sửa phương án hoặc loại câu."),
        (6, "Câu 5", "Chưa rõ đáp án. Ghi Đúng hoặc Sai vào cột Đáp án."),
        (7, "Câu 6", "Có ô báo lỗi công thức #N/A. Sửa công thức, hoặc gõ thẳng giá trị vào ô."),
        (8, "Câu 7", "Chưa có đáp án. Ghi A, B, C hoặc D vào cột Đáp án."),
    ]


def test_a_blank_type_is_a_mistake_where_another_system_always_names_it() -> None:
    rows = [
        ("Multiple Choice", "Một?", "a", "b", "A"),
        ("Multiple Choice", "Hai?", "a", "b", "A"),
        ("", "Ba?", "a", "b", "A"),
    ]
    foreign = read(("TYPE", "TEXT", "ANSWER_1", "ANSWER_2", "CORRECT_ANSWERS"), *rows)
    ours = read(("Loại", "Câu hỏi", "A", "B", "Đáp án"), *rows)
    assert rejections(foreign) == [(4, "Câu 3", "Chưa ghi loại câu hỏi ở cột TYPE.")]
    assert len(ours.questions) == 3


def test_tables_without_a_header_are_read_where_there_is_one_way_to_read_them() -> None:
    rows = [("Một?", "a", "b", "c", 1, 1), ("Hai?", 5, 6, 7, 2, 2), ("Ba?", "x", "y", "z", 3, 3)]
    parsed = read(*rows, ("Bốn?", "a", "b", "c", 1, 4), ("", "", "", "", "", 5))
    assert [letters for _, _, letters in texts(parsed)] == ["A", "B", "C", "A"]
    assert warnings(parsed) == [
        (
            1,
            "Bảng không có dòng tiêu đề. Đã hiểu cột 1 là câu hỏi, 3 cột phương án, cột 5 là đáp án. Hãy kiểm tra lại.",
        )
    ]


def test_tables_without_a_header_are_refused_where_two_columns_could_be_the_key() -> None:
    rows = [("Một?", "1", "2", "1", "1"), ("Hai?", "2", "1", "2", "2"), ("Ba?", "1", "2", "1", "1")]
    with pytest.raises(Invalid) as refusal:
        table.read(write_csv(rows[0], rows[1:]), "thu.csv")
    assert str(refusal.value) == (
        "Không tìm thấy dòng tiêu đề. Hãy đặt tên cột như trong tệp mẫu: Câu hỏi, A, B, C, D, Đáp án."
    )


def test_examples_are_not_imported() -> None:
    parsed = read(("Mã", *HEADER), ("Ví dụ 1", "Hỏi?", "a", "b", "", "", "A"), ("X1", "Hỏi?", "a", "b", "", "", "A"))
    assert [question.reference for question in parsed.questions] == ["X1"]
    assert warnings(parsed) == [(2, "Đây là dòng ví dụ nên không nhập. Xóa chữ “Ví dụ” nếu muốn nhập.")]


def test_code_of_a_question_that_begins_like_an_example_is_none() -> None:
    parsed = read(("Mã", *HEADER), *((code, "Hỏi?", "a", "b", "", "", "A") for code in ("mau-001", "VD-2", "vd001")))
    assert [question.reference for question in parsed.questions] == ["mau-001", "VD-2", "vd001"]


def test_a_list_of_members_is_no_table_of_questions() -> None:
    with pytest.raises(Invalid):
        read(("Họ và tên", "Đơn vị"), ("Nguyễn Văn A", "Chi bộ 1"))


def test_sheets_without_questions_are_named_and_the_others_read() -> None:
    output = io.BytesIO()
    with xlsxwriter.Workbook(output) as workbook:
        for name, rows in (
            ("Hướng dẫn", [("Ghi đáp án bằng chữ cái",)]),
            ("Đề", [HEADER, ("Hỏi?", "a", "b", "", "", "A")]),
        ):
            sheet = workbook.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    parsed = table.read(output.getvalue(), "thu.xlsx")
    assert texts(parsed) == [("Hỏi?", ["a", "b"], "A")]
    assert [(note.item, str(note.warning)) for note in parsed.warnings] == [
        ("Hướng dẫn", "Trang tính này không có dòng tiêu đề của bảng câu hỏi nên không đọc.")
    ]
