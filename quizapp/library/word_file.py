"""PURE: a Word document as lines: headings by style, bold, tables, automatic numbers; deleted text is left out.

Not python-docx, which unpacks every part without counting its bytes and leaves out text that was inserted with tracked
changes.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from ..errors import Invalid, Sentence
from ..folding import fold, tidy
from . import markdown
from .parsed import Line
from .word_numbering import Numbering

LARGEST_PART = 30 << 20  # bytes, unpacked
_MOST_DEPTH = 60
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_GONE = frozenset(_W + tag for tag in ("del", "moveFrom", "instrText", "delText", "rPr", "pPr", "txbxContent"))
_HEADING_STYLE = re.compile(r"(?:heading|đầu đề|tiêu đề)\s*([1-9])")
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError, KeyError)
_LETTERHEAD = ("cong hoa xa hoi", "dang cong san viet nam", "noi nhan", "so:")


def read_lines(content: bytes) -> list[Line]:
    """The document's paragraphs and tables in their order. Raises Invalid for what is no readable Word file."""
    parts = _read_parts(content)
    numbering = Numbering(parts["word/numbering.xml"])
    reading = _Reading(_heading_levels(parts["word/styles.xml"]), numbering)
    body = parts["word/document.xml"].find(f"{_W}body")  # type: ignore[union-attr]
    if body is None:
        raise _unreadable()
    reading.read(body)
    return reading.lines


def _read_parts(content: bytes) -> dict[str, Element | None]:
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise Invalid(
            Sentence("Đây là tệp Word cũ (.doc) hoặc có mật khẩu. Hãy mở bằng Word, lưu thành .docx rồi gửi lại.")
        )
    names = ("word/document.xml", "word/styles.xml", "word/numbering.xml")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            found = {name: _read_part(archive, name) for name in names}
    except _BROKEN:
        raise _unreadable() from None
    if found["word/document.xml"] is None:
        raise _unreadable()
    return found


def _read_part(archive: zipfile.ZipFile, name: str) -> Element | None:
    if name not in archive.namelist():
        return None
    with archive.open(name) as part:
        content = part.read(LARGEST_PART + 1)
    if len(content) > LARGEST_PART:
        raise Invalid(Sentence("Tệp Word khi giải nén lớn quá mức cho phép. Hãy chia tệp, hoặc dán văn bản."))
    try:
        parsed: Element = fromstring(content, forbid_dtd=True)
    except (ParseError, DefusedXmlException):
        raise _unreadable() from None
    return parsed


def _unreadable() -> Invalid:
    return Invalid(Sentence("Không đọc được tệp Word này. Hãy mở bằng Word, lưu lại thành .docx rồi gửi lại."))


def _heading_levels(styles: Element | None) -> dict[str, int]:
    """{style id: level} of the styles that are headings by their name or by the outline they belong to."""
    levels: dict[str, int] = {}
    for style in styles.iter(f"{_W}style") if styles is not None else ():
        name = style.find(f"{_W}name")
        match = _HEADING_STYLE.match((name.get(f"{_W}val") or "").lower() if name is not None else "")
        outline = style.find(f"{_W}pPr/{_W}outlineLvl")
        if match:
            levels[style.get(f"{_W}styleId") or ""] = int(match[1])
        elif outline is not None and (outline.get(f"{_W}val") or "9") < "9":
            levels[style.get(f"{_W}styleId") or ""] = int(outline.get(f"{_W}val") or 0) + 1
    return levels


