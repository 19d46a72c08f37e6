"""QTI in: items and packages of 2.1, 2.2 and 3.0, and of 1.2."""

from __future__ import annotations

import re

import pytest

from quizapp.errors import Invalid
from quizapp.questions.formats import qti, registry
from quizapp.questions.formats.parsed import Kind, Level, ParsedFile, ParsedOption, ParsedQuestion, true_false_options

from .factories import archive, keys, noisy_png, picture, png, rejections, warnings

BOTH = pytest.mark.parametrize("version", ["2.1", "3.0"])
CORRECT_A = "<correctResponse><value>A</value></correctResponse>"
CHOICES = '<simpleChoice identifier="A">a</simpleChoice><simpleChoice identifier="B">b</simpleChoice>'


def item(
    declared: str = CORRECT_A,
    choices: str = CHOICES,
    stem: str = "<p>Hỏi?</p>",
    prompt: str = "",
    cardinality: str = "single",
    after: str = "",
    attributes: str = "",
    body: str | None = None,
) -> str:
    asked = f"<prompt>{prompt}</prompt>" if prompt else ""
    interaction = (
        f'<choiceInteraction responseIdentifier="RESPONSE" maxChoices="1">{asked}{choices}</choiceInteraction>'
    )
    inside = stem + interaction if body is None else body
    return (
        '<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="choice" title="Tên" '
        f'adaptive="false" timeDependent="false" {attributes}>'
        f'<responseDeclaration identifier="RESPONSE" cardinality="{cardinality}" baseType="identifier">{declared}'
        f"</responseDeclaration><itemBody>{inside}</itemBody>{after}</assessmentItem>"
    )


def in_3_0(text: str) -> str:
    """The same item in the spelling of QTI 3.0."""

    def kebab(name: str) -> str:
        return re.sub("[A-Z]", lambda letter: f"-{letter[0].lower()}", name)

    def tag(match: re.Match[str]) -> str:
        slash, name, rest = match.groups()
        html = re.fullmatch(r"p|b|i|br|div|img|span|table|tr|td|math|m[a-z]+|annotation|semantics", name)
        rest = re.sub(r"([a-zA-Z]+)=", lambda attribute: f"{kebab(attribute[1])}=", rest)
        return f"<{slash}{name if html else 'qti-' + kebab(name)}{rest}>"

    return re.sub(r"<(/?)([a-zA-Z]+)([^>]*)>", tag, text)


def read(text: str, version: str = "2.1") -> ParsedFile:
    return qti.read((in_3_0(text) if version == "3.0" else text).encode(), "thu.xml")


def only(text: str, version: str = "2.1") -> ParsedQuestion:
    parsed = read(text, version)
    assert (len(parsed.questions), parsed.rejected) == (1, ())
    return parsed.questions[0]


def right(question: ParsedQuestion) -> list[int]:
    return [place for place, option in enumerate(question.options) if option.is_right]


@BOTH
def test_an_item_is_a_question(version: str) -> None:
    parsed = read(item(prompt="Chọn <b>một</b>."), version)
    assert parsed == ParsedFile(
        (
            ParsedQuestion(
                1,
                "Tên",
                Kind.SINGLE,
                "<p>Hỏi?</p><p>Chọn <b>một</b>.</p>",
                (ParsedOption("a", True), ParsedOption("b")),
            ),
        )
    )


MAPPED = (
    '<mapping defaultValue="0"><mapEntry mapKey="A" mappedValue="{}"/><mapEntry mapKey="B" mappedValue="{}"/></mapping>'
)
PROCESSED = (
    "<responseProcessing><responseCondition><responseIf><match><variable identifier='RESPONSE'/>"
    "<baseValue baseType='identifier'>B</baseValue></match><setOutcomeValue identifier='SCORE'>"
    "<baseValue baseType='float'>1</baseValue></setOutcomeValue></responseIf></responseCondition></responseProcessing>"
)


