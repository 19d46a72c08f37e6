"""GIFT in and out."""

from __future__ import annotations

import unicodedata
from decimal import Decimal

import pytest

from quizapp.errors import Invalid
from quizapp.questions.formats import gift
from quizapp.questions.formats.answers import AcceptedNumber, AcceptedTexts, Answer
from quizapp.questions.formats.parsed import (
    Kind,
    Level,
    ParsedFile,
    ParsedOption,
    ParsedQuestion,
)


def read(text: str) -> ParsedFile:
    return gift.read(text.encode(), "thu.gift")


def only(text: str) -> ParsedQuestion:
    parsed = read(text)
    assert (len(parsed.questions), parsed.rejected) == (1, ())
    return parsed.questions[0]


def rejections(text: str) -> list[tuple[int, str, str]]:
    return [(note.row, note.item, str(note.reason)) for note in read(text).rejected]


def warnings(text: str) -> list[str]:
    return [str(note.warning) for note in read(text).warnings]


def keys(question: ParsedQuestion) -> list[tuple[str, bool]]:
    return [(option.text, option.is_right) for option in question.options]


def test_everything_about_a_question_is_read() -> None:
    text = r"""// [title:Ngân hàng thử]
// Một dòng ghi chú

$CATEGORY: $course$/top/Chủ đề chung

// question: 3  name: Câu 3
// [id:NQ-003] [tag:level=thông hiểu]
// [tag:source=Điều 4 [sửa đổi\]] [tag:tuần 1]
::Câu 3::Nghị quyết nêu mấy quan điểm\: chọn một?{
	~Ba
	=Năm # Đúng, năm quan điểm
	~Bảy
	####Xem phần II.
}
"""
    assert read(text) == ParsedFile(
        questions=(
            ParsedQuestion(
                row=9,
                item="Câu 3",
                kind=Kind.SINGLE,
                stem="Nghị quyết nêu mấy quan điểm: chọn một?",
                options=(ParsedOption("Ba"), ParsedOption("Năm", True), ParsedOption("Bảy")),
                explanation="Xem phần II.<ul><li><em>Năm</em>: Đúng, năm quan điểm</li></ul>",
                source="Điều 4 [sửa đổi]",
                topic="Chủ đề chung",
                level=Level.UNDERSTANDING,
                reference="NQ-003",
                tags=("tuần 1",),
            ),
        ),
        title="Ngân hàng thử",
    )


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("Hỏi?{=a ~b ~c}", Kind.SINGLE, [("a", True), ("b", False), ("c", False)]),
        ("Hỏi?{~a=b~c}", Kind.SINGLE, [("a", False), ("b", True), ("c", False)]),
        ("Hỏi?{=%100%a ~%0%b}", Kind.SINGLE, [("a", True), ("b", False)]),
        ("Hỏi?{~%50%a ~%50%b ~c}", Kind.MULTIPLE, [("a", True), ("b", True), ("c", False)]),
        ("Hỏi?{~%-100%a ~%100%b}", Kind.MULTIPLE, [("a", False), ("b", True)]),
        ("Hỏi?{~%33.33333%a ~%66.66667%b ~%-50%c}", Kind.MULTIPLE, [("a", True), ("b", True), ("c", False)]),
        ("Hỏi?{T}", Kind.TRUEFALSE, [("Đúng", True), ("Sai", False)]),
        ("Hỏi?{ FALSE }", Kind.TRUEFALSE, [("Đúng", False), ("Sai", True)]),
        (r"Hỏi?{=\=5 ~\~6 ~\#7 ~\{8\} ~\:9 ~\\10}", Kind.SINGLE, None),
        ("Hỏi?{=đi -> đến ~đến -> đi}", Kind.SINGLE, [("đi -&gt; đến", True), ("đến -&gt; đi", False)]),
    ],
)
def test_kinds_and_keys(text: str, kind: Kind, expected: list[tuple[str, bool]] | None) -> None:
    question = only(text)
    escapes = [("=5", True), ("~6", False), ("#7", False), ("{8}", False), (":9", False), ("\\10", False)]
    assert (question.kind, keys(question)) == (kind, expected or escapes)


