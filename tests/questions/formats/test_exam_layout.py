"""Layouts of exams, whatever file they come in."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.errors import Invalid
from quizapp.questions.formats.answers import AcceptedNumber, AcceptedTexts, Criterion, Rubric
from quizapp.questions.formats.parsed import Kind, Level, ParsedQuestion

from .exams import brief, briefs, exam, refusals, warnings


def only(text: str) -> ParsedQuestion:
    parsed = exam(text)
    assert refusals(parsed) == []
    (question,) = parsed.questions
    return question


def only_reason(text: str) -> str:
    parsed = exam(text)
    assert parsed.questions == ()
    ((_, _, reason),) = refusals(parsed)
    return reason


@pytest.mark.parametrize(
    "start",
    [
        "Câu 1: Hỏi?",
        "Câu 1. Hỏi?",
        "Câu 1) Hỏi?",
        "Câu 1 - Hỏi?",
        "CÂU 1: Hỏi?",
        "Câu hỏi 1: Hỏi?",
        "Câu số 1: Hỏi?",
        "Câu 01. Hỏi?",
        "Cau 1: Hỏi?",
        "Câu 1 Hỏi?",
        "Câu 1 (0,25 điểm): Hỏi?",
        "Câu 1\nHỏi?",
        "Question 1: Hỏi?",
        "1. Hỏi?",
        "1) Hỏi?",
        "1/ Hỏi?",
        "(1) Hỏi?",
        "[1] Hỏi?",
        "Hỏi?",
        "Câu 1:\u00a0Hỏi?",
    ],
)
def test_a_question_begins(start: str) -> None:
    assert briefs(exam(f"{start}\nA. a\nB. b\nĐáp án: B")) == ["Hỏi? | a | *b"]


@pytest.mark.parametrize(
    "options",
    [
        "A. a\nB. b\nC. c",
        "A) a\nB) b\nC) c",
        "A/ a\nB/ b\nC/ c",
        "A: a\nB: b\nC: c",
        "(A) a\n(B) b\n(C) c",
        "a. a\nb. b\nc. c",
        "a) a\nb) b\nc) c",
        "A.a\nB.b\nC.c",
        "A - a\nB - b\nC - c",
        "A. a\tB. b\tC. c",
        "A. a   B. b   C. c",
        "A. a B. b C. c",
        "A. a\tB. b\nC. c",
        "a) a b) b c) c",
        "A.\na\nB.\nb\nC.\nc",
        "\nA. a\n\nB. b\n\nC. c\n",
    ],
)
def test_options_stand_below_or_beside_each_other(options: str) -> None:
    assert briefs(exam(f"Câu 1: Hỏi?\n{options}\nĐáp án: B")) == ["Hỏi? | a | *b | c"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Câu 1: Hỏi? A. a B. b C. c\nĐáp án: C", "Hỏi? | a | b | *c"),
        ("Câu 1: Nhà nước. Khác. A. a b. B. nhà nước. C. c\nĐáp án: C", "Nhà nước. Khác. | a b. | nhà nước. | *c"),
        ("Câu 1: Ông Nguyễn Văn A. và bà B. A. a B. ông C. đi C. c\nĐáp án: A", "Ông Nguyễn Văn A. và bà B. | *a | ông | đi C. c"),
        ("Câu 1: Vitamin? A. Vitamin A. B. Vitamin B. C. Không\nĐáp án: A", "Vitamin? | *Vitamin A. | Vitamin B. | Không"),
        ("Câu 1: Ai?\nA. Ông Văn B. phạm tội\nB. Bà C. kiện\nC. Ông Trần Văn D. kháng cáo\nĐáp án: C",
         "Ai? | Ông Văn B. phạm tội | Bà C. kiện | *Ông Trần Văn D. kháng cáo"),
        ("Câu 1: Hỏi\nhai dòng?\nA. a\ngoes on\nB. b\nĐáp án: A", "Hỏi<br>hai dòng? | *a<br>goes on | b"),
        ("Câu 1: V.I. Lênin\nV. I. Lênin viết gì?\nA. a\nB. b\nĐáp án: A", "V.I. Lênin<br>V. I. Lênin viết gì? | *a | b"),
        ("Câu 1: Thẻ nào?\nA. <p>\nB. &lt; & co\nĐáp án: A", "Thẻ nào? | *&lt;p&gt; | &amp;lt; &amp; co"),
        ("Câu 1: Cho x<sup>2</sup> là <b>không</b> gì?\nA. x<sup>2</sup>\nB. b\nĐáp án: A",
         "Cho x<sup>2</sup> là <b>không</b> gì? | *x<sup>2</sup> | b"),
        ("Câu 1: Điền\n.....\n____\nvào?\nA. a\nB. b\nĐáp án: A", "Điền<br>.....<br>____<br>vào? | *a | b"),
        ("<b>Câu 1: Hỏi gì?</b>\nA. a\nB. b\nĐáp án: A", "Hỏi gì? | *a | b"),
    ],
)  # fmt: skip
def test_texts_are_cut_where_their_author_cut_them(text: str, expected: str) -> None:
    assert briefs(exam(text)) == [expected]


@pytest.mark.parametrize(
    "key",
    [
        "Đáp án: B",
        "Đáp án B",
        "Đáp án đúng: B",
        "Đáp án đúng là: B",
        "Đáp án đúng là B",
        "Đáp án: b.",
        "ĐÁP ÁN: B",
        "Dap an: B",
        "ĐA: B",
        "Đ/A: B",
        "Trả lời: B",
        "Chọn B",
        "=> Chọn đáp án B",
        "(Đáp án: B)",
        "[Đáp án: B]",
        "ANSWER: B",
        "Correct answer: B",
        "Key: B",
        "Đáp án: B. b",
        "Đáp án: (B)",
        "Đáp án: b",
        "Đáp án:\nB",
        "\nĐáp án: B",
    ],
)
def test_a_line_names_the_key(key: str) -> None:
    question = only(f"Câu 1: Hỏi?\nA. a\nB. b\nC. c\n{key}")
    assert (brief(question), question.explanation) == ("Hỏi? | a | *b | c", "")


@pytest.mark.parametrize(
    "text",
    [
        "Câu 1: Hỏi? (Đáp án: B)\nA. a\nB. b\nC. c",
        "Câu 1: Hỏi?\nA. a\nB. b\nC. c   Đáp án: B",
        "Câu 1: Hỏi? A. a B. b C. c Đáp án: B.",
        "Câu 1: Hỏi? [ĐA: B]\nA. a B. b C. c",
    ],
)
def test_a_key_at_the_end_of_a_line_is_no_part_of_its_text(text: str) -> None:
    assert briefs(exam(text)) == ["Hỏi? | a | *b | c"]


@pytest.mark.parametrize("key", ["A, C", "A,C", "A; C", "A và C", "AC", "a, c", "A C", "A & C"])
def test_several_letters_make_a_multiple_choice(key: str) -> None:
    question = only(f"Câu 1: Hỏi?\nA. a\nB. b\nC. c\nĐáp án: {key}")
    assert (question.kind, brief(question)) == (Kind.MULTIPLE, "Hỏi? | *a | b | *c")


@pytest.mark.parametrize(
    ("key", "explanation"),
    [("B. Vì Điều 5", "Vì Điều 5"), ("B (Điều 5)", "(Điều 5)"), ("B – xem Điều 5", "xem Điều 5")],
)
def test_what_a_key_line_says_beyond_the_letter_is_the_explanation(key: str, explanation: str) -> None:
    assert only(f"Câu 1: Hỏi?\nA. a\nB. b\nĐáp án: {key}").explanation == explanation


@pytest.mark.parametrize(
    "options",
    [
        "A. a\n<b>B. b</b>\nC. c",
        "A. a\nB. <b>b</b>\nC. c",
        "A. a\n<u>B</u>. b\nC. c",
        "A. a\n<u>B.</u> b\nC. c",
        "A. a\n<red>B. b</red>\nC. c",
        "A. a\n<mark>B. b</mark>\nC. c",
        "A. a\n<b><u><red>B. b</red></u></b>\nC. c",
        "<b>A.</b> a\n<b>B. b</b>\n<b>C.</b> c",
        "<b>A. a</b>\n<b><red>B. b</red></b>\n<b>C. c</b>",
        "A. a <u>B</u>. b C. c",
        "A. a\n<b>B. b</b> \nC. c",
        "A. a\n*B. b\nC. c",
        "A. a\nB*. b\nC. c",
        "A. a\nB.* b\nC. c",
        "A. a\n[x] B. b\nC. c",
        "[ ] A. a\n[x] B. b\n[ ] C. c",
        "A. a\nB. [x] b\nC. c",
        "☐ A. a\n☑ B. b\n☐ C. c",
    ],
)
def test_the_right_option_stands_out(options: str) -> None:
    parsed = exam(f"Câu 1: Hỏi?\n{options}")
    assert (briefs(parsed), warnings(parsed)) == (["Hỏi? | a | *b | c"], [])


@pytest.mark.parametrize(
    ("options", "mark"),
    [("A. a\n<i>B. b</i>", "in nghiêng"), ("A. a\nB. <i>b</i>", "in nghiêng"), ("A. a\nB. *b", "có dấu sao")],
)
def test_a_weak_sign_counts_where_nothing_else_does(options: str, mark: str) -> None:
    parsed = exam(f"Câu 1: Hỏi?\n{options}")
    assert [one.is_right for one in parsed.questions[0].options] == [False, True]
    assert warnings(parsed) == [(1, "Câu 1", f"Phương án B {mark} nên hiểu là đáp án. Hãy kiểm tra lại.")]
    parsed = exam(f"Câu 1: Hỏi?\n{options}\nĐáp án: A")
    assert ([one.is_right for one in parsed.questions[0].options], warnings(parsed)) == ([True, False], [])


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("A. a\nB. b", "Không tìm thấy đáp án. Hãy ghi thêm dòng “Đáp án: …” hoặc in đậm phương án đúng."),
        ("<b>A. a</b>\n<b>B. b</b>\n<b>C. c</b>\n<b>D. d</b>",
         "Cả bốn phương án đều in đậm. Không biết phương án nào đúng."),
        ("<red>A. a</red>\n<red>B. b</red>", "Cả hai phương án đều chữ đỏ. Không biết phương án nào đúng."),
        ("A. a\n<b>B. b</b>\n<u>C. c</u>",
         "Hai cách ghi đáp án khác nhau: phương án in đậm là B, nhưng phương án gạch chân là C. Hãy sửa cho thống nhất."),
        ("A. a\nB. b\n<b>C. c</b>\nĐáp án: B",
         "Hai cách ghi đáp án khác nhau: dòng Đáp án ghi B, nhưng phương án in đậm là C. Hãy sửa cho thống nhất."),
        ("A. a\n*B. b\nĐáp án: A",
         "Hai cách ghi đáp án khác nhau: dòng Đáp án ghi A, nhưng phương án được đánh dấu là B. Hãy sửa cho thống nhất."),
        ("A. a\nB. b\nĐáp án: A\nĐáp án: B",
         "Hai cách ghi đáp án khác nhau: dòng Đáp án ghi A, nhưng dòng Đáp án ghi B. Hãy sửa cho thống nhất."),
        ("<red>A. a</red>\n<red>B. b</red>\n<blue>C. c</blue>",
         "Hai cách ghi đáp án khác nhau: phương án chữ đỏ là A, B, nhưng phương án chữ xanh dương là C. Hãy sửa cho thống nhất."),
        ("<b>A</b>. a\nB. <b>b</b>\nC. c",
         "Chữ cái in đậm ở phương án A, nội dung in đậm ở phương án B. Không biết phương án nào đúng."),
        ("A. a và <b>b</b>\nB. c",
         "Chỉ một phần phương án A in đậm nên không rõ đáp án. Hãy ghi thêm dòng “Đáp án: …”."),
        ("<b>A.</b> a\n<b>B.</b> b\n<b>C.</b> c\nD. d",
         "Không tìm thấy đáp án. Hãy ghi thêm dòng “Đáp án: …” hoặc in đậm phương án đúng."),
        ("A. a\nB. b\nĐáp án: C", "Đáp án “C” không có trong các phương án A, B. Hãy sửa đáp án."),
        ("A. a\nB. b\nĐáp án: Không có", "Đáp án “Không có” không có trong các phương án A, B. Hãy sửa đáp án."),
        ("A. a\nB. b\nC. ab\nĐáp án: AB",
         "Đáp án “AB” vừa là chữ cái, vừa là nội dung của một phương án. Hãy ghi rõ hơn."),
        ("A. a\nB. a\nĐáp án: A", "Phương án A và B giống nhau. Hãy sửa hoặc bỏ một phương án."),
        ("A. a\nB.\nC. c\nĐáp án: A", "Phương án B còn trống. Hãy ghi nội dung hoặc bỏ phương án."),
        ("A. a\nĐáp án: A", "Câu hỏi cần ít nhất 2 phương án, hiện có 1. Hãy bổ sung phương án."),
        ("A. a\nB. b\nD. d\nĐáp án: A", "Sau phương án B là phương án D. Hãy sửa lại thứ tự các phương án."),
        ("A. a\nB. b\nB. c\nĐáp án: A", "Có hai phương án B. Hãy sửa lại thứ tự các phương án."),
        ("Ông Văn A. làm gì\nB. b\nC. c\nĐáp án: B",
         "Không rõ phương án A bắt đầu ở đâu. Hãy xuống dòng trước phương án A."),
        ("Trình bày.", "Không tìm thấy các phương án A, B, C, … của câu này. Hãy ghi mỗi phương án một dòng."),
        ("Đáp án: B", "Không tìm thấy các phương án A, B, C, … của câu này. Hãy ghi mỗi phương án một dòng."),
        ("Đáp án: năm 1930",
         "Không tìm thấy các phương án A, B, C, … của câu này. Nếu là câu trả lời ngắn, hãy ghi thêm dòng “Loại: Trả lời "
         "ngắn”."),
        ("a) a\nb) b\nc) c\nĐáp án: ĐSĐS",
         "Câu có 3 ý mà đáp án ghi “ĐSĐS”. Hãy ghi Đ hoặc S cho từng ý, ví dụ Đ, S, S, Đ."),
        ("A. a\x01\nB. b\nĐáp án: A", "Có ký tự điều khiển không hiển thị được. Hãy gõ lại câu này."),
        ("Loại: Ghép đôi\nA. a\nB. b\nĐáp án: A\nLoại: Ghép đôi",
         "Cặp “a” chưa rõ hai vế. Hãy ghi mỗi ô một cặp, ví dụ Pháp -> Paris."),
    ],
)  # fmt: skip
def test_a_key_is_never_guessed(text: str, reason: str) -> None:
    assert only_reason(f"Câu 1: Hỏi?\n{text}") == reason


def test_several_marked_options_are_pointed_out() -> None:
    parsed = exam("Câu 1: Hỏi?\n<b>A. a</b>\nB. b\n<b>C. c</b>")
    assert briefs(parsed) == ["Hỏi? | *a | b | *c"]
    assert warnings(parsed) == [
        (1, "Câu 1", "Có 2 phương án được đánh dấu là đúng: A, C. Hãy kiểm tra lại."),
    ]


@pytest.mark.parametrize(
    "keys",
    [
        "ĐÁP ÁN\n1.B 2.A 3.B",
        "BẢNG ĐÁP ÁN\n1B 2A 3B",
        "-----HẾT-----\n1-B, 2-A, 3-B",
        "Đáp án: 1B; 2A; 3B",
        "Câu 1: B\nCâu 2: A\nCâu 3: B",
        "Đáp án\n1. B\n2. A\n3. B",
        "Câu\t1\t2\t3\nĐáp án\tB\tA\tB",
        "1\t2\t3\nB\tA\tB",
        "| Câu | 1 | 2 | 3 |\n| ĐA | B | A | B |",
        "ĐÁP ÁN VÀ GIẢI THÍCH\nCâu 1: Chọn B\nCâu 2: Đáp án A\nCâu 3: B",
    ],
)
@pytest.mark.parametrize("start", ["Câu {}:", "{}."])
def test_keys_are_listed_at_the_end(start: str, keys: str) -> None:
    questions = "\n".join(f"{start.format(number)} Hỏi {number}?\nA. a\nB. b" for number in (1, 2, 3))
    if "Câu 1: Chọn" in keys:
        keys = (
            keys.replace("Câu 1:", start.format(1))
            .replace("Câu 2:", start.format(2))
            .replace("Câu 3:", start.format(3))
        )
    assert briefs(exam(f"{questions}\n{keys}")) == ["Hỏi 1? | a | *b", "Hỏi 2? | *a | b", "Hỏi 3? | a | *b"]


def test_each_part_has_its_own_list() -> None:
    part = "PHẦN {}\nCâu 1: Hỏi {}?\nA. a\nB. b\nĐáp án:\n1.{}\n"
    parsed = exam(part.format("I", 1, "A") + part.format("II", 2, "B"))
    assert briefs(parsed) == ["Hỏi 1? | *a | b", "Hỏi 2? | a | *b"]
    assert ([one.topic for one in parsed.questions], warnings(parsed)) == (["PHẦN I", "PHẦN II"], [])


def test_a_second_list_below_a_heading_is_its_own() -> None:
    part = "PHẦN {}\nCâu 1: Hỏi {}?\nA. a\nB. b\nBẢNG ĐÁP ÁN\n1.{}\n"
    parsed = exam(part.format("I", 1, "A") + part.format("II", 2, "B"))
    assert (briefs(parsed), warnings(parsed)) == (["Hỏi 1? | *a | b", "Hỏi 2? | a | *b"], [])


def test_of_statements_the_marked_ones_are_true() -> None:
    parsed = exam("PHẦN II. Câu trắc nghiệm đúng sai\nCâu 1: Xét:\n<u>a</u>) một\nb) hai\n<u>c</u>) ba\nd) bốn")
    (question,) = parsed.questions
    assert (question.kind, [one.is_right for one in question.options]) == (Kind.STATEMENTS, [True, False, True, False])


STATEMENTS = "PHẦN II. Câu trắc nghiệm đúng sai\nCâu 1. Xét:\na) một{}\nb) hai{}\nc) ba{}\nd) bốn{}\n{}"


@pytest.mark.parametrize(
    "said",
    [
        ("", "", "", "", "Đáp án: ĐSSĐ"),
        ("", "", "", "", "Đáp án: Đ, S, S, Đ"),
        ("", "", "", "", "Đáp án: a) Đúng, b) Sai, c) Sai, d) Đúng"),
        ("", "", "", "", "Đáp án: a – Đ; b – S; c – S; d – Đ"),
        (" (Đ)", " (S)", " (S)", " (Đ)", ""),
        (" – Đúng", " – Sai", " – Sai", " – Đúng", ""),
    ],
)
def test_statements_are_each_true_or_false(said: tuple[str, ...]) -> None:
    (question,) = exam(STATEMENTS.format(*said)).questions
    assert (question.kind, [(one.text, one.is_right) for one in question.options]) == (
        Kind.STATEMENTS,
        [("một", True), ("hai", False), ("ba", False), ("bốn", True)],
    )


def test_short_answers_are_numbers_or_texts() -> None:
    parsed = exam(
        "PHẦN III. Câu trắc nghiệm trả lời ngắn\nCâu 1. Ba nhân mười chín?\nĐáp án: 57\nCâu 2. Số π?\nTrả lời: 3,14\n"
        "Câu 3. Thủ đô?\nĐáp án: Hà Nội; TP. Hà Nội\nCâu 4. Bao xa?\nĐáp án: 12,5 ± 0,1 km"
    )
    assert ([one.answer for one in parsed.questions], parsed.rejected, parsed.warnings) == (
        [
            AcceptedNumber(Decimal(57)),
            AcceptedNumber(Decimal("3.14")),
            AcceptedTexts(("Hà Nội", "TP. Hà Nội")),
            AcceptedNumber(Decimal("12.5"), Decimal("0.1"), "km"),
        ],
        (),
        (),
    )


def test_a_number_without_options_is_taken_for_a_short_answer_and_pointed_out() -> None:
    parsed = exam("Câu 1: Năm nào?\nĐáp án: 1930")
    assert [one.answer for one in parsed.questions] == [AcceptedNumber(Decimal(1930))]
    sentence = "Câu không có phương án nên hiểu là câu trả lời ngắn. Hãy kiểm tra lại."
    assert warnings(parsed) == [(1, "Câu 1", sentence)]


def test_essays_stand_below_their_heading_and_may_bring_a_rubric() -> None:
    parsed = exam(
        "PHẦN I. TRẮC NGHIỆM\nCâu 1: Hỏi?\nA. a\nB. b\nĐáp án: A\nPHẦN II. TỰ LUẬN\nCâu 1 (3 điểm). Trình bày.\n"
        "Nêu ví dụ.\nĐáp án:\nNêu đúng (2 điểm)\nVí dụ (1 điểm)\nCâu 2. Phân tích."
    )
    assert [(one.kind, one.stem, one.answer) for one in parsed.questions[1:]] == [
        (
            Kind.ESSAY,
            "Trình bày.<br>Nêu ví dụ.",
            Rubric((Criterion("Nêu đúng", Decimal(2)), Criterion("Ví dụ", Decimal(1)))),
        ),
        (Kind.ESSAY, "Phân tích.", None),
    ]


def test_what_a_list_says_of_nobody_is_pointed_out() -> None:
    parsed = exam("Câu 1: Hỏi?\nA. a\nB. b\nCâu 1: Hỏi lại?\nA. a\nB. b\nĐÁP ÁN\n1.A 5.B\n1\t2\t3\nA\tB\tA\tB")
    reason = "Không tìm thấy đáp án. Hãy ghi thêm dòng “Đáp án: …” hoặc in đậm phương án đúng."
    assert refusals(parsed) == [(1, "Câu 1", reason), (4, "Câu 1", reason)]
    unclear = "Có 2 câu mang số 1 nên không biết đáp án này của câu nào."
    assert warnings(parsed) == [
        (4, "Câu 1", "Số câu này đã dùng (Dòng 1)."),
        (8, "Dòng 8", unclear),
        (8, "Dòng 8", "Bảng đáp án có câu 5 nhưng không tìm thấy câu này."),
        (10, "Dòng 10", "Số đáp án khác số câu ở dòng trên. Hãy sửa bảng đáp án."),
        (10, "Dòng 10", unclear),
        (10, "Dòng 10", "Bảng đáp án có câu 2 nhưng không tìm thấy câu này."),
        (10, "Dòng 10", "Bảng đáp án có câu 3 nhưng không tìm thấy câu này."),
    ]


def test_a_list_and_a_mark_that_differ_are_refused() -> None:
    reason = only_reason("Câu 1: Hỏi?\nA. a\n<b>B. b</b>\nĐÁP ÁN\n1.A")
    assert reason == (
        "Hai cách ghi đáp án khác nhau: bảng đáp án ghi A, nhưng phương án in đậm là B. Hãy sửa cho thống nhất."
    )


@pytest.mark.parametrize(
    ("text", "is_true"),
    [
        ("Câu 1: Đúng không?\nĐáp án: Đúng", True),
        ("Câu 1: Đúng không?\nĐáp án: Sai", False),
        ("Câu 1: Đúng không?\nĐáp án: S", False),
        ("Câu 1: Đúng không?\nA. Đúng\nB. Sai\nĐáp án: B", False),
        ("Câu 1: Đúng không?\nA. Sai\nB. Đúng\nĐáp án: B", True),
        ("Câu 1: Đúng không?\nA. Đúng\nB. Sai\nĐáp án: Sai", False),
        ("Câu 1: Đúng không?\n<b>A. Đúng</b>\nB. Sai", True),
        ("Câu 1: Đúng không?\nCâu 2: x\nA. a\nB. b\nĐÁP ÁN\n1. Đ 2. A", True),
    ],
)
def test_true_and_false(text: str, is_true: bool) -> None:
    question = exam(text).questions[0]
    assert (question.kind, brief(question)) == (
        Kind.TRUEFALSE,
        "Đúng không? | *Đúng | Sai" if is_true else "Đúng không? | Đúng | *Sai",
    )


def test_everything_that_is_known_about_a_question() -> None:
    question = only(
        "Câu 7 (NB): (CLO2) Hỏi?\nA. a\nB. b\nĐáp án: B\nGiải thích: vì\n1. một\n2. hai\nCăn cứ pháp lý: Điều 5\n"
        "Mức độ: Thông hiểu\nChủ đề: Hiến pháp\nMã câu hỏi: HP-07\nNhãn: x; y"
    )
    assert (question.row, question.item, brief(question)) == (1, "Câu 7", "Hỏi? | a | *b")
    assert (question.explanation, question.source, question.topic) == ("vì<br>1. một<br>2. hai", "Điều 5", "Hiến pháp")
    assert (question.level, question.reference, question.tags) == (Level.UNDERSTANDING, "HP-07", ("CLO2", "x", "y"))


def test_an_unknown_level_is_pointed_out() -> None:
    parsed = exam("[52] Hỏi?\nA. a\nB. b\nĐáp án: B\n[3] Hai?\nA. a\nB. b\nĐáp án: B")
    assert [question.level for question in parsed.questions] == [None, Level.APPLICATION]
    assert [text for _, _, text in warnings(parsed)] == [
        "Không hiểu mức độ “52” nên để trống. Hãy ghi nhận biết, thông hiểu, vận dụng hoặc vận dụng cao."
    ]


def test_headings_are_topics_and_levels() -> None:
    parsed = exam(
        "CHƯƠNG I. NHÀ NƯỚC\n\nI. NHẬN BIẾT\nCâu 1: Một?\nA. a\nB. b\nĐáp án: A\n\nII. VẬN DỤNG CAO\nCâu 2: Hai?\nA. a\n"
        "B. b\nĐáp án: A\n\nChủ đề: Luật\n\nCâu 3: Ba?\nA. a\nB. b\nĐáp án: A"
    )
    assert [(one.topic, one.level) for one in parsed.questions] == [
        ("CHƯƠNG I. NHÀ NƯỚC", Level.RECALL),
        ("CHƯƠNG I. NHÀ NƯỚC", Level.HIGHER_APPLICATION),
        ("Luật", None),
    ]
    assert warnings(parsed) == []


@pytest.mark.parametrize("start", ["1.", "Câu 1:", "1)"])
def test_numbered_statements_belong_to_the_stem(start: str) -> None:
    second = start.replace("1", "2")
    parsed = exam(
        f"{start} Cho các ý:\n1. một\n2. hai\n3. ba\nSố ý đúng?\nA. 1\nB. 2\nĐáp án: B\n{second} Hai?\nA. a\nB. b\nĐáp án: A"
    )
    assert briefs(parsed) == ["Cho các ý:<br>1. một<br>2. hai<br>3. ba<br>Số ý đúng? | 1 | *2", "Hai? | *a | b"]


def test_questions_without_numbers() -> None:
    parsed = exam(
        "ĐỀ CƯƠNG ÔN TẬP\n\nMột?\nA. a\n<b>B. b</b>\n\nHai?\n<b>A. a</b>\nB. b\nBa?\nA. a\nB. b\nĐáp án: A\nGiải thích: vì\n\n"
        "Bốn? A. a B. b C. c\nĐáp án: C\nNăm? A. a B. b C. c\nĐáp án: C"
    )
    assert [brief(one) for one in parsed.questions] == [
        "Một? | a | *b", "Hai? | *a | b", "Ba? | *a | b", "Bốn? | a | b | *c", "Năm? | a | b | *c",
    ]  # fmt: skip
    assert (parsed.title, warnings(parsed), refusals(parsed)) == ("ĐỀ CƯƠNG ÔN TẬP", [], [])
    assert [one.item for one in parsed.questions] == ["Câu 1", "Câu 2", "Câu 3", "Câu 4", "Câu 5"]


def test_a_question_whose_number_was_forgotten() -> None:
    parsed = exam("Câu 1: Một?\nA. a\nB. b\nĐáp án: A\nHai?\nA. a\nB. b\nĐáp án: B\nCâu 3: Ba?\nA. a\nB. b\nĐáp án: A")
    assert briefs(parsed) == ["Một? | *a | b", "Hai? | a | *b", "Ba? | *a | b"]
    assert warnings(parsed) == [
        (9, "Câu 3", "Số câu nhảy từ 1 sang 3. Hãy kiểm tra xem có sót câu không."),
    ]


def test_lines_of_no_question_are_pointed_out_once_with_their_place() -> None:
    parsed = exam(
        "ĐẢNG BỘ PHƯỜNG\nCÂU HỎI TRẮC NGHIỆM\nThời gian: 40 phút\n\nCâu 1: Một?\nA. a\nB. b\nĐáp án: A\n\n"
        "Đọc đoạn sau.\nĐoạn văn.\n\nCâu 2: Hai?\nA. a\nB. b\nĐáp án: A\n---- HẾT ----\nCán bộ coi thi không giải thích."
    )
    assert (parsed.title, briefs(parsed)) == ("CÂU HỎI TRẮC NGHIỆM", ["Một? | *a | b", "Hai? | *a | b"])
    sentence = "Không thuộc câu hỏi nào nên không nhập: “{}”. Hãy kiểm tra lại."
    assert warnings(parsed) == [
        (1, "Dòng 1–3", sentence.format("ĐẢNG BỘ PHƯỜNG")),
        (10, "Dòng 10–11", sentence.format("Đọc đoạn sau.")),
        (18, "Dòng 18", sentence.format("Cán bộ coi thi không giải thích.")),
    ]


def test_a_paragraph_after_the_last_option_is_pointed_out_where_paragraphs_are_whole() -> None:
    assert [text for _, _, text in warnings(exam("Câu 1: Một?\nA. a\nB. b\nthêm\nĐáp án: A", keeps_lines=False))] == [
        "Đoạn “thêm” được ghép vào phương án ở trên. Hãy kiểm tra lại."
    ]
    assert warnings(exam("Câu 1: Một?\nA. a\nB. b\nthêm\nĐáp án: A")) == []


def test_an_exam_of_too_many_lines_is_refused() -> None:
    with pytest.raises(Invalid, match="Tệp có hơn 100000 dòng chữ"):
        exam("x\n" * 100_001)


def test_repeated_questions_are_pointed_out() -> None:
    parsed = exam("Câu 1: Một?\nA. a\nB. b\nĐáp án: A\nCâu 2: Một?\nA. a\nB. b\nĐáp án: A")
    assert warnings(parsed) == [(5, "Câu 2", "Trùng với câu ở dòng 1. Hãy bỏ bớt một câu.")]


_PIECES = st.sampled_from(
    ["Câu 1:", "Câu 2. Hỏi?", "1.", "2) Hỏi", "[1] x", "A.", "A. a", "B. b", "*C. c", "a) x", "(A) A. A. B.", "Đáp án: B",
     "Đáp án:", "1.A 2.B", "1\t2\t3", "A\tB\tC", "Giải thích: vì", "PHẦN I", "----", "", " ", "<b>", "</b>", "\ufffc",
     "Chủ đề: x", "A. a B. b C. c", "Đ S Đ", "\x00", "ANSWER: A", "\u0301"]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(st.lists(_PIECES, max_size=4).map(" ".join), max_size=25))
def test_no_mixture_of_signs_is_too_much(lines: list[str]) -> None:
    parsed = exam("\n".join(lines).replace("<b>", "").replace("</b>", ""))
    for question in parsed.questions:
        assert any(option.is_right for option in question.options), question
    assert all(str(note.reason).endswith(".") for note in parsed.rejected)


@pytest.mark.parametrize(
    "text",
    [
        "Câu 1: " + "A. a B. b " * 3_000,
        "A. " * 10_000,
        "Câu 1: x\n" + "A. a\n" * 3_000,
        "1. x\n" * 3_000,
        "\n\n".join(["x"] * 3_000) + "\nA. a\nB. b",
        "\n".join(["x"] * 6_000) + "\n\nx\nA. a\nB. b",
        "Câu 1: x\nA. a\nB. b\n" + "1.A " * 5_000,
        "Đáp án: " + "A, " * 5_000,
        "(" * 10_000,
        " " * 30_000 + "x",
        "Câu 1: x\nA. " + "* " * 5_000 + "\nB. b",
    ],
    ids=lambda text: text[:12],
)
def test_long_and_odd_texts_are_read_or_refused(text: str) -> None:
    exam(text)
