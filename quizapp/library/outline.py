"""PURE: lines of a text as sections in reading order."""

from __future__ import annotations

from dataclasses import dataclass, field

from .headings import LONGEST_HEADING, Heading, read_heading
from .parsed import Line, ParsedSection

MOST_SECTIONS = 5_000
_MOST_DEPTH = 9
_RULE = frozenset("-–—_=*· ")


@dataclass
class _Open:
    """A section that is being read."""

    heading: Heading
    depth: int
    paragraphs: list[str] = field(default_factory=list)
    title: str = ""
    wants_title: bool = False

    def closed(self) -> ParsedSection:
        text = "\n\n".join(self.paragraphs).strip()
        title = self.title or self.heading.heading
        return ParsedSection(self.heading.kind, self.heading.number, title, self.depth, text)


def read_sections(lines: list[Line]) -> tuple[ParsedSection, ...]:
    """The sections; what stands before the first heading is one without number and heading."""
    opened = [_Open(Heading("other", "", "", 99), 0)]
    ranks: list[int] = []
    for line in lines:
        heading = read_heading(line) if len(opened) < MOST_SECTIONS else None
        is_title = heading is not None and not heading.number and opened[-1].wants_title
        if heading is not None and not is_title:
            opened.append(_begin(heading, ranks))
        else:
            _continue(opened[-1], line)
    first, *others = opened
    return tuple(one.closed() for one in ([first] if first.paragraphs else []) + others)


def _begin(heading: Heading, ranks: list[int]) -> _Open:
    """Closes all sections that do not stand above the new one."""
    while ranks and ranks[-1] >= heading.rank:
        ranks.pop()
    depth = min(len(ranks), _MOST_DEPTH)
    ranks.append(heading.rank)
    paragraphs = [heading.text] if heading.text else []
    return _Open(heading, depth, paragraphs, wants_title=heading.wants_next_line)


def _continue(section: _Open, line: Line) -> None:
    if set(line.plain) <= _RULE:
        return
    if section.wants_title and not line.is_table and len(line.plain) <= LONGEST_HEADING:
        section.title = line.plain
        section.wants_title = False
        return
    section.wants_title = False
    _add(section.paragraphs, line)


def _add(paragraphs: list[str], line: Line) -> None:
    """Items of a list follow each other without a blank line, so that they stay one list; a line that was broken in the
    middle of a sentence is joined."""
    if paragraphs and _goes_on(paragraphs[-1], line):
        paragraphs[-1] += f" {line.markdown}"
    elif paragraphs and _is_item(line.markdown) and _is_item(paragraphs[-1].rpartition("\n")[2]):
        paragraphs[-1] += f"\n{line.markdown}"
    else:
        paragraphs.append(line.markdown)


def _goes_on(before: str, line: Line) -> bool:
    is_text = not (line.is_apart or line.is_table or _is_item(line.markdown) or before.startswith("|"))
    return is_text and not before.endswith((".", ":", ";", "!", "?", "”", '"', "/"))


def _is_item(text: str) -> bool:
    return text.startswith(("- ", "+ ", "* "))
