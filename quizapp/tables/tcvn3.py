"""PURE: TCVN3 (ABC), the 8-bit code of the .VnTime fonts, and how to tell Vietnamese from a wrong decoding."""

from __future__ import annotations

import re
import unicodedata

# Bytes 0xA0 to 0xFF of TCVN 5712:1993. The fonts that type capitals (.VnTimeH) use the codes of the small letters.
# Below 0xA0 these fonts have what Windows has there: quotation marks and dashes.
_LETTERS = (
    "\xa0ĂÂÊÔƠƯĐăâêôơưđẰ"
    "\u0300\u0309\u0303\u0301\u0323àảãáạẲằẳẵắẴ"
    "ẮẦẨẪẤỀặầẩẫấậèỂẻẽ"
    "éẹềểễếệìỉỄẾỒĩíịò"
    "Ổỏõóọồổỗốộờởỡớợù"
    "ỖủũúụừửữứựỳỷỹýỵỐ"
)
_LETTER_OF_SIGN = {0xA0 + place: letter for place, letter in enumerate(_LETTERS)}

_VIETNAMESE = frozenset(
    unicodedata.normalize("NFC", letter + tone)
    for letter in "aăâeêioôơuưy"
    for tone in ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
) | frozenset("bcdđghklmnpqrstvx")
_FEWEST_WORDS = 5
_TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_MARKS = re.compile("[\u0300-\u036f]")
_WORD = re.compile(r"[^\W\d_]+")
_SYLLABLE = re.compile(r"(?:ngh|ng|nh|gh|gi|kh|ph|th|tr|ch|qu|[bcdđghklmnpqrstvx])?[aeiouy]{1,3}(?:ng|nh|ch|[cmnpt])?")


def decode_tcvn3(content: bytes) -> str:
    """The text in NFC. Nearly every byte has a meaning, so ``vietnamese_share`` must say whether it was TCVN3 at all.

    Raises UnicodeDecodeError for the few bytes without one.
    """
    return unicodedata.normalize("NFC", content.decode("cp1252").translate(_LETTER_OF_SIGN))


def vietnamese_share(text: str) -> float:
    """The share, 0 to 1, of words with letters beyond ASCII that are possible Vietnamese syllables."""
    words = [word for word in _WORD.findall(unicodedata.normalize("NFC", text)) if not word.isascii()]
    return sum(map(_is_syllable, words)) / len(words) if words else 0.0


def is_tcvn3_in_disguise(text: str) -> bool:
    """Whether a Unicode text really holds TCVN3 codes ("NguyÔn V¨n"): what cells typed in a .VnTime font contain.

    Says no to less than five words beyond ASCII: too little to be sure.
    """
    words = [word for word in _WORD.findall(text) if not word.isascii()]
    if len(words) < _FEWEST_WORDS or max(text) > "\xff":
        return False
    return vietnamese_share(text) < 0.5 and vietnamese_share(text.translate(_LETTER_OF_SIGN)) >= 0.8


def _is_syllable(word: str) -> bool:
    if not (word.islower() or word.isupper() or word.istitle()):
        return False
    if not _VIETNAMESE.issuperset(word.lower()):
        return False
    decomposed = unicodedata.normalize("NFD", word.lower())
    if len(_TONES.findall(decomposed)) > 1:
        return False
    return _SYLLABLE.fullmatch(_MARKS.sub("", decomposed)) is not None
