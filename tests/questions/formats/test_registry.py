"""Formats by name and by content."""

from __future__ import annotations

import io
import zipfile

import pytest

from quizapp.errors import DomainError, Invalid, Refused
from quizapp.questions.formats import registry
from quizapp.questions.formats.parsed import Kind, ParsedOption, ParsedQuestion

QUESTION = ParsedQuestion(
    row=1, item="Câu 1", kind=Kind.SINGLE, stem="Hỏi?", options=(ParsedOption("a", True), ParsedOption("b"))
)
GIFT = "::1::Hỏi?{=a ~b}\n".encode()
CSV = "Câu hỏi,A,B,Đáp án\nHỏi?,a,b,A\n".encode()
XLSX = registry.write("xlsx", [QUESTION])


def archive(member: str) -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as packed:
        packed.writestr(member, "<x/>")
    return output.getvalue()


@pytest.mark.parametrize(
    ("content", "filename", "name"),
    [
        (GIFT, "a.gift", "gift"),
        (GIFT, "a.txt", "gift"),
        (GIFT, "a.csv", "gift"),
        (CSV, "a.csv", "csv"),
        (CSV, "a.txt", "csv"),
        (CSV, "khong-ten", "csv"),
        (XLSX, "a.xlsx", "xlsx"),
        (XLSX, "a.csv", "xlsx"),
        ("Hỏi?\n".encode(), "a.gift", "gift"),
        (b"", "a.csv", "csv"),
        ("Câu hỏi,A,B,Đáp án\n{T},{=a},b,A\n".encode(), "a.csv", "csv"),
    ],
)
def test_content_decides_and_the_name_helps(content: bytes, filename: str, name: str) -> None:
    assert registry.detect(content, filename) == name


@pytest.mark.parametrize(
    ("content", "filename", "sentence"),
    [
        (archive("word/document.xml"), "a.docx", "Chưa dùng được định dạng “docx”. Hiện đọc được: csv, gift, xlsx."),
        (archive("imsmanifest.xml"), "a.zip", "Chưa dùng được định dạng “qti”. Hiện đọc được: csv, gift, xlsx."),
        (
            b"<?xml version='1.0'?>\n<quiz>",
            "a.xml",
            "Chưa dùng được định dạng “moodle-xml”. Hiện đọc được: csv, gift, xlsx.",
        ),
        (b"Q?\nA. x\nB. y\nANSWER: A\n", "a.txt", "Chưa dùng được định dạng “aiken”. Hiện đọc được: csv, gift, xlsx."),
        (
            "Câu 1: Hỏi?\nA. x\nB. y\n".encode(),
            "a.txt",
            "Chưa dùng được định dạng “text”. Hiện đọc được: csv, gift, xlsx.",
        ),
        ("Một bức thư.".encode(), "a.txt", "Không nhận ra định dạng của tệp. Hiện đọc được: csv, gift, xlsx."),
    ],
)
def test_other_files_are_refused_by_name(content: bytes, filename: str, sentence: str) -> None:
    with pytest.raises(Refused) as refusal:
        registry.read(content, filename)
    assert str(refusal.value) == sentence


@pytest.mark.parametrize("name", ["docx", "text", "aiken", "moodle-xml", "qti", "pdf"])
def test_formats_that_are_not_there_are_refused(name: str) -> None:
    sentence = f"Chưa dùng được định dạng “{name}”. Hiện đọc được: csv, gift, xlsx."
    for ask in (lambda: registry.read(GIFT, "a", name), lambda: registry.write(name, [QUESTION])):
        with pytest.raises(Refused) as refusal:
            ask()
        assert str(refusal.value) == sentence


@pytest.mark.parametrize("name", registry.names())
def test_every_format_reads_what_it_writes(name: str) -> None:
    parsed = registry.read(registry.write(name, [QUESTION], "Thử"), f"thu.{name}")
    assert [(one.kind, one.stem, one.options) for one in parsed.questions] == [
        (QUESTION.kind, QUESTION.stem, QUESTION.options)
    ]
    assert (parsed.rejected, parsed.warnings) == ((), ())


@pytest.mark.parametrize(
    ("content", "filename", "kind"),
    [
        (b"", "a.csv", Invalid),
        (b"", "a.gift", Invalid),
        (b"", "a", Refused),
        ("Câu hỏi,A,B,Đáp án\n".encode(), "a.csv", Invalid),
        (b"// chi co ghi chu\n", "a.gift", Invalid),
        (b"PK\x03\x04rong", "a.xlsx", Invalid),
        (b"%PDF-1.7", "a.csv", Invalid),
    ],
)
def test_files_without_questions_are_refused_as_a_whole(content: bytes, filename: str, kind: type[DomainError]) -> None:
    with pytest.raises(kind):
        registry.read(content, filename)
