"""PURE: what the head of a Vietnamese document says: number, issuer, date, kind, title."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from ..folding import fold, tidy
from .head_words import DATE, KIND_WORDS, LONGEST_TITLE, NUMBER, day_named, kind_of_number
from .headings import read_heading
from .labelled_head import read_labels, read_reference
from .parsed import Line, Recognised

# A head is never longer than this.
_MOST_LINES = 40
_MOST_TITLE_LINES = 5
_NUMBER = re.compile(rf"\bsố\s*[:.]?\s*({NUMBER})", re.I)
_ALONE = re.compile(NUMBER)
_STOP = re.compile(r"(căn cứ|thực hiện|xét đề nghị|nơi nhận|kính gửi)\b|-{3,}|_{3,}", re.I)

_BODIES = {
    "bo chinh tri": "Bộ Chính trị",
    "ban bi thu": "Ban Bí thư",
    "ban bi thu trung uong": "Ban Bí thư",
    "ban chap hanh trung uong": "Ban Chấp hành Trung ương",
    "ban chap hanh trung uong dang": "Ban Chấp hành Trung ương",
    "thu tuong chinh phu": "Thủ tướng Chính phủ",
    "chinh phu": "Chính phủ",
    "quoc hoi": "Quốc hội",
}
# The rest of such a name is the name of a place.
_LOCAL_BODIES = ("Tỉnh ủy", "Thành ủy", "Huyện ủy", "Quận ủy", "Đảng ủy", "Ban Thường vụ", "Ủy ban nhân dân")


def recognise(lines: list[Line]) -> tuple[Recognised, list[Line]]:
    """What the head says, and the lines behind it."""
    labelled, lines = read_labels(lines)
    found, rest = _recognise_head(lines) if lines else (Recognised(), lines)
    return _together(labelled, found), rest


def _together(labelled: Recognised, found: Recognised) -> Recognised:
    """What is labelled goes before what was recognised."""
    return Recognised(
        number=_spelled(labelled.number) or found.number,
        issuer=issuer_name(labelled.issuer) or found.issuer,
        issued_on=labelled.issued_on or found.issued_on,
        kind=labelled.kind or found.kind,
        title=labelled.title or found.title,
    )


def _recognise_head(lines: list[Line]) -> tuple[Recognised, list[Line]]:
    reference = read_reference(lines[0].plain)
    if reference is not None:
        return replace(reference, number=_spelled(reference.number)), lines[1:]
    head = _head(lines)
    kind_place = next((place for place, line in enumerate(head) if fold(line.plain) in KIND_WORDS), None)
    number = _number(head)
    if not number and kind_place is None:
        return _titled_only(lines)
    kind = KIND_WORDS[fold(head[kind_place].plain)] if kind_place is not None else kind_of_number(number)
    issuer, title, end = _behind_kind(head, kind_place)
    found = Recognised(number, issuer or _issuer_above(head), _issued_on(head), kind, title)
    return found, lines[end:]


def _titled_only(lines: list[Line]) -> tuple[Recognised, list[Line]]:
    """A text that names neither number nor kind has a title only where its first line is the topmost heading."""
    first = lines[0]
    heading = read_heading(first)
    if first.level != 1 or heading is None or heading.number:
        return Recognised(), lines
    return Recognised(title=first.plain), lines[1:]


def issuer_name(text: str) -> str:
    """The name as it is written in a sentence: "BỘ CHÍNH TRỊ" is "Bộ Chính trị"."""
    text = tidy(text).strip(" .,:")
    if text.upper() != text:
        return text
    known = _BODIES.get(fold(text))
    if known:
        return known
    for body in _LOCAL_BODIES:
        if text.casefold().startswith(body.casefold()):
            return tidy(f"{body} {text[len(body) :].title()}")
    return text.capitalize()


def _head(lines: list[Line]) -> list[Line]:
    """The lines in front of the first section."""
    for place, line in enumerate(lines[:_MOST_LINES]):
        heading = read_heading(line)
        if heading is not None and (heading.number or heading.kind != "other") and fold(line.plain) not in KIND_WORDS:
            return lines[:place]
    return lines[:_MOST_LINES]


def _number(head: list[Line]) -> str:
    for line in head:
        match = _NUMBER.search(line.plain)
        if match:
            return _spelled(match[1])
    alone = next((line.plain for line in head if _ALONE.fullmatch(line.plain)), "")
    return _spelled(alone)


def _spelled(number: str) -> str:
    return re.sub(r"\s*([-–/])\s*", lambda match: match[1].replace("–", "-"), number)


def _issued_on(head: list[Line]) -> date | None:
    return next((day for line in head if (day := day_named(line.plain))), None)


def _behind_kind(head: list[Line], kind_place: int | None) -> tuple[str, str, int]:
    """(issuer, title, how many lines of the head are used up)"""
    if kind_place is None:
        return "", *_title_from(head, _first_free(head))
    issuer, start = "", kind_place + 1
    if start < len(head) and fold(head[start].plain).startswith("cua "):
        issuer = issuer_name(head[start].plain.split(maxsplit=1)[1])
        start += 1
    return issuer, *_title_from(head, start)


def _first_free(head: list[Line]) -> int:
    """Behind the lines that are a number, a date, a motto or an issuer."""
    place = 0
    for index, line in enumerate(head):
        if _NUMBER.search(line.plain) or DATE.search(line.plain) or _is_letterhead(line.plain):
            place = index + 1
    return place


def _is_letterhead(text: str) -> bool:
    folded = fold(text).strip(" *-.")
    return folded in _BODIES or folded.startswith(
        ("dang cong san viet nam", "cong hoa xa hoi", "doc lap - tu do", "so:", *map(fold, _LOCAL_BODIES))
    )


def _title_from(head: list[Line], start: int) -> tuple[str, int]:
    taken: list[str] = []
    place = start
    while place < len(head) and len(taken) < _MOST_TITLE_LINES:
        line = head[place]
        if _STOP.match(line.plain) or line.is_table:
            break
        if not any(letter.isalpha() for letter in line.plain):
            place += 1
            if taken:
                break
            continue
        if taken and not _goes_on(head[place - 1], line):
            break
        taken.append(line.plain)
        place += 1
    title = tidy(" ".join(taken))
    if len(title) > LONGEST_TITLE:
        return "", start
    return title, place


def _goes_on(before: Line, line: Line) -> bool:
    """A title of several lines is bold throughout (Word), or has no blank line within (text)."""
    return before.is_bold and line.is_bold if before.is_bold or line.is_bold else not line.is_apart


def _issuer_above(head: list[Line]) -> str:
    for line in head:
        folded = fold(line.plain).strip(" *-.")
        if folded in _BODIES:
            return _BODIES[folded]
    for line in head:
        if line.plain.casefold().startswith(tuple(body.casefold() for body in _LOCAL_BODIES)):
            return issuer_name(line.plain)
    return ""
