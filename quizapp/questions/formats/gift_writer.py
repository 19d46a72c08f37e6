"""GIFT, out: what ``gift.read`` reads back as the same questions, and Moodle too. Pure.

Plain text is written plainly; where a text needs tags it is marked ``[html]``, and a stem in HTML hands this down
to its options, as it does in Moodle.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...rich_text import to_typed_text
from .answers import AcceptedNumber, AcceptedTexts
from .gift_blocks import ESCAPED
from .gift_notes import written_notes, written_token
from .parsed import Kind, ParsedOption, ParsedQuestion, true_false_options

_UNSAFE_START = re.compile(r"\s*(?:[\[%]|->)")


def write(questions: Sequence[ParsedQuestion], title: str = "") -> bytes:
    """The questions as a GIFT file in UTF-8."""
    head = f"// {written_token('title', title)}\n\n" if title.strip() else ""
    return (head + "\n".join(_written(question) for question in questions)).encode()


def _written(question: ParsedQuestion) -> str:
    stem, is_html = _stem(question)
    body = _true_false(question, is_html) if _is_true_false(question) else _lines(question, is_html)
    return f"{written_notes(question)}::{_escaped(question.item)}::{stem}{{{body}}}\n"


def _stem(question: ParsedQuestion) -> tuple[str, bool]:
    plain = _plain(question.stem)
    return (f"[html]{_escaped(question.stem)}", True) if plain is None else (_escaped(plain), False)


def _is_true_false(question: ParsedQuestion) -> bool:
    return question.kind is Kind.TRUEFALSE and question.options in (
        true_false_options(True),
        true_false_options(False),
    )


def _true_false(question: ParsedQuestion, is_html: bool) -> str:
    answer = "TRUE" if question.options[0].is_right else "FALSE"
    return answer + (f"####{_part(question.explanation, is_html)}" if question.explanation else "")


def carries(question: ParsedQuestion) -> bool:
    """Whether GIFT has a form for this kind."""
    return question.kind not in (Kind.STATEMENTS, Kind.ORDERING, Kind.CLOZE)


def _lines(question: ParsedQuestion, is_html: bool) -> str:
    match question.answer:
        case AcceptedTexts(accepted):
            lines = ["=" + _escaped(text.replace("*", "\\*")).replace("\\\\*", "\\*") for text in accepted]
        case AcceptedNumber(value, tolerance):
            lines = [f"#{value}:{tolerance}"]
        case _ if question.kind is Kind.MATCHING:
            lines = [f"={_side(one.text, is_html)} -> {_side(one.match, is_html)}" for one in question.options]
        case _:
            lines = [_mark(question, option) + _part(option.text, is_html) for option in question.options]
    if question.explanation:
        lines.append(f"####{_part(question.explanation, is_html)}")
    return "".join(f"\n\t{line}" for line in lines) + "\n"


def _mark(question: ParsedQuestion, option: ParsedOption) -> str:
    """Of a multiple choice, a wrong tick costs all: that is how this program marks, and Moodle is told so."""
    if question.kind is not Kind.MULTIPLE:
        return "=" if option.is_right else "~"
    if not option.is_right:
        return "~%-100%"
    share = f"{100 / sum(other.is_right for other in question.options):.5f}"
    return f"~%{share.rstrip('0').rstrip('.')}%"


def _part(html: str, is_html: bool) -> str:
    """A text below the stem, which hands its style down."""
    plain = None if is_html else _plain(html)
    if plain is not None:
        return _escaped(plain)
    return _escaped(html) if is_html and not _UNSAFE_START.match(html) else f"[html]{_escaped(html)}"


def _side(html: str, is_html: bool) -> str:
    """A side of a pair; an arrow within it is written as its entity."""
    written = _part(html, is_html)
    return written if "->" not in written else f"[html]{_escaped(html).replace('->', '-&gt;')}"


def _plain(html: str) -> str | None:
    """The text that can stand without a mark, or None where it needs one."""
    typed = to_typed_text(html)
    return None if _UNSAFE_START.match(typed) or "<" in typed or "&" in typed else typed


def _escaped(text: str) -> str:
    """Escapes for the characters that mean something; every text stays on one line."""
    special = ESCAPED.replace("n", "")
    return "".join(f"\\{letter}" if letter in special else letter for letter in text).replace("\n", "\\n")
