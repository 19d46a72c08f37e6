"""GIFT, out: what is written is read back the same."""

from __future__ import annotations

from dataclasses import replace

import pytest

from quizapp.questions.formats import gift
from quizapp.questions.formats.parsed import Kind, Level, ParsedOption, ParsedQuestion, true_false_options

BASE = ParsedQuestion(
    row=0,
    item="Câu 1",
    kind=Kind.SINGLE,
    stem="Hỏi?",
    options=(ParsedOption("a", True), ParsedOption("b"), ParsedOption("c")),
)
WRITTEN = [
    BASE,
    replace(
        BASE,
        item="Tên: {lạ} ~ # = \\",
        explanation="Một<br>hai = ba # bốn ~ {năm}",
        source="Điều 4 [mới] \\ cũ",
        topic="Nghị quyết 57-NQ/TW",
        level=Level.HIGHER_APPLICATION,
        reference="NQ/57-001]",
        tags=("tuần 1", "a=b", "x\\"),
    ),
    replace(BASE, kind=Kind.MULTIPLE, options=(ParsedOption("a", True), ParsedOption("b"), ParsedOption("c", True))),
    replace(BASE, kind=Kind.MULTIPLE, options=(ParsedOption("a", True), ParsedOption("b"))),
    replace(BASE, kind=Kind.MULTIPLE, options=tuple(ParsedOption(text, True) for text in "abcdefg")),
    replace(BASE, kind=Kind.TRUEFALSE, options=true_false_options(True), explanation="Vì <b>thế</b>."),
    replace(BASE, kind=Kind.TRUEFALSE, options=true_false_options(False)),
    replace(BASE, stem="<p>Một <b>hai</b></p><p>ba</p>", options=(ParsedOption("1 &lt; 2", True), ParsedOption("b"))),
    replace(BASE, options=(ParsedOption("<b>a</b>", True), ParsedOption("%50%b"), ParsedOption("[html] c"))),
    replace(BASE, options=(ParsedOption("-&gt; a", True), ParsedOption("// b"), ParsedOption("= c"))),
    replace(
        BASE, stem="[plain] &lt;b&gt; \\n :: $CATEGORY: x?", explanation='<pre>a\n  b</pre><img src="/media/a.png">'
    ),
    replace(BASE, stem="Thủ đô là _____ của nước?", options=(ParsedOption("TRUE", True), ParsedOption("####"))),
]


@pytest.mark.parametrize("question", WRITTEN)
def test_a_written_question_is_read_back_the_same(question: ParsedQuestion) -> None:
    written = gift.write([question])
    parsed = gift.read(written, "thu.gift")
    assert [replace(one, row=0) for one in parsed.questions] == [question], written.decode()


def test_a_written_file_is_read_back_the_same() -> None:
    questions = [replace(question, item=f"{number}") for number, question in enumerate(WRITTEN)]
    parsed = gift.read(gift.write(questions, "Ngân hàng [thử]"), "thu.gift")
    assert parsed.title == "Ngân hàng [thử]"
    assert [replace(one, row=0) for one in parsed.questions] == questions


def test_what_a_written_file_looks_like() -> None:
    question = replace(BASE, kind=Kind.MULTIPLE, reference="X1", level=Level.RECALL, explanation="Vì: thế")
    assert gift.write([question], "Thử").decode() == (
        "// [title:Thử]\n\n"
        "// [id:X1] [tag:level=recall]\n"
        "::Câu 1::Hỏi?{\n\t~%100%a\n\t~%-100%b\n\t~%-100%c\n\t####Vì\\: thế\n}\n"
    )
