"""Formulas of Word's own editor (OMML) as MathML. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from ...errors import Invalid, Sentence
from ...mathml import Element, written
from .exam_lines import OBJECT, Run
from .xml_tree import Node

# What Word puts above letters as a combining sign, as MathML writes it.
ACCENTS = {"\u0302": "^", "\u0303": "~", "\u0305": "¯", "\u0307": "˙", "\u0308": "¨", "\u20d7": "→"}
INTEGRALS = "∫∬∭∮∯∰"
_UNREADABLE = Sentence("Có công thức không đọc được. Hãy gõ lại công thức bằng chữ, hoặc dán thành hình PNG.")
_PASSED_OVER = ("del", "rPr", "ctrlPr", "oMathParaPr", "argPr")
_INSIDE = ("oMath", "ins", "sdt", "sdtContent")
_TOKEN = re.compile(r"(?P<mn>\d+(?:[.,]\d+)*)|(?P<mi>[^\W\d_])|(?P<mo>\S)")


def formula(node: Node, keeps_letters: bool = False) -> list[Run]:
    """A formula as MathML; one that is only letters is a text, unless it is to stay a formula.

    Raises Invalid for an element that is none of Word's.
    """
    if not keeps_letters and all(_is_letters(one) for one in node.elements()):
        return [Run("".join(one.text() for one in node.walk("t")))]
    if node.tag == "oMathPara":
        return [_as_run(one, {"display": "block"}) for one in node.elements("oMath")]
    return [_as_run(node, {})]


def _as_run(node: Node, attributes: dict[str, str]) -> Run:
    content = written(Element("math", attributes, [*_row(node.elements())]))
    return Run(OBJECT, html=content) if content else Run("")


def _is_letters(node: Node) -> bool:
    if node.tag in _INSIDE:
        return all(_is_letters(one) for one in node.elements())
    return node.tag == "r" or node.tag in _PASSED_OVER


def _row(nodes: Iterable[Node]) -> list[Element]:
    return [element for node in nodes for element in _elements(node)]


def _elements(node: Node) -> list[Element]:
    if node.tag == "r":
        return _tokens(node)
    if node.tag in _INSIDE:
        return _row(node.elements())
    if node.tag in _READERS:
        return _READERS[node.tag](node)
    if node.tag in _PASSED_OVER or node.tag.endswith("Pr"):
        return []
    raise Invalid(_UNREADABLE)


def _tokens(run: Node) -> list[Element]:
    """Letters, numbers and signs. Upright ones are a name, such as sin; normal text stays one text."""
    text = "".join(one.text() for one in run.elements("t"))
    if run.find("rPr", "nor"):
        return [Element("mtext", {}, [text])] if text.strip() else []
    if len(text) > 1 and text.isalpha() and _value(run, "rPr", "sty") == "p":
        return [Element("mi", {}, [text])]
    return [Element(match.lastgroup or "mo", {}, [match[0]]) for match in _TOKEN.finditer(text)]


def _inside(node: Node, tag: str = "e") -> list[Element]:
    part = node.find(tag)
    return _row(part.elements()) if part else []


def _one(node: Node, tag: str = "e") -> Element:
    return _as_one(_inside(node, tag))


def _as_one(elements: Sequence[Element]) -> Element:
    return elements[0] if len(elements) == 1 else Element("mrow", {}, [*elements])


def _value(node: Node, properties: str, name: str, default: str = "") -> str:
    found = node.find(properties, name)
    return found.get("val") if found else default


def _simple(tag: str, *parts: str) -> Callable[[Node], list[Element]]:
    return lambda node: [Element(tag, {}, [_one(node, part) for part in parts])]


def _fraction(node: Node) -> list[Element]:
    thin = {"linethickness": "0"} if _value(node, "fPr", "type") == "noBar" else {}
    return [Element("mfrac", thin, [_one(node, "num"), _one(node, "den")])]


def _root(node: Node) -> list[Element]:
    if _inside(node, "deg"):
        return [Element("mroot", {}, [_one(node), _one(node, "deg")])]
    return [Element("msqrt", {}, [*_inside(node)])]


def _operator(node: Node) -> list[Element]:
    """A sum or an integral with its limits, and after it what it is taken of."""
    sign = _value(node, "naryPr", "chr", "∫") or "∫"
    place = _value(node, "naryPr", "limLoc") or ("subSup" if sign in INTEGRALS else "undOvr")
    below, above = _inside(node, "sub"), _inside(node, "sup")
    names = ("msub", "msup", "msubsup") if place == "subSup" else ("munder", "mover", "munderover")
    limits = [_as_one(limit) for limit in (below, above) if limit]
    operator = Element("mo", {}, [sign])
    if limits:
        tag = names[2] if len(limits) == 2 else names[0] if below else names[1]
        operator = Element(tag, {}, [operator, *limits])
    return [operator, *_inside(node)]


def _delimited(node: Node) -> list[Element]:
    signs = [_value(node, "dPr", name, usual) for name, usual in (("begChr", "("), ("sepChr", "|"), ("endChr", ")"))]
    opening, between, closing = signs
    inside: list[Element | str] = [Element("mo", {"fence": "true"}, [opening])] if opening else []
    for place, part in enumerate(node.elements("e")):
        if place and between:
            inside.append(Element("mo", {"separator": "true"}, [between]))
        inside.append(_as_one(_row(part.elements())))
    if closing:
        inside.append(Element("mo", {"fence": "true"}, [closing]))
    return [Element("mrow", {}, inside)]


def _function(node: Node) -> list[Element]:
    return [*_inside(node, "fName"), Element("mo", {}, ["\u2061"]), *_inside(node)]


def _accent(node: Node) -> list[Element]:
    sign = _value(node, "accPr", "chr", "\u0302")
    return [Element("mover", {"accent": "true"}, [_one(node), Element("mo", {}, [ACCENTS.get(sign, sign)])])]


def _bar(node: Node) -> list[Element]:
    if _value(node, "barPr", "pos") == "top":
        return [Element("mover", {"accent": "true"}, [_one(node), Element("mo", {}, ["¯"])])]
    return [Element("munder", {"accentunder": "true"}, [_one(node), Element("mo", {}, ["_"])])]


def _grouped(node: Node) -> list[Element]:
    tag = "mover" if _value(node, "groupChrPr", "pos") == "top" else "munder"
    return [Element(tag, {}, [_one(node), Element("mo", {}, [_value(node, "groupChrPr", "chr", "⏟")])])]


def _matrix(node: Node) -> list[Element]:
    return [_table([[_row(cell.elements()) for cell in row.elements("e")] for row in node.elements("mr")])]


def _equations(node: Node) -> list[Element]:
    """One below the other, their signs of alignment left out."""
    return [_table([[_without_marks(_row(one.elements()))] for one in node.elements("e")])]


def _without_marks(elements: list[Element]) -> list[Element]:
    return [one for one in elements if not (one.tag == "mo" and one.text() == "&")]


def _table(rows: Sequence[Sequence[Sequence[Element]]]) -> Element:
    made = [Element("mtr", {}, [Element("mtd", {}, [*cell]) for cell in row]) for row in rows]
    return Element("mtable", {}, [*made])


_READERS: dict[str, Callable[[Node], list[Element]]] = {
    "f": _fraction,
    "rad": _root,
    "nary": _operator,
    "d": _delimited,
    "func": _function,
    "acc": _accent,
    "bar": _bar,
    "groupChr": _grouped,
    "m": _matrix,
    "eqArr": _equations,
    "sSup": _simple("msup", "e", "sup"),
    "sSub": _simple("msub", "e", "sub"),
    "sSubSup": _simple("msubsup", "e", "sub", "sup"),
    "limLow": _simple("munder", "e", "lim"),
    "limUpp": _simple("mover", "e", "lim"),
    "sPre": lambda node: [
        Element("mmultiscripts", {}, [_one(node), Element("mprescripts"), _one(node, "sub"), _one(node, "sup")])
    ],
    "box": lambda node: [Element("mrow", {}, [*_inside(node)])],
    "borderBox": lambda node: [Element("menclose", {"notation": "box"}, [*_inside(node)])],
    "phant": lambda node: [Element("mphantom", {}, [*_inside(node)])],
}
