"""One paragraph of a Word document as lines: letters with their marks, automatic number, pictures, text boxes. Pure.

As its reader sees it: deleted text is left out, inserted text is there, hidden text is left out with a warning.
"""

from __future__ import annotations

import re
from dataclasses import replace
from html import escape
from unicodedata import normalize

from ...errors import Invalid, Sentence
from ...folding import tidy
from .docx_formulas import formula
from .docx_numbering import Numbering
from .docx_own import is_own, own_line
from .docx_package import WordPackage
from .docx_signs import in_font, symbol
from .docx_styles import Styles
from .exam_lines import OBJECT, Line, Mark, Run
from .xml_tree import Node

_GONE = ("del", "moveFrom", "pPr", "rPr", "instrText", "delText", "rt", "sdtPr", "sdtEndPr")
_UNSEEN = re.compile("[\u00ad\u200b\u2060\ufeff]")
_LOOKS_OF_LINKS = frozenset((Mark.UNDERLINE, Mark.BLUE, Mark.PURPLE))
_EQUATION = Sentence(
    "Có công thức dạng đối tượng (Equation, MathType) không đọc được. Hãy gõ lại công thức, hoặc dán thành hình PNG."
)
_EMBEDDED = Sentence(
    "Có đối tượng nhúng (biểu đồ, bảng tính, hình vẽ) không đọc được nên đã bỏ. Hãy dán thành hình PNG."
)
_FOOTNOTE = Sentence("Có chú thích cuối trang nên không nhập phần chú thích. Hãy kiểm tra lại.")
_LONGEST_ALT = 200


class Source:
    """What paragraphs need of their document."""

    def __init__(self, package: WordPackage) -> None:
        self.package = package
        self.styles = Styles(package.part("styles"))
        self.numbering = Numbering(package.part("numbering"), self.styles)


def style_of(paragraph: Node, source: Source) -> str:
    """The id of the paragraph's style."""
    found = paragraph.find("pPr", "pStyle")
    return found.get("val") if found else source.styles.default


def read_paragraph(paragraph: Node, number: int, source: Source) -> tuple[list[Line], list[Node]]:
    """The lines of a paragraph, broken where its author broke them, and the text boxes that hang on it."""
    style = style_of(paragraph, source)
    name = source.styles.name(style)
    reading = _Reading(source, style, is_own(name))
    label = source.numbering.label(paragraph.find("pPr"), style)
    if label and not is_own(name):
        reading.add(Run(f"{label} "))
    reading.read(paragraph)
    if is_own(name):
        return [own_line(reading.whole(number), name)], reading.boxes
    named = replace(
        Line(number), is_title=name in ("title", "tiêu đề"), is_heading=name.startswith(("heading ", "đầu đề "))
    )
    return reading.lines(named), reading.boxes


