"""Word documents, in and out."""

from __future__ import annotations

import base64
import io

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.errors import Invalid, Refused
from quizapp.questions.formats import docx, pictures, registry
from quizapp.questions.formats.parsed import Kind, Level, ParsedFile, ParsedOption, ParsedQuestion, true_false_options
from quizapp.rich_text import clean_html, to_plain_text

from .exams import brief, briefs, refusals, warnings
from .factories import png
from .word_files import archive, p, picture, runs, table, word

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
IMAGE = f'<img src="data:image/png;base64,{base64.b64encode(PNG).decode()}">'
OPTIONS = p("A. a") + p("<b>B. b</b>")


def read(*body: str, **parts: object) -> ParsedFile:
    return docx.read(word(*body, **parts), "thu.docx")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "body",
    [
        p("Câu 1: Hỏi?") + p("A. a") + p("B. b") + p("Đáp án: B"),
        p("Câu 1: Hỏi?\nA. a\nB. b\nĐáp án: B"),
        p("Câu 1: Hỏi?") + p("A. a\t\tB. b") + p("Đáp án: B"),
        p("Câu 1: Hỏi?") + OPTIONS,
        p("Câu 1: Hỏi?") + p("A. a") + p("<nob>B. </nob><u>b</u>"),
        p("Câu 1: Hỏi?") + p("A. <black>a</black>") + p("B. <red>b</red>"),
        p("Câu 1: Hỏi?") + p("A. <grey>a</grey>") + p("B. <mark>b</mark>"),
        p("Câu 1: Hỏi?") + p("A. <white>a</white>") + p("B. <shade>b</shade>"),
        p("Câu 1: Hỏi?") + p("A. <nou>a</nou>") + p("B. <strong>b</strong>"),
        p("Câu 1: Hỏi?") + p("A. a") + p("B. b", style="Louder"),
        p("Câu 1: Hỏi?") + p("<nob>A. a</nob>", style="Loud") + p("B. b", style="Loud"),
        p("Câu 1: Hỏi?") + p("<strong>A. a</strong>", style="Loud") + p("B. b", style="Loud"),
        p("Câu 1: Hỏi?") + p("A. <link>a</link>") + p("<u>B</u>. b"),
        p("Hỏi?", level=0) + p("a", level=1) + p("<b>b</b>", level=1),
        p("Hỏi?", level=0) + p("a", style="Listed") + p("<b>b</b>", style="Answer"),
        p("Câu 1: Hỏi?") + p("a", level=0, number=2) + p("<b>b</b>", level=0, number=2),
        p("Câu 1: Hỏi?") + table(("A. a", "<b>B. b</b>")),
        p("Câu 1: Hỏi?") + table(("A.", "a"), ("<b>B.</b>", "<b>b</b>")),
        table(("Câu 1", "Hỏi?"), ("A.", "a"), ("B.", "b"), ("Đáp án", "B")),
        table(("STT", "Câu hỏi", "A", "B", "Đáp án"), ("1", "Hỏi?", "a", "b", "B")),
        table(("Nội dung câu hỏi", "Phương án A", "Phương án B"), ("Hỏi?", "a", "<b>b</b>")),
        table(("TT", "Câu hỏi", "Đáp án"), ("1", "Hỏi?\nA. a\nB. b", "B")),
        table(("TT", "Câu hỏi", "Đáp án"), ("", "Câu 1: Hỏi?\nA. a\nB. b", "B")),
        table(("STT", "Câu hỏi", "Đáp án đúng", "Phương án sai"), ("1", "Hỏi?", "b", "a")),
        p("Câu 1: Hỏi?") + p("A. a") + p("B. b") + table(("Câu", "1"), ("Đáp án", "B")),
        p("Câu 1: Hỏi?") + p("A. a") + p("B. b") + table(("Câu", "Đáp án"), ("1", "B")),
        f"<w:sdt><w:sdtContent>{p('Câu 1: Hỏi?')}</w:sdtContent></w:sdt>" + OPTIONS,
        p(f"<w:smartTag>{runs('Câu 1: ')}</w:smartTag>") .replace("</w:p>", runs("Hỏi?") + "</w:p>") + OPTIONS,
        p("Câu 1: Hỏi?") + f"<w:p><w:hyperlink>{runs('<u>A. a</u>')}</w:hyperlink></w:p>" + p("<u>B</u>. b"),
    ],
)  # fmt: skip
def test_one_question_in_every_layout(body: str) -> None:
    parsed = read(body)
    shown = [brief(question) for question in parsed.questions]
    assert (shown in (["Hỏi? | a | *b"], ["Hỏi? | *b | a"]), refusals(parsed)) == (True, []), shown
    assert [(question.item, question.kind) for question in parsed.questions] == [("Câu 1", Kind.SINGLE)]


