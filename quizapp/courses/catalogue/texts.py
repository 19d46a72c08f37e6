"""PURE: the Markdown of courses and lessons as clean HTML, with headings."""

from __future__ import annotations

import re

from ...library.markdown import to_html as paragraphs
from ...rich_text import from_markdown

_HEADING = re.compile(r"(#{1,4})\s+(\S.*)")


def to_html(text: str) -> str:
    """Clean HTML; "#" and "##" begin with <h2>, for the page's own title stands above them."""
    pieces: list[str] = []
    lines: list[str] = []
    for line in text.split("\n"):
        found = _HEADING.fullmatch(line.strip())
        if found is None:
            lines.append(line)
            continue
        pieces += [paragraphs("\n".join(lines).strip()), _heading(found[1], found[2])]
        lines = []
    return "".join([*pieces, paragraphs("\n".join(lines).strip())])


def _heading(signs: str, words: str) -> str:
    tag = "h2" if len(signs) < 3 else "h3"
    # What would begin a list or another block stays words.
    return f"<{tag}>{from_markdown(words.rstrip('# '))}</{tag}>"
