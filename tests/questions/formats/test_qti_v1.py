"""QTI 1.2 in."""

from __future__ import annotations

import pytest

from quizapp.questions.formats import qti
from quizapp.questions.formats.parsed import Kind, ParsedFile, ParsedOption, ParsedQuestion, true_false_options

from .factories import archive, picture, png, rejections, warnings


def condition(mark: str, *ticked: str, unticked: tuple[str, ...] = (), link: str = "") -> str:
    named = "".join(f'<varequal respident="r">{one}</varequal>' for one in ticked)
    named += "".join(f'<not><varequal respident="r">{one}</varequal></not>' for one in unticked)
    marked = f'<setvar action="Set" varname="SCORE">{mark}</setvar>' if mark else ""
    shown = f'<displayfeedback feedbacktype="Response" linkrefid="{link}"/>' if link else ""
    return f"<respcondition><conditionvar>{named or '<other/>'}</conditionvar>{marked}{shown}</respcondition>"


def feedback(name: str, html: str) -> str:
    return (
        f'<itemfeedback ident="{name}"><flow_mat><material><mattext texttype="text/html">{html}</mattext></material>'
        "</flow_mat></itemfeedback>"
    )


def item(
    *conditions: str,
    kind: str = "",
    cardinality: str = "Single",
    options: tuple[str, ...] = ("a", "b", "c"),
    stem: str = "&lt;p&gt;Hỏi?&lt;/p&gt;",
    more: str = "",
    response: str | None = None,
) -> str:
    labels = "".join(
        f'<response_label ident="{letter}"><material><mattext texttype="text/plain">{text}</mattext></material>'
        "</response_label>"
        for letter, text in zip("ABCDEF", options, strict=False)
    )
    said = (
        "<itemmetadata><qtimetadata><qtimetadatafield><fieldlabel>question_type</fieldlabel>"
        f"<fieldentry>{kind}</fieldentry></qtimetadatafield></qtimetadata></itemmetadata>"
    )
    choices = (
        f'<response_lid ident="r" rcardinality="{cardinality}"><render_choice>{labels}</render_choice></response_lid>'
    )
    asked = f'<material><mattext texttype="text/html">{stem}</mattext></material>'
    return (
        f'<item ident="i" title="Tên">{said if kind else ""}'
        f"<presentation>{asked}{choices if response is None else response}</presentation>"
        f"<resprocessing>{''.join(conditions)}</resprocessing>{more}</item>"
    )


def document(*items: str) -> str:
    return (
        '<questestinterop xmlns="http://www.imsglobal.org/xsd/ims_qtiasiv1p2"><assessment title="Đề thử"><section>'
        f"{''.join(items)}</section></assessment></questestinterop>"
    )


def read(*items: str) -> ParsedFile:
    return qti.read(document(*items).encode(), "thu.xml")


def test_an_item_is_a_question() -> None:
    assert read(item(condition("100", "B"), kind="multiple_choice_question")) == ParsedFile(
        questions=(
            ParsedQuestion(
                1,
                "Tên",
                Kind.SINGLE,
                "<p>Hỏi?</p>",
                (ParsedOption("a"), ParsedOption("b", True), ParsedOption("c")),
            ),
        ),
        title="Đề thử",
    )


@pytest.mark.parametrize(
    ("text", "kind", "right"),
    [
        (item(condition("100", "A")), Kind.SINGLE, [0]),
        (item(condition("0", "A"), condition("10.00", "B"), condition("0", "C")), Kind.SINGLE, [1]),
        (item(condition("SCORE.max", "C")), Kind.SINGLE, [2]),
        (item(condition("", "A"), condition("100", "B")), Kind.SINGLE, [1]),
        (item(condition("50", "A"), condition("100", "B")), Kind.SINGLE, [1]),
        (item(condition("100", "A", "B", unticked=("C",)), cardinality="Multiple"), Kind.MULTIPLE, [0, 1]),
        (
            item(condition("25", "A"), condition("-10", "B"), condition("25", "C"), cardinality="Multiple"),
            Kind.MULTIPLE,
            [0, 2],
        ),
        (item(condition("100", "A"), kind="multiple_answers_question"), Kind.MULTIPLE, [0]),
        (item(condition("100", "A"), kind="cc.multiple_response.v0p1"), Kind.MULTIPLE, [0]),
        (item(condition("100", "A"), kind="true_false_question"), Kind.SINGLE, [0]),
        (item(condition("100", "A"), options=("True", "False")), Kind.SINGLE, [0]),
    ],
)
def test_kinds_and_keys(text: str, kind: Kind, right: list[int]) -> None:
    (question,) = read(text).questions
    assert (question.kind, [place for place, one in enumerate(question.options) if one.is_right]) == (kind, right)


