r"""LaTeX within texts, shown as MathML without any script: \(…\), \[…\], $$…$$. Pure.

Texts are stored as their authors typed them; this is for showing them. What cannot be read stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from html import escape, unescape

import nh3
from latex2mathml.converter import convert
from latex2mathml.exceptions import (
    DenominatorNotFoundError,
    DoubleSubscriptsError,
    DoubleSuperscriptsError,
    ExtraLeftOrMissingRightError,
    InvalidAlignmentError,
    InvalidStyleForGenfracError,
    InvalidWidthError,
    LimitsMustFollowMathOperatorError,
    MissingEndError,
    MissingSuperScriptOrSubscriptError,
    NoAvailableTokensError,
    NumeratorNotFoundError,
)

from . import mathml as formulas
from .mathml_words import with_labels

LONGEST_FORMULA = 2_000
_FORMULA = re.compile(
    r"\\\((?P<inline>[^<>]{1,2000}?)\\\)|\\\[(?P<block>[^<>]{1,2000}?)\\\]|\$\$(?P<dollars>[^<>$]{1,2000}?)\$\$"
)
_MARKUP = re.compile(r"<(?:pre|code)>.*?</(?:pre|code)>|<math\b.*?</math>|<[^<>]*>", re.S)
_UNKNOWN_COMMAND = re.compile(r"<mi>\\")
_UNREADABLE = (
    DenominatorNotFoundError,
    DoubleSubscriptsError,
    DoubleSuperscriptsError,
    ExtraLeftOrMissingRightError,
    InvalidAlignmentError,
    InvalidStyleForGenfracError,
    InvalidWidthError,
    LimitsMustFollowMathOperatorError,
    MissingEndError,
    MissingSuperScriptOrSubscriptError,
    NoAvailableTokensError,
    NumeratorNotFoundError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    StopIteration,
    RecursionError,
)


def with_mathematics(html: str) -> str:
    """Cleaned HTML with its LaTeX as MathML and words for what is MathML already; formulas that cannot be read, and
    code, stay as they are."""
    html = with_labels(html)
    if "\\" not in html and "$$" not in html:
        return html
    parts: list[str] = []
    end = 0
    for markup in _MARKUP.finditer(html):
        parts.extend((_FORMULA.sub(_shown, html[end : markup.start()]), markup[0]))
        end = markup.end()
    return "".join((*parts, _FORMULA.sub(_shown, html[end:])))


def unreadable_formulas(html: str) -> list[str]:
    """The LaTeX of the formulas that would be shown as they were typed, for a warning."""
    return [latex for latex, is_block in _formulas(html) if mathml(latex, is_block) is None]


@lru_cache(maxsize=2_000)
def mathml(latex: str, is_block: bool = False) -> str | None:
    """A formula as MathML, None where it is no LaTeX that is understood."""
    if len(latex) > LONGEST_FORMULA:
        return None
    try:
        written = convert(latex, display="block" if is_block else "inline")
    except _UNREADABLE:
        return None
    if _UNKNOWN_COMMAND.search(written):
        return None
    return nh3.clean(
        written,
        tags=set(formulas.TAGS),
        attributes=formulas.ATTRIBUTES,
        attribute_filter=lambda _tag, name, value: formulas.kept_value(name, value),
    )


def _formulas(html: str) -> Iterator[tuple[str, bool]]:
    for match in _FORMULA.finditer(_MARKUP.sub("\n", html)):
        yield _latex(match), match["inline"] is None


def _shown(match: re.Match[str]) -> str:
    shown = mathml(_latex(match), match["inline"] is None)
    return match[0] if shown is None else f'<span title="{escape(_latex(match))}">{with_labels(shown)}</span>'


def _latex(match: re.Match[str]) -> str:
    return unescape(match["inline"] or match["block"] or match["dollars"]).strip()
