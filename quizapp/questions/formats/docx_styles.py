"""How letters of a Word document look: what is set on them, and what their styles say. Pure."""

from __future__ import annotations

import colorsys
from dataclasses import dataclass, replace
from functools import cached_property

from .docx_own import marks_of
from .exam_lines import Mark
from .xml_tree import Node

_OFF = ("0", "false", "off", "none")
_TOGGLES = ("b", "i", "vanish")
_HUES = ((0.055, Mark.RED), (0.195, Mark.ORANGE), (0.47, Mark.GREEN), (0.735, Mark.BLUE), (0.93, Mark.PURPLE))
_LEAST_COLOUR = 64  # of 255: below it a colour is a grey
_MOST_STEPS = 20  # of styles based on styles
_SHIFTS = {"superscript": Mark.RAISED, "subscript": Mark.LOWERED}
_LINKS = ("hyperlink", "followedhyperlink")


@dataclass(frozen=True)
class Look:
    """What is set on letters; None where nothing is."""

    b: bool | None = None
    i: bool | None = None
    vanish: bool | None = None
    underline: bool | None = None
    colour: str | None = None
    shade: bool | None = None
    shift: str | None = None
    font: str | None = None
    meant: frozenset[Mark] | None = None  # by one of our own styles

    def over(self, other: Look) -> Look:
        """This look, where it says nothing the other."""
        unsaid = {name: getattr(other, name) for name in self.__dataclass_fields__ if getattr(self, name) is None}
        return replace(self, **unsaid) if unsaid else self

    @cached_property
    def marks(self) -> frozenset[Mark]:
        """The marks that can be seen."""
        found = {
            Mark.BOLD: self.b,
            Mark.ITALIC: self.i,
            Mark.UNDERLINE: self.underline,
            Mark.HIGHLIGHT: self.shade,
            _hue(self.colour or ""): True,
            _SHIFTS.get(self.shift or ""): True,
        }
        if self.meant:
            return self.meant.union(mark for mark in (Mark.UNDERLINE, *_SHIFTS.values()) if found.get(mark))
        return frozenset(mark for mark, is_set in found.items() if mark and is_set)


@dataclass(frozen=True)
class Style:
    """One style; ``list_id`` and ``list_level`` number its paragraphs, -1 where the style does not say."""

    name: str
    base: str
    look: Look
    list_id: str = ""
    list_level: int = -1


class Styles:
    """All styles of a document, by id."""

    def __init__(self, root: Node | None) -> None:
        nodes = root.elements("style") if root else []
        self._styles = {node.get("styleId"): _style(node) for node in nodes}
        paragraphs = (node for node in nodes if node.get("type") == "paragraph")
        self.default = next((one.get("styleId") for one in paragraphs if one.get("default") in ("1", "true", "on")), "")
        self._default_look = look_of(root.find("docDefaults", "rPrDefault", "rPr") if root else None)
        self._looks: dict[str, Look] = {}
        self._seen: dict[tuple[Look, str, str], Look] = {}

    def name(self, style_id: str) -> str:
        """The name in the style list, small letters."""
        return self._styles[style_id].name.lower() if style_id in self._styles else style_id.lower()

    def chain(self, style_id: str) -> list[Style]:
        """The style and those it is based on."""
        chain: list[Style] = []
        while style_id in self._styles and len(chain) < _MOST_STEPS:
            chain.append(self._styles[style_id])
            style_id = chain[-1].base
        return chain

    def look(self, properties: Node | None, paragraph_style: str) -> Look:
        """The look of a run, by itself and by its styles."""
        key = (look_of(properties), _value(properties, "rStyle"), paragraph_style)
        if key not in self._seen:
            self._seen[key] = self._resolved(*key)
        return self._seen[key]

    def _resolved(self, own: Look, style_id: str, paragraph_style: str) -> Look:
        is_link = self.name(style_id) in _LINKS
        letters = Look() if is_link else self._look(style_id).over(Look(meant=marks_of(self.name(style_id))))
        return own.over(_both(letters, self._look(paragraph_style))).over(self._default_look)

    def _look(self, style_id: str) -> Look:
        if style_id not in self._looks:
            look = Look()
            for style in self.chain(style_id):
                look = look.over(style.look)
            self._looks[style_id] = look
        return self._looks[style_id]


def look_of(properties: Node | None) -> Look:
    """What an ``rPr`` element sets."""
    if properties is None or not properties.children:
        return Look()
    nodes = {node.tag: node for node in properties.elements()}
    shades = [
        nodes[tag].get(name).lower() not in ("", "none", "white", "auto", "ffffff")
        for tag, name in (("highlight", "val"), ("shd", "fill"))
        if tag in nodes
    ]
    return Look(
        b=_toggle(nodes, "b"),
        i=_toggle(nodes, "i"),
        vanish=_toggle(nodes, "vanish"),
        underline=nodes["u"].get("val").lower() not in ("none", "") if "u" in nodes else None,
        colour=nodes["color"].get("val") if "color" in nodes else None,
        shade=any(shades) if shades else None,
        shift=nodes["vertAlign"].get("val") if "vertAlign" in nodes else None,
        font=_font(nodes["rFonts"]) if "rFonts" in nodes else None,
    )


def _toggle(nodes: dict[str, Node], name: str) -> bool | None:
    return nodes[name].get("val").lower() not in _OFF if name in nodes else None


def _font(node: Node) -> str | None:
    """The font of Latin letters, "" where the theme has it."""
    return "" if node.get("asciiTheme") else node.get("ascii") or node.get("hAnsi") or None


def _both(letters: Look, paragraph: Look) -> Look:
    """Of a letter style within a paragraph style: bold in both is not bold, as Word has it."""
    look = letters.over(paragraph)
    differing = {
        name: getattr(letters, name) != getattr(paragraph, name)
        for name in _TOGGLES
        if _is_twice(letters, paragraph, name)
    }
    return replace(look, **differing) if differing else look


def _is_twice(letters: Look, paragraph: Look, name: str) -> bool:
    return bool(getattr(letters, name)) and bool(getattr(paragraph, name))


def _style(node: Node) -> Style:
    numbering = node.find("pPr", "numPr")
    level = _value(numbering, "ilvl")
    return Style(
        name=_value(node, "name"),
        base=_value(node, "basedOn"),
        look=look_of(node.find("rPr")),
        list_id=_value(numbering, "numId"),
        list_level=int(level) if level.isdecimal() else -1,
    )


def _value(node: Node | None, tag: str) -> str:
    child = node.find(tag) if node else None
    return child.get("val") if child else ""


def _hue(colour: str) -> Mark | None:
    """The name of a colour; none for black, white and greys."""
    try:
        red, green, blue = (int(colour[place : place + 2], 16) for place in (0, 2, 4))
    except ValueError:
        return None
    if max(red, green, blue) - min(red, green, blue) < _LEAST_COLOUR:
        return None
    hue, _, _ = colorsys.rgb_to_hls(red / 255, green / 255, blue / 255)
    return next((mark for limit, mark in _HUES if hue < limit), Mark.RED)
