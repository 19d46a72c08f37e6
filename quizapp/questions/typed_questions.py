"""PURE: a question as the fields of a form hold it, read into the intermediate form and written back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from . import markup
from .formats.answers import AcceptedNumber, AcceptedTexts, Answer, Criterion, Gap, Gaps, Rubric
from .formats.checks import WITH_OPTIONS
from .formats.parsed import Kind, Level, ParsedOption, ParsedQuestion, true_false_options
from .import_plan import Content

# The fields of a form: texts as typed, rows as lists of such. It fits into JSON, so that it can be kept unsaved.
Typed = Mapping[str, Any]
RIGHT_SIGN = "*"
_NOT_A_NUMBER = Decimal("NaN")


def blank(kind: str = "single") -> dict[str, Any]:
    """What a form for a new question begins with."""
    options: list[dict[str, Any]] = [{"text": "", "match": ""} for _ in range(4)]
    if kind == Kind.TRUEFALSE:
        options = [{"text": option.text, "match": ""} for option in true_false_options(True)]
    return {"kind": kind, "options": options, "right": [], "gaps": [{"options": ""}], "criteria": [{}], "pictures": []}


def read(typed: Typed, reference: str = "") -> ParsedQuestion:
    """The question that the fields mean. Rows that are empty are left out; what is wrong is found by ``checks``."""
    kind = Kind(typed["kind"])
    pictures = _pictures(typed)
    return ParsedQuestion(
        row=1,
        item="",
        kind=kind,
        stem=markup.to_html(_text(typed, "stem"), pictures),
        options=tuple(_options(typed, kind, pictures)) if kind in WITH_OPTIONS else (),
        answer=_answer(typed, kind),
        explanation=markup.to_html(_text(typed, "explanation"), pictures),
        source=_line(typed, "source"),
        topic=_line(typed, "topic"),
        level=Level(typed["level"]) if typed.get("level") else None,
        reference=reference,
        tags=tuple(tag for tag in (" ".join(part.split()) for part in _text(typed, "tags").split(",")) if tag),
    )


def _text(typed: Typed, name: str) -> str:
    return str(typed.get(name) or "").strip()


def _line(typed: Typed, name: str) -> str:
    return " ".join(_text(typed, name).split())


def _pictures(typed: Typed) -> list[str]:
    return [str(source) for source in typed.get("pictures") or []]


def _options(typed: Typed, kind: Kind, pictures: list[str]) -> Iterable[ParsedOption]:
    right = {int(place) for place in typed.get("right") or []}
    has_key = kind not in (Kind.MATCHING, Kind.ORDERING)
    for place, row in enumerate(typed.get("options") or []):
        text = markup.to_html(_text(row, "text"), pictures)
        match = markup.to_html(_text(row, "match"), pictures) if kind is Kind.MATCHING else ""
        # A blank option that is marked right is a fault to be told, not a row to be left out.
        if text or match or place in right:
            yield ParsedOption(text, has_key and place in right, match)


def _answer(typed: Typed, kind: Kind) -> Answer | None:
    if kind is Kind.TEXT:
        accepted = tuple(_lines(_text(typed, "accepted")))
        return AcceptedTexts(accepted, bool(typed.get("ignores_case")), bool(typed.get("ignores_diacritics")))
    if kind is Kind.NUMBER:
        value, tolerance = read_number(_text(typed, "value")), read_number(_text(typed, "tolerance") or "0")
        return AcceptedNumber(value, tolerance, _line(typed, "unit"))
    if kind is Kind.CLOZE:
        return Gaps(tuple(_gap(_text(row, "options")) for row in typed.get("gaps") or [] if _text(row, "options")))
    if kind is Kind.ESSAY:
        return _rubric(typed)
    return None


def _lines(text: str) -> list[str]:
    return [line for line in (" ".join(line.split()) for line in text.splitlines()) if line]


def _gap(text: str) -> Gap:
    lines = _lines(text)
    right = [place for place, line in enumerate(lines) if line.startswith(RIGHT_SIGN)]
    options = tuple(line.removeprefix(RIGHT_SIGN).strip() for line in lines)
    return Gap(options, right[0] if len(right) == 1 else -1)


def _rubric(typed: Typed) -> Rubric:
    rows = [row for row in typed.get("criteria") or [] if _text(row, "text") or _text(row, "points")]
    criteria = tuple(Criterion(_line(row, "text"), _points(_text(row, "points"))) for row in rows)
    return Rubric(criteria, _whole(_text(typed, "least_words")), _whole(_text(typed, "most_words")))


def _points(text: str) -> Decimal:
    points = read_number(text)
    return points if points.is_finite() else Decimal(0)


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 7 else 0


def read_number(text: str) -> Decimal:
    """ "1.234,5", "1234.5" or "-3"; not a number (NaN) for anything else."""
    plain = re.sub(r"\s", "", text)
    if "," in plain:
        plain = plain.replace(".", "").replace(",", ".")
    try:
        return Decimal(plain) if len(plain) < 40 else _NOT_A_NUMBER
    except InvalidOperation:
        return _NOT_A_NUMBER


def write(content: Content) -> dict[str, Any]:
    """The fields of a form that ``read`` reads as this content."""
    pictures: list[str] = []
    typed: dict[str, Any] = {
        "kind": content.kind,
        "stem": markup.to_typed(content.stem, pictures),
        "options": [
            {"text": markup.to_typed(option.text, pictures), "match": markup.to_typed(option.match, pictures)}
            for option in content.options
        ],
        "right": [place for place, option in enumerate(content.options) if option.is_right],
        "explanation": markup.to_typed(content.explanation, pictures),
        "source": content.source,
        "topic": content.topic,
        "level": content.level or "",
        "tags": ", ".join(content.tags),
    }
    return typed | _write_answer(content.answer) | {"pictures": pictures}


def _write_answer(answer: Answer | None) -> dict[str, Any]:
    match answer:
        case AcceptedTexts(accepted, ignores_case, ignores_diacritics):
            folding = {"ignores_case": ignores_case, "ignores_diacritics": ignores_diacritics}
            return {"accepted": "\n".join(accepted), **folding}
        case AcceptedNumber(value, tolerance, unit):
            return {"value": _written(value), "tolerance": _written(tolerance), "unit": unit}
        case Gaps(gaps):
            return {"gaps": [{"options": _written_gap(gap)} for gap in gaps]}
        case Rubric(criteria, least_words, most_words):
            rows = [{"text": one.text, "points": _written(one.points)} for one in criteria]
            return {"criteria": rows, "least_words": str(least_words or ""), "most_words": str(most_words or "")}
    return {}


def _written(value: Decimal) -> str:
    return format(value, "f").replace(".", ",")


def _written_gap(gap: Gap) -> str:
    return "\n".join((RIGHT_SIGN if place == gap.right else "") + text for place, text in enumerate(gap.options))
