"""Text with a little formatting: cleaned on the way in, turned into plain text on the way out. Pure.

Stored HTML has one spelling: ``clean_html`` and ``from_plain_text`` give NFC, single blanks outside
``<pre>`` and the entities that the cleaner writes, so equal content is an equal string.
"""

from __future__ import annotations

import re
import unicodedata
from html import escape
from html.parser import HTMLParser

import nh3
from markdown_it import MarkdownIt

from . import mathml, mathml_words

TAGS = frozenset(
    [
        "p",
        "br",
        "b",
        "strong",
        "i",
        "em",
        "u",
        "sub",
        "sup",
        "ul",
        "ol",
        "li",
        "table",
        "thead",
        "tbody",
        "tr",
        "td",
        "th",
        "code",
        "pre",
        "span",
        "img",
    ]
)
ATTRIBUTES = {"img": {"src", "alt"}, **mathml.ATTRIBUTES}
UNSAFE_CONTENT = {"script", "style", "template", "noscript", "iframe", "object", "title", *mathml.UNSEEN_CONTENT}
_READ_TAGS = {*TAGS, *mathml.TAGS, *mathml.FOREIGN_TAGS}

# Control characters, halves of surrogate pairs, noncharacters, and blanks that nobody can see.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\u2060\ufeff\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_BLOCK = re.compile(
    r"<(/?)(?:div|h[1-6]|section|article|header|footer|blockquote|center|dl|dt|dd|figure)\b[^<>]*>", re.I
)
_SLASH_THROUGH = "\u0338"  # combines with a preceding ">" to another character
_BLOCK_EDGE = re.compile(r"\n{0,2}(</?(?:p|br|div|[uo]l|li|table|t(?:head|body|r|d|h)|h[1-6])\b[^<>]*>)\n{0,2}", re.I)
_BLANKS = (" ", "\n", "&nbsp;", "<br>")
_LEADING_BLANKS = re.compile(r"(?: |\n|&nbsp;|<br>)*")
_FORMULA = re.compile(r"<math\b.*?</math>", re.S | re.I)
_PRE = re.compile(r"(<pre>.*?</pre>)", re.S)
_PICTURE = re.compile(r"data:image/(?:png|jpe?g|gif|webp);base64,[A-Za-z0-9+/=\s]+\Z")
_OWN_FILE = re.compile(r"/media/[^\\:?#\s]+\Z")
_PICTURE_WITHOUT_SOURCE = re.compile(r'<img(?: alt="([^"]*)")?>')
_KNOWN_TAG = re.compile(
    r"</?(?:p|br|b|strong|i|em|u|su[bp]|[uo]l|li|table|t(?:head|body|foot|r|d|h)|code|pre|span|img|div|h[1-6]|a|math|"
    r"font|script|style|iframe|svg|small|big|center|blockquote|hr|strike|s|del|ins|audio|video|section)"
    r"(?:\s+[\w:-]+\s*=[^<>]*|\s*/?)>",
    re.I,
)
_ENTITY = re.compile(r"&(?:#\d{1,6}|#x[0-9a-f]{1,6}|[a-z]{2,8}\d{0,2});", re.I)
_DOCUMENT_NUMBER = re.compile(r"\b\d{1,6}(?:/\d{4})?[-/][A-ZĐ][\wĐđ]*(?:[-/][A-ZĐ]\w*)*")
_MARKDOWN = MarkdownIt("js-default")
_MORE_THAN_A_LINE = re.compile(r"[<&\t\n]|  ")
_TAG_OR_TEXT = re.compile(r"""(<(?:[^<>"]|"[^"]*")*>)""")


def clean_html(html: str) -> str:
    """Keep the few harmless tags, drop everything else. Cleaning twice changes nothing."""
    text = _prepared(html)
    for _ in range(6):
        # Composing may swallow a ">" and break a tag open, so the cleaner always comes after it.
        cleaned = nh3.clean(
            _composed(text),
            tags=_READ_TAGS,
            clean_content_tags=UNSAFE_CONTENT,
            attributes=ATTRIBUTES,
            attribute_filter=_kept_attribute,
            url_schemes={"data"},
            link_rel=None,
        )
        tidied = _tidied(mathml.in_one_spelling(cleaned))
        if tidied == text:
            break
        text = tidied
    return tidied


def from_plain_text(text: str) -> str:
    """Escaped text; every line break is kept as ``<br>``."""
    plain = _composed(_CONTROL.sub("", _with_line_feeds(text)))
    lines = [re.sub(r"[ \t]+", " ", line).strip() for line in plain.split("\n")]
    escaped = escape("\n".join(lines).strip(), quote=False)
    return escaped.replace("\xa0", "&nbsp;").replace("\n", "<br>")


def looks_like_html(text: str) -> bool:
    """Whether an author who said nothing about it has typed tags or entities."""
    return bool(_KNOWN_TAG.search(text) or _ENTITY.search(text))


def from_typed_text(text: str) -> str:
    """What an author typed into a cell or a text file: HTML where it looks like it, plain text otherwise."""
    if not looks_like_html(text):
        return from_plain_text(text)
    if "<pre" in text:
        return clean_html(text)
    text = _FORMULA.sub(lambda match: " ".join(match[0].split()), _with_line_feeds(text))
    lines = "\n".join(line.strip() for line in text.split("\n"))
    return clean_html(_BLOCK_EDGE.sub(r"\1", re.sub(r"\n{3,}", "\n\n", lines)).strip().replace("\n", "<br>"))


