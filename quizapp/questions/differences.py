"""PURE: what two versions of a question say differently, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

from ..errors import Sentence
from ..rich_text import to_plain_text
from .formats.answers import AcceptedNumber, AcceptedTexts, Gaps, Rubric
from .formats.parsed import KIND_LABELS, LEVEL_LABELS, Kind, Level, letter_of
from .import_plan import Content

SAME, REMOVED, ADDED = "same", "removed", "added"
_TOKEN = re.compile(r"\s+|\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words that stayed, went or came."""

    change: str
    text: str


@dataclass(frozen=True, slots=True)
class Difference:
    """A part of the question that differs. No ``pieces``: the words are the same, their look is not."""

    part: Sentence
    pieces: tuple[Piece, ...]


def compare(old: Content, new: Content, shows_keys: bool) -> list[Difference]:
    """The parts that differ; without ``shows_keys`` nothing that tells the key."""
    return [
        Difference(part, word_pieces(before.text, after.text))
        for (part, before), (_, after) in zip(_parts(old, new, shows_keys), _parts(new, old, shows_keys), strict=True)
        if before != after
    ]


def word_pieces(old: str, new: str) -> tuple[Piece, ...]:
    """The words of both, in reading order; () when they are the same."""
    if old == new:
        return ()
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    pieces: list[Piece] = []
    for _, start, end, new_start, new_end in _joined(before, after):
        if before[start:end] == after[new_start:new_end]:
            pieces.append(Piece(SAME, "".join(before[start:end])))
            continue
        if end > start:
            pieces.append(Piece(REMOVED, "".join(before[start:end])))
        if new_end > new_start:
            pieces.append(Piece(ADDED, "".join(after[new_start:new_end])))
    return tuple(pieces)


def _joined(before: Sequence[str], after: Sequence[str]) -> Iterable[tuple[str, int, int, int, int]]:
    """Runs of changes with nothing but a blank between them are one: words are read, not syllables."""
    found: list[tuple[str, int, int, int, int]] = []
    for tag, *places in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        start, end, new_start, new_end = places
        is_blank = tag == "equal" and not "".join(before[start:end]).strip()
        joins = bool(found) and found[-1][0] != "equal" and (tag != "equal" or is_blank)
        if joins:
            _, first, _, new_first, _ = found.pop()
            found.append(("replace", first, end, new_first, new_end))
        else:
            found.append((tag, start, end, new_start, new_end))
    return found


@dataclass(frozen=True, slots=True)
class _Told:
    """What is compared and shown; ``stored`` tells apart what looks differently and reads the same."""

    text: str
    stored: str = ""


def _parts(content: Content, other: Content, shows_keys: bool) -> list[tuple[Sentence, _Told]]:
    parts = [
        (Sentence("Loại câu"), _Told(KIND_LABELS[Kind(content.kind)])),
        (Sentence("Nội dung"), _rich(content.stem)),
        *_options(content, other, shows_keys),
    ]
    if shows_keys:
        parts.append((Sentence("Đáp án"), _Told(_key(content))))
        parts.append((Sentence("Giải thích"), _rich(content.explanation)))
    return [
        *parts,
        (Sentence("Chủ đề"), _Told(content.topic)),
        (Sentence("Mức độ"), _Told(LEVEL_LABELS[Level(content.level)] if content.level else "")),
        (Sentence("Căn cứ"), _Told(content.source)),
        (Sentence("Nhãn"), _Told(", ".join(content.tags))),
    ]


def _options(content: Content, other: Content, shows_keys: bool) -> list[tuple[Sentence, _Told]]:
    """The author's order is the key of an ordering, the pairs are that of a matching: both are told sorted."""
    mine, theirs = _option_texts(content, shows_keys), _option_texts(other, shows_keys)
    pairs = list(zip_longest(mine, theirs, fillvalue=_Told("")))
    return [(Sentence("Phương án %(letter)s", letter=letter_of(place)), pair[0]) for place, pair in enumerate(pairs)]


def _option_texts(content: Content, shows_keys: bool) -> list[_Told]:
    texts = [_rich(option.text) for option in content.options]
    if content.kind == Kind.MATCHING and not shows_keys:
        return sorted([*texts, *(_rich(option.match) for option in content.options)], key=lambda told: told.text)
    if content.kind == Kind.MATCHING:
        return [
            _Told(f"{to_plain_text(option.text)} → {to_plain_text(option.match)}", option.text + option.match)
            for option in content.options
        ]
    hides_order = content.kind == Kind.ORDERING and not shows_keys
    return sorted(texts, key=lambda told: told.text) if hides_order else texts


def _rich(html: str) -> _Told:
    return _Told(to_plain_text(html), html)


def _key(content: Content) -> str:
    """The key in words."""
    match content.answer:
        case AcceptedTexts(accepted):
            return "; ".join(accepted)
        case AcceptedNumber(value, tolerance, unit):
            return f"{value} ± {tolerance} {unit}".strip()
        case Gaps(gaps):
            return "; ".join(f"{n}: {_gap(gap.options, gap.right)}" for n, gap in enumerate(gaps, 1))
        case Rubric(criteria):
            return "; ".join(f"{criterion.text}: {criterion.points}" for criterion in criteria)
    return ", ".join(letter_of(place) for place, option in enumerate(content.options) if option.is_right)


def _gap(options: Sequence[str], right: int) -> str:
    return " / ".join(f"[{text}]" if place == right else text for place, text in enumerate(options))
