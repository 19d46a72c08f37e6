"""Texts and Word files are read as documents with sections."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest

from quizapp.errors import Invalid
from quizapp.library.parsed import Recognised
from quizapp.library.reading import pasted_source, read_file, read_text, to_source
from tests.library.words import paragraph, run, word_file

RESOLUTION = """ĐẢNG CỘNG SẢN VIỆT NAM
BỘ CHÍNH TRỊ
*
Số: 57-NQ/TW
Hà Nội, ngày 22 tháng 12 năm 2024

NGHỊ QUYẾT
CỦA BỘ CHÍNH TRỊ
Về đột phá phát triển khoa học, công nghệ,
đổi mới sáng tạo và chuyển đổi số quốc gia
-----
Bối cảnh chung.

I- QUAN ĐIỂM CHỈ ĐẠO
1. Người dân là trung tâm.
- Ý thứ nhất
- Ý thứ hai
II- MỤC TIÊU
1. Đến năm 2030
a) Kinh tế số đạt mức đề ra.
"""
RECOGNISED = Recognised(
    "57-NQ/TW",
    "Bộ Chính trị",
    date(2024, 12, 22),
    "resolution",
    "Về đột phá phát triển khoa học, công nghệ, đổi mới sáng tạo và chuyển đổi số quốc gia",
)
NUMBERING = (
    "<w:numbering NAMESPACE><w:abstractNum w:abstractNumId='1'>"
    "<w:lvl w:ilvl='0'><w:start w:val='1'/><w:numFmt w:val='decimal'/><w:lvlText w:val='Điều %1.'/></w:lvl>"
    "<w:lvl w:ilvl='1'><w:start w:val='1'/><w:numFmt w:val='lowerLetter'/><w:lvlText w:val='%2)'/></w:lvl>"
    "</w:abstractNum><w:num w:numId='7'><w:abstractNumId w:val='1'/></w:num></w:numbering>"
)


def outline(document):
    return [(one.depth, one.kind, one.number, one.heading, one.text) for one in document.sections]


def in_list(level: int) -> str:
    return f"<w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='7'/></w:numPr>"


def test_resolution_is_recognised_by_its_head():
    assert read_text(RESOLUTION).recognised == RECOGNISED


def test_resolution_has_roman_headings_clauses_and_points():
    assert outline(read_text(RESOLUTION)) == [
        (0, "other", "", "", "Bối cảnh chung."),
        (0, "heading", "I", "QUAN ĐIỂM CHỈ ĐẠO", ""),
        (1, "clause", "1", "", "Người dân là trung tâm.\n\n- Ý thứ nhất\n- Ý thứ hai"),
        (0, "heading", "II", "MỤC TIÊU", ""),
        (1, "clause", "1", "", "Đến năm 2030"),
        (2, "point", "a", "", "Kinh tế số đạt mức đề ra."),
    ]


def test_regulation_has_chapters_items_and_articles():
    text = "Chương I\nQUY ĐỊNH CHUNG\nMục 1. Phạm vi\nĐiều 1. Đối tượng\n1. Một.\nĐiều 2. Áp dụng\nChương II: THI HÀNH"
    assert outline(read_text(text)) == [
        (0, "chapter", "I", "QUY ĐỊNH CHUNG", ""),
        (1, "heading", "1", "Phạm vi", ""),
        (2, "article", "1", "Đối tượng", ""),
        (3, "clause", "1", "", "Một."),
        (2, "article", "2", "Áp dụng", ""),
        (0, "chapter", "II", "THI HÀNH", ""),
    ]


def test_chapter_named_within_a_sentence_begins_nothing():
    assert outline(read_text("Điều 1. Nội dung\nchương II của Điều lệ này nêu rõ.")) == [
        (0, "article", "1", "Nội dung", "chương II của Điều lệ này nêu rõ.")
    ]


def test_markdown_keeps_its_headings_bold_and_tables():
    text = "# Tổng quan\n\nChữ **đậm**.\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n## Chi tiết\n"
    document = read_file(text.encode(), "a.md")
    assert document.recognised == Recognised(title="Tổng quan")
    assert outline(document) == [
        (0, "other", "", "", "Chữ **đậm**.\n\n| a | b |\n|---|---|\n| 1 | 2 |"),
        (0, "other", "", "Chi tiết", ""),
    ]


def test_signs_of_markdown_in_a_pasted_text_mean_themselves():
    assert outline(read_text("2 * 3 < 7 và [x]")) == [(0, "other", "", "", "2 \\* 3 \\< 7 và \\[x\\]")]


def test_word_file_is_read_by_styles_and_numbers():
    body = (
        paragraph("Chương I", "H1")
        + paragraph("Quy định chung", "H1")
        + paragraph("Phạm vi", properties=in_list(0))
        + paragraph("Nội dung có ", properties=in_list(1)).replace("</w:p>", run("đậm", True) + "</w:p>")
        + paragraph("Đối tượng", properties=in_list(0))
        + "<w:tbl><w:tr><w:tc><w:p>"
        + run("Chỉ tiêu")
        + "</w:p></w:tc><w:tc><w:p>"
        + run("2030")
        + "</w:p></w:tc></w:tr>"
        "<w:tr><w:tc><w:p>"
        + run("Kinh tế số")
        + "</w:p></w:tc><w:tc><w:p>"
        + run("30 %")
        + "</w:p></w:tc></w:tr></w:tbl>"
    )
    assert outline(read_file(word_file(body, numbering=NUMBERING), "a.docx")) == [
        (0, "chapter", "I", "Quy định chung", ""),
        (1, "article", "1", "Phạm vi", ""),
        (2, "point", "a", "", "Nội dung có **đậm**"),
        (1, "article", "2", "Đối tượng", "| Chỉ tiêu | 2030 |\n| --- | --- |\n| Kinh tế số | 30 % |"),
    ]


def test_deleted_words_are_left_out_and_inserted_ones_are_there():
    changed = f"<w:p>{run('Nay ')}<w:del><w:r><w:delText>cũ</w:delText></w:r></w:del><w:ins>{run('mới')}</w:ins></w:p>"
    assert outline(read_file(word_file(changed), "a.docx")) == [(0, "other", "", "", "Nay mới")]


def test_head_in_a_table_without_lines_is_recognised():
    cells = "".join(f"<w:tc>{paragraph(text)}</w:tc>" for text in ("TỈNH ỦY QUẢNG NINH", "ĐẢNG CỘNG SẢN VIỆT NAM"))
    below = "".join(
        f"<w:tc>{paragraph(text)}</w:tc>" for text in ("Số: 09-NQ/TU", "Quảng Ninh, ngày 05 tháng 02 năm 2022")
    )
    body = f"<w:tbl><w:tr>{cells}</w:tr><w:tr>{below}</w:tr></w:tbl>"
    body += paragraph("NGHỊ QUYẾT", is_bold=True) + paragraph("Về chuyển đổi số toàn diện", is_bold=True)
    assert read_file(word_file(body + paragraph("Điều 1. Nội dung")), "a.docx").recognised == Recognised(
        "09-NQ/TU", "Tỉnh ủy Quảng Ninh", date(2022, 2, 5), "resolution", "Về chuyển đổi số toàn diện"
    )


def _bomb() -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<a>" + b" " * (40 << 20) + b"</a>")
    return output.getvalue()


ENTITIES = b'<!DOCTYPE a [<!ENTITY b "x">]><w:document xmlns:w="urn:x">&b;</w:document>'


def _with_entities() -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as archive:
        archive.writestr("word/document.xml", ENTITIES)
    return output.getvalue()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b" \n", "Tệp trống. Hãy chọn tệp có nội dung."),
        (b"%PDF-1.7 ...", "Đây là tệp PDF, không đọc được thành văn bản. Hãy gửi tệp Word (.docx) hoặc .md."),
        (b"PK\x03\x04 broken", "Không đọc được tệp Word này. Hãy mở bằng Word, lưu lại thành .docx rồi gửi lại."),
        (_bomb(), "Tệp Word khi giải nén lớn quá mức cho phép. Hãy chia tệp, hoặc dán văn bản."),
        (_with_entities(), "Không đọc được tệp Word này. Hãy mở bằng Word, lưu lại thành .docx rồi gửi lại."),
        (
            b"\xd0\xcf\x11\xe0 old",
            "Đây là tệp Word cũ (.doc) hoặc có mật khẩu. Hãy mở bằng Word, lưu thành .docx rồi gửi lại.",
        ),
        (b"a\0b", "Tệp không phải văn bản. Hãy gửi tệp Word (.docx), .md, hoặc dán văn bản."),
        (b"\xff\xfa\xf0", "Tệp không phải văn bản UTF-8. Hãy lưu lại với mã hóa UTF-8 rồi gửi lại."),
        (
            b"<!DOCTYPE html><script>x</script>",
            "Đây là trang HTML hoặc tệp XML. Hãy gửi tệp Word (.docx), .md, hoặc dán văn bản.",
        ),
    ],
    ids=["empty", "pdf", "broken", "bomb", "entities", "old", "binary", "latin", "html"],
)
def test_bad_file_gets_its_sentence(content, sentence):
    with pytest.raises(Invalid) as refusal:
        read_file(content, "a.docx")
    assert str(refusal.value) == sentence


def test_word_file_nested_without_end_is_read_without_failing():
    body = "<w:p>" + "<w:ins>" * 5_000 + run("sâu") + "</w:ins>" * 5_000 + "</w:p>"
    assert outline(read_file(word_file(body), "a.docx")) == [(0, "other", "", "", "sâu")]


def test_mended_source_reads_like_the_file_it_comes_from():
    body = "".join(paragraph(line, is_bold=line.isupper()) for line in RESOLUTION.splitlines())
    content = word_file(body)
    assert read_text(to_source(content, "a.docx"), is_markdown=True).sections == read_file(content, "a.docx").sections
    assert read_text(pasted_source(RESOLUTION), is_markdown=True) == read_text(RESOLUTION)


LABELLED = {
    "front matter": "---\nnumber: 57-NQ/TW\nissuer: Bộ Chính trị\ndate: 2024-12-22\nkind: Nghị quyết\n"
    "title: Về đột phá\n---",
    "a form": "Số/ký hiệu: 57–NQ/TW\nCơ quan ban hành: BỘ CHÍNH TRỊ\nNgày ban hành: 22/12/2024\nLoại: Nghị quyết\n"
    "Trích yếu: Về đột phá",
    "a form below its title": "# Về đột phá\n\n- **Số:** 57-NQ/TW\n- **Cơ quan ban hành:** Bộ Chính trị\n"
    "- **Ngày ban hành:** ngày 22 tháng 12 năm 2024\n- **Loại văn bản:** nghị quyết",
    "one sentence": "# Nghị quyết số 57-NQ/TW, ngày 22/12/2024 của Bộ Chính trị về đột phá",
    "one sentence, half of it labelled": "# Nghị quyết 57-NQ/TW về đột phá\nCơ quan ban hành: Bộ Chính trị\n"
    "Ngày ban hành: 22/12/2024",
}


@pytest.mark.parametrize("head", LABELLED.values(), ids=LABELLED)
def test_markdown_says_what_it_is_in_the_ways_people_write_it(head):
    document = read_file(f"{head}\n\n## I. Quan điểm\n\nMột.\n".encode(), "nq.md")
    assert document.recognised == Recognised("57-NQ/TW", "Bộ Chính trị", date(2024, 12, 22), "resolution", "Về đột phá")
    assert outline(document) == [(0, "heading", "I", "Quan điểm", "Một.")]


@pytest.mark.parametrize("head", ["Số: đang cập nhật", "Ngày: hôm nay\nĐịa điểm: Hội trường", "Ngày 31/02/2024: họp"])
def test_line_that_only_looks_labelled_stays_in_the_text(head):
    document = read_text(f"{head}\n\nNội dung.")
    assert (document.recognised, outline(document)[0][4].startswith(head.split()[0])) == (Recognised(), True)
