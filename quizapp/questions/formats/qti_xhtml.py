"""Cleaned HTML as the XHTML of QTI. Pure."""

from __future__ import annotations

from html.parser import HTMLParser

from .qti_body import UNDERLINED, UNDESCRIBED
from .xml_markup import xml_text

MATHML = "http://www.w3.org/1998/Math/MathML"
_VOID = ("br", "img")


def xhtml(html: str) -> str:
    """The same content, well-formed. Classes note what QTI 2.1 has no place for: <u>, and pictures without "alt"."""
    writer = _Writer()
    writer.feed(html)
    writer.close()
    return "".join((*writer.parts, *(f"</{tag}>" for tag in reversed(writer.open))))


class _Writer(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = [*attrs, ("class", UNDERLINED)] if tag == "u" else attrs
        if tag == "img" and "alt" not in dict(attrs):
            attributes = [*attrs, ("alt", ""), ("class", UNDESCRIBED)]
        if tag == "math":
            attributes = [("xmlns", MATHML), *attrs]
        name = "span" if tag == "u" else tag
        written = "".join(f' {key}="{xml_text(value or "")}"' for key, value in attributes)
        self.parts.append(f"<{name}{written}/>" if tag in _VOID else f"<{name}{written}>")
        if tag not in _VOID:
            self.open.append(name)

    def handle_endtag(self, tag: str) -> None:
        name = "span" if tag == "u" else tag
        if name in self.open:
            while self.open:
                closed = self.open.pop()
                self.parts.append(f"</{closed}>")
                if closed == name:
                    break

    def handle_data(self, data: str) -> None:
        self.parts.append(xml_text(data))
