"""Questions as the fields of a form hold them, and the buttons that change its rows."""

from __future__ import annotations

from decimal import Decimal

import pytest

from quizapp.questions import form_rows, typed_questions
from quizapp.questions.formats.answers import AcceptedNumber, AcceptedTexts, Criterion, Gap, Gaps, Rubric
from quizapp.questions.formats.parsed import ParsedOption
from quizapp.questions.import_plan import Content, content_of

OPTIONS = (ParsedOption("Một", True), ParsedOption("<strong>Hai</strong>", False))


def content(kind, options=(), answer=None, stem="Câu hỏi?"):
    return Content(kind, stem, tuple(options), answer, "Vì thế.", "Mục I", "Chủ đề", "recall", ("a", "b c"))


@pytest.mark.parametrize(
    "stored",
    [
        content("single", OPTIONS),
        content("multiple", [ParsedOption("Một", True), ParsedOption("Hai", True)]),
        content("truefalse", [ParsedOption("Đúng", False), ParsedOption("Sai", True)]),
        content("statements", OPTIONS),
        content("text", answer=AcceptedTexts(("Hà Nội", "Thủ đô"), False, True)),
        content("number", answer=AcceptedNumber(Decimal("1234.50"), Decimal("0.5"), "km")),
        content("matching", [ParsedOption("A", match="1"), ParsedOption("B", match="2"), ParsedOption("", match="3")]),
        content("ordering", [ParsedOption("Một"), ParsedOption("Hai")]),
        content("cloze", answer=Gaps((Gap(("sáng", "tối"), 1),)), stem="Trời {{1}}."),
        content("essay", answer=Rubric((Criterion("Đủ ý", Decimal("2.5")),), 100, 500)),
        content("essay", answer=Rubric()),
    ],
    ids=lambda stored: stored.kind,
)
def test_every_kind_comes_back_from_its_form_as_it_was(stored):
    assert content_of(typed_questions.read(typed_questions.write(stored))) == stored


@pytest.mark.parametrize(
    ("text", "value"), [("1.234,5", "1234.5"), ("1234.5", "1234.5"), ("-3", "-3"), (" 2 000 ", "2000")]
)
def test_numbers_are_read_in_both_spellings(text, value):
    assert typed_questions.read_number(text) == Decimal(value)


@pytest.mark.parametrize("text", ["", "ba", "1,2,3", "9" * 50])
def test_what_is_no_number_is_not_a_number(text):
    assert typed_questions.read_number(text).is_nan()


def test_empty_rows_are_left_out_but_not_a_blank_key():
    typed = typed_questions.blank() | {"stem": "Hỏi?", "options": [{"text": "A"}, {"text": ""}, {"text": ""}]}
    assert len(typed_questions.read(typed | {"right": [0]}).options) == 1
    assert len(typed_questions.read(typed | {"right": [2]}).options) == 2


def rows(*texts, right=()):
    return typed_questions.blank() | {"options": [{"text": text} for text in texts], "right": list(right)}


def after(typed, action):
    changed = form_rows.change(typed, action)
    return [row.get("text") for row in changed["options"]], changed["right"]


def test_rows_are_added_removed_and_moved_with_their_marks():
    typed = rows("a", "b", "c", right=[1])
    assert after(typed, "add-option") == (["a", "b", "c", None], [1])
    assert after(typed, "remove-option:0") == (["b", "c"], [0])
    assert after(typed, "remove-option:1") == (["a", "c"], [])
    assert after(typed, "up-option:1") == (["b", "a", "c"], [0])
    assert after(typed, "down-option:1") == (["a", "c", "b"], [2])


@pytest.mark.parametrize("action", ["up-option:0", "down-option:2", "remove-option:9", "remove-option:x", "up-option:"])
def test_buttons_that_lead_nowhere_change_nothing(action):
    assert after(rows("a", "b", "c", right=[1]), action) == (["a", "b", "c"], [1])


@pytest.mark.parametrize("action", ["", "save", "review", "remove-everything:1"])
def test_other_buttons_are_not_meant(action):
    assert form_rows.change(rows("a"), action) is None


def test_another_kind_keeps_what_was_typed():
    typed = rows("a", "b", right=[0, 1]) | {"kind": "single"}
    assert after(typed, "kind") == (["a", "b"], [0])
    assert after(typed | {"kind": "multiple"}, "kind") == (["a", "b"], [0, 1])
    assert after(typed | {"kind": "truefalse"}, "kind") == (["Đúng", "Sai"], [0])
