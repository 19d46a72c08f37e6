"""Elements written as HTML, and texts written into XML. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html import escape

from .xml_tree import Node

_UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_VOID = {"br", "img", "hr", "col", "wbr"}

Writer = Callable[[Node], str]


def markup(node: Node, own: Mapping[str, Writer] | None = None) -> str:
    """What stands inside an element, as HTML. ``own``: how elements of these names are written instead."""
    return "".join(
        escape(child, quote=False) if isinstance(child, str) else element_markup(child, own) for child in node.children
    )


def element_markup(node: Node, own: Mapping[str, Writer] | None = None) -> str:
    """An element with its tags."""
    if own and node.tag in own:
        return own[node.tag](node)
    attributes = "".join(f' {name}="{escape(value)}"' for name, value in node.attributes.items())
    start = f"<{node.tag}{attributes}>"
    return start if node.tag in _VOID else f"{start}{markup(node, own)}</{node.tag}>"


def without_unwritable(text: str) -> str:
    """Without the characters that no XML file may hold."""
    return _UNWRITABLE.sub("", text)


def xml_text(text: str) -> str:
    """A text for an element or an attribute."""
    return escape(without_unwritable(text))
