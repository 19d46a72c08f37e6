"""PURE: the rules text, from Markdown to sections with a table of contents."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token

from ..folding import fold
from ..rich_text import clean_html, to_plain_text, with_unbroken_numbers

_MARKDOWN = MarkdownIt("js-default")


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what stands under it; ``body`` is clean HTML. The text before the first heading has no title."""

    title: str
    anchor: str
    is_main: bool
    body: str


@lru_cache(maxsize=128)
def read_rules(markdown: str) -> tuple[Section, ...]:
    """The sections in their order. Markdown without raw HTML, links and pictures from elsewhere."""
    tokens = _MARKDOWN.parse(markdown)
    heads = [place for place, token in enumerate(tokens) if token.type == "heading_open" and token.level == 0]
    main = min((tokens[place].tag for place in heads), default="h1")
    sections = [_section("", "", True, tokens[: heads[0] if heads else len(tokens)])]
    anchors: set[str] = set()
    for place, following in pairwise([*heads, len(tokens)]):
        title = to_plain_text(_html(tokens[place + 1 : place + 2]))
        anchor = _anchor(title, anchors)
        sections.append(_section(title, anchor, tokens[place].tag == main, tokens[place + 3 : following]))
    return tuple(section for section in sections if section.title or section.body)


def _section(title: str, anchor: str, is_main: bool, tokens: list[Token]) -> Section:
    return Section(title, anchor, is_main, with_unbroken_numbers(_html(tokens)))


def _html(tokens: list[Token]) -> str:
    return clean_html(_MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {}))


def _anchor(title: str, taken: set[str]) -> str:
    """ "Điều 3. Giải thưởng" -> "dieu-3-giai-thuong"; a number is added where it is taken."""
    base = re.sub(r"[^a-z0-9]+", "-", fold(title)).strip("-")[:60] or "muc"
    # A prefix keeps it apart from the ids of the page itself.
    anchor, number = f"tl-{base}", 2
    while anchor in taken:
        anchor, number = f"tl-{base}-{number}", number + 1
    taken.add(anchor)
    return anchor