class _Reading:
    """Collects lines."""

    def __init__(self, levels: dict[str, int], numbering: Numbering) -> None:
        self._levels = levels
        self._numbering = numbering
        self._row = 0
        self.lines: list[Line] = []

    def read(self, parent: Element, depth: int = 0) -> None:
        """Paragraphs and tables below, through the frames that Word puts around them."""
        for child in parent:
            if child.tag == f"{_W}p":
                self._read_paragraph(child)
            elif child.tag == f"{_W}tbl":
                self._read_table(child, depth)
            elif child.tag not in _GONE and depth < _MOST_DEPTH:
                self.read(child, depth + 1)

    def _read_paragraph(self, paragraph: Element) -> None:
        self._row += 1
        pieces = list(_pieces(paragraph))
        plain = tidy("".join(text for text, _ in pieces))
        if not plain:
            return
        label = self._numbering.label(paragraph)
        level = _style_level(paragraph, self._levels)
        is_bold = all(bold for text, bold in pieces if any(letter.isalnum() for letter in text))
        written = _as_markdown(pieces) if not (is_bold and level) else markdown.escape(plain)
        if label:
            plain, written = f"{label} {plain}", f"{markdown.escape(label + ' ')}{written}"
        self.lines.append(Line(self._row, plain, written, level, is_bold, is_apart=True))

    def _read_table(self, table: Element, depth: int) -> None:
        cells = [[_cell_text(cell) for cell in row.iter(f"{_W}tc")] for row in table.iter(f"{_W}tr")]
        words = fold(" ".join(text for row in cells for text in row))
        if any(sign in words for sign in _LETTERHEAD) or max(map(len, cells), default=0) < 2:
            # The frame of a letterhead or a signature, not a table.
            self.read(table, depth + 1)
            return
        self._row += 1
        rows = [[markdown.escape(text) for text in row] for row in cells]
        self.lines.append(Line(self._row, tidy(words), markdown.table(rows), is_apart=True, is_table=True))


def _cell_text(cell: Element) -> str:
    return tidy(" ".join("".join(text for text, _ in _pieces(one)) for one in cell.iter(f"{_W}p")))


def _style_level(paragraph: Element, levels: dict[str, int]) -> int:
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    return levels.get(style.get(f"{_W}val") or "", 0) if style is not None else 0


def _pieces(parent: Element) -> Iterator[tuple[str, bool]]:
    """(text, whether it is bold) of the runs that a reader sees; without recursion, for files made to be deep."""
    waiting = [iter(parent)]
    while waiting:
        child = next(waiting[-1], None)
        if child is None:
            waiting.pop()
        elif child.tag == f"{_W}r":
            text = "".join(map(_text, child))
            if text and child.find(f"{_W}rPr/{_W}vanish") is None:
                yield text, _is_bold(child)
        elif child.tag not in _GONE:
            waiting.append(iter(child))


def _text(piece: Element) -> str:
    if piece.tag == f"{_W}t":
        return piece.text or ""
    return {f"{_W}tab": " ", f"{_W}br": " ", f"{_W}cr": " ", f"{_W}noBreakHyphen": "-"}.get(piece.tag, "")


def _is_bold(run: Element) -> bool:
    bold = run.find(f"{_W}rPr/{_W}b")
    return bold is not None and bold.get(f"{_W}val", "1") not in ("0", "false", "off")


def _as_markdown(pieces: list[tuple[str, bool]]) -> str:
    """The pieces joined where they look alike, the bold ones marked."""
    merged: list[tuple[str, bool]] = []
    for text, bold in pieces:
        is_bold = bold if text.strip() else (merged[-1][1] if merged else False)
        if merged and merged[-1][1] == is_bold:
            merged[-1] = (merged[-1][0] + text, is_bold)
        else:
            merged.append((text, is_bold))
    marked = "".join(_marked(text) if bold else _escaped(text, not place) for place, (text, bold) in enumerate(merged))
    return " ".join(marked.split())


def _escaped(text: str, is_first: bool) -> str:
    """Only at a line's beginning "1." or "#" mean something."""
    return markdown.escape(text.lstrip()) if is_first else markdown.escape(f"\ufdd0{text}").removeprefix("\ufdd0")


def _marked(text: str) -> str:
    inner = text.strip()
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return f"{before}**{_escaped(inner, False)}**{after}"
