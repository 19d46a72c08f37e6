"""The texts of one question with the pictures that come beside them. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from ...errors import Sentence
from ...rich_text import clean_html, count_lost_pictures
from .parsed import lost_pictures
from .pictures import Embedding

# What the cleaner gives back as it is, but for its blanks: most texts, and it takes most of the time.
_PLAIN = re.compile(
    "[^<>&\xa0\u0338\r\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\u2060\ufeff\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]{0,10000}"
)
_BLANKS = re.compile(r"[ \t\n]+")


class PicturedTexts:
    """Cleans the texts of one question and remembers what was lost on the way."""

    def __init__(self, embedding: Embedding) -> None:
        self._embedding = embedding
        self._refused: dict[Sentence, None] = {}
        self._lost = 0
        self._lost_formula = False

    def read(self, raw: str, find: Callable[[str], str | None], reader: Callable[[str], str] = clean_html) -> str:
        """The HTML that ``reader`` makes of it, with the pictures that ``find`` knows by their addresses."""
        if reader is clean_html and _PLAIN.fullmatch(raw):
            return _BLANKS.sub(" ", unicodedata.normalize("NFC", raw)).strip(" ")
        cleaned = self._embedding.embed(raw, find, reader)
        self._lost += count_lost_pictures(raw, cleaned)
        self._lost_formula |= "<math" in raw and "<math" not in cleaned
        return cleaned

    def refuse(self, reason: Sentence) -> None:
        """Note a picture that cannot be used."""
        self._refused[reason] = None

    def lose(self) -> None:
        """Note a picture that was named and did not come along."""
        self._lost += 1

    def warnings(self) -> tuple[Sentence, ...]:
        """What the author should know."""
        warnings = list(self._refused)
        if self._lost > len(warnings):
            warnings.append(lost_pictures(self._lost - len(warnings)))
        if self._lost_formula:
            warnings.append(Sentence("Công thức toán trong câu này không đọc được nên đã bỏ. Hãy ghi lại công thức."))
        return tuple(warnings)
