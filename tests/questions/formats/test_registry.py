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
NAMES = "aiken, csv, docx, gift, moodle-xml, qti, qti-3.0, text, xlsx"
AIKEN = "Hỏi?\nA. x\nB. y\nANSWER: A\n".encode()
MOODLE = b'<?xml version="1.0"?>\n<quiz><question type="essay"/></quiz>'

EXAM = "Câu 1: Hỏi?\nA. x\nB. y\nĐáp án: A\n".encode()


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
        (AIKEN, "a.txt", "aiken"),
        (AIKEN, "a.csv", "aiken"),
        (MOODLE, "a.xml", "moodle-xml"),
        (MOODLE, "a.txt", "moodle-xml"),
        (b"<assessmentItem/>", "a.xml", "qti"),
        (b"<questestinterop/>", "", "qti"),
        (archive("imsmanifest.xml"), "a.zip", "qti"),
        (archive("imsmanifest.xml"), "a.docx", "qti"),
        (b"%PDF-1.7", "a.zip", "qti"),
        (b"%PDF-1.7", "a.docx", "docx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "", "docx"),
        (archive("word/document.xml"), "a.zip", "docx"),
        (EXAM, "a.txt", "text"),
        (EXAM, "", "text"),
        (EXAM, "a.csv", "text"),
        ("Một bức thư.".encode(), "a.txt", "text"),
        (b"1. Q\nA. x\nB. y\nANSWER: A\n", "a.txt", "aiken"),
        ("1. {=Hỏi\nA. x".encode(), "a.txt", "gift"),
        (b"", "a.csv", "csv"),
        ("Câu hỏi,A,B,Đáp án\n{T},{=a},b,A\n".encode(), "a.csv", "csv"),
    ],
)
def test_content_decides_and_the_name_helps(content: bytes, filename: str, name: str) -> None:
    assert registry.detect(content, filename) == name


def test_other_files_are_refused_with_the_formats_that_there_are() -> None:
    with pytest.raises(Refused) as refusal:
        registry.read("Một bức thư.".encode(), "a.thu")
    assert str(refusal.value) == f"Không nhận ra định dạng của tệp. Hiện đọc được: {NAMES}."


def test_formats_that_are_not_there_are_refused() -> None:
    for ask in (lambda: registry.read(GIFT, "a", "pdf"), lambda: registry.write("pdf", [QUESTION])):
        with pytest.raises(Refused) as refusal:
            ask()
        assert str(refusal.value) == f"Chưa dùng được định dạng “pdf”. Hiện đọc được: {NAMES}."


@pytest.mark.parametrize("name", [one.name for one in registry.FORMATS if one.write])
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