def test_automatic_numbers_go_on_and_begin_anew() -> None:
    parsed = read(
        p("Một?", level=0), p("a", level=1), p("<b>b</b>", level=1), p("Hai?", level=0), p("ý", level=2),
        p("<b>a</b>", level=1), p("b", level=1), p("Ba?", level=0), p("a", level=0, number=2),
        p("<b>b</b>", level=0, number=2), p("Bốn?", level=0), p("a", level=0, number=3), p("<b>b</b>", level=0, number=3),
    )  # fmt: skip
    assert briefs(parsed) == ["Một? | a | *b", "Hai?<br>ý | *a | b", "Ba? | a | *b", "Bốn? | a | *b"]
    assert [(one.row, one.item) for one in parsed.questions] == [
        (1, "Câu 1"), (4, "Câu 2"), (8, "Câu 3"), (11, "Câu 4"),
    ]  # fmt: skip


def test_lists_that_are_nowhere_defined_are_read_by_their_levels() -> None:
    body = [p("Một?", level=0), p("a", level=1), p("<b>b</b>", level=1), p("Hai?", level=0), p("<b>a</b>", level=1)]
    parsed = read(*body, p("b", level=1), has_numbering=False)
    assert briefs(parsed) == ["Một? | a | *b", "Hai? | *a | b"]


def test_changes_are_read_as_accepted_and_hidden_text_is_left_out() -> None:
    deleted = "<w:del><w:r><w:delText>cũ</w:delText></w:r></w:del>"
    parsed = read(
        p("Câu 1: Hỏi?<hidden> đáp án là A</hidden>"),
        p("<b>A. </b>").replace("</w:p>", f"{deleted}<w:ins>{runs('<b>mới</b>')}</w:ins></w:p>"),
        p("B. b"),
    )  # fmt: skip
    assert briefs(parsed) == ["Hỏi? | *mới | b"]
    assert warnings(parsed) == [(1, "Câu 1", "Có chữ ẩn không nhập: “đáp án là A”. Hãy kiểm tra lại.")]


