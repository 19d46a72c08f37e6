"""PURE: a file or a pasted text as a document; the kind of a file is told by its content."""

from __future__ import annotations

from ..errors import Invalid, Sentence
from . import text_lines, word_file
from .outline import read_sections
from .parsed import Line, ParsedDocument
from .recognition import recognise

_FOREIGN = (
    (b"%PDF", Sentence("tệp PDF")),
    (b"{\\rtf", Sentence("tệp RTF")),
    (b"\x89PNG", Sentence("tệp ảnh")),
    (b"\xff\xd8\xff", Sentence("tệp ảnh")),
    (b"Rar!", Sentence("tệp nén")),
    (b"7z\xbc\xaf", Sentence("tệp nén")),
)


def read_file(content: bytes, filename: str) -> ParsedDocument:
    """The document of a .docx, .md or .txt file. Raises Invalid with how to mend it."""
    return _document(_lines_of_file(content, filename))


def _lines_of_file(content: bytes, filename: str) -> list[Line]:
    if not content.strip():
        raise Invalid(Sentence("Tệp trống. Hãy chọn tệp có nội dung."))
    for sign, kind in _FOREIGN:
        if content.startswith(sign):
            raise Invalid(
                Sentence("Đây là %(kind)s, không đọc được thành văn bản. Hãy gửi tệp Word (.docx) hoặc .md.", kind=kind)
            )
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0")):
        return word_file.read_lines(content)
    text = text_lines.decode(content)
    if text.lstrip()[:200].lower().startswith(("<!doctype", "<html", "<?xml", "<script")):
        raise Invalid(Sentence("Đây là trang HTML hoặc tệp XML. Hãy gửi tệp Word (.docx), .md, hoặc dán văn bản."))
    return text_lines.read_lines(text, is_markdown=not filename.lower().endswith(".txt"))


def read_text(text: str, is_markdown: bool = False) -> ParsedDocument:
    """The document of a pasted text. Raises Invalid for one without words."""
    return _document(text_lines.read_lines(text, is_markdown))


def _document(lines: list[Line]) -> ParsedDocument:
    if not lines:
        raise Invalid(Sentence("Không thấy chữ nào. Hãy kiểm tra lại nội dung."))
    recognised, rest = recognise(lines)
    return ParsedDocument(recognised, read_sections(rest))


def to_source(content: bytes, filename: str) -> str:
    """The file as Markdown that a person can mend; ``read_text`` reads it alike. Raises Invalid."""
    return "".join(_written(line) for line in _lines_of_file(content, filename)).strip() + "\n"


def pasted_source(text: str) -> str:
    """The same of a pasted text."""
    return "".join(_written(line) for line in text_lines.read_lines(text, is_markdown=False)).strip() + "\n"


def _written(line: Line) -> str:
    heading = "#" * min(line.level, 6) + " " if line.level else ""
    blank = "\n" if line.is_apart or line.level else ""
    return f"{blank}{heading}{line.markdown}\n" + ("\n" if line.is_table else "")
