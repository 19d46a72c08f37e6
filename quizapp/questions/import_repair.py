"""PURE: a question mended in a form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ..folding import tidy
from ..rich_text import from_typed_text, to_typed_text
from .formats.checks import CHOICES
from .formats.parsed import MOST_OPTIONS, Kind, Level, ParsedOption, ParsedQuestion

LEAST_FIELDS = 4


def fields_of(question: ParsedQuestion) -> dict[str, object]:
    """What the form shows. ``options``: (text, whether it is right); empty ones to fill in at the end."""
    options = [(to_typed_text(option.text), option.is_right) for option in question.options]
    options += [("", False)] * (LEAST_FIELDS - len(options))
    return {
        "kind": str(question.kind),
        "has_options": question.kind in CHOICES,
        "stem": to_typed_text(question.stem),
        "options": options,
        "explanation": to_typed_text(question.explanation),
        "source": question.source,
        "topic": question.topic,
        "level": str(question.level or ""),
    }


def mended(question: ParsedQuestion, form: Mapping[str, str], texts: Sequence[str], right: set[str]) -> ParsedQuestion:
    """The question as the form says; ``texts`` are the options, ``right`` the places of the right ones. Options left
    empty are dropped."""
    changed = replace(
        question,
        stem=_html(form.get("stem", ""), question.stem),
        explanation=_html(form.get("explanation", ""), question.explanation),
        source=tidy(form.get("source", "")),
        topic=tidy(form.get("topic", "")),
        level=Level(form["level"]) if form.get("level") in list(Level) else None,
    )
    if question.kind not in CHOICES:
        return changed
    options = tuple(
        ParsedOption(from_typed_text(text), str(place) in right)
        for place, text in enumerate(texts[:MOST_OPTIONS])
        if text.strip()
    )
    kind = Kind(form["kind"]) if form.get("kind") in CHOICES else question.kind
    return replace(changed, kind=kind, options=options)


def _html(text: str, before: str) -> str:
    """What nobody has touched stays as it is."""
    return before if text.replace("\r\n", "\n") == to_typed_text(before) else from_typed_text(text)
