"""PURE: words of others as Markdown, and Markdown as clean HTML."""

from __future__ import annotations

import re

from ..rich_text import from_markdown

_SPECIAL = re.compile(r"([\\`*_\[\]<>|~])")
_LEADING = re.compile(r"^(#{1,6}(?=\s)|[=+](?=\s)|-{3,}|\d{1,9}(?=[.)]\s))")


def escape(text: str) -> str:
    """The letters themselves: nothing in them means a format. A dash at the beginning stays an item of a list."""
    return _LEADING.sub(lambda match: _escaped_start(match[0]), _SPECIAL.sub(r"\\\1", text))


def _escaped_start(start: str) -> str:
    # "1." is told from a list by the escaped point, which stands behind the digits.
    return f"{start}\\" if start[0].isdigit() else f"\\{start}"


def table(rows: list[list[str]]) -> str:
    """Rows of escaped cells as a Markdown table; the first row is the head."""
    width = max(map(len, rows), default=0)
    lines = ["| " + " | ".join([*row, *[""] * (width - len(row))]) + " |" for row in rows]
    return "\n".join([lines[0], "|" + " --- |" * width, *lines[1:]]) if lines else ""


def to_html(text: str) -> str:
    """Clean HTML in paragraphs."""
    html = from_markdown(text) if text.strip() else ""
    return html if not html or html.startswith(("<p>", "<ul>", "<ol>", "<table>", "<pre>")) else f"<p>{html}</p>"
