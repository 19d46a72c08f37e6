"""PURE: what a stored question shows of itself, by its kind. A preview calls things as a paper does."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from string import ascii_lowercase
from typing import Any

from .formats.answers import AcceptedNumber, Answer, Gaps, Rubric
from .formats.checks import GAP_MARK

Options = Sequence[dict[str, Any]]
BLANK = '<span class="gap-blank">(%s)</span>'


def options_shown(kind: str, options: Options) -> list[str]:
    """HTML of the options, statements, items or left-hand sides, in the author's order."""
    return [option["text"] for option in options if kind != "matching" or option["text"]]


def others_shown(kind: str, options: Options, answer: Answer | None) -> list[list[str]]:
    """HTML of the further lists: the right-hand sides, each once; the choices of each gap."""
    if kind == "matching":
        return [matches_shown(options)]
    if isinstance(answer, Gaps):
        return [[escape(option, quote=False) for option in gap.options] for gap in answer.gaps]
    return []


def matches_shown(options: Options) -> list[str]:
    """The right-hand sides of a matching question; several left-hand sides may share one."""
    return list(dict.fromkeys(option["match"] for option in options if option.get("match")))


def extras_of(kind: str, answer: Answer | None, lists: Sequence[Sequence[dict[str, str]]]) -> dict[str, Any]:
    """What only this kind tells the candidate; ``lists`` are the further lists as they are shown."""
    match kind, answer:
        case "matching", _:
            return {"matches": lists[0]}
        case "cloze", _:
            return {"gaps": [{"id": str(number), "options": options} for number, options in enumerate(lists, 1)]}
        case "number", AcceptedNumber():
            return {"unit": answer.unit}
        case "essay", Rubric():
            return {"least_words": answer.least_words, "most_words": answer.most_words}
        case "essay", _:
            return {"least_words": 0, "most_words": 0}
    return {}


def preview(kind: str, stem: str, options: Options, answer: Answer | None) -> dict[str, Any]:
    """The question as a paper describes it. Lists whose own order is the key stand in that of the alphabet."""
    shown = options_shown(kind, options)
    others = others_shown(kind, options, answer)
    lists = [_named(sorted(texts) if kind == "matching" else texts) for texts in others]
    named = _named(sorted(shown) if kind == "ordering" else shown)
    return {"id": "1", "kind": kind, "prompt": stem, "options": named} | extras_of(kind, answer, lists)


def _named(texts: Iterable[str]) -> list[dict[str, str]]:
    return [{"id": letter, "text": text} for letter, text in zip(ascii_lowercase, texts, strict=False)]


def with_blanks(html: str) -> str:
    """The stem of a cloze with a numbered blank for each mark {{1}}."""
    return GAP_MARK.sub(lambda mark: BLANK % mark[1], html)
