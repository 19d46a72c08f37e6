"""QTI 2.1, 2.2 and 3.0: the body of an item as HTML, before it is cleaned. Pure."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from .xml_markup import Writer, markup
from .xml_tree import Node

_TEXT_ENTRY = "textentryinteraction"
_BLANK = "_____"
UNDERLINED = "underline"  # the class of a span: QTI 2.1 has no <u>
UNDESCRIBED = "no-alt"  # the class of a picture: QTI 2.1 asks for a description of each


def stem_markup(item: Node, interaction: Node) -> str:
    """Everything around the choices and their prompt, without feedback and what is for markers only."""
    body = item.find("itembody")
    if body is None:
        return ""
    prompt = interaction.find("prompt")
    asked = markup(prompt, _OWN).strip() if prompt else ""
    if interaction.tag == _TEXT_ENTRY:
        asked = _BLANK
    own = {**_OWN, interaction.tag: lambda _node: _asked(interaction, asked)}
    around = [child for child in body.children if child is not interaction and _says_something(child)]
    if interaction.tag == _TEXT_ENTRY:
        around = [child for child in around if not _only_holds(child, interaction)]
        body = Node(body.tag, body.attributes, body.line)
        body.children = [*around]
    if not around:
        return asked
    only = around[0]
    if (
        len(around) == 1
        and isinstance(only, Node)
        and only.tag == "div"
        and (not asked or _holds(only, interaction) or interaction.tag == _TEXT_ENTRY)
    ):
        return markup(only, own)
    return markup(body, own)


def inline_stem_markup(item: Node, stand_in: Writer, text: Callable[[str], str]) -> str:
    """The whole body; ``stand_in`` says what stands for each choice within it, ``text`` mends what its texts say."""
    body = item.find("itembody")
    if body is None:
        return ""
    own = {**_OWN, "inlinechoiceinteraction": stand_in}
    around = [child for child in body.children if _says_something(child)]
    only = around[0] if len(around) == 1 else None
    inside = only if isinstance(only, Node) and only.tag == "div" else body
    return markup(_mended(inside, text), own)


def _mended(node: Node, text: Callable[[str], str]) -> Node:
    """The same elements, so that those looked for are known again, with mended texts."""
    for inner in node.walk():
        inner.children = [text(child) if isinstance(child, str) else child for child in inner.children]
    return node


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


def _asked(interaction: Node, asked: str) -> str:
    if interaction.tag == _TEXT_ENTRY:
        return asked
    return f"<p>{asked}</p>" if asked else ""


def _only_holds(child: Node | str, interaction: Node) -> bool:
    """Whether a paragraph is there only for the field to write in."""
    is_around = isinstance(child, Node) and _holds(child, interaction) and not child.text().strip()
    return is_around and isinstance(child, Node) and next(child.walk("img", "math", "object"), None) is None


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
            "annotation",
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
}
