"""Tables of questions, out: what is written is read back the same, and the blank template."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from quizapp.errors import Refused
from quizapp.questions.formats import table
from quizapp.questions.formats.parsed import Kind, Level, ParsedOption, ParsedQuestion, true_false_options
from quizapp.questions.formats.table_writer import write_csv_file, write_xlsx_file

BASE = ParsedQuestion(
    row=2,
    item="Câu 1",
    kind=Kind.SINGLE,
    stem="Hỏi?",
    options=(ParsedOption("a", True), ParsedOption("b"), ParsedOption("c")),
)
WRITTEN = [
    BASE,
    replace(
        BASE,
        explanation="Một<br>hai; \"ba\", 'bốn'",
        source="Điều 4",
        topic="Nghị quyết 57-NQ/TW",
        level=Level.HIGHER_APPLICATION,
        reference="007",
        tags=("tuần 1", "ôn tập"),
    ),
    replace(BASE, tags=("một, hai",)),
    replace(BASE, kind=Kind.MULTIPLE, options=(ParsedOption("a", True), ParsedOption("b"), ParsedOption("c", True))),
    replace(BASE, kind=Kind.MULTIPLE, options=(ParsedOption("a", True), ParsedOption("b"))),
    replace(BASE, kind=Kind.TRUEFALSE, options=true_false_options(True)),
    replace(BASE, kind=Kind.TRUEFALSE, options=true_false_options(False)),
    replace(BASE, options=(ParsedOption("Đúng"), ParsedOption("Sai", True))),
    replace(BASE, options=tuple(ParsedOption(str(number), number == 26) for number in range(1, 27))),
    replace(BASE, options=(ParsedOption("C", True), ParsedOption("A"), ParsedOption("B"))),
    replace(BASE, stem="<p>Một <b>hai</b></p>", options=(ParsedOption("1 &lt; 2", True), ParsedOption("&lt;b&gt;"))),
    replace(BASE, options=(ParsedOption("=1+1", True), ParsedOption("@x"), ParsedOption("-3"), ParsedOption("'=1"))),
    replace(BASE, options=(ParsedOption("3.0", True), ParsedOption("01/02/2026"), ParsedOption("TRUE"))),
]


@pytest.mark.parametrize("write", [write_xlsx_file, write_csv_file])
def test_a_written_table_is_read_back_the_same(write: Callable[[Sequence[ParsedQuestion], str], bytes]) -> None:
    for question in WRITTEN:
        parsed = table.read(write([question], "Thử"), "thu")
        assert (list(parsed.questions), parsed.rejected) == ([question], ()), question
    parsed = table.read(write(WRITTEN, "Thử"), "thu")
    assert [replace(one, row=2, item="Câu 1") for one in parsed.questions] == WRITTEN


def test_a_text_that_excel_would_cut_is_refused() -> None:
    picture = f'<img src="data:image/png;base64,{"A" * 40_000}" alt="hình">'
    question = replace(BASE, stem=f"Hỏi? {picture}")
    with pytest.raises(Refused) as refusal:
        write_xlsx_file([question])
    assert str(refusal.value) == "Câu 1 có hình quá lớn cho một ô Excel. Hãy xuất sang định dạng GIFT hoặc CSV."
    assert table.read(write_csv_file([question]), "thu.csv").questions == (question,)


def test_a_large_picture_stands_in_a_cell_of_csv() -> None:
    question = replace(BASE, stem=f'<img src="data:image/png;base64,{"A" * 400_000}" alt="hình">')
    assert table.read(write_csv_file([question]), "thu.csv").questions == (question,)


def test_the_blank_template_holds_an_example_of_each_kind_and_no_question() -> None:
    parsed = table.read(table.template(), "mau.xlsx")
    assert (parsed.found, [note.row for note in parsed.warnings]) == (0, list(range(2, 12)))