@BOTH
@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        (item(), Kind.SINGLE, [0]),
        (item("<correctResponse><value> B </value></correctResponse>"), Kind.SINGLE, [1]),
        (
            item("<correctResponse><value>A</value><value>B</value></correctResponse>", cardinality="multiple"),
            Kind.MULTIPLE,
            [0, 1],
        ),
        (item(cardinality="multiple"), Kind.MULTIPLE, [0]),
        (item(MAPPED.format("0", "2")), Kind.SINGLE, [1]),
        (item(MAPPED.format("1", "-1"), cardinality="multiple"), Kind.MULTIPLE, [0]),
        (item(CORRECT_A + MAPPED.format("1", "0.5")), Kind.SINGLE, [0]),
        (item("", after=PROCESSED), Kind.SINGLE, [1]),
    ],
)
def test_kinds_and_keys(version: str, text: str, kind: Kind, expected: list[int]) -> None:
    question = only(text, version)
    assert (question.kind, right(question)) == (kind, expected)


@pytest.mark.parametrize(
    ("first", "second", "is_true"), [("True", "False", True), ("Sai", "Đúng", False), ("false", "true.", False)]
)
def test_the_two_words_are_a_true_false_question(first: str, second: str, is_true: bool) -> None:
    choices = f'<simpleChoice identifier="A">{first}</simpleChoice><simpleChoice identifier="B">{second}</simpleChoice>'
    question = only(item(choices=choices))
    assert (question.kind, question.options) == (Kind.TRUEFALSE, true_false_options(is_true))


@BOTH
@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (item(""), "Câu hỏi chưa có đáp án đúng. Hãy chỉ rõ đáp án đúng."),
        (
            item("<correctResponse><value>C</value></correctResponse>"),
            "Đáp án “C” không có trong các phương án. Hãy sửa đáp án ở hệ thống gốc rồi xuất lại.",
        ),
        (
            item("<correctResponse><value>A</value><value>B</value></correctResponse>"),
            "Câu một đáp án mà có 2 đáp án đúng. Hãy chọn một, hoặc đổi thành câu nhiều đáp án.",
        ),
        (
            item(CORRECT_A + MAPPED.format("0", "1")),
            "Đáp án và bảng điểm của câu này trái nhau. Hãy sửa ở hệ thống gốc rồi xuất lại.",
        ),
        (
            item(choices=CHOICES.replace('"B"', '"A"')),
            "Có hai phương án cùng mã nên không rõ đáp án. Hãy xuất lại từ hệ thống gốc.",
        ),
        (
            item(body="<p>a</p>"),
            "Câu loại mô tả, không có đáp án chưa dùng được. Hãy đổi thành câu chọn đáp án hoặc câu đúng/sai.",
        ),
        (
            item("", body="<p>a <textEntryInteraction responseIdentifier='RESPONSE'/></p>"),
            "Tệp không ghi đáp án của câu này. Hãy bổ sung ở hệ thống gốc rồi xuất lại.",
        ),
        (
            item(body="<gapMatchInteraction responseIdentifier='RESPONSE'/>"),
            "Câu loại kéo thả vào chỗ trống (“gapmatch”) chưa dùng được. Hãy đổi thành câu chọn đáp án hoặc câu "
            "đúng/sai.",
        ),
        (
            item(body="<p><inlineChoiceInteraction/><inlineChoiceInteraction/><choiceInteraction/></p>"),
            "Câu có 3 phần trả lời (2 × chọn từ vào chỗ trống, 1 × chọn đáp án) chưa dùng được. Hãy tách thành nhiều "
            "câu.",
        ),
        (
            item(after="<templateDeclaration identifier='X'/>"),
            "Câu có số liệu sinh ngẫu nhiên chưa dùng được. Hãy ghi số liệu cố định.",
        ),
        (
            item().replace('"RESPONSE" cardinality', '"KHAC" cardinality'),
            "Câu hỏi thiếu phần khai báo đáp án (RESPONSE). Hãy xuất lại câu này.",
        ),
        (
            item().replace('adaptive="false"', 'adaptive="true"'),
            "Câu trả lời nhiều bước chưa dùng được. Hãy tách thành nhiều câu.",
        ),
    ],
)
def test_what_cannot_be_used_is_named(version: str, text: str, reason: str) -> None:
    assert rejections(read(text, version)) == [(1, "Tên", reason)]