def test_text_boxes_are_read_once() -> None:
    box = f"<w:txbxContent>{p('Câu 1: Hỏi?')}{OPTIONS}</w:txbxContent>"
    both = (
        f"<w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert briefs(read(f"<w:p>{both}</w:p>")) == ["Hỏi? | a | *b"]


def test_raised_and_lowered_letters_and_symbols_stay() -> None:
    symbol = '<w:r><w:sym w:font="Symbol" w:char="F061"/><w:noBreakHyphen/></w:r>'
    parsed = read(f"<w:p>{runs('Câu 1: m<sup>2</sup> H<sub>2</sub>O ')}{symbol}</w:p>", OPTIONS)
    assert briefs(parsed) == ["m<sup>2</sup> H<sub>2</sub>O α- | a | *b"]


def test_letters_of_old_fonts_are_read_as_they_are_seen() -> None:
    parsed = read(p("Câu 1: <abc>NghÞ quyÕt</abc> <ABC>®¶ng</ABC> <abc>số</abc> <symbol>a</symbol>"), OPTIONS)
    assert briefs(parsed) == ["Nghị quyết ĐẢNG số α | a | *b"]
    parsed = read(p("Câu 1: <vni>Ñaûng</vni>"), OPTIONS)
    assert refusals(parsed) == [
        (1, "Câu 1", "Có chữ gõ bằng phông VNI không đọc được. Hãy chuyển văn bản sang phông Unicode rồi gửi lại.")
    ]


def test_pictures_are_kept_and_others_are_pointed_out() -> None:
    parsed = read(
        f"<w:p>{runs('Câu 1: Hình gì?')}{picture('p1')}{picture('p2')}{picture('p3')}</w:p>",
        f"<w:p>{runs('<b>A.</b>')}{picture('p1')}</w:p>",
        p("B. b"),
        pictures={"p1": PNG, "p2": b"\xd7\xcd\xc6\x9a wmf"},
    )
    assert briefs(parsed) == [f"Hình gì?{IMAGE} | *{IMAGE} | b"]
    assert [text for _, _, text in warnings(parsed)] == [
        "Tệp p2.bin không phải hình PNG, JPEG, GIF hoặc WebP nên đã bỏ.",
        "Có hình không nằm trong tệp nên đã bỏ. Hãy chèn lại hình.",
    ]


@pytest.mark.parametrize(("limit", "most"), [("MOST_PICTURES", 1), ("MOST_PIXELS", 1)])
def test_pictures_beyond_what_a_file_may_hold_are_left_out_by_their_question(
    limit: str, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, limit, most)
    parsed = read(
        f"<w:p>{runs('Câu 1: Hình gì?')}{picture('p1')}</w:p>",
        OPTIONS,
        f"<w:p>{runs('Câu 2: Hình nào?')}{picture('p1')}{picture('p2')}</w:p>",
        OPTIONS,
        pictures={"p1": PNG, "p2": png(7)},
    )
    assert [question.stem for question in parsed.questions] == [f"Hình gì?{IMAGE}", f"Hình nào?{IMAGE}"]
    ((_, item, text),) = warnings(parsed)
    assert (item, text.startswith("Đã bỏ hình p2.bin vì tệp có quá ")) == ("Câu 2", True)


def math(content: str) -> str:
    return f"<w:p>{runs('Câu 1: Tính ')}<m:oMath>{content}</m:oMath></w:p>"


def m(text: str) -> str:
    return f"<m:r><m:t>{text}</m:t></m:r>"


def mn(tag: str, *parts: str) -> str:
    """An element of a formula with its parts, as "e=x"."""
    pairs = (part.partition("=") for part in parts)
    return f"<m:{tag}>{''.join(f'<m:{n}>{v}</m:{n}>' for n, _, v in pairs)}</m:{tag}>"


X, A, TWO = m("x"), m("a+b"), m("2")


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (m("x+1"), "x+1"),
        (mn("sSup", f"e={X}", f"sup={TWO}"), "x²"),
        (mn("sSub", f"e={X}", f"sub={TWO}"), "x₂"),
        (mn("sSubSup", f"e={X}", f"sub={m('1')}", f"sup={TWO}"), "x₁²"),
        (mn("sPre", f"sub={m('92')}", f"sup={m('235')}", f"e={m('U')}"), "²³⁵₉₂U"),
        (mn("f", f"num={A}", f"den={TWO}"), "(a+b)/2"),
        (f"<m:rad><m:deg/><m:e>{TWO}</m:e></m:rad>", "√2"),
        (mn("rad", f"deg={m('3')}", f"e={A}"), "³√(a+b)"),
        (f"<m:d><m:dPr/><m:e>{X}</m:e></m:d>", "(x)"),
        (f"<m:d><m:dPr><m:begChr m:val='['/><m:sepChr m:val=';'/><m:endChr m:val=']'/></m:dPr><m:e>{X}</m:e>"
         f"<m:e>{A}</m:e></m:d>", "[x;a+b]"),
        (f"<m:nary><m:naryPr><m:chr m:val='∑'/></m:naryPr><m:sub>{m('1')}</m:sub><m:sup>{m('n')}</m:sup>"
         f"<m:e>{m('k')}</m:e></m:nary>", "∑₁ⁿk"),
        (mn("nary", f"sub={m('0')}", f"sup={m('1')}", f"e={X}"), "∫₀¹x"),
        (mn("func", "fName=<m:r><m:rPr><m:sty m:val='p'/></m:rPr><m:t>sin</m:t></m:r>", f"e={X}"), "sin x"),
        (mn("func", f"fName={mn('limLow', 'e=<m:r><m:rPr><m:nor/></m:rPr><m:t>lim</m:t></m:r>', f'lim={X}')}",
            f"e={A}"), "lim_x a+b"),
        (f"<m:acc><m:accPr><m:chr m:val='\u20d7'/></m:accPr><m:e>{X}</m:e></m:acc>", "x\u20d7"),
        (f"<m:bar><m:barPr><m:pos m:val='top'/></m:barPr><m:e>{X}</m:e></m:bar>", "x\u0305"),
        (f"<m:m><m:mr><m:e>{X}</m:e><m:e>{TWO}</m:e></m:mr><m:mr><m:e>{A}</m:e><m:e/></m:mr></m:m>", "x, 2; a+b,"),
        (f"<m:eqArr><m:e>{m('x&amp;=1')}</m:e><m:e>{m('y&amp;=2')}</m:e></m:eqArr>", "x=1; y=2"),
        (mn("borderBox", f"e={mn('box', f'e={A}')}"), "a+b"),
    ],
)  # fmt: skip
def test_formulas_are_read_and_come_back_from_our_own_files(content: str, text: str) -> None:
    parsed = read(math(content), OPTIONS)
    (question,) = parsed.questions
    assert to_plain_text(question.stem) == f"Tính {text}"
    assert ("<math>" in question.stem) is not content.startswith("<m:r>")
    (again,) = registry.read(registry.write("docx", [question]), "x.docx").questions
    assert (again.stem, again.options) == (question.stem, question.options)


