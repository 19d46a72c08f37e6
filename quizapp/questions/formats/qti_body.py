"""QTI 2.1, 2.2 and 3.0: the body of an item as HTML, before it is cleaned. Pure."""

from __future__ import annotations

from html import escape

from .math_markup import math_markup
from .xml_markup import Writer, markup
from .xml_tree import Node

UNDERLINED = "underline"  # the class of a span: QTI 2.1 has no <u>
UNDESCRIBED = "no-alt"  # the class of a picture: QTI 2.1 asks for a description of each


def stem_markup(item: Node, interaction: Node) -> str:
    """Everything around the choices and their prompt, without feedback and what is for markers only."""
    body = item.find("itembody")
    if body is None:
        return ""
    prompt = interaction.find("prompt")
    asked = markup(prompt, _OWN).strip() if prompt else ""
    own = {**_OWN, interaction.tag: lambda _node: f"<p>{asked}</p>" if asked else ""}
    around = [child for child in body.children if child is not interaction and _says_something(child)]
    if not around:
        return asked
    only = around[0]
    if len(around) == 1 and isinstance(only, Node) and only.tag == "div" and (not asked or _holds(only, interaction)):
        return markup(only, own)
    return markup(body, own)


def choice_markup(choice: Node) -> str:
    """An option without the feedback inside it."""
    return markup(choice, _OWN)


def feedback_markup(node: Node) -> str:
    """What a feedback says."""
    return markup(node, _OWN)


def _says_something(child: Node | str) -> bool:
    if isinstance(child, str):
        return bool(child.strip())
    return child.tag not in _OWN or bool(_OWN[child.tag](child))


def _holds(node: Node, wanted: Node) -> bool:
    return any(one is wanted for one in node.walk(wanted.tag))


def _nothing(_node: Node) -> str:
    return ""


def _inside(node: Node) -> str:
    return markup(node, _OWN)


def _instructions(node: Node) -> str:
    return _inside(node) if "candidate" in node.get("view").split() else ""


def _object(node: Node) -> str:
    """Pictures may come as objects."""
    if not node.get("type").startswith("image/"):
        return _inside(node)
    return f'<img src="{escape(node.get("data"))}" alt="{escape(" ".join(node.text().split()))}">'


def _reading_aid(node: Node) -> str:
    return f" {_inside(node)}"


def _span(node: Node) -> str:
    tag = "u" if UNDERLINED in node.get("class").split() else "span"
    return f"<{tag}>{_inside(node)}</{tag}>"


def _picture(node: Node) -> str:
    is_described = "alt" in node.attributes and UNDESCRIBED not in node.get("class").split()
    said = f' alt="{escape(node.get("alt"))}"' if is_described else ""
    return f'<img src="{escape(node.get("src"))}"{said}>'


_OWN: dict[str, Writer] = {
    **dict.fromkeys(
        (
            "feedbackinline",
            "feedbackblock",
            "templateinline",
            "templateblock",
            "printedvariable",
            "endattemptinteraction",
            "stylesheet",
            "annotationxml",
            "catalog",
            "cataloginfo",
            "companionmaterialsinfo",
            "rp",
        ),
        _nothing,
    ),
    "contentbody": _inside,
    "infocontrol": _inside,
    "rubricblock": _instructions,
    "object": _object,
    "rt": _reading_aid,
    "span": _span,
    "img": _picture,
    "math": math_markup,
}