@pytest.mark.parametrize(
    ("text", "stem"),
    [
        ("Thủ đô là {=Hà Nội ~Huế} của Việt Nam.", "Thủ đô là _____ của Việt Nam."),
        ("Thủ đô là {=Hà Nội ~Huế}.", "Thủ đô là _____."),
        ("[html]<p>Thủ đô? {=Hà Nội ~Huế}</p>", "<p>Thủ đô?</p>"),
        ("Dòng một\ndòng hai?{=a ~b}", "Dòng một<br>dòng hai?"),
        (r"Dòng một\ndòng hai?{=a ~b}", "Dòng một<br>dòng hai?"),
        ("[plain]<b>thẻ</b>?{=a ~b}", "&lt;b&gt;thẻ&lt;/b&gt;?"),
        ("[markdown]**đậm**?{=a ~b}", "<strong>đậm</strong>?"),
        ("[moodle]<b>đậm</b>\nhai?{=a ~b}", "<b>đậm</b><br>hai?"),
        ("1 < 2 & 3?{=a ~b}", "1 &lt; 2 &amp; 3?"),
        (":Tên:: hỏi?{=a ~b}", ":Tên:: hỏi?"),
        ("1+1=2{T}", "1+1=2"),
    ],
)
def test_stems(text: str, stem: str) -> None:
    assert only(text).stem == stem


def test_options_take_the_style_of_the_stem_unless_they_have_their_own() -> None:
    question = only("[html]Hỏi?{=<b>a</b><script>x</script> ~[plain]<i>b</i> ~c}")
    assert keys(question) == [("<b>a</b>", True), ("&lt;i&gt;b&lt;/i&gt;", False), ("c", False)]


def test_attributes_of_tags_do_not_mark_options() -> None:
    question = only('[html]Hỏi?{~<span class="x">a</span> =b}')
    assert keys(question) == [("<span>a</span>", False), ("b", True)]


@pytest.mark.parametrize(
    ("text", "explanation"),
    [
        (
            "Hỏi?{F#sai mất rồi#đúng rồi####chung}",
            "chung<ul><li><em>Đúng</em>: sai mất rồi</li><li><em>Sai</em>: đúng rồi</li></ul>",
        ),
        ("Hỏi?{TRUE#sai mất rồi}", "<ul><li><em>Sai</em>: sai mất rồi</li></ul>"),
        ("Hỏi?{=a#x ~b# ~c#[html]<b>y</b>}", "<ul><li><em>a</em>: x</li><li><em>c</em>: <b>y</b></li></ul>"),
        ("Hỏi?{=a ~b\n####Một = hai ~ ba # bốn\nnăm}", "Một = hai ~ ba # bốn<br>năm"),
    ],
)
def test_remarks_go_into_the_explanation(text: str, explanation: str) -> None:
    assert only(text).explanation == explanation


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Đọc đoạn văn sau.", "mô tả, không có đáp án"),
        ("Một {=a ~b} hai {=c ~d}.", "nhiều chỗ điền"),
    ],
)
def test_other_kinds_are_refused_by_name(text: str, kind: str) -> None:
    reason = f"Câu loại {kind} chưa dùng được. Hãy đổi thành câu chọn đáp án hoặc câu đúng/sai."
    assert rejections(f"\n::Tên::{text}") == [(2, "Tên", reason)]


@pytest.mark.parametrize(
    ("text", "kind", "answer"),
    [
        ("Hỏi?{=một =%100%hai =%50%ba}", Kind.TEXT, AcceptedTexts(("một", "hai"))),
        ("Hỏi?{=a\\=b}", Kind.TEXT, AcceptedTexts(("a=b",))),
        ("Hỏi?{#5}", Kind.NUMBER, AcceptedNumber(Decimal(5))),
        ("Hỏi?{#5:0,1}", Kind.NUMBER, AcceptedNumber(Decimal(5), Decimal("0.1"))),
        ("Hỏi?{#1..5}", Kind.NUMBER, AcceptedNumber(Decimal(3), Decimal(2))),
        ("Hỏi?{#\n=5:0#x\n=%50%6:1\n}", Kind.NUMBER, AcceptedNumber(Decimal(5))),
        ("Hỏi?{=a -> b =c -> d = -> e}", Kind.MATCHING, None),
        ("Hỏi?{}", Kind.ESSAY, None),
        ("Hỏi?{####gợi ý}", Kind.ESSAY, None),
    ],
)
def test_every_other_kind_has_its_answer(text: str, kind: Kind, answer: Answer | None) -> None:
    question = only(text)
    assert (question.kind, question.answer) == (kind, answer)


