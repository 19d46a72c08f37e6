"""PURE: a head that says what a document is line by line ("Số: …", "issuer: …"), or in one sentence."""

from __future__ import annotations

import re
from datetime import date

from ..folding import fold, tidy
from .head_words import LONGEST_TITLE, NUMBER, kind_of_words, read_day
from .parsed import Line, Recognised

_LABELS = {
    "so": "number",
    "so hieu": "number",
    "so, ky hieu": "number",
    "so/ky hieu": "number",
    "so ky hieu": "number",
    "number": "number",
    "co quan ban hanh": "issuer",
    "issuer": "issuer",
    "ngay ban hanh": "date",
    "ngay": "date",
    "date": "date",
    "issued_on": "date",
    "loai": "kind",
    "loai van ban": "kind",
    "kind": "kind",
    "trich yeu": "title",
    "ten van ban": "title",
    "tieu de": "title",
    "title": "title",
}
_LABELLED = re.compile(r"(?:[-*•]\s+)?(?P<label>[\w/, ]{2,20}?)\s*[:=]\s*(?P<value>.+)")
_FENCE = re.compile(r"-{3,}|\+{3,}")
# One such line may be part of a letterhead ("Số: 57-NQ/TW"); two are somebody's answer to a form.
_FEWEST = 2
_REFERENCE = re.compile(
    rf"(?P<kind>[^\W\d]+(?:\s[^\W\d]+){{1,5}}?)\s+(?:số\s*:?\s*)?(?P<number>{NUMBER})\s*,?"
    r"(?:\s*ngày\s+(?P<date>\d{1,2}[/.-]\d{1,2}[/.-]\d{4}|\d{1,2}\s+tháng\s+\d{1,2}\s+năm\s+\d{4})\s*,?)?"
    r"(?:\s*của\s+(?P<issuer>[^,:“\"]+?)\s*,?)?"
    r"(?:\s*[:–—]?\s*(?P<title>(?:về|“|\")\s*.+))?",
    re.I,
)


def read_labels(lines: list[Line]) -> tuple[Recognised, list[Line]]:
    """What labelled lines at the very top say (below a title, between fences or not), and all other lines."""
    start = 1 if lines[0].level == 1 and len(lines) > 1 else 0
    place, said = start, dict[str, str]()
    while place < len(lines) and (_is_fence(lines[place], place == start or said) or _take(lines[place], said)):
        place += 1
    if len(said) < _FEWEST:
        return Recognised(), lines
    return _recognised(said), [*lines[:start], *lines[place:]]


def _is_fence(line: Line, may_be: object) -> bool:
    return bool(may_be) and _FENCE.fullmatch(line.plain) is not None


def _take(line: Line, said: dict[str, str]) -> bool:
    match = _LABELLED.fullmatch(line.plain)
    field = _LABELS.get(fold(match["label"])) if match else None
    if match is None or field is None or field in said:
        return False
    said[field] = tidy(match["value"]).strip("\"'")
    return True


def _recognised(said: dict[str, str]) -> Recognised:
    return Recognised(
        number=said.get("number", ""),
        issuer=said.get("issuer", ""),
        issued_on=read_day(said.get("date", "")),
        kind=kind_of_words(said.get("kind", "")),
        title=said.get("title", ""),
    )


def read_reference(text: str) -> Recognised | None:
    """ "Nghị quyết số 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị về đột phá…" as a whole line; None for another."""
    match = _REFERENCE.fullmatch(tidy(text))
    kind = kind_of_words(match["kind"]) if match else ""
    if match is None or not kind or len(match["title"] or "") > LONGEST_TITLE:
        return None
    title = (match["title"] or "").strip(' “”"')
    return Recognised(
        number=match["number"],
        issuer=tidy(match["issuer"] or ""),
        issued_on=_day(match["date"]),
        kind=kind,
        title=title[:1].upper() + title[1:],
    )


def _day(text: str | None) -> date | None:
    return read_day(f"ngày {text}") if text else None
