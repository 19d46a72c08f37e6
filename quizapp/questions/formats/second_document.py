"""Questions in one document, their keys in a second one. Pure."""

from __future__ import annotations

from ...errors import Invalid, Refused, Sentence
from . import docx, registry, text
from .exam_layout import read_lines
from .exam_lines import Line, plain_line
from .exam_remarks import Places
from .parsed import ParsedFile
from .text_files import read_text

_PLACES = Places(Sentence("Đoạn"), keeps_lines=False)


def read(content: bytes, filename: str, key_content: bytes, key_filename: str) -> ParsedFile:
    """The questions with the keys: the second document is read as if it stood at the end of the first.

    Raises Refused where one of them is neither Word nor plain text, Invalid where they cannot be read.
    """
    lines = _lines(content, filename)
    number = max((line.number for line in lines), default=0)
    lines += [plain_line(number + 1, "ĐÁP ÁN"), *_lines(key_content, key_filename, number + 1)]
    parsed = read_lines(lines, _PLACES)
    if not parsed.found:
        raise Invalid(Sentence("Không tìm thấy câu hỏi nào trong tệp. Hãy kiểm tra lại tệp đã chọn."))
    return parsed


def _lines(content: bytes, filename: str, after: int = 0) -> list[Line]:
    name = registry.detect(content, filename)
    if name == docx.FORMAT.name:
        return docx.lines_of(content, filename, after)
    if name == text.FORMAT.name:
        plain = read_text(content, filename).replace("\r\n", "\n").replace("\r", "\n")
        return [plain_line(after + number, line) for number, line in enumerate(plain.split("\n"), start=1)]
    raise Refused(Sentence("Tệp đáp án riêng chỉ dùng được khi cả hai tệp là Word (.docx) hoặc văn bản (.txt)."))