def test_pairs_have_two_sides_and_a_match_may_stand_alone() -> None:
    question = only("Hỏi?{=a -> b =c -> [html]<i>d</i> = -> e}")
    assert [(one.text, one.match) for one in question.options] == [("a", "b"), ("c", "<i>d</i>"), ("", "e")]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (
            "Hỏi?{một}",
            "Dòng 2: “một” không có dấu = hoặc ~ ở đầu. Thêm dấu = trước đáp án đúng, dấu ~ trước phương án sai.",
        ),
        ("Hỏi?{=a -> b =c}", "Câu ghép đôi có dòng thiếu dấu ->. Hãy ghi mỗi cặp là “= vế trái -> vế phải”."),
        ("Hỏi?{#năm}", "Đáp án “năm” không phải là một số. Hãy ghi một số."),
        ("Hỏi?{#}", "Đáp án “” không phải là một số. Hãy ghi một số."),
        (
            "Hỏi?{#=1 =2:0}",
            "Có 2 giá trị cùng được đủ điểm (1; 2), mà chỉ nhận được một. Hãy giữ một giá trị, hoặc ghi một khoảng.",
        ),
        (
            "Hỏi?{=*ism}",
            "Đáp án “*ism” dùng dấu * thay cho chữ bất kỳ, chưa dùng được. Hãy ghi đủ các đáp án.",
        ),
    ],
)
def test_answers_that_cannot_be_kept_are_refused(text: str, reason: str) -> None:
    assert rejections(f"\n::Tên::{text}") == [(2, "Tên", reason)]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Hỏi? {=a ~b", "Thiếu dấu } sau các phương án. Hãy thêm dấu }."),
        ("Hỏi? =a ~b}", "Thiếu dấu { trước các phương án. Hãy thêm dấu {, hoặc ghi \\} nếu là nội dung."),
        ("Hỏi?\n=a\n~b", "Thiếu dấu { } quanh các phương án. Hãy thêm hai dấu này."),
        ("Hỏi? {=a ~b} }", "Thừa dấu }. Hãy xóa bớt, hoặc ghi \\} nếu là nội dung."),
        ("Hỏi? {\n=a\n\n~b\n}", "Có dòng trống giữa hai dấu { và }. Hãy xóa dòng trống."),
        (
            "Hỏi?{\nđúng\n~sai\n}",
            "Dòng 2: “đúng” không có dấu = hoặc ~ ở đầu. Thêm dấu = trước đáp án đúng, dấu ~ trước phương án sai.",
        ),
        (
            "Hỏi?{\n~x = 5\n~x\n}",
            "Dòng 2: không rõ dấu = giữa dòng. Ghi \\= nếu là nội dung, hoặc xuống dòng nếu là đáp án.",
        ),
        (
            "Hỏi?{=a =b ~c}",
            "Có 2 phương án ghi là đúng. Giữ một dấu =, hoặc nếu câu có nhiều đáp án đúng thì ghi ~%50% trước mỗi "
            "đáp án đúng.",
        ),
        ("Hỏi?{=%50%a ~b}", "Dấu = không đi cùng tỷ lệ khác 100%. Ghi = hoặc ghi ~ kèm tỷ lệ."),
        ("Hỏi?{~a ~b}", "Câu hỏi chưa có đáp án đúng. Hãy chỉ rõ đáp án đúng."),
        ("Hỏi?{=a ~a}", "Phương án A và B giống nhau. Hãy sửa hoặc bỏ một phương án."),
        ("{=a ~b}", "Câu hỏi chưa có nội dung. Hãy ghi nội dung câu hỏi."),
        ("Hỏi\x07?{=a ~b}", "Có ký tự điều khiển không hiển thị được. Hãy gõ lại câu này."),
        ("Hỏi \ufffd?{=a ~b}", "Có chữ đã bị hỏng (dấu hỏi trong ô vuông). Hãy gõ lại câu này."),
    ],
)
def test_faults_are_told_with_their_line(text: str, reason: str) -> None:
    assert rejections(text) == [(1, "Câu 1", reason)]


@pytest.mark.parametrize(
    "broken",
    [
        "::Hỏng::Hỏi? {=a ~b\n\n",
        "::Hỏng::Hỏi? {=a ~b\n",
        "::Hỏng::Hỏi? =a ~b}\n\n",
        "::Hỏng::Hỏi? {\n=a\n\n~b\n}\n",
        "::Hỏng::Hỏi? {=*ism}\n// [id:2]\n",
        "::Hỏng::Không có dấu ngoặc\n\n",
    ],
)
def test_a_broken_question_costs_only_itself(broken: str) -> None:
    parsed = read(f"::Trước::Một?{{=a ~b}}\n\n{broken}::Sau::Hai?{{=a ~b}}\n")
    assert [question.item for question in parsed.questions] == ["Trước", "Sau"]
    assert [(note.row, note.item) for note in parsed.rejected] == [(3, "Hỏng")]


def test_questions_without_blank_lines_between_them() -> None:
    text = "$CATEGORY: Một\n::1::A?{=a ~b}\n::2::B?{\n=a\n~b\n}\nC?{T}\n$CATEGORY: Hai\nD?{F}\n"
    assert [(question.row, question.item, question.topic) for question in read(text).questions] == [
        (2, "1", "Một"),
        (3, "2", "Một"),
        (7, "Câu 3", "Một"),
        (9, "Câu 4", "Hai"),
    ]


