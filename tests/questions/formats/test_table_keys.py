"""Keys and kinds by the many ways of writing them; what can be read in two ways is refused."""

from __future__ import annotations

import pytest

from quizapp.errors import Invalid
from quizapp.questions.formats.parsed import Kind
from quizapp.questions.formats.table_keys import read_key
from quizapp.questions.formats.table_kinds import read_kind


@pytest.mark.parametrize(
    ("key", "positions"),
    [
        ("B", {1}),
        ("b.", {1}),
        ("Đáp án: B", {1}),
        ("A,C", {0, 2}),
        ("A và C", {0, 2}),
        ("A; C", {0, 2}),
        ("AC", {0, 2}),
        ("DA", {0, 3}),
        ("2", {1}),
        ("1, 3", {0, 2}),
        ("1.3", {0, 2}),  # what Excel makes of "1,3" in Vietnam
        ("Huế", {1}),
        ("HUẾ", {1}),
        ("Cần  Thơ", {3}),
    ],
)
def test_keys(key: str, positions: set[int]) -> None:
    assert read_key(key, ["Hà Nội", "Huế", "Đà Nẵng", "Cần Thơ"]) == positions


@pytest.mark.parametrize(
    ("key", "options", "reason"),
    [
        ("", "abcd", "Chưa có đáp án. Ghi A, B, C hoặc D vào cột Đáp án."),
        ("E", "abcd", "Đáp án “E” không có trong các phương án. Hãy ghi chữ cái của phương án đúng."),
        ("A, E", "abcd", "Đáp án “A, E” không có trong các phương án. Hãy ghi chữ cái của phương án đúng."),
        ("0", "abcd", "Đáp án “0” không có trong các phương án. Hãy ghi chữ cái của phương án đúng."),
        ("12", "abcd", "Đáp án “12” không có trong các phương án. Hãy ghi chữ cái của phương án đúng."),
        ("AAB", "abcd", "Đáp án “AAB” không có trong các phương án. Hãy ghi chữ cái của phương án đúng."),
        (
            "2",
            "2345",
            "Đáp án “2” vừa là thứ tự, vừa là nội dung của một phương án khác. Hãy ghi chữ cái A, B, C, D.",
        ),
        ("A", "BACD", "Đáp án “A” vừa là thứ tự, vừa là nội dung của một phương án khác. Hãy ghi chữ cái A, B, C, D."),
    ],
)
def test_a_key_is_never_guessed(key: str, options: str, reason: str) -> None:
    with pytest.raises(Invalid) as refusal:
        read_key(key, list(options))
    assert str(refusal.value) == reason


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        (None, ["", "trắc nghiệm", "Nhiều lựa chọn"]),
        (Kind.SINGLE, ["Một đáp án", "Multiple Choice", "MC", "single choice", "Câu hỏi một đáp án"]),
        (Kind.MULTIPLE, ["Nhiều đáp án", "Checkbox", "Select All That Apply", "MR", "Multiple response"]),
        (Kind.TRUEFALSE, ["Đúng/Sai", "Đúng - Sai", "True/False", "TF"]),
    ],
)
def test_kinds_by_every_name(kind: Kind | None, names: list[str]) -> None:
    assert [read_kind(name) for name in names] == [kind] * len(names)
