"""Formulas in MathML as text: a/b, x², √(a+1). Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from html import escape

from .mathml import TOKENS, Element, parsed, replaced

_ACCENTS = {"→": "\u20d7", "⃗": "\u20d7", "¯": "\u0305", "‾": "\u0305", "―": "\u0305", "^": "\u0302", "ˆ": "\u0302",
            "~": "\u0303", "˜": "\u0303", "˙": "\u0307", "¨": "\u0308", "⏞": "", "⏟": ""}  # fmt: skip
_BRACKETS = {"(": ")", "[": "]", "{": "}", "|": "|"}
_UNSEEN_SIGNS = str.maketrans({"\u2061": " ", "\u2062": None, "\u2063": None, "\u2064": None})
_RAISED = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")


def as_text(html: str) -> str:
    """HTML with its formulas as text: a/b, x², √(a + 1)."""
    return replaced(html, lambda section: escape(readable(parsed(section)), quote=False))


def with_labels(html: str) -> str:
    """For display: each formula with the words that stand for it where MathML is not read aloud."""

    def labelled(section: str) -> str:
        formula = parsed(section)
        said = formula.attributes.get("alttext") or readable(formula)
        return section.replace("<math", f'<math aria-label="{escape(said)}"', 1)

    return replaced(html, labelled)


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
    if element.tag in TOKENS:
        return element.text().translate(_UNSEEN_SIGNS)
    return _joined(element.elements())


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
    return text if not text or text.isalnum() or is_closed or element.tag in TOKENS else f"({text})"


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
    text = readable(base) if base.tag in TOKENS or element.tag[1] in "uo" else _bracketed(base)
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
