"""PURE: what a file is, by its content and never by its name."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import PurePath

from ..errors import Invalid, Sentence

LARGEST = 25 << 20  # bytes
_OFFICE = "application/vnd.openxmlformats-officedocument."
_PARTS = {
    "word/document.xml": (".docx", _OFFICE + "wordprocessingml.document"),
    "ppt/presentation.xml": (".pptx", _OFFICE + "presentationml.presentation"),
    "xl/workbook.xml": (".xlsx", _OFFICE + "spreadsheetml.sheet"),
}
_PICTURES = {b"\x89PNG\r\n\x1a\n": (".png", "image/png"), b"\xff\xd8\xff": (".jpg", "image/jpeg")}
# Names in a PDF may be written with #xx for a letter; a script in one is of no use to a reader.
_ACTIVE = re.compile(rb"/(?:JavaScript|JS|Launch|EmbeddedFile|RichMedia)(?![A-Za-z])")
_HTML = re.compile(rb"<\s*(?:script|html|!doctype|svg|iframe)", re.I)


def check_file(content: bytes, name: str) -> tuple[str, str]:
    """(name with the right suffix, media type). Raises Invalid with how to mend it."""
    if not content:
        raise Invalid(Sentence("Tệp trống. Hãy chọn tệp có nội dung."))
    if len(content) > LARGEST:
        raise Invalid(Sentence("Tệp lớn hơn %(megabytes)s MB. Hãy giảm dung lượng tệp.", megabytes=LARGEST >> 20))
    suffix, media_type = _kind_of(content)
    stem = PurePath("".join(c for c in name.replace("\\", "/") if c.isprintable())).stem.strip(" .") or "tep"
    return f"{stem[:200]}{suffix}", media_type


def _kind_of(content: bytes) -> tuple[str, str]:
    if content.startswith(b"%PDF-"):
        return _checked_pdf(content)
    if content.startswith(b"PK\x03\x04"):
        return _office(content)
    for sign, kind in _PICTURES.items():
        if content.startswith(sign):
            return kind
    raise _refused()


def _checked_pdf(content: bytes) -> tuple[str, str]:
    head = content[:1024]
    named = re.sub(rb"#([0-9A-Fa-f]{2})", lambda match: bytes([int(match[1], 16)]), content)
    if _HTML.search(head) or _ACTIVE.search(named) or b"%%EOF" not in content[-2048:]:
        raise Invalid(
            Sentence("Tệp PDF này có mã chạy bên trong hoặc bị hỏng nên không nhận. Hãy in lại ra PDF rồi gửi.")
        )
    return ".pdf", "application/pdf"


def _office(content: bytes) -> tuple[str, str]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise _refused() from None
    if any("vbaproject" in name.lower() for name in names):
        raise Invalid(Sentence("Tệp có chứa macro nên không nhận. Hãy lưu lại không kèm macro."))
    for part, kind in _PARTS.items():
        if part in names:
            return kind
    raise _refused()


def _refused() -> Invalid:
    return Invalid(Sentence("Chỉ nhận tệp PDF, Word (.docx), PowerPoint (.pptx), Excel (.xlsx), ảnh PNG hoặc JPEG."))
