"""MathML as formulas of Word's own editor (OMML), which ``docx_formulas`` reads back as the same. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ...mathml import Element
from .docx_formulas import ACCENTS
from .xml_markup import xml_text

_NAMESPACE = "http://schemas.openxmlformats.org/officeDocument/2006/math"
_OPERATORS = "∑∏∐⋃⋂⋁⋀∫∬∭∮∯∰"
_SPACING = {sign: combining for combining, sign in ACCENTS.items()}
_SCRIPTS = {"msup": ("sSup", "sup"), "msub": ("sSub", "sub"), "munder": ("limLow", "lim"), "mover": ("limUpp", "lim")}


def word_formula(formula: Element) -> str:
    """The formula as an element for a paragraph of Word."""
    inside = _row(formula.elements())
    own = f' xmlns:m="{_NAMESPACE}"'
    if formula.attributes.get("display") == "block":
        return f"<m:oMathPara{own}><m:oMath>{inside}</m:oMath></m:oMathPara>"
    return f"<m:oMath{own}>{inside}</m:oMath>"


def _row(elements: Sequence[Element]) -> str:
    parts: list[str] = []
    for place, element in enumerate(elements):
        if _is_operator(element):
            # What follows belongs to it: Word shows an empty frame where nothing does.
            return "".join((*parts, _operator(element, _row(elements[place + 1 :]))))
        parts.append(_written(element))
    return "".join(parts)


def _written(element: Element) -> str:
    writer = _WRITERS.get(element.tag)
    if writer:
        return writer(element)
    return _row(element.elements())


def _part(tag: str, element: Element | None) -> str:
    """An argument. A row is written without a frame of its own, since one is read where there are several."""
    if element is None:
        return f"<m:{tag}/>"
    children = element.elements()
    is_row = element.tag == "mrow" and len(children) != 1 and not _is_fenced(children)
    return f"<m:{tag}>{_row(children) if is_row else _row([element])}</m:{tag}>"


def _at(element: Element, place: int) -> Element | None:
    children = element.elements()
    return children[place] if place < len(children) else None


def _run(text: str, look: str = "") -> str:
    properties = f"<m:rPr>{look}</m:rPr>" if look else ""
    return f'<m:r>{properties}<m:t xml:space="preserve">{xml_text(text)}</m:t></m:r>'


def _name(element: Element) -> str:
    text = element.text()
    return _run(text, '<m:sty m:val="p"/>' if len(text) > 1 else "")


def _fraction(element: Element) -> str:
    is_thin = element.attributes.get("linethickness", "").rstrip("ptxem") == "0"
    kind = '<m:fPr><m:type m:val="noBar"/></m:fPr>' if is_thin else ""
    return f"<m:f>{kind}{_part('num', _at(element, 0))}{_part('den', _at(element, 1))}</m:f>"


def _root(element: Element) -> str:
    if element.tag == "mroot":
        return f"<m:rad>{_part('deg', _at(element, 1))}{_part('e', _at(element, 0))}</m:rad>"
    return f'<m:rad><m:radPr><m:degHide m:val="1"/></m:radPr><m:deg/><m:e>{_row(element.elements())}</m:e></m:rad>'


def _script(element: Element) -> str:
    accent = _at(element, 1)
    sign = accent.text() if accent and accent.tag == "mo" else ""
    if element.attributes.get("accent") == "true" and sign in _SPACING:
        return f'<m:acc><m:accPr><m:chr m:val="{_SPACING[sign]}"/></m:accPr>{_part("e", _at(element, 0))}</m:acc>'
    if element.attributes.get("accentunder") == "true" and sign == "_":
        return f'<m:bar><m:barPr><m:pos m:val="bot"/></m:barPr>{_part("e", _at(element, 0))}</m:bar>'
    tag, part = _SCRIPTS[element.tag]
    return f"<m:{tag}>{_part('e', _at(element, 0))}{_part(part, accent)}</m:{tag}>"


def _both_scripts(element: Element) -> str:
    base, below, above = (_at(element, place) for place in range(3))
    if element.tag == "msubsup":
        return f"<m:sSubSup>{_part('e', base)}{_part('sub', below)}{_part('sup', above)}</m:sSubSup>"
    inner = f"<m:limLow>{_part('e', base)}{_part('lim', below)}</m:limLow>"
    return f"<m:limUpp><m:e>{inner}</m:e>{_part('lim', above)}</m:limUpp>"


def _is_operator(element: Element) -> bool:
    base = _at(element, 0) if element.tag in (*_SCRIPTS, "msubsup", "munderover") else None
    return base is not None and base.tag == "mo" and len(base.text()) == 1 and base.text() in _OPERATORS


def _operator(element: Element, follows: str) -> str:
    sign, *limits = element.elements()
    has_both = element.tag in ("msubsup", "munderover")
    below = limits[0] if limits and (has_both or element.tag in ("msub", "munder")) else None
    above = limits[-1] if limits and (has_both or element.tag in ("msup", "mover")) else None
    hidden = "".join(f'<m:{name}Hide m:val="1"/>' for name, one in (("sub", below), ("sup", above)) if one is None)
    place = "subSup" if element.tag.startswith("ms") else "undOvr"
    properties = f'<m:chr m:val="{xml_text(sign.text())}"/><m:limLoc m:val="{place}"/>{hidden}'
    limited = _part("sub", below) + _part("sup", above)
    return f"<m:nary><m:naryPr>{properties}</m:naryPr>{limited}<m:e>{follows}</m:e></m:nary>"


def _before(element: Element) -> str:
    """Signs below and above before the letter; what stands behind it goes on in the line."""
    children = element.elements()
    edge = next((place for place, one in enumerate(children) if one.tag == "mprescripts"), len(children))
    below, above = (children[place] if place < len(children) else None for place in (edge + 1, edge + 2))
    base = children[0] if children and edge else None
    return f"<m:sPre>{_part('sub', below)}{_part('sup', above)}{_part('e', base)}</m:sPre>"


def _is_fenced(children: Sequence[Element]) -> bool:
    return len(children) > 1 and all(
        one.tag == "mo" and "fence" in one.attributes for one in (children[0], children[-1])
    )


def _grouped(element: Element) -> str:
    children = element.elements()
    if not _is_fenced(children):
        return f"<m:box><m:e>{_row(children)}</m:e></m:box>"
    signs = {one.text() for one in children[1:-1] if "separator" in one.attributes}
    parts = [one for one in children[1:-1] if "separator" not in one.attributes]
    if len(signs) > 1 or len(parts) != len(children[1:-1]) - len(parts) + 1:
        parts, signs = [Element("mrow", {}, [*children[1:-1]])], set()
    named = (("begChr", children[0].text()), ("sepChr", "".join(signs)), ("endChr", children[-1].text()))
    properties = "".join(f'<m:{name} m:val="{xml_text(sign)}"/>' for name, sign in named)
    return f"<m:d><m:dPr>{properties}</m:dPr>{''.join(_part('e', part) for part in parts)}</m:d>"


def _table(element: Element) -> str:
    rows = ("".join(f"<m:e>{_row(cell.elements())}</m:e>" for cell in row.elements()) for row in element.elements())
    return f"<m:m>{''.join(f'<m:mr>{row}</m:mr>' for row in rows)}</m:m>"


_WRITERS: dict[str, Callable[[Element], str]] = {
    "mi": _name,
    "mn": lambda element: _run(element.text()),
    "mo": lambda element: _run(element.text()),
    "mtext": lambda element: _run(element.text(), "<m:nor/>"),
    "ms": lambda element: _run(element.text(), "<m:nor/>"),
    "mspace": lambda _element: _run(" ", "<m:nor/>"),
    "mfrac": _fraction,
    "msqrt": _root,
    "mroot": _root,
    **dict.fromkeys(_SCRIPTS, _script),
    "msubsup": _both_scripts,
    "munderover": _both_scripts,
    "mmultiscripts": _before,
    "mrow": _grouped,
    "mtable": _table,
    "menclose": lambda element: f"<m:borderBox><m:e>{_row(element.elements())}</m:e></m:borderBox>",
    "mphantom": lambda element: f"<m:phant><m:e>{_row(element.elements())}</m:e></m:phant>",
}
