"""Zip archives from strangers."""

from __future__ import annotations

import io
import random
import stat
import zipfile

import pytest

from quizapp.errors import Invalid
from quizapp.questions.formats import archive as archives
from quizapp.questions.formats.archive import Archive

from .factories import archive


def refusal_of(content: bytes) -> str:
    with pytest.raises(Invalid) as refusal:
        read_all(content)
    return str(refusal.value)


def read_all(content: bytes) -> list[bytes]:
    opened = Archive(content)
    return [opened.read_whole(name) for name in opened.names]


def with_member(change: zipfile.ZipInfo) -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as written:
        written.writestr(change, b"x")
    return output.getvalue()


def test_members_are_read_by_name_in_any_case() -> None:
    opened = Archive(archive({"a/": b"", "a/B.xml": b"noi dung", "c.zip": archive({"d": b"x"})}))
    assert opened.names == ("a/B.xml", "c.zip")
    assert (opened.find("A/b.XML"), opened.find("khong"), opened.find("d")) == ("a/B.xml", None, None)
    assert (opened.read("a/B.xml", 3), opened.read_whole("a/B.xml")) == (b"noi", b"noi dung")


@pytest.mark.parametrize("name", ["../a.xml", "a/../../b.xml", "/etc/passwd", "C:/a.xml", "..\\a.xml", "a\\..\\b"])
def test_names_that_lead_out_are_refused(name: str) -> None:
    assert "trỏ ra ngoài gói" in refusal_of(archive({"ok.xml": b"", name: b"x"}))


def test_links_are_refused() -> None:
    link = zipfile.ZipInfo("a.xml")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    assert "trỏ ra ngoài gói" in refusal_of(with_member(link))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_members_of_one_name_are_refused() -> None:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as written:
        written.writestr("a.xml", b"1")
        written.writestr("a.xml", b"2")
    assert "hai tệp trùng tên" in refusal_of(output.getvalue())


def test_unusual_methods_are_refused() -> None:
    member = zipfile.ZipInfo("a.xml")
    member.compress_type = zipfile.ZIP_LZMA
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as written:
        written.writestr(member, b"x", zipfile.ZIP_LZMA)
    assert "nén lại thành tệp .zip thường" in refusal_of(output.getvalue())


def test_locked_archives_are_refused() -> None:
    content = bytearray(archive({"a.xml": b"x"}))
    for sign in (b"PK\x03\x04", b"PK\x01\x02"):
        content[content.index(sign) + (6 if sign.endswith(b"\x04") else 8)] |= 1
    assert "đặt mật khẩu" in refusal_of(bytes(content))


@pytest.mark.parametrize("cut", [1, 20, 60])
def test_damaged_archives_are_refused(cut: int) -> None:
    assert "bị hỏng" in refusal_of(archive({"a.xml": b"x" * 100})[:-cut])


def test_a_damaged_member_is_named() -> None:
    content = bytearray(archive({"a.xml": bytes(range(256)) * 4}))
    content[60] ^= 0xFF
    assert refusal_of(bytes(content)).startswith("Tệp a.xml trong gói bị hỏng")


def test_real_unpacked_bytes_are_counted() -> None:
    zeros = bytes(19 << 20)
    assert "giải nén lớn quá mức" in refusal_of(archive({"a.xml": zeros}))
    assert "lớn hơn 20 MB" in refusal_of(
        archive({"a.xml": bytes(21 << 20), "b.bin": random.Random(1).randbytes(1 << 20)})
    )


def test_members_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MOST_MEMBERS", 2)
    assert "Gói có hơn 2 tệp" in refusal_of(archive({"a": b"", "b": b"", "c": b""}))
