"""Aiken in and out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from quizapp.errors import Invalid, Refused
from quizapp.questions.formats import aiken
from quizapp.questions.formats.parsed import Kind, ParsedFile, ParsedOption, ParsedQuestion, true_false_options

from .factories import PLAIN, keys, picture, rejections, unnumbered


def read(text: str) -> ParsedFile:
    return aiken.read(text.encode(), "thu.txt")


def only(text: str) -> ParsedQuestion:
    parsed = read(text)
    assert (len(parsed.questions), parsed.rejected) == (1, ())
    return parsed.questions[0]


def test_a_question_is_a_stem_options_and_a_letter() -> None:
    assert read("\nThủ đô?\nA. Huế\nB) Hà Nội\nANSWER: B\n") == ParsedFile(
        (ParsedQuestion(2, "Câu 1", Kind.SINGLE, "Thủ đô?", (ParsedOption("Huế"), ParsedOption("Hà Nội", True))),)
    )


@pytest.mark.parametrize(
    ("text", "stem", "expected"),
    [
        ("Hỏi?\nA)a\nB)b\nANSWER: A", "Hỏi?", [("a", True), ("b", False)]),
        ("Hỏi?\r\nA. a\r\nB. b\r\nAnswer:b.\r\n", "Hỏi?", [("a", False), ("b", True)]),
        ("Một\nhai?\nA. a\nB. b\nANSWER: A", "Một<br>hai?", [("a", True), ("b", False)]),
        ("Hỏi?\n\nA. a\n\nB. b\n\nANSWER: A", "Hỏi?", [("a", True), ("b", False)]),
        ("Hỏi?\nA. a\nthêm\nB. b\nnữa\nANSWER: A", "Hỏi?", [("a<br>thêm", True), ("b<br>nữa", False)]),
        ("V.I. Lênin sinh năm nào?\nA. a\nB. b\nANSWER: A", "V.I. Lênin sinh năm nào?", [("a", True), ("b", False)]),
        ("C. Mác?\nC. Mác nữa?\nA. a\nB. b\nANSWER: A", "C. Mác?<br>C. Mác nữa?", [("a", True), ("b", False)]),
        ("A. Einstein?\nA. a\nB. b\nANSWER: A", "A. Einstein?", [("a", True), ("b", False)]),
        (
            "<b>1 < 2 & 3</b>\nA. <i>\nB. b\nANSWER: A",
            "&lt;b&gt;1 &lt; 2 &amp; 3&lt;/b&gt;",
            [("&lt;i&gt;", True), ("b", False)],
        ),
        ("Hỏi?\nA. True\nB. False\nANSWER: B", "Hỏi?", [("True", False), ("False", True)]),
    ],
)
def test_stems_and_keys(text: str, stem: str, expected: list[tuple[str, bool]]) -> None:
    question = only(text)
    assert (question.kind, question.stem, keys(question)) == (Kind.SINGLE, stem, expected)


@pytest.mark.parametrize(
    ("text", "is_true"),
    [("Hỏi?\nA. Đúng\nB. Sai\nANSWER: A", True), ("Hỏi?\nA. Sai\nB. Đúng\nANSWER: A", False)],
)
def test_two_vietnamese_words_are_a_true_false_question(text: str, is_true: bool) -> None:
    question = only(text)
    assert (question.kind, question.options) == (Kind.TRUEFALSE, true_false_options(is_true))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Hỏi?\nA. a\nB. b\n\nHỏi nữa?\nA. a\nB. b\nANSWER: A",
            [(1, "Câu 1", "Thiếu dòng đáp án. Hãy thêm dòng ANSWER: và chữ cái của phương án đúng.")],
        ),
        (
            "Hỏi?\nA. a\nB. b\nHỏi nữa?\nA. a\nB. b\nANSWER: A",
            [(1, "Câu 1", "Thiếu dòng đáp án. Hãy thêm dòng ANSWER: và chữ cái của phương án đúng.")],
        ),
        (
            "Chương 1\n\nHỏi?\nA. a\nB. b\nANSWER: A",
            [(1, "Câu 1", "Thiếu các phương án. Ghi mỗi phương án một dòng, bắt đầu bằng A., B., C.")],
        ),
        (
            "Hỏi?\nANSWER: A",
            [(1, "Câu 1", "Thiếu các phương án. Ghi mỗi phương án một dòng, bắt đầu bằng A., B., C.")],
        ),
        (
            "A. a\nB. b\nANSWER: A",
            [(1, "Câu 1", "Thiếu nội dung câu hỏi ở trên các phương án. Hãy thêm nội dung câu hỏi.")],
        ),
        (
            "Hỏi?\nA. a\nC. c\nANSWER: A",
            [
                (
                    1,
                    "Câu 1",
                    "Dòng 3: phương án C đứng ở chỗ của phương án B. Hãy kiểm tra lại thứ tự.",
                )
            ],
        ),
        (
            "Hỏi?\nA. a\nB. b\nANSWER: C",
            [
                (
                    1,
                    "Câu 1",
                    "Dòng 4: đáp án “C” không có trong các phương án. Hãy ghi chữ cái của phương án đúng.",
                )
            ],
        ),
        (
            "Hỏi?\nA. a\nB. b\nANSWER:",
            [(1, "Câu 1", "Dòng 4: đáp án “” không có trong các phương án. Hãy ghi chữ cái của phương án đúng.")],
        ),
        (
            "Hỏi?\nA. a\nB. b\nANSWER: A, B",
            [(1, "Câu 1", "Dòng 4: Aiken chỉ có một đáp án đúng, tệp ghi “A, B”. Hãy giữ một chữ cái.")],
        ),
        (
            "Hỏi?\nA. a\nB. a\nANSWER: A",
            [(1, "Câu 1", "Phương án A và B giống nhau. Hãy sửa hoặc bỏ một phương án.")],
        ),
    ],
)
def test_what_is_wrong_is_named_with_its_line(text: str, expected: list[tuple[int, str, str]]) -> None:
    assert rejections(read(text)) == expected


def test_a_bad_question_leaves_its_neighbours_alone() -> None:
    parsed = read("Một?\nA. a\nB. b\nANSWER: A\n\nHai?\nA. a\n\nBa?\nA. a\nB. b\nANSWER: B\n")
    assert ([one.row for one in parsed.questions], [note.row for note in parsed.rejected]) == ([1, 9], [6])


def test_a_zero_byte_costs_one_question() -> None:
    parsed = aiken.read(b"M\0t?\nA. a\nB. b\nANSWER: A\n\nHai?\nA. a\nB. b\nANSWER: A\n", "thu.txt")
    assert ([note.row for note in parsed.rejected], [one.row for one in parsed.questions]) == ([1], [6])


@pytest.mark.parametrize(
    ("content", "is_aiken"),
    [
        (b"Q?\nA. x\nB. y\nANSWER: A\n", True),
        ("Hỏi?\nA. x\nB. y\nANSWER: A".encode("utf-16"), True),
        (b"Q?\nA. x\nB. y\n", False),
        (b"ANSWER: A\n", False),
        ("Hỏi?\nA. x\nB. y\nĐáp án: A".encode(), False),
        (b"", False),
    ],
)
def test_content_shows_aiken(content: bytes, is_aiken: bool) -> None:
    assert aiken.matches(content, "") is is_aiken


def test_a_file_that_is_no_text_is_refused() -> None:
    with pytest.raises(Invalid):
        aiken.read(b"\xff\xff\xfe", "thu.txt")


WRITTEN = [
    PLAIN,
    replace(PLAIN, item="Câu 2", stem="V.I. Lênin", options=(ParsedOption("1 &lt; 2"), ParsedOption("b", True))),
    replace(PLAIN, item="Câu 3", options=tuple(ParsedOption(f"p{n}", n == 25) for n in range(26))),
    replace(PLAIN, item="Câu 4", kind=Kind.TRUEFALSE, options=true_false_options(False)),
]


def test_a_written_file_is_read_back_the_same() -> None:
    assert unnumbered(aiken.read(aiken.write(WRITTEN, "Thử"), "thu.txt")) == WRITTEN


def test_what_a_written_file_looks_like() -> None:
    question = replace(PLAIN, stem="<p>Một <b>hai</b></p><p>x<sup>2</sup>?</p>", explanation="Vì thế.")
    written = "Một hai x²?\nA. a\nB. b\nC. c\nANSWER: A\n"
    assert aiken.write([question, question]).decode() == f"{written}\n{written}"


def test_signs_within_a_line_mean_nothing() -> None:
    options = (ParsedOption("x<br>ANSWER: B", True), ParsedOption("ANSWER: A<br>B. y"))
    (question,) = aiken.read(aiken.write([replace(PLAIN, options=options)]), "thu.txt").questions
    assert keys(question) == [("x ANSWER: B", True), ("ANSWER: A B. y", False)]


@pytest.mark.parametrize(
    "question",
    [
        replace(PLAIN, kind=Kind.MULTIPLE, options=(ParsedOption("a", True), ParsedOption("b", True))),
        replace(PLAIN, stem=picture()),
        replace(PLAIN, options=(ParsedOption("a", True), ParsedOption(picture()))),
        replace(PLAIN, stem="ANSWER: A"),
    ],
)
def test_what_would_not_come_back_is_refused_by_name(question: ParsedQuestion) -> None:
    with pytest.raises(Refused) as refusal:
        aiken.write([PLAIN, replace(question, item="Câu 7")])
    assert str(refusal.value) == (
        "Aiken chỉ chứa câu một đáp án không có hình. Có 1 câu không ghi được: Câu 7. Hãy chọn định dạng khác."
    )


def test_a_file_of_too_many_lines_is_refused_at_once() -> None:
    with pytest.raises(Invalid, match="quá nhiều dòng"):
        read("A. a\n" * 2_000_001)


def test_hostile_files_take_no_time() -> None:
    size = 20_000
    for text in ("a\n" * size, "A. a\n" * size, "ANSWER: A\n" * size, "a\nA. a\n" * size, "A" * size * 10):
        assert len(read(text).questions) == 0
