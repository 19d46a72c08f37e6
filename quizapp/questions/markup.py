"""PURE: the small Markdown in which authors write, and back from the HTML that is stored.

Bold, italic, lists, tables, ``x^2^`` and ``H~2~O``, and pictures by the number under which the form keeps them:
``![sơ đồ](hinh-1)``. What HTML holds beyond that is shown to its author as HTML.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html.parser import HTMLParser

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from ..rich_text import clean_html, looks_like_html, picture_sources

PICTURE_NAME = "hinh-{number}"
# An address that the cleaner lets pass, put in place of the picture until the text is clean.
_STAND_IN = "/media/authoring/{number}.png"
_NAMED_PICTURE = re.compile(r"(!\[[^\]\n]*\]\()hinh-(\d{1,2})(\))")
_PICTURE_TAG = re.compile(r'<img\b[^>]*?\bsrc="([^"]*)"[^>]*>')
_SHIFTS = {"^": "sup", "~": "sub"}
_SPECIAL = re.compile(r"([\\`*_\[\]^~<&|])")


def _shift(state: StateInline, silent: bool) -> bool:
    """``^2^`` raised and ``~2~`` lowered: no blank inside, as in pandoc."""
    sign = state.src[state.pos]
    if sign not in _SHIFTS:
        return False
    end = state.src.find(sign, state.pos + 1)
    inner = state.src[state.pos + 1 : end] if end > 0 else ""
    if not inner or re.search(r"\s", inner):
        return False
    if not silent:
        tag = _SHIFTS[sign]
        state.push(f"{tag}_open", tag, 1)
        state.push("text", "", 0).content = inner
        state.push(f"{tag}_close", tag, -1)
    state.pos = end + 1
    return True


def _reader() -> MarkdownIt:
    reader = MarkdownIt("js-default", {"breaks": True}).disable(["strikethrough", "heading", "lheading", "code", "hr"])
    reader.inline.ruler.before("emphasis", "shift", _shift)
    return reader


_READER = _reader()


def to_html(text: str, pictures: Sequence[str] = ()) -> str:
    """What an author typed, as clean HTML; ``pictures`` are the sources that names such as ``hinh-1`` stand for."""
    text = text.strip()
    if looks_like_html(text):
        return _with_pictures(clean_html(_with_stand_ins(text)), pictures)
    text = _with_stand_ins(text)
    html = _READER.render(text) if "\n\n" in text or _has_blocks(text) else _READER.renderInline(text)
    return _with_pictures(clean_html(html), pictures)


def _has_blocks(text: str) -> bool:
    """A single line is never a list: "2. Năm 1945" is an answer."""
    return "\n" in text and bool(re.search(r"(?m)^\s*([-*+]|\d+[.)])\s|^\s*\|", text))


def _with_stand_ins(text: str) -> str:
    text = _NAMED_PICTURE.sub(lambda match: match[1] + _STAND_IN.format(number=match[2]) + match[3], text)
    return re.sub(r'(src=")hinh-(\d{1,2})"', lambda m: f'{m[1]}{_STAND_IN.format(number=m[2])}"', text)


def _with_pictures(html: str, pictures: Sequence[str]) -> str:
    for number, source in enumerate(pictures, start=1):
        html = html.replace(f'"{_STAND_IN.format(number=number)}"', f'"{source}"')
    html = _PICTURE_TAG.sub(lambda match: "" if match[1].startswith("/media/authoring/") else match[0], html)
    # The sources come out of a form: only now it is known what they say.
    return clean_html(html) if pictures else html


def to_typed(html: str, pictures: list[str]) -> str:
    """The text that ``to_html`` reads back as the same HTML: Markdown where that works, else the HTML itself.

    Pictures that the text shows are added to ``pictures``, and named by their number there.
    """
    named = html
    for source in picture_sources(html):
        if source not in pictures:
            pictures.append(source)
        name = PICTURE_NAME.format(number=pictures.index(source) + 1)
        named = named.replace(f'src="{source}"', f'src="{name}"')
    for escapes in (False, True):
        writer = _Writer(escapes)
        writer.feed(named)
        writer.close()
        if writer.is_complete and to_html(writer.text(), pictures) == html:
            return writer.text()
    return named


class _Writer(HTMLParser):
    """Markdown of clean HTML; what it cannot say is caught by reading it back."""

    def __init__(self, escapes: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.is_complete = True
        self._escapes = escapes
        self._parts: list[str] = []
        self._lists: list[int | None] = []

    def text(self) -> str:
        """What was written."""
        return re.sub(r"\n{3,}", "\n\n", "".join(self._parts)).strip()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("b", "strong"):
            self._parts.append("**")
        elif tag in ("i", "em"):
            self._parts.append("*")
        elif tag in ("sup", "sub"):
            self._parts.append("^" if tag == "sup" else "~")
        elif tag == "br":
            self._parts.append("\n")
        elif tag == "p":
            self._parts.append("\n\n")
        elif tag in ("ul", "ol"):
            self._parts.append("\n" if self._lists else "\n\n")
            self._lists.append(1 if tag == "ol" else None)
        elif tag == "li":
            self._parts.append(self._item())
        elif tag == "img":
            about = dict(attrs)
            self._parts.append(f"![{about.get('alt') or ''}]({about.get('src')})")
        else:
            self.is_complete = False

    def _item(self) -> str:
        indent = "   " * (len(self._lists) - 1)
        number = self._lists[-1] if self._lists else None
        if number is None:
            return f"\n{indent}- "
        self._lists[-1] = number + 1
        return f"\n{indent}{number}. "

    def handle_endtag(self, tag: str) -> None:
        if tag in ("ul", "ol"):
            self._lists = self._lists[:-1]
            self._parts.append("\n")
        else:
            self._parts.append({"b": "**", "strong": "**", "i": "*", "em": "*", "sup": "^", "sub": "~"}.get(tag, ""))

    def handle_data(self, data: str) -> None:
        self._parts.append(_SPECIAL.sub(r"\\\1", data) if self._escapes else data)
