"""From the bytes of a text format to its text, with sentences that speak of text files. Pure."""

from __future__ import annotations

import re

from ...errors import Invalid, Sentence
from ...tables import decode_text

LARGEST_FILE = 20 << 20
MOST_LINES = 1_000_000
# What a zero byte is read as: refused with its question, as every control character is.
_STAND_IN = b"\x01"
_UNUSABLE = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\ufffd\ufdd0-\ufdef]")


def read_text(content: bytes, filename: str) -> str:
    """The text of a file in UTF-8, UTF-16 or an older Vietnamese encoding.

    Raises Invalid for an empty or too large file and for an encoding that is not recognised. Characters that no
    text can hold are left for ``refuse_unusable``, so that they cost one question and not the file.
    """
    refuse_size(content)
    if content.count(0) * 20 < len(content):
        content = content.replace(b"\0", _STAND_IN) if not _has_wide_mark(content) else content
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = _decode_older(content, filename)
    if text.count("\n") + text.count("\r") > 2 * MOST_LINES:
        raise Invalid(Sentence("Tệp có quá nhiều dòng. Hãy chia thành nhiều tệp."))
    return text


def refuse_size(content: bytes) -> None:
    """Raise Invalid for an empty or too large file."""
    if len(content) > LARGEST_FILE:
        raise Invalid(Sentence("Tệp lớn hơn %(most)s MB. Hãy chia thành nhiều tệp.", most=LARGEST_FILE >> 20))
    if not content.strip():
        raise Invalid(Sentence("Tệp trống. Hãy chọn tệp có câu hỏi."))


def refuse_unusable(text: str) -> None:
    """Raise Invalid for characters that were lost or that cannot be shown."""
    match = _UNUSABLE.search(text)
    if not match:
        return
    if match[0] == "\ufffd":
        raise Invalid(Sentence("Có chữ đã bị hỏng (dấu hỏi trong ô vuông). Hãy gõ lại câu này."))
    raise Invalid(Sentence("Có ký tự điều khiển không hiển thị được. Hãy gõ lại câu này."))


def _has_wide_mark(content: bytes) -> bool:
    return content[:2] in (b"\xff\xfe", b"\xfe\xff")


def _decode_older(content: bytes, filename: str) -> str:
    try:
        return decode_text(content, filename)
    except Invalid:
        sentence = Sentence("Không nhận ra bảng mã chữ của tệp. Hãy mở tệp rồi lưu lại với bảng mã UTF-8.")
        raise Invalid(sentence) from None