@BOTH
@pytest.mark.parametrize(
    ("text", "stem"),
    [
        (item(stem="<div>Hỏi?</div>"), "Hỏi?"),
        (item(stem="", prompt="Hỏi?"), "Hỏi?"),
        (item(stem="<div>Một</div>", prompt="hai?"), "<p>Một</p><p>hai?</p>"),
        (item(stem="<div><p>Một</p><p>hai</p></div>"), "<p>Một</p><p>hai</p>"),
        (item(stem="<p>a <span class='underline x'>b</span> <span>c</span></p>"), "<p>a <u>b</u> <span>c</span></p>"),
        (
            item(stem="<p>a<script>alert(1)</script><b onclick='x'>b</b></p>").replace("onclick", "id"),
            "<p>a<b>b</b></p>",
        ),
        (item(stem="<rubricBlock view='scorer'><p>chấm</p></rubricBlock><p>Hỏi?</p>"), "<p>Hỏi?</p>"),
        (item(stem="<p>Hỏi?</p><feedbackBlock identifier='x'><p>thừa</p></feedbackBlock>"), "<p>Hỏi?</p>"),
    ],
)
def test_stems(version: str, text: str, stem: str) -> None:
    assert only(text, version).stem == stem


@BOTH
def test_formulas_stay_formulas(version: str) -> None:
    root = "<m:math xmlns:m='x'><m:msqrt><m:mi>x</m:mi></m:msqrt> <m:mo>=</m:mo><m:mn>2</m:mn></m:math>"
    latex = "<math><semantics><mi>x</mi><annotation encoding='LaTeX'>\\(x\\)</annotation></semantics></math>"
    parsed = read(item(stem=f"<p>{root}</p><p>{latex}</p>"), version)
    assert parsed.questions[0].stem == (
        "<p><math><msqrt><mi>x</mi></msqrt><mo>=</mo><mn>2</mn></math></p><p><math><mi>x</mi></math></p>"
    )
    assert warnings(parsed) == []
    name = {"2.1": "qti", "3.0": "qti-3.0"}[version]
    again = registry.read(registry.write(name, parsed.questions), "x", name)
    assert again.questions[0].stem == parsed.questions[0].stem


MODAL = '<modalFeedback outcomeIdentifier="F" identifier="{}" showHide="{}">{}</modalFeedback>'


@BOTH
@pytest.mark.parametrize(
    ("after", "choices", "explanation"),
    [
        (MODAL.format("x", "hide", "Vì <b>thế</b>."), CHOICES, "Vì <b>thế</b>."),
        (MODAL.format("correct", "show", "Giỏi.") + MODAL.format("incorrect", "show", "Sai."), CHOICES, "Giỏi."),
        (MODAL.format("x", "hide", "Chung.") + MODAL.format("correct", "show", "Giỏi."), CHOICES, "Chung."),
        (MODAL.format("B", "show", "Không phải b."), CHOICES, "<ul><li><em>b</em>: Không phải b.</li></ul>"),
        (
            "",
            CHOICES.replace(">a<", "> a <feedbackInline identifier='A'>Phải a.</feedbackInline><"),
            "<ul><li><em>a</em>: Phải a.</li></ul>",
        ),
        (
            "<responseProcessing><responseCondition><responseIf><match><variable identifier='RESPONSE'/>"
            "<baseValue baseType='identifier'>B</baseValue></match><setOutcomeValue identifier='F'>"
            "<baseValue baseType='identifier'>F1</baseValue></setOutcomeValue></responseIf></responseCondition>"
            "</responseProcessing>" + MODAL.format("F1", "show", "Nói b."),
            CHOICES,
            "<ul><li><em>b</em>: Nói b.</li></ul>",
        ),
    ],
)
def test_feedback_explains(version: str, after: str, choices: str, explanation: str) -> None:
    question = only(item(after=after, choices=choices), version)
    assert (question.explanation, [option.text for option in question.options]) == (explanation, ["a", "b"])


def manifest(*resources: str, title: str = "") -> str:
    named = (
        f"<metadata><lom><general><title><string>{title}</string></title></general></lom></metadata>" if title else ""
    )
    return f"<manifest>{named}<resources>{''.join(resources)}</resources></manifest>"


def resource(href: str, kind: str = "imsqti_item_xmlv2p1", metadata: str = "", *files: str) -> str:
    listed = "".join(f'<file href="{file}"/>' for file in (href, *files))
    return f'<resource type="{kind}" href="{href}">{metadata}{listed}</resource>'


