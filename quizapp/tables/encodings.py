"""PURE: from the bytes of a text file to Unicode, or a refusal that names the trouble. Never U+FFFD."""

from __future__ import annotations

import codecs
import unicodedata
from collections.abc import Callable

from ..errors import Invalid, Sentence
from .tcvn3 import decode_tcvn3, vietnamese_share

# UTF-32 first: its little-endian mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# A right decoding of real lists scores above 0.95 (foreign names are the rest), a wrong one below 0.5.
_SURE = 0.8
_SAMPLE_BYTES = 1 << 16


def decode_text(content: bytes, filename: str) -> str:
    """The text of a file in UTF-8, UTF-16 (with a mark or without), Windows-1258 or TCVN3.

    Raises Invalid where the encoding is not recognised or letters were already lost.
    """
    text = _decode_marked(content, filename)
    if text is None:
        text = _decode_utf16_without_mark(content)
    if text is None:
        text = _decode_utf8(content)
    if text is None:
        text = _decode_legacy(content)
    if text is None:
        raise Invalid(_unrecognised(filename))
    return _checked(text, filename)


def _decode_marked(content: bytes, filename: str) -> str | None:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            try:
                return content.decode(encoding)
            except UnicodeDecodeError:
                raise Invalid(_unrecognised(filename)) from None
    return None


def _decode_utf16_without_mark(content: bytes) -> str | None:
    """Separators, digits and plain letters have a zero byte on one side only, and there are always many of them."""
    sample = content[:_SAMPLE_BYTES]
    half = max(len(sample) // 2, 1)
    zeros_first, zeros_second = sample[0::2].count(0) / half, sample[1::2].count(0) / half
    if max(zeros_first, zeros_second) < 0.4 or min(zeros_first, zeros_second) > 0.05:
        return None
    try:
        return content.decode("utf-16-be" if zeros_first > zeros_second else "utf-16-le")
    except UnicodeDecodeError:
        return None


def _decode_utf8(content: bytes) -> str | None:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _decode_windows_1258(content: bytes) -> str:
    return unicodedata.normalize("NFC", content.decode("cp1258"))


def _decode_legacy(content: bytes) -> str | None:
    """The 8-bit decoding that gives Vietnamese words, if one surely does."""
    decoded = (_decoded_with_share(decode, content) for decode in (_decode_windows_1258, decode_tcvn3))
    share, text = max(decoded)
    return text if share >= _SURE else None


def _decoded_with_share(decode: Callable[[bytes], str], content: bytes) -> tuple[float, str]:
    try:
        text = decode(content)
    except UnicodeDecodeError:
        return 0.0, ""
    return vietnamese_share(text[:_SAMPLE_BYTES]), text


def _checked(text: str, filename: str) -> str:
    if "\0" in text:
        raise Invalid(
            Sentence("Tệp “%(file)s” không phải là tệp chữ. Mở bằng Excel rồi chọn Lưu lại thành .xlsx.", file=filename)
        )
    if "\ufffd" in text:
        line = text.count("\n", 0, text.index("\ufffd")) + 1
        raise Invalid(
            Sentence(
                "Dòng %(row)s của tệp “%(file)s” có chữ đã bị hỏng (hiện thành dấu hỏi trong ô vuông). "
                "Lấy lại tệp gốc rồi lưu lại dạng CSV UTF-8.",
                row=line,
                file=filename,
            )
        )
    return text


def _unrecognised(filename: str) -> Sentence:
    return Sentence(
        "Không nhận ra bảng mã chữ của tệp “%(file)s”. Mở bằng Excel rồi chọn Lưu lại thành .xlsx hoặc CSV UTF-8.",
        file=filename,
    )