def from_markdown(text: str) -> str:
    """Markdown without raw HTML and without links to anywhere."""
    is_one_line = "\n" not in text.strip()
    return clean_html(_MARKDOWN.renderInline(text.strip()) if is_one_line else _MARKDOWN.render(text))


def to_typed_text(html: str) -> str:
    """The shortest text that ``from_typed_text`` reads back as the same HTML."""
    plain = to_plain_text(html)
    return plain if from_typed_text(plain) == html else html.replace("\n", "&#10;")


def to_plain_text(html: str) -> str:
    """For search, exports and comparison: lines for paragraphs, ² for a raised 2, a picture's description."""
    if not _MORE_THAN_A_LINE.search(html):
        return unicodedata.normalize("NFC", html).strip()
    text = unicodedata.normalize("NFC", _read(html))
    lines = [line.strip() for line in re.sub(r"[ \t]+", " ", text).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _read(html: str) -> str:
    reader = _PlainTextReader()
    reader.feed(mathml_words.as_text(html))
    reader.close()
    return "".join(reader.parts)


def picture_sources(html: str) -> tuple[str, ...]:
    """The addresses of the pictures, in order: two texts that differ only in these are different."""
    return tuple(re.findall(r'<img\b[^>]*?\bsrc="([^"]*)"', html))


def count_lost_pictures(raw: str, cleaned: str) -> int:
    """Pictures that the author's HTML named and that could not be kept."""
    return max(0, len(re.findall(r"<img\b", raw, re.I)) - len(re.findall(r"<img\b", cleaned)))


def with_unbroken_numbers(html: str) -> str:
    """For display only: the hyphens of document numbers such as 57-NQ/TW do not break a line."""
    pieces = _TAG_OR_TEXT.split(html)
    return "".join(piece if piece.startswith("<") else _unbroken(piece) for piece in pieces)


def _unbroken(text: str) -> str:
    return _DOCUMENT_NUMBER.sub(lambda match: match[0].replace("-", "\u2011"), text)


def _composed(html: str) -> str:
    composed = unicodedata.normalize("NFC", html.replace(">" + _SLASH_THROUGH, ">"))
    return composed.replace(_SLASH_THROUGH, "")


def _with_line_feeds(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _prepared(html: str) -> str:
    """Unknown blocks become paragraphs, so that their words do not run together."""
    return _BLOCK.sub(r"<\1p>", _CONTROL.sub("", _with_line_feeds(html)))


def _kept_attribute(tag: str, name: str, value: str) -> str | None:
    if name not in ATTRIBUTES.get(tag, ()):
        return None  # "lang" and "title", which the cleaner would let pass everywhere
    if tag in mathml.ATTRIBUTES:
        return mathml.kept_value(name, value)
    if name != "src":
        return value
    is_own = bool(_OWN_FILE.match(value)) and ".." not in value and "//" not in value
    return value if is_own or _PICTURE.match(value) else None


def _tidied(html: str) -> str:
    html = _PICTURE_WITHOUT_SOURCE.sub(r"\1", html)
    html = re.sub(r"<pre>\n+", "<pre>", html)
    pieces = _PRE.split(html)
    tidied = "".join(piece if piece.startswith("<pre>") else _single_blanks(piece) for piece in pieces)
    return _without_blank_ends(tidied)


def _without_blank_ends(html: str) -> str:
    """By position and not by one pattern for both ends, which would take very long over a long run of blanks."""
    leading = _LEADING_BLANKS.match(html)
    start, end = leading.end() if leading else 0, len(html)
    while end > start:
        blank = next((blank for blank in _BLANKS if html.endswith(blank, start, end)), "")
        if not blank:
            break
        end -= len(blank)
    return html[start:end]


def _single_blanks(html: str) -> str:
    html = re.sub(r"[ \t\n\f]+", " ", html)
    html = re.sub(r" ?(<br>|</?(?:p|ul|ol|li|table|thead|tbody|tr|td|th)>) ?", r"\1", html)
    return html.replace("<p></p>", "")


_LINES = {"p", "ul", "ol", "li", "table", "tr", "pre"}


class _PlainTextReader(HTMLParser):
    """Collects the text of cleaned HTML."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._shift = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br" or tag in _LINES:
            self._break_line(always=tag == "br")
        elif tag in ("td", "th"):
            self.parts.append(" ")
        elif tag in ("sup", "sub"):
            self._shift = tag
        elif tag == "img":
            self.parts.append(dict(attrs).get("alt") or "[hình]")

    def handle_endtag(self, tag: str) -> None:
        if tag in _LINES:
            self._break_line()
        elif tag in ("sup", "sub"):
            self._shift = ""

    def handle_data(self, data: str) -> None:
        self.parts.append(mathml_words.shifted(data, self._shift == "sup") if self._shift else data)

    def parse_marked_section(self, i: int, report: bool = True) -> int:
        """To a browser "<![…>" is a comment; the standard library fails on most of them."""
        return self.parse_bogus_comment(i, report)

    def _break_line(self, always: bool = False) -> None:
        if always or (self.parts and not self.parts[-1].endswith("\n")):
            self.parts.append("\n")