def package(files: dict[str, bytes | str]) -> ParsedFile:
    return qti.read(archive(files), "goi.zip")


def named(name: str, stem: str = "<p>Hỏi?</p>") -> str:
    return item(stem=stem).replace("Tên", name)


def test_items_come_in_the_order_of_the_test_then_of_the_manifest() -> None:
    test = (
        '<assessmentTest title="Đề thử"><testPart><assessmentSection><assessmentItemRef href="../items/c.xml"/>'
        '<assessmentItemRef href="../items/a%20.xml"/></assessmentSection></testPart></assessmentTest>'
    )
    parsed = package(
        {
            "imsmanifest.xml": manifest(resource("items/b.xml"), resource("tests/t.xml", "imsqti_test_xmlv2p1")),
            "items/a .xml": named("A", "<p>1</p>"),
            "items/b.xml": named("B", "<p>2</p>"),
            "items/c.xml": named("C", "<p>3</p>"),
            "items/d.xml": named("D", "<p>4</p>"),
            "tests/t.xml": test,
        }
    )
    assert [(one.row, one.item) for one in parsed.questions] == [(1, "C"), (2, "A"), (3, "B"), (4, "D")]
    assert (parsed.title, parsed.rejected) == ("Đề thử", ())


def test_the_manifest_tells_what_items_have_no_place_for() -> None:
    record = (
        "<metadata><lom><general><identifier><catalog>quizapp</catalog><entry>NQ-1</entry></identifier>"
        "<keyword><string>tuần 1</string></keyword></general>"
        "<relation><kind><value>isbasedon</value></kind><resource><description><string>Điều 4</string></description>"
        "</resource></relation>"
        "<classification><purpose><value>Discipline</value></purpose><taxonPath><taxon><entry><string>Chương I</string>"
        "</entry></taxon></taxonPath></classification>"
        "<classification><purpose><value>educational level</value></purpose><taxonPath><source><string>quizapp</string>"
        "</source><taxon><entry><string>recall</string></entry></taxon></taxonPath></classification></lom></metadata>"
    )
    files = {"imsmanifest.xml": manifest(resource("a.xml", metadata=record), title="Ngân hàng"), "a.xml": item()}
    parsed = package(files)
    (question,) = parsed.questions
    facts = (question.reference, question.tags, question.source, question.topic, question.level)
    assert (parsed.title, facts) == ("Ngân hàng", ("NQ-1", ("tuần 1",), "Điều 4", "Chương I", Level.RECALL))


@pytest.mark.parametrize(
    "address", ["hinh/a.png", "./hinh/A.PNG?x=1", "../hinh/a.png", "$IMS-CC-FILEBASE$/hinh/a.png", "a.png"]
)
def test_pictures_of_a_package_come_inside(address: str) -> None:
    stem = f'<p><img src="{address}" alt="Hình"/></p>'
    parsed = package(
        {"imsmanifest.xml": manifest(resource("x/a.xml")), "x/a.xml": item(stem=stem), "hinh/a.png": png()}
    )
    assert (parsed.questions[0].stem, parsed.warnings) == (f"<p>{picture()}</p>", ())


def test_an_object_may_be_a_picture() -> None:
    stem = '<p><object data="a.png" type="image/png">Hình</object></p>'
    parsed = package({"imsmanifest.xml": manifest(resource("a.xml")), "a.xml": item(stem=stem), "a.png": png()})
    assert parsed.questions[0].stem == f"<p>{picture()}</p>"


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"a.png": b"MZ"}, "Tệp a.png không phải hình PNG, JPEG, GIF hoặc WebP nên đã bỏ."),
        ({"a.png": b"<svg/>"}, "Hình a.png là tệp SVG, không an toàn nên đã bỏ. Hãy đổi sang PNG."),
        ({}, "Có 1 hình không kèm theo tệp nên đã bỏ. Hãy thêm lại hình."),
        ({"x/a.png": png(), "y/a.png": png(1)}, "Có 1 hình không kèm theo tệp nên đã bỏ. Hãy thêm lại hình."),
    ],
)
def test_pictures_that_are_lost_are_named(files: dict[str, bytes | str], said: str) -> None:
    stem = '<p>Hỏi <img src="a.png" alt=""/></p>'
    parsed = package({"imsmanifest.xml": manifest(resource("a.xml")), "a.xml": item(stem=stem), **files})
    assert warnings(parsed) == [said]


