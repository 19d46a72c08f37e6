"""MathML as HTML with raised and lowered letters. Pure.

A formula that brings its own LaTeX keeps it; of others, roots and fractions are written with signs.
"""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from .xml_tree import Node

_SHIFTS = {"msup": ("sup",), "msub": ("sub",), "msubsup": ("sub", "sup")}
_SIGNS: dict[str, tuple[str, str, str]] = {
    "msqrt": ("√(", " ", ")"),
    "mroot": ("√(", "; ", ")"),
    "mfrac": ("(", ")/(", ")"),
}


def math_markup(formula: Node) -> str:
    """The formula as HTML, not yet cleaned."""
    has_latex = any("tex" in note.get("encoding").lower() for note in formula.walk("annotation"))
    return f" {_inside(formula, _with_latex if has_latex else _with_signs)} "


def _inside(node: Node, special: Callable[[Node], str | None]) -> str:
    return "".join(_written(child, special) for child in node.children)


def _written(child: Node | str, special: Callable[[Node], str | None]) -> str:
    if isinstance(child, str):
        return escape(child, quote=False)
    if child.tag in _SHIFTS:
        return _shifted(child, special)
    written = special(child)
    return _inside(child, special) if written is None else written


def _shifted(node: Node, special: Callable[[Node], str | None]) -> str:
    """The first element as it is, those after it raised or lowered."""
    tags = iter(("", *_SHIFTS[node.tag]))
    parts = []
    for child in node.children:
        tag = "" if isinstance(child, str) else next(tags, "")
        text = _written(child, special)
        parts.append(f"<{tag}>{text}</{tag}>" if tag else text)
    return "".join(parts)


def _with_latex(node: Node) -> str | None:
    return "" if node.tag == "annotationxml" else None


def _with_signs(node: Node) -> str | None:
    if node.tag.startswith("annotation"):
        return ""
    if node.tag not in _SIGNS:
        return None
    before, between, after = _SIGNS[node.tag]
    return before + between.join(_written(one, _with_signs) for one in node.elements()) + after
