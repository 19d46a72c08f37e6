"""An explanation from the parts that other systems keep apart. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from ...folding import tidy
from ...rich_text import clean_html, from_plain_text, to_plain_text
from .parsed import ParsedOption


def with_remarks(general: str, options: Sequence[ParsedOption], remarks: Sequence[str]) -> str:
    """The general explanation, then the remarks on single options, each with the text of its option; all in HTML."""
    items = [
        f"<li><em>{from_plain_text(tidy(to_plain_text(option.text)))}</em>: {remark}</li>"
        for option, remark in zip(options, remarks, strict=True)
        if to_plain_text(remark)
    ]
    return clean_html(f"{general}<ul>{''.join(items)}</ul>") if items else general