def test_formulas_stand_in_options_and_displayed_ones_stay_displayed() -> None:
    half = mn("f", f"num={m('1')}", f"den={TWO}")
    parsed = read(
        f"<w:p>{runs('Câu 1: Tính ')}<m:oMathPara><m:oMath>{half}</m:oMath></m:oMathPara></w:p>",
        f"<w:p>{runs('A. ')}<m:oMath>{half}</m:oMath>{runs('  <b>B. </b>')}<m:oMath>{TWO}</m:oMath></w:p>",
    )
    (question,) = parsed.questions
    assert 'display="block"' in question.stem
    assert [to_plain_text(option.text) for option in question.options] == ["1/2", "2"]
    (again,) = registry.read(registry.write("docx", [question]), "x.docx").questions
    assert (again.stem, again.options) == (question.stem, question.options)


def test_formulas_that_cannot_be_read_are_refused_by_their_question() -> None:
    equation = '<w:r><w:object><o:OLEObject ProgID="Equation.DSMT4"/></w:object></w:r>'
    parsed = read(
        math(f"<m:unknown><m:e>{m('1')}</m:e></m:unknown>"),
        OPTIONS,
        p("Câu 2: Hỏi?"),
        f"<w:p>{runs('A. ')}{equation}{runs(' <b>B. </b>')}{equation}</w:p>",
        p("Câu 3: Hỏi?"),
        OPTIONS,
    )
    assert [question.item for question in parsed.questions] == ["Câu 3"]
    assert refusals(parsed) == [
        (1, "Câu 1", "Có công thức không đọc được. Hãy gõ lại công thức bằng chữ, hoặc dán thành hình PNG."),
        (4, "Câu 2", "Có công thức dạng đối tượng (Equation, MathType) không đọc được. Hãy gõ lại công thức, hoặc dán "
         "thành hình PNG."),
    ]  # fmt: skip
    assert parsed.rejected[1].excerpt == ("Hỏi?", "A. [hình] B. [hình]")


def test_titles_and_headings() -> None:
    parsed = read(
        p("Ngân hàng đề", style="Title"), p("Nhà nước", style="Heading1"), p("Câu 1: Một?"), OPTIONS,
        p("Pháp luật", style="Heading1"), p("Câu 1: Hai?"), OPTIONS,
    )  # fmt: skip
    assert (parsed.title, [question.topic for question in parsed.questions]) == (
        "Ngân hàng đề",
        ["Nhà nước", "Pháp luật"],
    )
    assert warnings(parsed) == []


def test_a_table_of_questions_with_everything() -> None:
    parsed = read(
        table(
            ("STT", "Câu hỏi", "A", "B", "C", "Đáp án", "Giải thích", "Căn cứ", "Mức độ"),
            ("Phần một", "", "", "", "", "", "", "", ""),
            ("1", "Hỏi <sup>2</sup>?\ncòn nữa", "a", "B. b", "c", "A, C", "vì\nthế", "Điều 5", "Vận dụng"),
            ("2", "Hai?", "a", "", "c", "A", "", "", ""),
            ("3", "Ba?", "a", "b", "", "D", "", "", ""),
        )
    )
    (question,) = parsed.questions
    assert brief(question) == "Hỏi <sup>2</sup>?<br>còn nữa | *a | b | *c"
    assert (question.explanation, question.source, question.level) == ("vì<br>thế", "Điều 5", Level.APPLICATION)
    assert [(item, reason) for _, item, reason in refusals(parsed)] == [
        ("Câu 2", "Phương án B còn trống. Hãy ghi nội dung hoặc bỏ phương án."),
        ("Câu 3", "Đáp án “D” không có trong các phương án A, B. Hãy sửa đáp án."),
    ]


def test_a_table_within_a_stem_stays_a_table() -> None:
    parsed = read(p("Câu 1: Xem bảng:"), table(("Năm", "Số"), ("1930", "3")), OPTIONS)
    assert briefs(parsed) == [
        "Xem bảng:<table><tbody><tr><td>Năm</td><td>Số</td></tr><tr><td>1930</td><td>3</td></tr></tbody></table> | a | *b"
    ]


