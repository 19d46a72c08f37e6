"""Zip archives from strangers: read in memory only, real bytes counted, odd names refused, archives inside left shut.

Pure.
"""

from __future__ import annotations

import io
import re
import stat
import struct
import zipfile
import zlib

from ...errors import Invalid, Sentence
from .text_files import refuse_size

MOST_MEMBERS = 10_000
LARGEST_MEMBER = 20 << 20  # bytes, unpacked
MOST_BYTES = 200 << 20
MOST_RATIO = 100
_ALWAYS_ALLOWED = 10 << 20
_CHUNK = 1 << 16
_DRIVE = re.compile(r"[A-Za-z]:")
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    OverflowError,
    RuntimeError,
    UnicodeDecodeError,
    ValueError,
    OSError,
    struct.error,
)


def is_archive(content: bytes) -> bool:
    """Whether the content begins as a zip archive does."""
    return content.startswith((b"PK\x03\x04", b"PK\x05\x06"))


class Archive:
    """A zip archive whose members can be read by name. Nothing is ever written to a disk."""

    def __init__(self, content: bytes) -> None:
        """Raises Invalid for what is no archive, is damaged or locked, or has members with names that lead out."""
        refuse_size(content)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
            members = self._zip.infolist()
        except _BROKEN:
            raise Invalid(_damaged()) from None
        if len(members) > MOST_MEMBERS:
            raise Invalid(Sentence("Gói có hơn %(most)s tệp. Hãy chia thành nhiều gói.", most=MOST_MEMBERS))
        files = [member for member in members if member.filename and not member.filename.endswith("/")]
        self._members = {_checked_name(member): member for member in files}
        if len(self._members) < len(files):
            raise Invalid(Sentence("Gói có hai tệp trùng tên nên không đọc. Hãy xuất lại gói từ hệ thống gốc."))
        self._folded = {name.casefold(): name for name in self._members}
        self._left = min(MOST_BYTES, max(_ALWAYS_ALLOWED, len(content) * MOST_RATIO))

    @property
    def names(self) -> tuple[str, ...]:
        """The members, folders with "/", in the archive's order."""
        return tuple(self._members)

    def find(self, name: str) -> str | None:
        """The member of this name, whatever the case of its letters."""
        return name if name in self._members else self._folded.get(name.casefold())

    def read(self, name: str, most: int = LARGEST_MEMBER) -> bytes:
        """A member's content, of which at most ``most`` bytes are wanted. Raises Invalid for a damaged member and
        when too much has been unpacked in all."""
        parts, size = [], 0
        try:
            with self._zip.open(self._members[name]) as member:
                while size < most and (chunk := member.read(min(_CHUNK, most - size))):
                    size += len(chunk)
                    self._spend(len(chunk))
                    parts.append(chunk)
        except _BROKEN:
            raise Invalid(Sentence("Tệp %(name)s trong gói bị hỏng. Hãy xuất lại gói.", name=name)) from None
        return b"".join(parts)

    def read_whole(self, name: str) -> bytes:
        """A member's content. Raises Invalid also where it is too large."""
        content = self.read(name, LARGEST_MEMBER + 1)
        if len(content) > LARGEST_MEMBER:
            raise Invalid(
                Sentence("Tệp %(name)s trong gói lớn hơn %(most)s MB.", name=name, most=LARGEST_MEMBER >> 20),
            )
        return content

    def _spend(self, amount: int) -> None:
        self._left -= amount
        if self._left < 0:
            raise Invalid(Sentence("Gói khi giải nén lớn quá mức cho phép. Hãy chia thành nhiều gói nhỏ hơn."))


def _checked_name(member: zipfile.ZipInfo) -> str:
    """The name with "/" between folders."""
    name = member.filename.replace("\\", "/")
    is_link = stat.S_ISLNK(member.external_attr >> 16)
    if is_link or name.startswith("/") or _DRIVE.match(name) or ".." in name.split("/"):
        raise Invalid(
            Sentence("Gói có tệp “%(name)s” trỏ ra ngoài gói nên không đọc, vì lý do an toàn.", name=name[:200])
        )
    if member.flag_bits & 0x1:
        raise Invalid(Sentence("Gói có đặt mật khẩu. Hãy gửi gói không có mật khẩu."))
    if member.compress_type not in _METHODS:
        raise Invalid(Sentence("Gói nén theo cách không đọc được. Hãy nén lại thành tệp .zip thường."))
    return name


def _damaged() -> Sentence:
    return Sentence("Gói zip bị hỏng hoặc tải lên chưa hết. Hãy xuất lại gói rồi gửi lại.")
