"""PURE: what a file really is, told from its content; a name can say anything."""

from __future__ import annotations

from collections.abc import Collection

from ..errors import Invalid, Sentence

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_NOT_A_TABLE = (
    (b"%PDF", Sentence("tệp PDF")),
    (b"\x89PNG", Sentence("tệp ảnh")),
    (b"\xff\xd8\xff", Sentence("tệp ảnh")),
    (b"GIF8", Sentence("tệp ảnh")),
    (b"{\\rtf", Sentence("tệp văn bản RTF")),
    (b"Rar!", Sentence("tệp nén RAR")),
    (b"7z\xbc\xaf", Sentence("tệp nén 7z")),
    (b"\x1f\x8b", Sentence("tệp nén gzip")),
    (b"MZ", Sentence("tệp chương trình")),
)
_MARKUP = (
    (b"<!doctype html", Sentence("trang web (HTML)")),
    (b"<html", Sentence("trang web (HTML)")),
    (b"<table", Sentence("trang web (HTML)")),
    (b"<?xml", Sentence("tệp XML")),
)
_ZIP_KINDS = (
    ("word/document.xml", Sentence("tệp Word (.docx)")),
    ("ppt/presentation.xml", Sentence("tệp PowerPoint")),
    ("xl/workbook.bin", Sentence("bảng tính nhị phân (.xlsb)")),
    ("content.xml", Sentence("tệp OpenDocument (.ods, .odt)")),
)


def is_zip(content: bytes) -> bool:
    """Whether the content begins as a zip archive, which every .xlsx is."""
    return content.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def refuse_foreign(content: bytes, filename: str) -> None:
    """Raise Invalid, by name, for content that is neither a workbook nor text."""
    if content.startswith(_OLE):
        raise Invalid(_say_again(_ole_kind(content), filename))
    beginning = content[:512].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    for sign, kind in _NOT_A_TABLE:
        if content.startswith(sign):
            raise Invalid(_use_the_original(kind, filename))
    for sign, kind in _MARKUP:
        if beginning.startswith(sign):
            raise Invalid(_say_again(kind, filename))


def refuse_foreign_archive(names: Collection[str], filename: str) -> None:
    """Raise Invalid, by name, for an archive with these members that is not an .xlsx workbook."""
    lowered = {name.lower().replace("\\", "/") for name in names}
    if "xl/workbook.xml" in lowered:
        return
    kinds = (kind for member, kind in _ZIP_KINDS if member in lowered)
    raise Invalid(_say_again(next(kinds, Sentence("tệp nén, không phải bảng tính")), filename))


def _ole_kind(content: bytes) -> Sentence:
    """Old Office files and locked new ones share one container; its stream names are UTF-16."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        return Sentence("tệp có đặt mật khẩu")
    if "WordDocument".encode("utf-16-le") in content:
        return Sentence("tệp Word cũ (.doc)")
    return Sentence("bảng tính Excel cũ (.xls)")


def _say_again(kind: Sentence, filename: str) -> Sentence:
    return Sentence(
        "Tệp “%(file)s” thật ra là %(kind)s. Mở tệp, bỏ mật khẩu nếu có, chọn Lưu lại thành .xlsx rồi gửi lại.",
        file=filename,
        kind=kind,
    )


def _use_the_original(kind: Sentence, filename: str) -> Sentence:
    return Sentence(
        "Tệp “%(file)s” thật ra là %(kind)s, không phải bảng tính. Lấy bảng tính gốc, chọn Lưu lại thành .xlsx rồi "
        "gửi lại.",
        file=filename,
        kind=kind,
    )