def test_true_and_false_are_what_the_file_calls_so() -> None:
    (question,) = read(item(condition("100", "B"), kind="true_false_question", options=("False", "True"))).questions
    assert (question.kind, question.options) == (Kind.TRUEFALSE, true_false_options(True))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (item(), "Câu hỏi chưa có đáp án đúng. Hãy chỉ rõ đáp án đúng."),
        (
            item(condition("100", "X")),
            "Đáp án “X” không có trong các phương án. Hãy sửa đáp án ở hệ thống gốc rồi xuất lại.",
        ),
        (
            item(condition("100", "A"), condition("100", "B")),
            "Câu một đáp án mà có 2 đáp án đúng. Hãy chọn một, hoặc đổi thành câu nhiều đáp án.",
        ),
        (
            item(response="<response_str ident='r'><render_fib/></response_str>", kind="short_answer_question"),
            "Câu trả lời ngắn chưa có đáp án được chấp nhận. Hãy ghi ít nhất một.",
        ),
        (
            item(response="<response_str ident='r'><render_fib/></response_str>"),
            "Câu loại trả lời ngắn chưa dùng được. Hãy đổi thành câu chọn đáp án hoặc câu đúng/sai.",
        ),
        (
            item(response=""),
            "Câu loại mô tả, không có đáp án chưa dùng được. Hãy đổi thành câu chọn đáp án hoặc câu đúng/sai.",
        ),
        (
            item(response="<response_lid/><response_lid/>", kind="matching_question"),
            "Mỗi vế trái cần đúng một vế phải. Hãy sửa đáp án ở hệ thống gốc rồi xuất lại câu này.",
        ),
        (
            item(condition("100", "A"), kind="fill_in_multiple_blanks_question"),
            "Câu loại nhiều chỗ điền chưa dùng được. Hãy đổi thành câu chọn đáp án hoặc câu đúng/sai.",
        ),
        (
            item(response="", kind="file_upload_question"),
            "Câu loại nộp tệp (“file_upload”) chưa dùng được. Hãy đổi thành câu chọn đáp án hoặc câu đúng/sai.",
        ),
        (
            item(condition("100", "A"), options=("", "b")),
            "Phương án A còn trống. Hãy ghi nội dung hoặc bỏ phương án.",
        ),
    ],
)
def test_what_cannot_be_used_is_named(text: str, reason: str) -> None:
    assert rejections(read(text)) == [(1, "Tên", reason)]


@pytest.mark.parametrize(
    ("text", "explanation"),
    [
        (item(condition("", link="general_fb"), condition("100", "A"), more=feedback("general_fb", "Chung")), "Chung"),
        (item(condition("100", "A", link="correct_fb"), more=feedback("correct_fb", "Phải")), "Phải"),
        (
            item(
                condition("", link="general_incorrect_fb"),
                condition("", "B", link="B_fb"),
                condition("100", "A"),
                more=feedback("general_incorrect_fb", "Sai") + feedback("B_fb", "Nói b"),
            ),
            "<ul><li><em>b</em>: Nói b</li></ul>",
        ),
    ],
)
def test_feedback_explains(text: str, explanation: str) -> None:
    assert read(text).questions[0].explanation == explanation


def test_what_should_be_looked_at_is_said() -> None:
    partly = item(condition("50", "A"), condition("100", "B"))
    term = "<response_lid ident='r'><material><mattext>Hà Nội</mattext></material>"
    pair = item(condition("100", "A"), kind="matching_question").replace(
        '<response_lid ident="r" rcardinality="Single">', term
    )
    assert warnings(read(partly, pair)) == [
        "Phương án được một phần điểm nay tính là sai: a.",
        "Vế ghép “Hà Nội” không có trong nội dung câu hỏi. Hãy bổ sung.",
    ]


def test_pictures_of_a_package_come_inside() -> None:
    stem = '&lt;img src="$IMS-CC-FILEBASE$/anh/a.png" alt="Hình"&gt;'
    files: dict[str, bytes | str] = {
        "imsmanifest.xml": '<manifest><resources><resource type="imsqti_xmlv1p2"><file href="q/q.xml"/></resource>'
        "</resources></manifest>",
        "q/q.xml": document(item(condition("100", "A"), stem=stem)),
        "web_resources/anh/a.png": png(),
    }
    assert qti.read(archive(files), "goi.zip").questions[0].stem == picture()


def test_the_second_copy_of_a_course_is_passed_over() -> None:
    files: dict[str, bytes | str] = {
        "imsmanifest.xml": '<manifest><resources><resource type="imsqti_xmlv1p2/imscc_xmlv1p1/assessment">'
        '<file href="x1/assessment_qti.xml"/></resource></resources></manifest>',
        "x1/assessment_qti.xml": document(item(condition("100", "A"))),
        "x1/assessment_meta.xml": '<quiz xmlns:x="url url"><hong>',
        "non_cc_assessments/x1.xml.qti": document(item(condition("100", "A"), stem="Bản đủ")),
    }
    parsed = qti.read(archive(files), "goi.imscc")
    assert ([one.stem for one in parsed.questions], parsed.rejected) == (["Bản đủ"], ())
