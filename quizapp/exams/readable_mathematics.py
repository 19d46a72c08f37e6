"""PURE: formulas as a line of text, for paper that is made without a formula setter: x² and (a + b)/2."""

from __future__ import annotations

import re
from html import escape
from xml.etree.ElementTree import Element, ParseError

from defusedxml.ElementTree import fromstring

_FORMULA = re.compile(r"<math\b.*?</math>", re.S)
_RAISED = dict(zip("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ", strict=True))
_LOWERED = dict(zip("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎", strict=True))
_SIMPLE = re.compile(r"[\w.,]*")
_SPACED = frozenset("=+-−<>≤≥≠×÷±→⇒∈")


def with_readable_mathematics(html: str) -> str:
    """Cleaned HTML in which every <math> is a line of text."""
    return _FORMULA.sub(lambda found: escape(_readable(found[0])), html) if "<math" in html else html


def _readable(formula: str) -> str:
    try:
        return " ".join(_text(fromstring(formula.replace("&nbsp;", "\N{NO-BREAK SPACE}"))).split())
    except ParseError:
        return " ".join(re.sub(r"<[^<>]*>", " ", formula).split())


def _text(element: Element) -> str:
    name = element.tag.rpartition("}")[2]
    parts = [_text(child) for child in element]
    match name, parts:
        case "mfrac", [above, below]:
            return f"{_grouped(above)}/{_grouped(below)}"
        case "msup", [base, raised]:
            return _grouped(base) + _shifted(raised, _RAISED, "^")
        case "msub" | "munder", [base, lowered]:
            return base + _shifted(lowered, _LOWERED, "_")
        case "msubsup" | "munderover", [base, lowered, raised]:
            return base + _shifted(lowered, _LOWERED, "_") + _shifted(raised, _RAISED, "^")
        case "msqrt", _:
            return f"√{_grouped(''.join(parts))}"
        case "mroot", [base, index]:
            return f"{_shifted(index, _RAISED, '')}√{_grouped(base)}"
        case "mtable", _:
            return "[" + "; ".join(parts) + "]"
        case "mtr", _:
            return ", ".join(parts)
        case "mspace", _:
            return " "
    own = (element.text or "").strip()
    if name == "mo" and own in _SPACED:
        return f" {own} "
    return own + "".join(parts)


def _grouped(text: str) -> str:
    tidied = text.strip()
    return tidied if _SIMPLE.fullmatch(tidied) else f"({tidied})"


def _shifted(text: str, letters: dict[str, str], sign: str) -> str:
    tidied = text.replace(" ", "").replace("−", "-")
    if all(letter in letters for letter in tidied):
        return "".join(letters[letter] for letter in tidied)
    return f"{sign}{_grouped(text)}"
