"""Questions with everything that a format may stumble over, and files to read."""

from __future__ import annotations

import base64
import io
import struct
import zipfile
import zlib
from dataclasses import replace
from random import Random

from PIL import Image

from quizapp.questions.formats.parsed import (
    Kind,
    Level,
    ParsedFile,
    ParsedOption,
    ParsedQuestion,
    true_false_options,
)


def png(grey: int = 0) -> bytes:
    """A real picture of one pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    pixel = zlib.compress(bytes([0, grey]))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixel) + chunk(b"IEND", b"")


def noisy_png() -> bytes:
    """A picture of 250 KB, the largest kind that is kept."""
    target = io.BytesIO()
    Image.frombytes("RGB", (290, 290), Random(5).randbytes(290 * 290 * 3)).save(target, "PNG")
    return target.getvalue()


def packed(content: bytes) -> str:
    return base64.b64encode(content).decode()


def picture(grey: int = 0) -> str:
    """The picture as it stands in a stored text."""
    return f'<img src="data:image/png;base64,{packed(png(grey))}" alt="Hình">'


def archive(files: dict[str, bytes | str]) -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as written:
        for name, content in files.items():
            written.writestr(name, content)
    return output.getvalue()


PLAIN = ParsedQuestion(
    row=0,
    item="Câu 1",
    kind=Kind.SINGLE,
    stem="Hỏi?",
    options=(ParsedOption("a", True), ParsedOption("b"), ParsedOption("c")),
)
RICH = [
    PLAIN,
    replace(
        PLAIN,
        item='Tên <lạ> & "khác" ]]>',
        explanation="Một<br>hai &lt;ba&gt; ]]&gt; &amp;amp;",
        source="Điều 4 <mới> & cũ",
        topic="Nghị quyết 57-NQ/TW",
        level=Level.HIGHER_APPLICATION,
        reference="NQ/57-001<>&\"'",
        tags=("tuần 1", "a;b", "<x>"),
    ),
    replace(PLAIN, kind=Kind.MULTIPLE, options=(ParsedOption("a", True), ParsedOption("b"), ParsedOption("c", True))),
    replace(PLAIN, kind=Kind.MULTIPLE, options=(ParsedOption("a", True), ParsedOption("b"))),
    replace(PLAIN, kind=Kind.MULTIPLE, options=tuple(ParsedOption(text, True) for text in "abcdefg")),
    replace(PLAIN, kind=Kind.TRUEFALSE, options=true_false_options(True), explanation="Vì <b>thế</b>."),
    replace(PLAIN, kind=Kind.TRUEFALSE, options=true_false_options(False)),
    replace(PLAIN, options=(ParsedOption("Đúng", True), ParsedOption("Sai"))),
    replace(PLAIN, options=(ParsedOption("True"), ParsedOption("False", True))),
    replace(PLAIN, stem="<p>Một <b>hai</b></p><p>ba</p>", options=(ParsedOption("1 &lt; 2", True), ParsedOption("b"))),
    replace(PLAIN, stem="Một<br>hai <u>ba <i>bốn</i></u> <span>năm</span>&nbsp;sáu", explanation="<ul><li>a</li></ul>"),
    replace(
        PLAIN,
        stem=f"Xem {picture(1)} và {picture(2)}",
        options=(ParsedOption(picture(3), True), ParsedOption(f"b {picture(1)}")),
        explanation=f'<pre>a\n  b</pre><img src="/media/a.png">{picture(4)}',
    ),
    replace(
        PLAIN,
        stem="<table><tbody><tr><td>x<sup>2</sup></td><td>H<sub>2</sub>O</td></tr></tbody></table>",
        options=tuple(ParsedOption(f"{number}", number == 26) for number in range(1, 27)),
    ),
]


def unnumbered(parsed: ParsedFile) -> list[ParsedQuestion]:
    """The questions without their rows, which depend on the file."""
    assert parsed.rejected == (), parsed.rejected
    return [replace(question, row=0) for question in parsed.questions]


def rejections(parsed: ParsedFile) -> list[tuple[int, str, str]]:
    return [(note.row, note.item, str(note.reason)) for note in parsed.rejected]


def warnings(parsed: ParsedFile) -> list[str]:
    return [str(note.warning) for note in parsed.warnings]


def keys(question: ParsedQuestion) -> list[tuple[str, bool]]:
    return [(option.text, option.is_right) for option in question.options]
