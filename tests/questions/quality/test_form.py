"""Key, options, lengths, missing parts of one question."""

from __future__ import annotations

import pytest

from quizapp.questions.quality import form
from tests.questions.quality.factories import question, rules, said

PICTURE = '<img src="data:image/png;base64,AA=" alt="Sơ đồ">'


def test_question_in_order_has_no_fault():
    checks = (form.key_faults, form.option_faults, form.length_faults, form.uneven_lengths, form.stem_faults)
    for kind, options in (("single", ("Một", "Hai", "Ba")), ("truefalse", ("Đúng", "Sai"))):
        asked = question(kind=kind, options=options)
        assert [fault for check in (*checks, form.missing_parts) for fault in check(asked)] == []


@pytest.mark.parametrize(
    ("kind", "right", "sentences"),
    [
        ("single", (), ["Chưa có đáp án đúng. Hãy chỉ rõ phương án đúng."]),
        ("multiple", (), ["Chưa có đáp án đúng. Hãy chỉ rõ phương án đúng."]),
        ("essay", (), []),
        ("multiple", (0, 2), []),
        (
            "single",
            (0, 2),
            [
                "Câu một đáp án mà có 2 đáp án đúng (A, C). Hãy giữ một, hoặc đổi thành câu nhiều đáp án.",
            ],
        ),
    ],
)
def test_key(kind, right, sentences):
    assert said(form.key_faults(question(kind=kind, right=right))) == sentences


@pytest.mark.parametrize(
    ("options", "pairs"),
    [
        (("Hà Nội", "Huế", "Hà  Nội."), ["A và C"]),
        (("Một", "Một", "Một"), ["A và B", "A và C"]),
        (("if, else", "IF, ELSE"), []),  # case may be what is asked
        (("bán", "bàn"), []),
        ((PICTURE, PICTURE.replace("AA", "BB")), []),
        ((PICTURE, PICTURE), ["A và B"]),
    ],
)
def test_identical_options(options, pairs):
    found = said(form.option_faults(question(options=options)))
    assert found == [f"Phương án {pair} giống nhau. Hãy sửa hoặc bỏ một phương án." for pair in pairs]


def test_stem_and_options_may_be_as_long_as_the_limits():
    long = question("a" * 279 + "?", options=("b" * 150, "c" * 150))
    longer = question("a" * 280 + "?", options=("b" * 151, "c" * 150, "d" * 200))
    assert said(form.length_faults(long)) == []
    assert said(form.length_faults(longer)) == [
        "Nội dung dài 281 ký tự; quá 280 thì chiếm hơn nửa màn hình điện thoại. Hãy rút gọn.",
        "Phương án A, C dài đến 200 ký tự; quá 150 thì khó đọc trên điện thoại. Hãy rút gọn.",
    ]


@pytest.mark.parametrize(
    ("options", "is_uneven"),
    [
        (("a" * 60, "b" * 20), True),
        (("a" * 59, "b" * 20), False),  # not three times as long
        (("a" * 30, "b" * 5), False),  # not by 40 characters
        (("a" * 60, "b" * 40, "Cả A và B"), False),  # which only speaks of the others
        (("a" * 60, PICTURE), False),
        ((), False),
    ],
)
def test_options_of_very_different_length(options, is_uneven):
    assert rules(form.uneven_lengths(question(options=options))) == ["uneven-options"] * is_uneven


def test_uneven_options_are_named():
    uneven = question(options=("b" * 20, "a" * 60, "c" * 30))
    assert said(form.uneven_lengths(uneven)) == [
        "Phương án B dài 60 ký tự, phương án A chỉ 20. Hãy viết các phương án dài tương đương."
    ]


@pytest.mark.parametrize(
    "stem",
    [
        "Ai ký nghị quyết?",
        "Nghị quyết do:",
        "Nghị quyết do …",
        "Điền vào chỗ trống: Đảng là ... của giai cấp công nhân.",
        "Đảng là ____ của dân tộc.",
        "Ai ký nghị quyết? (Chọn 2 đáp án)",
        "Bác Hồ nói: “Đảng là ai?”",
        "Các phát biểu nào đúng?<br>(1) Một.<br>(2) Hai.",
        "<p>Xét các phát biểu sau</p><ol><li>Một.</li></ol>",
        f"Nhìn hình sau. {PICTURE}",
    ],
)
def test_stem_that_asks(stem):
    assert rules(form.stem_faults(question(stem))) == []


def test_stem_that_does_not_ask():
    assert rules(form.stem_faults(question("Nhiệm vụ của chi bộ."))) == ["open-stem"]
    assert rules(form.stem_faults(question("Nhiệm vụ của chi bộ", kind="multiple"))) == ["open-stem"]
    assert rules(form.stem_faults(question("Chi bộ họp mỗi tháng.", kind="truefalse"))) == []


def test_missing_parts_are_told_one_by_one():
    bare = question(explanation="", source="", topic="", level=None)
    assert rules(form.missing_parts(bare)) == [
        "missing-source",
        "missing-explanation",
        "missing-topic",
        "missing-level",
    ]