class _Reading:
    """Collects runs, and what is wrong with them, line by line."""

    def __init__(self, source: Source, style: str, is_own: bool) -> None:
        self._source = source
        self._style = style
        self._is_own = is_own
        self._lines: list[tuple[list[Run], list[Sentence], list[Sentence]]] = [([], [], [])]
        self._in_link = False
        self.boxes: list[Node] = []

    def lines(self, like: Line) -> list[Line]:
        """A line for each line break; those that break nothing are left out."""
        made = [
            replace(like, runs=_merged(runs), faults=tuple(faults), remarks=tuple(remarks))
            for runs, faults, remarks in self._lines
        ]
        return [line for line in made if not line.is_blank or line.faults or line.remarks] or made[:1]

    def whole(self, number: int) -> Line:
        """One line with its line breaks within."""
        runs: list[Run] = []
        for place, (more, _, _) in enumerate(self._lines):
            runs.extend([Run("\n"), *more] if place else more)
        faults = [fault for _, faults, _ in self._lines for fault in faults]
        remarks = [remark for _, _, remarks in self._lines for remark in remarks]
        return Line(number, _merged(runs), faults=tuple(faults), remarks=tuple(remarks))

    def add(self, run: Run) -> None:
        """Take letters; a line break among them begins a line."""
        first, *others = run.text.split("\n")
        self._lines[-1][0].append(replace(run, text=first))
        for other in others:
            self._lines.append(([replace(run, text=other)], [], []))

    def read(self, node: Node) -> None:
        """Take all runs below."""
        for child in node.elements():
            if child.tag == "r":
                self._run(child)
            elif child.tag in ("oMath", "oMathPara"):
                self._formula(child)
            elif child.tag == "hyperlink":
                was, self._in_link = self._in_link, True
                self.read(child)
                self._in_link = was
            elif child.tag == "AlternateContent":
                self.read(_chosen(child))
            elif child.tag not in _GONE:
                self.read(child)

    def _run(self, run: Node) -> None:
        look = self._source.styles.look(run.find("rPr"), self._style)
        if look.vanish:
            self._hide(run)
            return
        marks = look.marks
        self._pieces(run, marks - _LOOKS_OF_LINKS if self._in_link else marks, (look.font or "").lower())

    def _pieces(self, run: Node, marks: frozenset[Mark], font: str) -> None:
        for piece in run.elements():
            text = _text(piece)
            if text is not None:
                self._letters(text, marks, font)
            elif piece.tag in ("drawing", "pict"):
                self._drawing(piece)
            elif piece.tag == "object":
                self._object(piece)
            elif piece.tag == "AlternateContent":
                self._pieces(_chosen(piece), marks, font)
            elif piece.tag == "ruby":
                self.read(piece.find("rubyBase") or piece)
            elif piece.tag in ("footnoteReference", "endnoteReference"):
                self._remark(_FOOTNOTE)

    def _letters(self, text: str, marks: frozenset[Mark], font: str) -> None:
        try:
            self.add(Run(in_font(text, font), marks))
        except Invalid as refusal:
            self.add(Run(text, marks))
            self._lines[-1][1].append(refusal.sentence)

    def _hide(self, run: Node) -> None:
        text = tidy("".join(_text(piece) or "" for piece in run.elements()))
        if text:
            short = text if len(text) <= 60 else f"{text[:59]}…"
            self._remark(Sentence("Có chữ ẩn không nhập: “%(text)s”. Hãy kiểm tra lại.", text=short))

    def _formula(self, node: Node) -> None:
        try:
            for run in formula(node, keeps_letters=self._is_own):
                self.add(run)
        except Invalid as refusal:
            self.add(Run(OBJECT))
            self._lines[-1][1].append(refusal.sentence)

    def _object(self, node: Node) -> None:
        """An object of another program: an equation may not be left out, since the question means nothing without."""
        programs = [one.get("ProgID") for one in node.walk("OLEObject")]
        is_equation = any(program.startswith(("Equation", "MathType")) for program in programs)
        self.add(Run(OBJECT))
        self._lines[-1][1].append(_EQUATION if is_equation or not programs else _EMBEDDED)

    def _drawing(self, node: Node) -> None:
        boxes = list(node.walk("txbxContent"))
        self.boxes.extend(boxes)
        inside = {id(one) for box in boxes for one in box.walk()}
        pictures = [one for one in node.walk("blip", "imagedata") if id(one) not in inside]
        for picture in pictures:
            self._picture(picture.get("embed") or picture.get("id"), _alternative(node) if self._is_own else "")
        if not pictures and not boxes and any(True for _ in node.walk("chart", "relIds")):
            self._remark(_EMBEDDED)

    def _picture(self, relation_id: str, alternative: str) -> None:
        try:
            address = self._source.package.picture(relation_id)
        except Invalid as refusal:
            self._remark(refusal.sentence)
            return
        self.add(Run(OBJECT, html=f'<img src="{address}"{alternative}>'))

    def _remark(self, remark: Sentence) -> None:
        self._lines[-1][2].append(remark)


def _chosen(node: Node) -> Node:
    """Of the same thing in two ways the newer one, else what stands for it."""
    return node.find("Choice") or node.find("Fallback") or node


def _text(piece: Node) -> str | None:
    """The letters that an element of a run stands for, None for other things."""
    if piece.tag == "t":
        return _UNSEEN.sub("", normalize("NFC", piece.text())).replace(OBJECT, "")
    if piece.tag == "sym":
        return symbol(piece.get("font"), piece.get("char")) or "\ufffd"
    if piece.tag == "br":
        return " " if piece.get("type") == "column" else "\n"
    return {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "-", "softHyphen": ""}.get(piece.tag)


def _alternative(node: Node) -> str:
    """The description of a picture; in files of others it is a file name or a machine's guess."""
    properties = next(node.walk("docPr"), None)
    text = tidy(properties.get("descr")) if properties else ""
    return f' alt="{escape(text[:_LONGEST_ALT])}"' if text else ""


def _merged(runs: list[Run]) -> tuple[Run, ...]:
    """Runs that look alike as one: editors cut them at will."""
    merged: list[Run] = []
    for run in runs:
        if not run.text:
            continue
        if merged and not run.html and not merged[-1].html and merged[-1].marks == run.marks:
            merged[-1] = replace(run, text=merged[-1].text + run.text)
        else:
            merged.append(run)
    return tuple(merged)
