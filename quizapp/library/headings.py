"""PURE: lines that begin a section: "Chương II", "Mục 1", "I- Quan điểm", "Điều 5.", "1.", "a)"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .markdown import escape
from .numerals import from_roman
from .parsed import Line

LONGEST_HEADING = 300
_ENDS = r"\s*[.:–—-]?\s*"
_NUMBER = r"(?P<number>[IVXLC]+|\d{1,3})"
_PART = re.compile(
    rf"ph[ầâ]n\s+(?:thứ\s+)?(?P<number>[IVXLC]+|\d{{1,3}}|nhất|hai|ba|tư|năm)\b{_ENDS}(?P<rest>.*)", re.I
)
_CHAPTER = re.compile(rf"chương\s+{_NUMBER}\b{_ENDS}(?P<rest>.*)", re.I)
_ITEM = re.compile(rf"mục\s+{_NUMBER}\b{_ENDS}(?P<rest>.*)", re.I)
_ARTICLE = re.compile(r"điều\s+(?P<number>\d{1,4}[a-zđ]?)\s*[.:–—-]\s*(?P<rest>.*)", re.I)
_BARE_ARTICLE = re.compile(r"điều\s+(?P<number>\d{1,4}[a-zđ]?)(?P<rest>)", re.I)
_ROMAN = re.compile(r"(?P<number>[IVX]{1,6})\s*[.)–—-]+\s*(?P<rest>\S.*)")
_CLAUSE = re.compile(r"(?P<number>\d{1,3}(?:\.\d{1,3}){0,3})(?:[.)]|\s*[–—-](?=\s))\s*(?P<rest>[^\s\d].*)")
_POINT = re.compile(r"(?P<number>[a-zđ])\)\s*(?P<rest>\S.*)")
_RECIPIENTS = re.compile(r"(?P<number>)(?P<rest>nơi nhận)\s*:?.*", re.I)
_ORDINALS = {"nhất": 1, "hai": 2, "ba": 3, "tư": 4, "năm": 5}

# How far down a kind of section stands; clauses go deeper with every point in their number.
_RANKS = {"part": 0, "chapter": 1, "heading": 2, "article": 3, "clause": 4, "point": 8}


@dataclass(frozen=True, slots=True)
class Heading:
    """The beginning of a section. ``text`` is Markdown of the same line that belongs to its content."""

    kind: str
    number: str
    heading: str
    rank: int
    text: str = ""
    # The heading stands on the next line: "Chương II" / "TỔ CHỨC THỰC HIỆN".
    wants_next_line: bool = False


def read_heading(line: Line) -> Heading | None:
    """The section that the line begins, or None."""
    if line.is_table:
        return None
    return _titled(line) or _numbered(line) or _styled(line)


def ordinal(number: str) -> str:
    """The number in Arabic digits where it has any: "II" and "hai" are 2."""
    if number.lower() in _ORDINALS:
        return str(_ORDINALS[number.lower()])
    roman = from_roman(number) if number.isupper() else None
    return str(roman) if roman else number.lower()


def _titled(line: Line) -> Heading | None:
    """Sections that always have a heading, here or on the next line."""
    for kind, pattern in (("part", _PART), ("chapter", _CHAPTER), ("heading", _ITEM), ("article", _ARTICLE)):
        match = pattern.fullmatch(line.plain)
        if match is None:
            continue
        if kind == "article" or not match["rest"] or _is_heading_like(line, match["rest"]):
            return _begun(line, kind, match["number"], match["rest"])
    bare = _BARE_ARTICLE.fullmatch(line.plain)
    return _begun(line, "article", bare["number"], "") if bare else None


def _begun(line: Line, kind: str, number: str, rest: str) -> Heading:
    if len(rest) > LONGEST_HEADING:
        return Heading(kind, number, "", _RANKS[kind], text=_rest_of(line, rest))
    return Heading(kind, number, rest, _RANKS[kind], wants_next_line=not rest and kind != "article")


def _is_heading_like(line: Line, rest: str) -> bool:
    """ "Chương II của Điều lệ này…" within a text is no heading."""
    return len(rest) <= LONGEST_HEADING and (line.level > 0 or line.is_bold or not rest[0].islower())


def _numbered(line: Line) -> Heading | None:
    roman = _ROMAN.fullmatch(line.plain)
    if roman and from_roman(roman["number"]) and len(roman["rest"]) <= LONGEST_HEADING:
        return Heading("heading", roman["number"], roman["rest"], _RANKS["heading"])
    clause = _CLAUSE.fullmatch(line.plain)
    if clause:
        rank = _RANKS["clause"] + clause["number"].count(".")
        return _with_own_text(line, "clause", clause["number"], clause["rest"], rank)
    point = _POINT.fullmatch(line.plain)
    if point:
        return _with_own_text(line, "point", point["number"], point["rest"], _RANKS["point"])
    recipients = _RECIPIENTS.fullmatch(line.plain)
    return Heading("other", "", "Nơi nhận", 0) if recipients else None


def _with_own_text(line: Line, kind: str, number: str, rest: str, rank: int) -> Heading:
    """What stands behind the number is a heading where it looks like one, else the section's text."""
    if (line.level or line.is_bold) and len(rest) <= LONGEST_HEADING:
        return Heading(kind, number, rest, rank)
    return Heading(kind, number, "", rank, text=_rest_of(line, rest))


def _rest_of(line: Line, rest: str) -> str:
    """The line's Markdown without the label, which has no more letters there than its number's escapes and marks."""
    first = rest.split()[0]
    start = line.markdown.find(first, 1)
    if start < 0:
        return escape(rest)
    kept = line.markdown[start:]
    begins_bold = line.markdown[:start].count("**") % 2 == 1
    return f"**{kept}" if begins_bold else kept


def _styled(line: Line) -> Heading | None:
    if not line.level or not line.plain or len(line.plain) > LONGEST_HEADING:
        return None
    return Heading("other", "", line.plain, min(line.level, 7))
