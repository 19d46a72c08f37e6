"""Formulas in MathML within cleaned HTML: what of them is kept, in one spelling, and how they read as text. Pure.

Presentation elements only. A formula cannot link anywhere, nor choose between contents, nor hold HTML of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser

_TOKENS = frozenset(("mi", "mn", "mo", "mtext", "ms"))
_GROUPS = frozenset(("mrow", "mstyle", "mpadded", "mphantom", "menclose", "msqrt", "mtable", "mtr", "mtd"))
_SCHEMATA = frozenset(
    ("mfrac", "mroot", "msub", "msup", "msubsup", "munder", "mover", "munderover", "mmultiscripts", "mprescripts")
)
TAGS = frozenset(("math", "mspace", "none")) | _TOKENS | _GROUPS | _SCHEMATA
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
_ACCENTS = {"→": "\u20d7", "⃗": "\u20d7", "¯": "\u0305", "‾": "\u0305", "―": "\u0305", "^": "\u0302", "ˆ": "\u0302",
            "~": "\u0303", "˜": "\u0303", "˙": "\u0307", "¨": "\u0308", "⏞": "", "⏟": ""}  # fmt: skip
_BRACKETS = {"(": ")", "[": "]", "{": "}", "|": "|"}
_UNSEEN_SIGNS = str.maketrans({"\u2061": " ", "\u2062": None, "\u2063": None, "\u2064": None})
_RAISED = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")


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
    return _replaced(html, lambda section: written(parsed(section)))


def as_text(html: str) -> str:
    """HTML with its formulas as text: a/b, x², √(a + 1)."""
    return _replaced(html, lambda section: escape(readable(parsed(section)), quote=False))


def with_labels(html: str) -> str:
    """For display: each formula with the words that stand for it where MathML is not read aloud."""

    def labelled(section: str) -> str:
        formula = parsed(section)
        said = formula.attributes.get("alttext") or readable(formula)
        return section.replace("<math", f'<math aria-label="{escape(said)}"', 1)

    return _replaced(html, labelled)


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


def shifted(text: str, is_raised: bool) -> str:
    """10² for a raised 2, and 10^(m) where no such letter exists: it must not read as 102."""
    table, sign = (_RAISED, "^") if is_raised else (_LOWERED, "_")
    text = text.strip()
    if all(ord(letter) in table for letter in text):
        return text.translate(table)
    return f"{sign}{text}" if len(text) == 1 else f"{sign}({text})"


def readable(element: Element) -> str:
    """The formula in one line of text."""
    special = _READABLE.get(element.tag)
    if special:
        return special(element)
    if element.tag in _TOKENS:
        return element.text().translate(_UNSEEN_SIGNS)
    return _joined(element.elements())


def _replaced(html: str, change: Callable[[str], str]) -> str:
    """Every outermost formula changed."""
    if "<math" not in html.lower():
        return html
    parts: list[str] = []
    end = start = depth = 0
    for edge in _EDGE.finditer(html):
        if not edge[1]:
            start = edge.start() if depth == 0 else start
            depth += 1
        elif depth:
            depth -= 1
            if depth == 0:
                parts.extend((html[end:start], change(html[start : edge.end()])))
                end = edge.end()
    return "".join((*parts, html[end:]))


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
        elif self._open[-1].tag not in _TOKENS:
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
        if self._open[-1].tag in _TOKENS:
            self._open[-1].children.append(data)
        elif data.strip():
            self._open[-1].children.append(Element("mtext", {}, [" ".join(data.split())]))

    def close(self) -> None:
        super().close()
        while self._open:
            self._close(self._open.pop())

    def _close(self, element: Element) -> None:
        if element.tag in _TOKENS:
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


def _joined(elements: Sequence[Element]) -> str:
    """One after the other; words and names of functions do not run into what stands beside them."""
    text, was_word = "", False
    for element in elements:
        more = readable(element)
        is_word = element.tag == "mtext" or (element.tag == "mi" and len(more) > 1)
        if text[-1:].isalnum() and more[:1].isalnum() and (is_word or was_word):
            text += " "
        text, was_word = text + more, is_word if more else was_word
    return text


def _bracketed(element: Element) -> str:
    """In brackets, unless it is one number, one word or has brackets already."""
    text = readable(element).strip()
    closing = _BRACKETS.get(text[:1])
    is_closed = closing is not None and text.find(closing, 1) == len(text) - 1
    return text if not text or text.isalnum() or is_closed or element.tag in _TOKENS else f"({text})"


def _parts(element: Element, count: int) -> list[Element]:
    """The first elements; empty ones where some are missing."""
    found = element.elements()[:count]
    return [*found, *(Element("none") for _ in range(count - len(found)))]


def _fraction(element: Element) -> str:
    above, below = _parts(element, 2)
    if element.attributes.get("linethickness") in ("0", "0px", "0pt"):
        return f"{readable(above)}; {readable(below)}"
    return f"{_bracketed(above)}/{_bracketed(below)}"


def _root(element: Element) -> str:
    inside, degree = _parts(element, 2)
    return f"{shifted(readable(degree), True)}√{_bracketed(inside)}"


def _scripts(element: Element) -> str:
    base, *others = _parts(element, 3 if element.tag in ("msubsup", "munderover") else 2)
    raised = {"msup": (True,), "mover": (True,), "msub": (False,), "munder": (False,)}.get(element.tag, (False, True))
    text = readable(base) if base.tag in _TOKENS or element.tag[1] in "uo" else _bracketed(base)
    for one, is_raised in zip(others, raised, strict=True):
        script = readable(one)
        if element.tag in ("mover", "munder") and script in _ACCENTS:
            text += _ACCENTS[script]
        elif script.strip():
            text += script if not script.strip("′″'") else shifted(script, is_raised)
    return text


def _many_scripts(element: Element) -> str:
    base, *others = element.elements() or [Element("none")]
    edge = next((place for place, one in enumerate(others) if one.tag == "mprescripts"), len(others))
    before, after = others[edge + 1 :], others[:edge]
    return "".join(_pairs(before, True)) + readable(base) + "".join(_pairs(after, False))


def _pairs(scripts: Sequence[Element], is_raised_first: bool) -> Iterator[str]:
    """Below and above in turn; before the letter the upper one is read first."""
    texts = [shifted(readable(one), place % 2 == 1) if readable(one) else "" for place, one in enumerate(scripts)]
    for place in range(0, len(texts), 2):
        yield from reversed(texts[place : place + 2]) if is_raised_first else texts[place : place + 2]


def _table(element: Element) -> str:
    rows = [[readable(cell) for cell in row.elements()] for row in element.elements()]
    return "; ".join(", ".join(cells) for cells in rows)


_READABLE: dict[str, Callable[[Element], str]] = {
    "mfrac": _fraction,
    "msqrt": lambda element: f"√{_bracketed(Element('mrow', {}, element.children))}",
    "mroot": _root,
    **dict.fromkeys(("msub", "msup", "msubsup", "munder", "mover", "munderover"), _scripts),
    "mmultiscripts": _many_scripts,
    "mtable": _table,
    "mspace": lambda _element: " ",
    "mphantom": lambda _element: "",
}
