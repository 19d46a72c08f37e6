"""XML from strangers as a small tree: no DTD, no entities, nothing fetched, depth and number of elements limited. Pure.

Names come without their prefix, since files use prefixes that they never declare.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from xml.parsers import expat

from ...errors import Invalid, Sentence
from .text_files import refuse_size

DEEPEST = 100
MOST_ELEMENTS = 600_000
MOST_ATTRIBUTES = 1_000_000
_MOST_NAMES_KEPT = 10_000

_CUT = Sentence("tệp bị cắt cụt, thiếu phần cuối")
_FAULTS = {
    expat.errors.XML_ERROR_TAG_MISMATCH: Sentence("thẻ đóng không khớp với thẻ mở"),
    expat.errors.XML_ERROR_NO_ELEMENTS: _CUT,
    expat.errors.XML_ERROR_UNCLOSED_TOKEN: _CUT,
    expat.errors.XML_ERROR_UNCLOSED_CDATA_SECTION: _CUT,
    expat.errors.XML_ERROR_INVALID_TOKEN: Sentence("có ký tự không được phép trong XML"),
    expat.errors.XML_ERROR_UNDEFINED_ENTITY: Sentence("có ký hiệu &…; chưa được khai báo"),
    expat.errors.XML_ERROR_UNKNOWN_ENCODING: Sentence("bảng mã chữ ghi ở đầu tệp không dùng được"),
    expat.errors.XML_ERROR_INCORRECT_ENCODING: Sentence("bảng mã chữ ghi ở đầu tệp không đúng"),
}


class Node:
    """An element. ``children`` are elements and texts in their order."""

    __slots__ = ("attributes", "children", "line", "tag")

    def __init__(self, tag: str, attributes: dict[str, str], line: int) -> None:
        self.tag = tag
        self.attributes = attributes
        self.children: list[Node | str] = []
        self.line = line

    def get(self, name: str) -> str:
        """An attribute, "" where it is not there."""
        return self.attributes.get(name, "")

    def elements(self, *tags: str) -> list[Node]:
        """The child elements with one of these names; all of them where none is named."""
        return [child for child in self.children if isinstance(child, Node) and (not tags or child.tag in tags)]

    def find(self, *path: str) -> Node | None:
        """The first child of this name, its first child of the next name, and so on."""
        node: Node | None = self
        for tag in path:
            node = next(iter(node.elements(tag)), None) if node else None
        return node

    def walk(self, *tags: str) -> Iterator[Node]:
        """This element and all below it, in the file's order; with ``tags`` only those of these names."""
        if not tags or self.tag in tags:
            yield self
        for child in self.elements():
            yield from child.walk(*tags)

    def text(self) -> str:
        """All text below."""
        return "".join(child if isinstance(child, str) else child.text() for child in self.children)

    def text_at(self, *path: str) -> str:
        """The text of ``find``, "" where there is no such element."""
        node = self.find(*path)
        return node.text() if node else ""


def without_prefix(name: str) -> str:
    """``imsmd:lom`` -> ``lom``."""
    return name.rpartition(":")[2]


def parse(content: bytes, name: Callable[[str], str] = without_prefix) -> Node:
    """The root element; ``name`` makes the names of elements and attributes from those in the file.

    Raises Invalid, with the line, for what is not well-formed, has a DOCTYPE or passes the limits.
    """
    refuse_size(content)
    if content.count(b"=") > MOST_ATTRIBUTES:
        raise Invalid(_too_much())
    builder = _Builder(name)
    try:
        builder.parser.Parse(content, True)
    except expat.ExpatError as error:
        fault = _FAULTS.get(expat.ErrorString(error.code) or "", Sentence("sai cú pháp XML"))
        raise _broken(error.lineno, fault) from None
    except (LookupError, ValueError):
        raise _broken(1, _FAULTS[expat.errors.XML_ERROR_UNKNOWN_ENCODING]) from None
    return builder.top.elements()[0]


class _Builder:
    """Puts the tree together while expat reads."""

    def __init__(self, name: Callable[[str], str]) -> None:
        self.top = Node("", {}, 0)
        self.parser = parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._doctype
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        self._open = [self.top]
        self._count = 0
        self._names: dict[str, str] = {}
        self._name = name

    def _named(self, name: str) -> str:
        if name in self._names:
            return self._names[name]
        found = self._name(name)
        if len(self._names) < _MOST_NAMES_KEPT:
            self._names[name] = found
        return found

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        line = self.parser.CurrentLineNumber
        self._count += 1
        if len(self._open) > DEEPEST:
            raise Invalid(Sentence("Dòng %(line)s: các thẻ XML lồng nhau quá sâu. Hãy kiểm tra lại tệp.", line=line))
        if self._count > MOST_ELEMENTS:
            raise Invalid(_too_much())
        own = {self._named(key): value for key, value in attributes.items() if not key.startswith("xmlns")}
        node = Node(self._named(tag), own, line)
        self._open[-1].children.append(node)
        self._open.append(node)

    def _end(self, _tag: str) -> None:
        self._open.pop()

    def _text(self, text: str) -> None:
        self._open[-1].children.append(text)

    def _doctype(self, *_declaration: object) -> None:
        raise Invalid(
            Sentence(
                "Dòng %(line)s: tệp có khai báo DOCTYPE, không đọc vì lý do an toàn. Hãy xóa khai báo này.",
                line=self.parser.CurrentLineNumber,
            )
        )


def _too_much() -> Sentence:
    return Sentence("Tệp XML có quá nhiều thẻ. Hãy chia thành nhiều tệp.")


def _broken(line: int, fault: Sentence) -> Invalid:
    return Invalid(Sentence("Dòng %(line)s: %(fault)s. Hãy xuất lại tệp từ hệ thống gốc.", line=line, fault=fault))
