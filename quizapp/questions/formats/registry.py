"""The formats that there are. A new one is a module with a ``Format`` and one line here."""

from __future__ import annotations

from collections.abc import Sequence

from ...errors import Invalid, Refused, Sentence
from . import aiken, docx, gift, moodle_xml, qti, table, text
from .interface import Format
from .parsed import ParsedFile, ParsedQuestion

AUTO = "auto"

# In the order in which content is tried.
FORMATS: tuple[Format, ...] = (
    table.XLSX,
    docx.FORMAT,
    moodle_xml.FORMAT,
    qti.FORMAT,
    qti.FORMAT_3_0,
    aiken.FORMAT,
    gift.FORMAT,
    table.CSV,
    text.FORMAT,
)


def names() -> tuple[str, ...]:
    """The names of the formats that can be read."""
    return tuple(sorted(one.name for one in FORMATS))


def detect(content: bytes, filename: str) -> str:
    """The name of the format that the content shows; the file name decides between several and where none is shown.

    Raises Refused, saying what can be read, where it is none of them.
    """
    fitting = [one for one in FORMATS if one.matches(content, filename)]
    extension = filename.rpartition(".")[2].lower()
    named = [one for one in FORMATS if extension in one.extensions]
    for one in [one for one in named if one in fitting] or fitting:
        return one.name
    if not named:
        raise Refused(Sentence("Không nhận ra định dạng của tệp. Hiện đọc được: %(names)s.", names=", ".join(names())))
    return named[0].name


def read(content: bytes, filename: str, format: str = AUTO) -> ParsedFile:
    """Everything in the file. Raises Refused for a format that is not there, Invalid for a file that cannot be read
    as a whole or that holds no question."""
    parsed = _format(detect(content, filename) if format == AUTO else format).read(content, filename)
    if not parsed.found:
        raise Invalid(Sentence("Không tìm thấy câu hỏi nào trong tệp. Hãy kiểm tra lại tệp đã chọn."))
    return parsed


def write(name: str, questions: Sequence[ParsedQuestion], title: str = "") -> bytes:
    """The questions in this format. Raises Refused for a format that is not there or is only read."""
    writer = _format(name).write
    if writer is None:
        raise Refused(Sentence("Định dạng “%(name)s” chỉ đọc, không xuất được. Hãy chọn định dạng khác.", name=name))
    return writer(questions, title)


def parted(name: str, questions: Sequence[ParsedQuestion]) -> tuple[Sequence[ParsedQuestion], Sequence[ParsedQuestion]]:
    """The questions that this format can carry, and those that it cannot. Raises Refused for an unknown format."""
    carries = _format(name).carries
    kept: list[ParsedQuestion] = []
    left_out: list[ParsedQuestion] = []
    for question in questions:
        (kept if carries(question) else left_out).append(question)
    return kept, left_out


def _format(name: str) -> Format:
    for one in FORMATS:
        if one.name == name:
            return one
    raise Refused(_not_yet(name))


def _not_yet(name: str) -> Sentence:
    return Sentence(
        "Chưa dùng được định dạng “%(name)s”. Hiện đọc được: %(names)s.", name=name, names=", ".join(names())
    )
