"""Exams as plain text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.errors import Invalid
from quizapp.questions.formats import text

from .exams import briefs, refusals

EXAM = "Câu 1: Đảng ra đời năm nào?\nA. 1930\nB. 1945\nĐáp án: A\n"
EXPECTED = ["Đảng ra đời năm nào? | *1930 | 1945"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_every_encoding_and_line_end(encoding: str, line_end: str) -> None:
    assert briefs(text.read(EXAM.replace("\n", line_end).encode(encoding), "thu.txt")) == EXPECTED


def test_decomposed_letters_are_composed() -> None:
    decomposed = "Câu 1: Đảng ra đời năm nào?\nA. 1930\nB. 1945\nĐáp án: A\n".encode()
    assert briefs(text.read(decomposed, "thu.txt")) == EXPECTED


def test_rows_are_lines() -> None:
    parsed = text.read(f"\n\n{EXAM}\nCâu 2: Hỏi?\nA. a\nB. b".encode(), "thu.txt")
    assert [question.row for question in parsed.questions] == [3]
    assert [(row, item) for row, item, _ in refusals(parsed)] == [(8, "Câu 2")]


def test_tags_are_text() -> None:
    parsed = text.read("Câu 1: Thẻ <b>?\nA. <script>alert(1)</script>\nB. <?php\nĐáp án: B".encode(), "thu.txt")
    assert briefs(parsed) == ["Thẻ &lt;b&gt;? | &lt;script&gt;alert(1)&lt;/script&gt; | *&lt;?php"]


@pytest.mark.parametrize(
    ("content", "is_exam"),
    [
        (EXAM, True),
        ("1. Hỏi?\nA. a\nB. b", True),
        ("(1) Hỏi? A. a B. b", True),
        ("[2] Hỏi?\nA. a\nB. b", True),
        ("Một bức thư.", False),
        ("1. việc thứ nhất\n2. việc thứ hai", False),
        ("1. Hỏi?\nA. a\nB. b\nANSWER: A", False),
        ("::1::Câu 1: Hỏi?\nA. a {=a ~b}", False),
        ("", False),
    ],
)
def test_an_exam_is_seen_by_its_numbers_and_letters(content: str, is_exam: bool) -> None:
    assert text.matches(content.encode(), "thu.txt") is is_exam


@pytest.mark.parametrize(("content", "words"), [(b"", "Tệp trống"), (b"\x80\x81\xfe" * 99, "bảng mã chữ")])
def test_what_is_no_text_is_refused(content: bytes, words: str) -> None:
    with pytest.raises(Invalid, match=words):
        text.read(content, "thu.txt")


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_any_text_ends_well(anything: str) -> None:
    content = f"Câu 1: {anything}".encode(errors="ignore")
    assert text.read(content, "thu.txt").found >= 0