def test_a_key_table_of_several_codes_is_not_guessed() -> None:
    parsed = read(p("Câu 1: Hỏi?"), p("A. a"), p("B. b"), table(("Câu", "101", "102"), ("1", "A", "B")))
    assert [item for _, item, _ in refusals(parsed)] == ["Câu 1"]
    sentence = "Không hiểu dòng này của bảng đáp án: mỗi số câu cần đúng một đáp án, và chỉ một mã đề."
    assert warnings(parsed) == [(7, "Đoạn 7", sentence)]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"%PDF-1.7 x", "thật ra là tệp PDF"),
        (b"{\\rtf1 x}", "thật ra là tệp RTF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "thật ra là tệp Word cũ (.doc)"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "có đặt mật khẩu"),
        (b"Xin chao", "thật ra là tệp không phải .docx"),
        (b"", "Tệp trống"),
        (b"PK\x03\x04rong", "Gói zip bị hỏng"),
        (archive({"xl/workbook.xml": "<x/>"}), "bảng tính Excel"),
        (archive({"a.txt": "x"}), "không phải tệp Word"),
        (archive({"word/document.xml": "<w:document"}), "Không đọc được tệp Word này. Dòng 1"),
        (archive({"word/document.xml": "<x/>"}), "Tệp Word không có nội dung"),
        (archive({"word/document.xml": b"<x>" + b" " * (30 << 20)}), "giải nén lớn quá mức"),
        (archive({"word/document.xml": "<x>" * 5_000}), "lồng nhau quá sâu"),
        (archive({"word/document.xml": "<x/>", "../x": "y"}), "trỏ ra ngoài gói"),
        (word(p("Câu 1: x"), prolog='<!DOCTYPE x [<!ENTITY a "b">]>'), "DOCTYPE"),
    ],
    ids=lambda value: "" if isinstance(value, bytes) else value[:20],
)  # fmt: skip
def test_what_is_no_document_is_refused_by_name(content: bytes, words: str) -> None:
    with pytest.raises(Invalid) as refusal:
        docx.read(content, "thu.docx")
    assert words in str(refusal.value)


def test_old_and_locked_documents_are_seen_for_what_they_are() -> None:
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le")
    assert [docx.matches(content, "") for content in (old, word(), b"{\\rtf1", b"%PDF", archive({"a": "b"}), b"PK")] == [
        True, True, True, False, False, False,
    ]  # fmt: skip


QUESTIONS = (
    ParsedQuestion(1, "Câu 1", Kind.SINGLE, "Hỏi?", (ParsedOption("a"), ParsedOption("b", True)), "vì thế", "Điều 5",
                   "Hiến pháp", Level.UNDERSTANDING, "HP-01", ("x", "y z")),
    ParsedQuestion(2, "Câu 2", Kind.MULTIPLE, "Nhiều?", tuple(ParsedOption(text, text != "b") for text in "abcde")),
    ParsedQuestion(3, "Câu 3", Kind.MULTIPLE, "Một trong nhiều?", (ParsedOption("a", True), ParsedOption("b"))),
    ParsedQuestion(4, "Câu 4", Kind.TRUEFALSE, "Sai?", true_false_options(False)),
    ParsedQuestion(5, "Câu 5", Kind.TRUEFALSE, "Có?", (ParsedOption("Có", True), ParsedOption("Không"))),
    ParsedQuestion(6, "Câu 6", Kind.SINGLE, "Như đúng/sai?", (ParsedOption("Đúng", True), ParsedOption("Sai"))),
    ParsedQuestion(7, "Câu 7", Kind.SINGLE, "A. a B. b<br>Đáp án: C<br>Câu 9: x",
                   (ParsedOption("<b>B. đậm</b>"), ParsedOption("*sao* [x]", True), ParsedOption("<em>C.</em>"))),
    ParsedQuestion(8, "Câu 8", Kind.SINGLE,
                   clean_html("<p>Một <b>hai <i>ba</i></b> <strong>bốn <em>năm</em></strong></p><p>x<sup>2</sup></p>"
                              "<ul><li>ý</li><li>ý <u>hai</u></li></ul><ol><li>một</li></ol><pre>if x:\n    y</pre>"
                              f"<table><tbody><tr><td>1</td><td><b>2</b></td></tr></tbody></table>{IMAGE}"),
                   (ParsedOption("<code>&lt;p&gt;</code> &amp; <code><strong>x</strong></code>", True),
                    ParsedOption(clean_html(IMAGE.replace(">", ' alt="Cờ">')))),
                   "<p>một</p><p>hai</p>"),
)  # fmt: skip