def test_missing_and_damaged_files_are_named_and_the_others_are_read() -> None:
    files = {
        "imsmanifest.xml": manifest(resource("a.xml"), resource("thieu.xml"), resource("hong.xml")),
        "a.xml": item(),
        "hong.xml": "<assessmentItem>\n<itemBody>",
        "khac.xml": "<hong",
    }
    parsed = package(files)
    assert len(parsed.questions) == 1
    assert sorted(rejections(parsed)) == [
        (2, "thieu.xml", "Thiếu tệp thieu.xml mà gói có ghi tên. Hãy xuất lại gói cho đủ tệp."),
        (
            3,
            "hong.xml",
            "Tệp hong.xml trong gói: Dòng 2: tệp bị cắt cụt, thiếu phần cuối. Hãy xuất lại tệp từ hệ thống gốc.",
        ),
    ]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"%PDF-1.7", "Tệp này không phải gói zip, cũng không phải tệp XML. Hãy chọn đúng gói câu hỏi."),
        (b"PK\x03\x04rong", "Gói zip bị hỏng hoặc tải lên chưa hết. Hãy xuất lại gói rồi gửi lại."),
        (
            archive({"imsmanifest.xml": manifest(resource("thieu.xml"))}),
            "Thiếu tệp thieu.xml mà gói có ghi tên. Hãy xuất lại gói cho đủ tệp.",
        ),
        (
            archive({"imsmanifest.xml": "<hong"}),
            "Tệp imsmanifest.xml trong gói: Dòng 1: tệp bị cắt cụt, thiếu phần cuối. Hãy xuất lại tệp từ hệ thống gốc.",
        ),
        (
            archive({"imsmanifest.xml": manifest(resource("a.xml")), "a.xml": "<!DOCTYPE a><assessmentItem/>"}),
            "Tệp a.xml trong gói: Dòng 1: tệp có khai báo DOCTYPE, không đọc vì lý do an toàn. Hãy xóa khai báo này.",
        ),
        (
            archive({"../a.xml": item()}),
            "Gói có tệp “../a.xml” trỏ ra ngoài gói nên không đọc, vì lý do an toàn.",
        ),
        (b"<assessmentTest/>", "Tệp XML này không chứa câu hỏi QTI: thẻ đầu tiên là <assessmenttest>."),
        (
            b"<questestinterop><section><bankentry_item item_ref='x'/></section></questestinterop>",
            "Tệp chỉ trỏ tới câu hỏi ở nơi khác, không chứa câu hỏi nào. Hãy xuất cả ngân hàng câu hỏi.",
        ),
    ],
)
def test_what_cannot_be_read_as_a_whole_is_refused(content: bytes, reason: str) -> None:
    with pytest.raises(Invalid) as refusal:
        qti.read(content, "goi.zip")
    assert str(refusal.value) == reason


@pytest.mark.parametrize(
    ("content", "is_qti"),
    [
        (item().encode(), True),
        (in_3_0(item()).encode(), True),
        (item().encode("utf-16"), True),
        (b"<x:questestinterop/>", True),
        (archive({"imsmanifest.xml": "<manifest/>"}), True),
        (archive({"word/document.xml": "<x/>"}), False),
        (b"<quiz/>", False),
        (b"", False),
    ],
)
def test_content_shows_qti(content: bytes, is_qti: bool) -> None:
    assert qti.matches(content, "") is is_qti


def test_a_picture_that_is_named_in_many_items_does_not_fill_the_memory() -> None:
    stem = '<p><img src="a.png" alt=""/></p>'
    files: dict[str, bytes | str] = {f"{number}.xml": item(stem=f"{stem}{number}") for number in range(220)}
    parsed = package({**files, "a.png": noisy_png()})
    assert len(parsed.questions) < 220
    assert rejections(parsed)[-1][2] == "Hình trong tệp lớn quá mức cho phép. Hãy dùng hình nhỏ hơn, hoặc chia tệp."
    assert keys(parsed.questions[0]) == [("a", True), ("b", False)]
