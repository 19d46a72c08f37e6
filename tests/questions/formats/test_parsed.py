"""The rules that every format holds, and what makes two questions the same."""

from __future__ import annotations

from dataclasses import replace

import pytest

from quizapp.errors import Sentence
from quizapp.questions.formats.checks import check
from quizapp.questions.formats.parsed import (
    Kind,
    Level,
    ParsedOption,
    ParsedQuestion,
    excerpt_of,
    fingerprint,
    letter_of,
    parse_level,
    true_false_options,
)
from quizapp.questions.formats.sorting import Sorting

QUESTION = ParsedQuestion(
    row=7,
    item="Câu 1",
    kind=Kind.SINGLE,
    stem="Thủ đô của Việt Nam?",
    options=(ParsedOption("Hà Nội", True), ParsedOption("Huế"), ParsedOption("Đà Nẵng")),
)


def options(*texts: str) -> tuple[ParsedOption, ...]:
    """Options of which those with a leading star are right."""
    return tuple(ParsedOption(text.removeprefix("*"), text.startswith("*")) for text in texts)


@pytest.mark.parametrize(
    ("level", "spellings"),
    [
        (Level.RECALL, ["Nhận biết", "NB", "1", "mức 1", "Mức độ: nhận biết", "recall", "I"]),
        (Level.UNDERSTANDING, ["thông hiểu", "TH", "2", "Understanding", "Mức độ 2"]),
        (Level.APPLICATION, ["Vận dụng", "VD", "3", "vận dụng thấp", "application"]),
        (Level.HIGHER_APPLICATION, ["VẬN DỤNG CAO", "VDC", "4", "higher_application", "higher application"]),
        (None, ["", "dễ", "5", "mức"]),
    ],
)
def test_levels_by_every_name(level: Level | None, spellings: list[str]) -> None:
    assert [parse_level(spelling) for spelling in spellings] == [level] * len(spellings)


def test_good_questions_break_no_rule() -> None:
    good = [
        QUESTION,
        replace(QUESTION, kind=Kind.MULTIPLE, options=options("*a", "*b", "c")),
        replace(QUESTION, kind=Kind.MULTIPLE, options=options("*a", "b")),
        replace(QUESTION, kind=Kind.TRUEFALSE, options=true_false_options(False)),
        replace(QUESTION, options=options("*MB", "Mb")),
        replace(QUESTION, options=options("*10<sup>2</sup>", "102")),
        replace(QUESTION, options=options("*bàn", "bán", "ban")),
        replace(QUESTION, stem='<img src="/media/a.png">'),
        replace(QUESTION, options=options("*1", *map(str, range(2, 27)))),
    ]
    assert [check(question) for question in good] == [[]] * len(good)


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({"stem": "<p>&nbsp;</p>"}, ["Câu hỏi chưa có nội dung. Hãy ghi nội dung câu hỏi."]),
        (
            {"options": options("*a")},
            ["Câu hỏi cần ít nhất 2 phương án, hiện có 1. Hãy bổ sung phương án."],
        ),
        (
            {"options": options("*0", *map(str, range(1, 27)))},
            ["Câu hỏi có 27 phương án, nhiều nhất là 26. Hãy bớt phương án."],
        ),
        (
            {"kind": Kind.TRUEFALSE, "options": options("*Đúng", "Sai", "Không rõ")},
            ["Câu đúng/sai chỉ có 2 phương án, hiện có 3. Hãy bớt phương án."],
        ),
        (
            {"options": options("*a", "")},
            ["Phương án B còn trống. Hãy ghi nội dung hoặc bỏ phương án."],
        ),
        (
            {"options": options("*Hà Nội", "Huế", "Hà&nbsp; Nội")},
            ["Phương án A và C giống nhau. Hãy sửa hoặc bỏ một phương án."],
        ),
        ({"options": options("a", "b")}, ["Câu hỏi chưa có đáp án đúng. Hãy chỉ rõ đáp án đúng."]),
        (
            {"options": options("*a", "*b")},
            ["Câu một đáp án mà có 2 đáp án đúng. Hãy chọn một, hoặc đổi thành câu nhiều đáp án."],
        ),
        ({"stem": "a" * 5001}, ["Nội dung câu hỏi dài quá 5000 ký tự. Hãy rút gọn."]),
        ({"reference": "a" * 81}, ["Mã câu hỏi dài quá 80 ký tự. Hãy rút gọn."]),
        (
            {"stem": "", "options": options("a", "b")},
            [
                "Câu hỏi chưa có nội dung. Hãy ghi nội dung câu hỏi.",
                "Câu hỏi chưa có đáp án đúng. Hãy chỉ rõ đáp án đúng.",
            ],
        ),
    ],
)
def test_broken_rules_are_told_in_words(changes: dict[str, object], faults: list[str]) -> None:
    question = replace(QUESTION, **changes)  # type: ignore[arg-type]
    assert [str(fault) for fault in check(question)] == faults


def test_same_question_has_the_same_fingerprint() -> None:
    same = [
        replace(QUESTION, row=99, item="khác", reference="X1", explanation="thêm", tags=("nhãn",)),
        replace(QUESTION, stem="<p>THỦ ĐÔ  của Việt Nam?</p>"),
        replace(QUESTION, stem="Thu do cua Viet Nam?"),
        replace(QUESTION, options=tuple(reversed(QUESTION.options))),
    ]
    assert {fingerprint(question) for question in same} == {fingerprint(QUESTION)}


def test_other_question_has_another_fingerprint() -> None:
    picture = [replace(QUESTION, stem=f'Hình sau?<img src="/media/{name}.png">') for name in "ab"]
    others = [
        replace(QUESTION, stem="Cố đô của Việt Nam?"),
        replace(QUESTION, options=options("Hà Nội", "*Huế", "Đà Nẵng")),
        replace(QUESTION, options=QUESTION.options[:2]),
        *picture,
    ]
    assert len({fingerprint(question) for question in (QUESTION, *others)}) == len(others) + 1


def test_sorting_parts_the_good_from_the_bad() -> None:
    sorting = Sorting()
    sorting.add(QUESTION, Sentence("Hãy xem lại."))
    sorting.add(replace(QUESTION, row=9, item="Câu 2"))
    sorting.add(replace(QUESTION, row=11, item="Câu 3", stem="", options=options("a", "b")))
    parsed = sorting.finish("Tên")
    assert (parsed.title, parsed.found, [question.row for question in parsed.questions]) == ("Tên", 3, [7, 9])
    assert [(note.row, str(note.warning)) for note in parsed.warnings] == [
        (7, "Hãy xem lại."),
        (9, "Trùng với câu ở dòng 7. Hãy bỏ bớt một câu."),
    ]
    assert [(note.row, note.item, str(note.reason)) for note in parsed.rejected] == [
        (
            11,
            "Câu 3",
            "Câu hỏi chưa có nội dung. Hãy ghi nội dung câu hỏi. Câu hỏi chưa có đáp án đúng. Hãy chỉ rõ đáp án đúng.",
        )
    ]


def test_letters_and_excerpt() -> None:
    assert [letter_of(position) for position in (0, 25, 26)] == ["A", "Z", "27"]
    assert excerpt_of(QUESTION) == ["Thủ đô của Việt Nam?", "A. Hà Nội", "B. Huế", "C. Đà Nẵng"]
