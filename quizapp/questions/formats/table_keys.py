"""Which options a key cell means: "B", "A, C", "A và C", "AC", "2", the option's text, "Đúng". Pure.

A key is never guessed: where a cell can be read in two ways that differ, it is refused.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...errors import Invalid, Sentence
from ...folding import fold, tidy
from .parsed import letter_of

_PREFIX = re.compile(r"\A(?:(?:dap an|phuong an|cau|chon|y)(?: dung)?(?: la)?[\s:]+)+")
_SEPARATORS = re.compile(r"[\s,;/&+.|)(-]+|\b(?:va|and)\b")
_JOINED_LETTERS = re.compile(r"(?:([A-Z])(?!.*\1)){2,26}")  # "ACD", each letter once
_TRUTHS = {"dung": True, "true": True, "yes": True, "sai": False, "false": False, "no": False}
_SHORT_TRUTHS = {"d": True, "t": True, "s": False, "f": False}


def truth(text: str, may_be_short: bool = False) -> bool | None:
    """What a word for true or false says, None for any other. A single letter counts only where it is expected."""
    word = fold(text)
    return _TRUTHS.get(word, _SHORT_TRUTHS.get(word) if may_be_short else None)


def read_key(text: str, options: Sequence[str], by_number: bool = False) -> frozenset[int]:
    """The positions of the right options; raises Invalid with the reason.

    ``options`` are plain texts, "" for a blank cell. ``by_number``: the whole column counts options, so that a "4"
    is the fourth one even where some option reads "4".
    """
    if not text:
        raise Invalid(Sentence("Chưa có đáp án. Ghi A, B, C hoặc D vào cột Đáp án."))
    by_name, by_text = positions_named(text, len(options)), _by_text(text, options)
    if by_name and by_text and by_name != by_text and not by_number:
        raise Invalid(
            Sentence(
                "Đáp án “%(key)s” vừa là thứ tự, vừa là nội dung của một phương án khác. Hãy ghi chữ cái A, B, C, D.",
                key=text,
            )
        )
    positions = by_name or by_text
    if not positions:
        raise Invalid(
            Sentence("Đáp án “%(key)s” không có trong các phương án. Hãy ghi chữ cái của phương án đúng.", key=text)
        )
    _refuse_blank(positions, options)
    return positions


def positions_named(text: str, count: int) -> frozenset[int]:
    """The positions that letters or numbers name; none where the text is something else or one is out of range."""
    words = [word for word in _SEPARATORS.split(_PREFIX.sub("", fold(text), count=1)) if word]
    if _JOINED_LETTERS.fullmatch(text.strip()):
        words = list(fold(text))
    positions = frozenset(_position(word) for word in words)
    is_good = bool(words) and all(0 <= position < count for position in positions)
    return positions if is_good else frozenset()


def counts_options(keys: Sequence[str], options: Sequence[Sequence[str]]) -> bool:
    """Whether a column of keys surely counts options: numbers throughout, of which one is no option's text."""
    rows = [(key, texts) for key, texts in zip(keys, options, strict=True) if key]
    if not rows or not all(re.fullmatch(r"[\d\s,;]+", key) for key, _ in rows):
        return False
    return any(positions_named(key, len(texts)) and not _by_text(key, texts) for key, texts in rows)


def _position(word: str) -> int:
    if re.fullmatch(r"[a-z]", word):
        return ord(word) - ord("a")
    return int(word) - 1 if re.fullmatch(r"\d{1,2}", word) else -1


def _by_text(text: str, options: Sequence[str]) -> frozenset[int]:
    """The one option that reads like the key; exactly, else in spite of capitals."""
    wanted = tidy(text)
    exact = [position for position, option in enumerate(options) if tidy(option) == wanted]
    if len(exact) == 1:
        return frozenset(exact)
    alike = [position for position, option in enumerate(options) if tidy(option).lower() == wanted.lower()]
    return frozenset(alike) if len(alike) == 1 else frozenset()


def _refuse_blank(positions: frozenset[int], options: Sequence[str]) -> None:
    blank = [letter_of(position) for position in sorted(positions) if not options[position]]
    if blank:
        raise Invalid(
            Sentence(
                "Đáp án chỉ vào phương án %(letters)s còn trống. Hãy ghi phương án hoặc sửa đáp án.",
                letters=", ".join(blank),
            )
        )
