"""Formulas in MathML within cleaned HTML: what of them is kept, and in one spelling. Pure.

Presentation elements only. A formula cannot link anywhere, nor choose between contents, nor hold HTML of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser

TOKENS = frozenset(("mi", "mn", "mo", "mtext", "ms"))
_GROUPS = frozenset(("mrow", "mstyle", "mpadded", "mphantom", "menclose", "msqrt", "mtable", "mtr", "mtd"))
_SCHEMATA = frozenset(
    ("mfrac", "mroot", "msub", "msup", "msubsup", "munder", "mover", "munderover", "mmultiscripts", "mprescripts")
)
TAGS = frozenset(("math", "mspace", "none")) | TOKENS | _GROUPS | _SCHEMATA
# Read, but written otherwise: brackets that browsers no longer draw, and what offers several contents for one.
FOREIGN_TAGS = frozenset(("mfenced", "maction", "semantics", "merror"))
UNSEEN_CONTENT = frozenset(("annotation", "annotation-xml"))
ATTRIBUTES: dict[str, set[str]] = {
    "math": {"display", "alttext"},
    "mi": {"mathvariant"},
    "mo": {"stretchy", "fence", "form", "separator", "minsize", "maxsize", "lspace", "rspace", "largeop"}
    | {"movablelimits", "symmetric", "accent"},
    "mspace": {"width", "linebreak"},
    "mfrac": {"linethickness"},
    "mover": {"accent"},
    "munder": {"accentunder"},
    "munderover": {"accent", "accentunder"},
    "mstyle": {"displaystyle", "scriptlevel"},
    "menclose": {"notation"},
    "mtable": {"columnalign", "rowalign", "rowspacing", "columnspacing", "columnlines", "rowlines"},
    "mtd": {"columnalign", "rowalign", "columnspan", "rowspan"},
    "mfenced": {"open", "close", "separators"},
}
DEEPEST = 40
_LONGEST_SAID = 500
_EDGE = re.compile(r"<(/?)math\b[^<>]*>", re.I)
_VALUE = re.compile(r"[\w.%+ -]{1,60}")
_LENGTH = re.compile(r"[+-]?\d{0,2}(?:\.\d{0,3})?(?:em|ex|px|pt|%)?|thin|medium|thick|\w{0,14}mathspace")
_LENGTHS = frozenset(("width", "minsize", "maxsize", "lspace", "rspace", "linethickness"))


@dataclass
class Element:
    """An element of a formula."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Element | str] = field(default_factory=list)

    def elements(self) -> list[Element]:
        """The elements inside."""
        return [child for child in self.children if isinstance(child, Element)]

    def text(self) -> str:
        """The letters of a token."""
        return "".join(child for child in self.children if isinstance(child, str))


def kept_value(name: str, value: str) -> str | None:
    """The value of an attribute, None where it is none that a formula needs."""
    if name in ("alttext", "open", "close", "separators"):
        return value if len(value) <= _LONGEST_SAID and "<" not in value and ">" not in value else None
    return value if (_LENGTH if name in _LENGTHS else _VALUE).fullmatch(value) else None


def in_one_spelling(html: str) -> str:
    """Cleaned HTML with its formulas without blanks between elements and without what browsers do not draw."""
    return replaced(html, lambda section: written(parsed(section)))


def parsed(section: str) -> Element:
    """The formula from ``<math>`` to ``</math>`` as a tree, no deeper than DEEPEST."""
    reader = _Reader()
    reader.feed(section)
    reader.close()
    return reader.formula


def written(element: Element) -> str:
    """The tree as MathML; nothing where there is nothing in it."""
    if element.tag == "math" and not element.children:
        return ""
    attributes = "".join(
        f' {name}="{_escaped(value).replace(chr(34), "&quot;")}"' for name, value in element.attributes.items()
    )
    inside = "".join(_escaped(child) if isinstance(child, str) else written(child) for child in element.children)
    return f"<{element.tag}{attributes}>{inside}</{element.tag}>"


def pieces(html: str) -> list[str]:
    """HTML cut at its outermost formulas, which stand at the odd places."""
    parts: list[str] = []
    end = start = depth = 0
    for edge in _EDGE.finditer(html):
        if not edge[1]:
            start = edge.start() if depth == 0 else start
            depth += 1
        elif depth:
            depth -= 1
            if depth == 0:
                parts.extend((html[end:start], html[start : edge.end()]))
                end = edge.end()
    return [*parts, html[end:]]


def replaced(html: str, change: Callable[[str], str]) -> str:
    """Every outermost formula changed."""
    if "<math" not in html.lower():
        return html
    return "".join(change(piece) if place % 2 else piece for place, piece in enumerate(pieces(html)))


def _escaped(text: str) -> str:
    return escape(text, quote=False).replace("\xa0", "&nbsp;")


class _Reader(HTMLParser):
    """Builds the tree. Tags of HTML are left out, their letters stay."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.formula = Element("math")
        self._open: list[Element] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in UNSEEN_CONTENT:
            self._unseen += 1
        if self._unseen or tag not in TAGS | FOREIGN_TAGS or len(self._open) >= DEEPEST:
            return
        own = {name: value or "" for name, value in attrs if name in ATTRIBUTES.get(tag, ())}
        element = Element(tag if not self._open or tag != "math" else "mrow", own)
        if not self._open:
            self.formula = element
        elif self._open[-1].tag not in TOKENS:
            self._open[-1].children.append(element)
        self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if tag in UNSEEN_CONTENT:
            self._unseen = max(self._unseen - 1, 0)
        places = [place for place, one in enumerate(self._open) if one.tag == tag]
        if self._unseen or not places:
            return
        while len(self._open) > places[-1]:
            self._close(self._open.pop())

    def handle_data(self, data: str) -> None:
        if self._unseen or not self._open:
            return
        if self._open[-1].tag in TOKENS:
            self._open[-1].children.append(data)
        elif data.strip():
            self._open[-1].children.append(Element("mtext", {}, [" ".join(data.split())]))

    def close(self) -> None:
        super().close()
        while self._open:
            self._close(self._open.pop())

    def _close(self, element: Element) -> None:
        if element.tag in TOKENS:
            text = re.sub(r"[ \t\n]+", " ", element.text()).strip(" ")
            element.children = [text] if text else []
        elif element.tag == "mfenced":
            _write_fences(element)
        elif element.tag in ("maction", "semantics"):
            only = next(iter(element.elements()), Element("mrow"))
            element.tag, element.attributes, element.children = only.tag, only.attributes, only.children
        if element.tag in FOREIGN_TAGS:
            element.tag, element.attributes = "mrow", {}


def _write_fences(element: Element) -> None:
    """Brackets and separators as signs of their own."""
    about = element.attributes
    signs = "".join(about.get("separators", ",").split())
    inside: list[Element | str] = []
    for place, child in enumerate(element.elements()):
        if place and signs:
            inside.append(Element("mo", {"separator": "true"}, [signs[min(place, len(signs)) - 1]]))
        inside.append(child)
    edges = [
        Element("mo", {"fence": "true"}, [about.get(name, sign)]) for name, sign in (("open", "("), ("close", ")"))
    ]
    first, last = ([edge] if edge.text().strip() else [] for edge in edges)
    element.children = [*first, *inside, *last]
