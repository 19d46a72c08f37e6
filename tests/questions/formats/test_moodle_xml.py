"""Moodle XML in and out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from quizapp.errors import Invalid
from quizapp.questions.formats import moodle_xml
from quizapp.questions.formats.parsed import Kind, Level, ParsedFile, ParsedOption, ParsedQuestion

from .factories import PLAIN, RICH, keys, noisy_png, packed, picture, png, rejections, unnumbered, warnings

SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"


def read(*questions: str) -> ParsedFile:
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n{"".join(questions)}\n</quiz>'
    return moodle_xml.read(text.encode(), "thu.xml")


def only(question: str) -> ParsedQuestion:
    parsed = read(question)
    assert (len(parsed.questions), parsed.rejected) == (1, ())
    return parsed.questions[0]


def choice(*fractions: str, single: str = "true", stem: str = "Hỏi?", more: str = "", files: str = "") -> str:
    answers = "".join(
        f'<answer fraction="{fraction}" format="html"><text>{letter}</text></answer>'
        for letter, fraction in zip("abcdefgh", fractions, strict=False)
    )
    said = f"<single>{single}</single>" if single else ""
    text = f'<questiontext format="html"><text><![CDATA[{stem}]]></text>{files}</questiontext>'
    return f'<question type="multichoice"><name><text>Tên</text></name>{text}{said}{more}{answers}</question>'


def true_false(first: str, second: str, *fractions: str) -> str:
    answers = "".join(
        f'<answer fraction="{fraction}"><text>{text}</text><feedback><text>nói {text}</text></feedback></answer>'
        for text, fraction in zip((first, second), fractions, strict=True)
    )
    return f'<question type="truefalse"><questiontext><text>Hỏi?</text></questiontext>{answers}</question>'


def file(name: str, content: str) -> str:
    return f'<file name="{name}" path="/" encoding="base64">{content}</file>'


def test_everything_about_a_question_is_read() -> None:
    category = (
        '<question type="category"><category><text>$course$/top/Nghị quyết 57-NQ//TW/I</text></category></question>'
    )
    more = (
        "<idnumber>NQ &amp; 1</idnumber><generalfeedback format='html'><text>Xem phần II.</text></generalfeedback>"
        "<tags><tag><text>level=thông hiểu</text></tag><tag><text>source=Mục 1</text></tag>"
        "<tag><text>tuần 1</text></tag></tags>"
    )
    question = choice("0", "100", more=more).replace(
        "<text>b</text>", "<text><![CDATA[<b>b</b>]]></text><feedback><text>Đúng vậy</text></feedback>"
    )
    assert read(category, question) == ParsedFile(
        questions=(
            ParsedQuestion(
                row=1,
                item="Tên",
                kind=Kind.SINGLE,
                stem="Hỏi?",
                options=(ParsedOption("a"), ParsedOption("<b>b</b>", True)),
                explanation="Xem phần II.<ul><li><em>b</em>: Đúng vậy</li></ul>",
                source="Mục 1",
                topic="Nghị quyết 57-NQ/TW/I",
                level=Level.UNDERSTANDING,
                reference="NQ & 1",
                tags=("tuần 1",),
            ),
        ),
        title="Nghị quyết 57-NQ/TW/I",
    )


@pytest.mark.parametrize(
    ("question", "kind", "right"),
    [
        (choice("100", "0", "0"), Kind.SINGLE, [0]),
        (choice("0", "100.00000", "-33.33333"), Kind.SINGLE, [1]),
        (choice("0", "100", single="1"), Kind.SINGLE, [1]),
        (choice("100", "0", single=""), Kind.SINGLE, [0]),
        (choice("50", "50", "0", single=""), Kind.MULTIPLE, [0, 1]),
        (choice("33.33333", "33.33333", "33.33333", "-100", single="false"), Kind.MULTIPLE, [0, 1, 2]),
        (choice("-50", "33", "33.33333", "33.33333", single="false"), Kind.MULTIPLE, [1, 2, 3]),
        (choice("0", "100", single="0"), Kind.MULTIPLE, [1]),
        (true_false("true", "false", "100", "0"), Kind.TRUEFALSE, [0]),
        (true_false("false", "true", "100", "0"), Kind.TRUEFALSE, [1]),
        (true_false("Đúng", "Sai", "0", "100"), Kind.TRUEFALSE, [1]),
    ],
)
def test_kinds_and_keys(question: str, kind: Kind, right: list[int]) -> None:
    read_one = only(question)
    assert (read_one.kind, [place for place, one in enumerate(read_one.options) if one.is_right]) == (kind, right)


def test_remarks_follow_the_words_of_a_true_false_question() -> None:
    explanation = "<ul><li><em>Đúng</em>: nói true</li><li><em>Sai</em>: nói false</li></ul>"
    assert only(true_false("false", "true", "100", "0")).explanation == explanation


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        (choice("0", "0"), "Câu hỏi chưa có đáp án đúng. Hãy chỉ rõ đáp án đúng."),
        (choice("50", "0"), "Câu hỏi chưa có đáp án đúng. Hãy chỉ rõ đáp án đúng."),
        (
            choice("100", "100", "0"),
            "Câu một đáp án mà có 2 đáp án đúng. Hãy chọn một, hoặc đổi thành câu nhiều đáp án.",
        ),
        (choice("100"), "Câu hỏi cần ít nhất 2 phương án, hiện có 1. Hãy bổ sung phương án."),
        (choice("100", "0", stem=" "), "Câu hỏi chưa có nội dung. Hãy ghi nội dung câu hỏi."),
        (
            choice("33,3", "66,7", single="false"),
            "Tỷ lệ điểm “33,3” của phương án A không phải số từ -100 đến 100. Hãy sửa tỷ lệ.",
        ),
        (choice("0", "150"), "Tỷ lệ điểm “150” của phương án B không phải số từ -100 đến 100. Hãy sửa tỷ lệ."),
        (choice("NaN", "0"), "Tỷ lệ điểm “NaN” của phương án A không phải số từ -100 đến 100. Hãy sửa tỷ lệ."),
        (
            true_false("true", "false", "100", "100"),
            "Câu đúng/sai phải có đúng một phương án được điểm. Hãy sửa tỷ lệ điểm.",
        ),
        (
            true_false("true", "maybe", "100", "0"),
            "Câu đúng/sai phải có đúng hai phương án true và false. Hãy sửa phương án.",
        ),
        (
            '<question type="description"/>',
            "Câu loại mô tả, không có đáp án chưa dùng được. Hãy đổi thành câu chọn đáp án hoặc câu đúng/sai.",
        ),
        (
            '<question type="ddmarker"/>',
            "Câu loại đánh dấu trên hình (“ddmarker”) chưa dùng được. Hãy đổi thành câu chọn đáp án hoặc câu đúng/sai.",
        ),
        (
            '<question type="lạ"/>',
            "Câu loại “lạ” chưa dùng được. Hãy đổi thành câu chọn đáp án hoặc câu đúng/sai.",
        ),
    ],
)
def test_what_cannot_be_used_is_named_with_its_number(question: str, reason: str) -> None:
    parsed = read(choice("100", "0"), question)
    assert [(row, why) for row, _, why in rejections(parsed)] == [(2, reason)]
    assert len(parsed.questions) == 1


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (choice("100", "50", "0"), ["Phương án được một phần điểm nay tính là sai: b."]),
        (
            choice("45", "45", "0", single="false"),
            [
                "Các phương án đúng cộng lại được 90% điểm, không phải 100%. Nay chọn đủ các phương án đúng mới được "
                "điểm. Hãy kiểm tra lại đáp án."
            ],
        ),
        (choice("33.3", "66.6", single="false"), []),
        (
            choice("100", "0", more="<tags><tag><text>level=lạ</text></tag></tags>"),
            [
                "Không hiểu mức độ “lạ” nên để trống. Hãy ghi nhận biết, thông hiểu, vận dụng hoặc vận dụng cao.",
            ],
        ),
        (
            choice("100", "0", stem="x <math><b>y</b></math>"),
            ["Công thức toán trong câu này không đọc được nên đã bỏ. Hãy ghi lại công thức."],
        ),
        (
            choice("100", "0", stem='x <img src="http://a.vn/x.png">'),
            ["Có 1 hình không kèm theo tệp nên đã bỏ. Hãy thêm lại hình."],
        ),
    ],
)
def test_what_should_be_looked_at_is_said(question: str, expected: list[str]) -> None:
    assert warnings(read(question)) == expected


@pytest.mark.parametrize(
    ("stem", "files", "expected", "said"),
    [
        ('<img src="@@PLUGINFILE@@/a.png" alt="Hình">', file("a.png", packed(png())), picture(), []),
        ("<img alt=\"Hình\" src='@@PLUGINFILE@@/h%C3%ACnh%201.png?x=1'>", file("hình 1.png", packed(png())), None, []),
        (
            'a <img src="@@PLUGINFILE@@/a.svg">',
            file("a.svg", packed(SVG)),
            "a",
            ["Hình a.svg là tệp SVG, không an toàn nên đã bỏ. Hãy đổi sang PNG."],
        ),
        (
            'a <img src="@@PLUGINFILE@@/../../a.png">',
            file("../../a.png", packed(b"MZ")),
            "a",
            ["Tệp ../../a.png không phải hình PNG, JPEG, GIF hoặc WebP nên đã bỏ."],
        ),
        ("a", file("a.png", "@@@"), "a", ["Tệp kèm a.png bị hỏng nên đã bỏ."]),
        (
            'a <img src="@@PLUGINFILE@@/a.png">',
            file("a.png", packed(png() + bytes(10 << 20))),
            "a",
            ["Đã bỏ hình a.png. Hình lớn hơn 10 MB. Hãy thu nhỏ hình."],
        ),
        (
            'a <img src="@@PLUGINFILE@@/khong-co.png">',
            "",
            "a",
            ["Có 1 hình không kèm theo tệp nên đã bỏ. Hãy thêm lại hình."],
        ),
    ],
)
def test_pictures_are_kept_only_where_they_are_pictures(
    stem: str, files: str, expected: str | None, said: list[str]
) -> None:
    parsed = read(choice("100", "0", stem=stem, files=files))
    assert warnings(parsed) == said
    (question,) = parsed.questions
    assert question.stem == expected if expected else packed(png()) in question.stem


def test_the_one_picture_of_old_files_ends_the_stem() -> None:
    more = f"<image>a.png</image><image_base64>\n{packed(png())}\n</image_base64>"
    assert only(choice("100", "0", more=more)).stem == f"Hỏi? {picture()}".replace("Hình", "")


@pytest.mark.parametrize(
    ("style", "text", "stem"),
    [
        ("html", "<![CDATA[<p onclick='x'>a<script>b</script></p>]]>", "<p>a</p>"),
        ("html", "<p>a <b>b</b></p>", "<p>a <b>b</b></p>"),
        ("plain_text", "a &lt;b&gt;\nc", "a &lt;b&gt;<br>c"),
        ("moodle_auto_format", "a\nb", "a<br>b"),
        ("markdown", "**a**", "<strong>a</strong>"),
    ],
)
def test_texts_are_read_in_their_style(style: str, text: str, stem: str) -> None:
    question = choice("100", "0").replace('format="html"><text><![CDATA[Hỏi?]]>', f'format="{style}"><text>{text}', 1)
    assert only(question).stem == stem


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("<quiz>\n<question></quiz>", "Dòng 2: thẻ đóng không khớp với thẻ mở. Hãy xuất lại tệp từ hệ thống gốc."),
        ("<quiz>\n<question>", "Dòng 2: tệp bị cắt cụt, thiếu phần cuối. Hãy xuất lại tệp từ hệ thống gốc."),
        ("<quiz>&nbsp;</quiz>", "Dòng 1: có ký hiệu &…; chưa được khai báo. Hãy xuất lại tệp từ hệ thống gốc."),
        ("<quiz>\n\x01</quiz>", "Dòng 2: có ký tự không được phép trong XML. Hãy xuất lại tệp từ hệ thống gốc."),
        (
            '<!DOCTYPE quiz [<!ENTITY e SYSTEM "file:///etc/passwd">]><quiz>&e;</quiz>',
            "Dòng 1: tệp có khai báo DOCTYPE, không đọc vì lý do an toàn. Hãy xóa khai báo này.",
        ),
        ("<quiz>" + "<a>" * 200, "Dòng 1: các thẻ XML lồng nhau quá sâu. Hãy kiểm tra lại tệp."),
        ("<html/>", "Tệp XML này không phải của Moodle: thẻ đầu tiên là <html>."),
        ("", "Tệp trống. Hãy chọn tệp có câu hỏi."),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_the_line(content: str, reason: str) -> None:
    with pytest.raises(Invalid) as refusal:
        moodle_xml.read(content.encode(), "thu.xml")
    assert str(refusal.value) == reason


def test_declared_encodings_are_obeyed() -> None:
    text = '<?xml version="1.0" encoding="{}"?>\n<quiz>' + choice("100", "0", stem="Thủ đô?") + "</quiz>"
    for encoding, declared in (("utf-8-sig", "UTF-8"), ("utf-16", "UTF-16")):
        (question,) = moodle_xml.read(text.format(declared).encode(encoding), "thu.xml").questions
        assert question.stem == "Thủ đô?"


def test_a_written_file_is_read_back_the_same() -> None:
    parsed = moodle_xml.read(moodle_xml.write(RICH, "Ngân hàng <thử> & khác"), "thu.xml")
    assert (parsed.title, unnumbered(parsed)) == ("Ngân hàng <thử> & khác", RICH)


def test_pictures_are_written_as_files() -> None:
    written = moodle_xml.write([replace(PLAIN, stem=picture())]).decode()
    assert "data:" not in written
    assert f'path="/" encoding="base64">{packed(png())}</file>' in written


def test_marks_are_those_of_this_program() -> None:
    question = replace(
        PLAIN, kind=Kind.MULTIPLE, options=(*(ParsedOption(text, True) for text in "abc"), ParsedOption("d"))
    )
    written = moodle_xml.write([question]).decode()
    assert (written.count('fraction="33.33333"'), written.count('fraction="-100"')) == (3, 1)
    assert keys(moodle_xml.read(written.encode(), "thu.xml").questions[0])[-1] == ("d", False)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("<a/>" * 600_000, "Tệp XML có quá nhiều thẻ. Hãy chia thành nhiều tệp."),
        ("<a " + 'a="" ' * 1_000_001 + "/>", "Tệp XML có quá nhiều thẻ."),
        ("<question/>" * 100_001, "Tệp có hơn 100000 câu hỏi. Hãy chia thành nhiều tệp."),
    ],
    ids=["elements", "attributes", "questions"],
)
def test_a_file_that_would_fill_the_memory_is_refused(content: str, reason: str) -> None:
    with pytest.raises(Invalid) as refusal:
        read(content)
    assert str(refusal.value).startswith(reason)


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        (
            choice("100", "0").replace("</questiontext>", "</questiontext>" + '<answer fraction="0"/>' * 103),
            "Câu hỏi có 105 phương án, nhiều nhất là 26. Hãy bớt phương án.",
        ),
        (choice("100", "0", stem="a" * 300_001), "Nội dung dài quá 300000 ký tự. Hãy rút gọn."),
        (choice("100", "0", stem="a" * 9_000), "Nội dung câu hỏi dài quá 5000 ký tự. Hãy rút gọn."),
    ],
    ids=["options", "markup", "text"],
)
def test_a_question_that_is_too_large_is_refused(question: str, reason: str) -> None:
    assert rejections(read(question)) == [(1, "Tên", reason)]


def test_a_picture_that_is_named_many_times_does_not_fill_the_memory() -> None:
    big = packed(noisy_png())
    question = choice("100", "0", stem='<img src="@@PLUGINFILE@@/a.png">' * 1_000, files=file("a.png", big))
    assert [why for _, _, why in rejections(read(question))] == [
        "Hình trong tệp lớn quá mức cho phép. Hãy dùng hình nhỏ hơn, hoặc chia tệp."
    ]