def test_what_is_written_is_read_back_identically() -> None:
    parsed = docx.read(docx.write(QUESTIONS, "Ngân hàng thử"), "thu.docx")
    assert (parsed.title, parsed.rejected, parsed.warnings) == ("Ngân hàng thử", (), ())
    for number, (again, question) in enumerate(zip(parsed.questions, QUESTIONS, strict=True), start=1):
        assert again == ParsedQuestion(again.row, f"Câu {number}", *list(vars(question).values())[2:])


def test_what_was_added_later_in_another_style_is_read_too() -> None:
    document = Document(io.BytesIO(docx.write(QUESTIONS[:1])))
    for text in ("Câu 2: Thêm?", "A. a   B. b", "Đáp án: A"):
        document.add_paragraph(text)
    output = io.BytesIO()
    document.save(output)
    assert briefs(docx.read(output.getvalue(), "thu.docx")) == ["Hỏi? | a | *b", "Thêm? | *a | b"]


@pytest.mark.parametrize("source", ["/media/1.png", "data:image/webp;base64,UklGRg==", "data:image/png;base64,AAAA"])
def test_a_picture_that_word_cannot_hold_is_refused_by_its_question(source: str) -> None:
    question = ParsedQuestion(
        1, "Câu 1", Kind.SINGLE, f'x<img src="{source}">', (ParsedOption("a", True), ParsedOption("b"))
    )
    with pytest.raises(Refused) as refusal:
        docx.write([question])
    assert str(refusal.value).startswith("Câu 1 có hình không ghi được vào tệp Word.")


def test_many_questions_in_many_runs_are_read() -> None:
    split = "".join(f"<red>{letter}</red><black>{letter}</black>" for letter in "chữ nào cũng một đoạn")
    body = [
        p(f"Câu {number}: {split}{number}") + p("A. a") + p(f"B. {split}") + p("C. c") + p("D. d") + p("Đáp án: C")
        for number in range(1, 51)
    ]
    content = word(*body)
    parsed = docx.read(content, "thu.docx")
    assert len(parsed.questions) == 50


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=30), st.integers(0, 10_000), st.sampled_from(["overwrite", "cut", "insert"]))
def test_damaged_documents_end_in_a_sentence(piece: bytes, place: int, how: str) -> None:
    place %= len(_DOCUMENT)
    rest = {"overwrite": _DOCUMENT[place + len(piece) :], "cut": b"", "insert": _DOCUMENT[place:]}[how]
    _read_or_refuse(_DOCUMENT[:place] + piece + rest)


_XML = st.recursive(
    st.sampled_from(['<w:t>Câu 1: x</w:t>', "<w:t>A. a B. b</w:t>", "<w:br/>", '<w:sym w:char="zz"/>', "<w:numPr/>", "x",
                     '<w:numId w:val="99999999999"/>', '<w:ilvl w:val="-1"/>', '<w:color w:val="xyz"/>', "<w:drawing/>",
                     '<a:blip r:embed="q"/>', "<w:b/>", "<m:oMath/>", "<w:object/>", '<w:pStyle w:val="Listed"/>']),
    lambda inner: st.builds(
        lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag}>",
        st.sampled_from(["w:p", "w:r", "w:tbl", "w:tr", "w:tc", "w:pPr", "w:rPr", "w:numPr", "w:ins", "w:del", "w:sdt",
                         "w:sdtContent", "m:oMath", "m:f", "m:rad", "w:drawing", "w:txbxContent", "mc:AlternateContent",
                         "mc:Choice", "w:pict", "w:hyperlink", "w:ruby"]),
        st.lists(inner, max_size=4),
    ),
    max_leaves=25,
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(_XML, max_size=6))
def test_documents_of_any_structure_end_in_a_sentence(body: list[str]) -> None:
    _read_or_refuse(word(*body))


_DOCUMENT = word(p("Câu 1: Hỏi?"), OPTIONS, table(("STT", "Câu hỏi", "A", "B", "Đáp án"), ("1", "Hỏi?", "a", "b", "B")))


def _read_or_refuse(content: bytes) -> None:
    try:
        docx.read(content, "thu.docx")
    except Invalid as refusal:
        assert str(refusal).endswith((".", "!")), refusal