def test_comments_between_answers_do_not_count() -> None:
    question = only("Hỏi?{\n// =không phải\n=a\n// ghi chú }\n~b\n}")
    assert (question.row, keys(question)) == (1, [("a", True), ("b", False)])


@pytest.mark.parametrize(
    ("category", "topic"),
    [
        ("$course$/top/Nghị quyết 57-NQ//TW", "Nghị quyết 57-NQ/TW"),
        ("$course$/Chương 1/Bài 2", "Chương 1/Bài 2"),
        ("top", ""),
        ("Luật 91/2025/QH15", "Luật 91/2025/QH15"),
    ],
)
def test_category_is_the_topic_where_no_tag_says_otherwise(category: str, topic: str) -> None:
    parsed = read(f"$CATEGORY: {category}\n\nA?{{T}}\n\n// [tag:topic=Riêng]\nB?{{T}}\n")
    assert [question.topic for question in parsed.questions] == [topic, "Riêng"]


def test_notes_in_vietnamese_and_an_unknown_level() -> None:
    text = "// [tag:Chủ đề=Đảng] [tag:Căn cứ=Điều 1] [tag:Mức độ=dễ] [tag:a=b]\nA?{T}"
    question = only(text)
    assert (question.topic, question.source, question.level, question.tags) == ("Đảng", "Điều 1", None, ("a=b",))
    assert warnings(text) == [
        "Không hiểu mức độ “dễ” nên để trống. Hãy ghi nhận biết, thông hiểu, vận dụng hoặc vận dụng cao."
    ]


def test_what_is_changed_or_lost_is_said() -> None:
    assert warnings("Hỏi?{=a ~%50%b ~c}") == ["Phương án được một phần điểm nay tính là sai: b."]
    assert warnings(r'[html]Hỏi <img src\="@@PLUGINFILE@@/a.png">?{=a ~b}') == [
        "Có 1 hình không kèm theo tệp nên đã bỏ. Hãy thêm lại hình."
    ]
    assert warnings("A?{=a ~b}\n\nA?{~b =a}") == ["Trùng với câu ở dòng 1. Hãy bỏ bớt một câu."]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "cp1258"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends(encoding: str, line_end: str) -> None:
    lines = ["::Câu hỏi số một::Thủ đô của nước Việt Nam là thành phố nào?{", "=Hà Nội", "~Đà Nẵng", "}"]
    text = line_end.join(lines)
    text = unicodedata.normalize("NFD", text) if encoding == "utf-8" else text
    content = _as_windows_1258(text) if encoding == "cp1258" else text.encode(encoding)
    question = gift.read(content, "thu.gift").questions[0]
    assert (question.item, question.stem) == ("Câu hỏi số một", "Thủ đô của nước Việt Nam là thành phố nào?")
    assert keys(question) == [("Hà Nội", True), ("Đà Nẵng", False)]


def _as_windows_1258(text: str) -> bytes:
    """Letters with their hats, tones apart: how that code page holds Vietnamese."""
    pieces = []
    for letter in unicodedata.normalize("NFC", text):
        try:
            pieces.append(letter.encode("cp1258"))
        except UnicodeEncodeError:
            tones = [mark for mark in unicodedata.normalize("NFD", letter) if mark in "\u0300\u0301\u0303\u0309\u0323"]
            base = "".join(mark for mark in unicodedata.normalize("NFD", letter) if mark not in tones)
            pieces.append((unicodedata.normalize("NFC", base) + tones[0]).encode("cp1258"))
    return b"".join(pieces)


def test_a_zero_byte_costs_one_question() -> None:
    parsed = gift.read(b"::1::M\0t?{=a ~b}\n\n::2::Hai?{=a ~b}\n", "thu.gift")
    assert ([note.item for note in parsed.rejected], [one.item for one in parsed.questions]) == (["1"], ["2"])


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b" \n", "Tệp trống. Hãy chọn tệp có câu hỏi."),
        (b"\xff\xff\xfe?{=a ~b}", "Không nhận ra bảng mã chữ của tệp. Hãy mở tệp rồi lưu lại với bảng mã UTF-8."),
    ],
)
def test_a_file_that_is_no_text_is_refused(content: bytes, reason: str) -> None:
    with pytest.raises(Invalid) as refusal:
        gift.read(content, "thu.gift")
    assert str(refusal.value) == reason


def test_hostile_files_take_no_time() -> None:
    size = 20_000
    for text in ("::" + "a" * size, "a {\n" * size, "//" + "[id:" * size, "q{" + "=a ~b " * size + "}"):
        assert len(read(text).questions) == 0
