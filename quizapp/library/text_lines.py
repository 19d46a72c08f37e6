"""PURE: a pasted text or a Markdown file as lines."""

from __future__ import annotations

import re

from ..errors import Invalid, Sentence
from ..folding import tidy
from . import markdown
from .parsed import Line

MOST_LETTERS = 3_000_000
_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*$")
_MARKS = re.compile(r"(\*\*|__|(?<!\\)`)")
_BOLD = re.compile(r"(\*\*|__)(?!\s)(.+?)(?<!\s)\1$")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


def decode(content: bytes) -> str:
    """The text of a file: UTF-8, or UTF-16 that says so. Raises Invalid."""
    encoding = "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        raise Invalid(Sentence("Tệp không phải văn bản UTF-8. Hãy lưu lại với mã hóa UTF-8 rồi gửi lại.")) from None
    if "\0" in text:
        raise Invalid(Sentence("Tệp không phải văn bản. Hãy gửi tệp Word (.docx), .md, hoặc dán văn bản."))
    return text


def read_lines(text: str, is_markdown: bool) -> list[Line]:
    """The text's lines. In a pasted text letters such as * mean themselves. Raises Invalid for an enormous one."""
    if len(text) > MOST_LETTERS:
        raise Invalid(Sentence("Văn bản quá dài. Hãy chia thành nhiều phần."))
    lines: list[Line] = []
    is_apart = True
    table: list[str] = []
    for row, raw in enumerate(text.splitlines(), start=1):
        if is_markdown and raw.lstrip().startswith("|"):
            table.append(raw.strip())
            continue
        if table:
            lines.append(_table(row - 1, table))
            table = []
        if not tidy(raw):
            is_apart = True
            continue
        lines.append(_markdown_line(row, raw, is_apart) if is_markdown else _plain_line(row, raw, is_apart))
        is_apart = False
    return [*lines, _table(len(lines) + 1, table)] if table else lines


def _table(row: int, rows: list[str]) -> Line:
    return Line(row, tidy(" ".join(rows).replace("|", " ")), "\n".join(rows), is_table=True, is_apart=True)


def _plain_line(row: int, raw: str, is_apart: bool) -> Line:
    plain = tidy(raw)
    return Line(row, plain, markdown.escape(plain), is_apart=is_apart)


def _markdown_line(row: int, raw: str, is_apart: bool) -> Line:
    text = tidy(raw)
    heading = _HEADING.fullmatch(text)
    level = len(heading[1]) if heading else 0
    text = heading[2] if heading else text
    plain = tidy(_ESCAPED.sub(r"\1", _MARKS.sub("", text)))
    return Line(row, plain, text, level=level, is_bold=bool(_BOLD.fullmatch(text)), is_apart=is_apart)
