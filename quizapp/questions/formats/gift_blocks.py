"""GIFT, first step: a file cut into questions with their line, their comments and their category. Pure.

Blank lines part questions, as in Moodle. A new question is also seen where a line begins with ``::title::``, and
where a text with braces of its own follows a line that ended with "}": one forgotten brace or blank line then
costs one question and not its neighbours.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .gift_notes import holds_only_notes

ESCAPED = "\\~=#{}:n"
_FIRST_MASK = 0xFDD0  # noncharacters: never part of a text
_MASKS = {letter: chr(_FIRST_MASK + position) for position, letter in enumerate(ESCAPED)}
_UNMASKING = str.maketrans({mask: "\n" if letter == "n" else letter for letter, mask in _MASKS.items()})
_AUTHOR_SPELLINGS = str.maketrans({mask: "\\" + letter for letter, mask in _MASKS.items()})
_CATEGORY = re.compile(r"\s*\$CATEGORY:(.*)", re.I)
_TITLE_LINE = re.compile(r"\s*::\s*\S.*?::")
_CATEGORY_CONTEXT = re.compile(r"\A(?:\$[^$/]*\$/)?(?:top(?:/|\Z))?", re.I)


@dataclass(frozen=True)
class Line:
    """A line with its number, escapes masked; ``is_comment`` lines keep their own text."""

    number: int
    text: str
    is_comment: bool = False

    @property
    def is_blank(self) -> bool:
        return not self.text.strip()


@dataclass(frozen=True)
class Block:
    """One question's own lines. ``text`` has one line for each line of the file, from ``row`` on."""

    row: int
    text: str
    comments: tuple[str, ...]
    category: str
    has_blank_line: bool = False


def mask_escapes(text: str) -> str:
    r"""Hide ``\=`` and its like, so that what is left of these characters has a meaning."""
    return re.sub(r"\\([\\~=#{}:n])", lambda match: _MASKS[match[1]], text)


def unmask(text: str) -> str:
    """The characters that were escaped, without their backslash."""
    return text.translate(_UNMASKING)


def as_typed(text: str) -> str:
    """The text as its author sees it, for messages."""
    return text.translate(_AUTHOR_SPELLINGS)


def split_blocks(text: str) -> list[Block]:
    """All questions of a file, in order. Comments that only hold notes go with the question below them."""
    blocks: list[Block] = []
    category = ""
    carried: list[str] = []
    for lines in _questions(_paragraphs(_lines(text))):
        comments = [line.text for line in lines if line.is_comment]
        own = [line for line in lines if not line.is_comment and not line.is_blank]
        match = _CATEGORY.match(own[0].text) if own else None
        if match:
            category, carried = category_path(match[1]), []
        elif own:
            blocks.append(_block(lines, (*comments, *carried), category))
            carried = []
        else:
            carried = [comment for comment in comments if holds_only_notes(comment)]
    return blocks


def _lines(text: str) -> list[Line]:
    lines = []
    for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), start=1):
        is_comment = line.lstrip().startswith("//")
        lines.append(Line(number, line if is_comment else mask_escapes(line), is_comment))
    return lines


def _paragraphs(lines: list[Line]) -> list[list[Line]]:
    """Lines between blank lines; a blank line within braces does not part what belongs together."""
    paragraphs: list[list[Line]] = []
    for line in lines:
        if line.is_blank:
            paragraphs.append([])
        elif paragraphs:
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
    return _joined_over_blank_lines([paragraph for paragraph in paragraphs if paragraph])


def _joined_over_blank_lines(paragraphs: list[list[Line]]) -> list[list[Line]]:
    result: list[list[Line]] = []
    position = 0
    while position < len(paragraphs):
        end = _end_of_open_braces(paragraphs, position)
        lines = paragraphs[position]
        for following in paragraphs[position + 1 : end + 1]:
            lines = [*lines, Line(lines[-1].number + 1, ""), *following]
        result.append(lines)
        position = end + 1
    return result


def _end_of_open_braces(paragraphs: list[list[Line]], start: int) -> int:
    """The paragraph that closes the braces opened in this one, or this one."""
    if not _leaves_braces_open(paragraphs[start]):
        return start
    for position in range(start + 1, len(paragraphs)):
        sign = _first_sign(paragraphs[position])
        if sign:
            return position if sign == "}" else start
    return start


def _leaves_braces_open(lines: list[Line]) -> bool:
    text = _text(lines)
    return text.rfind("{") > text.rfind("}")


def _first_sign(lines: list[Line]) -> str:
    """What comes first: a brace, or the beginning of another question ("::"); "" for neither."""
    for line in lines:
        if line.is_comment:
            continue
        if _TITLE_LINE.match(line.text) or _CATEGORY.match(line.text):
            return "::"
        brace = re.search(r"[{}]", line.text)
        if brace:
            return brace[0]
    return ""


def _questions(paragraphs: list[list[Line]]) -> Iterator[list[Line]]:
    for lines in paragraphs:
        yield from _questions_of(lines)


def _questions_of(lines: list[Line]) -> Iterator[list[Line]]:
    """Cut a paragraph where another question begins; comments above it go with it."""
    current: list[Line] = []
    last_opening = max((at for at, line in enumerate(lines) if not line.is_comment and "{" in line.text), default=-1)
    for position, line in enumerate(lines):
        if _starts_another(current, line, has_braces_ahead=last_opening >= position):
            start = _first_of_last_comments(current)
            yield current[:start]
            current = current[start:]
        current.append(line)
        if _CATEGORY.match(line.text) and not line.is_comment:
            yield current
            current = []
    if current:
        yield current


def _starts_another(current: list[Line], line: Line, has_braces_ahead: bool) -> bool:
    start = _first_of_last_comments(current)
    if not start or line.is_comment or line.is_blank:
        return False
    if _TITLE_LINE.match(line.text) or _CATEGORY.match(line.text):
        return True
    return current[start - 1].text.rstrip().endswith("}") and has_braces_ahead


def _first_of_last_comments(lines: list[Line]) -> int:
    position = len(lines)
    while position and (lines[position - 1].is_comment or lines[position - 1].is_blank):
        position -= 1
    return position


def _block(lines: list[Line], comments: tuple[str, ...], category: str) -> Block:
    own = [position for position, line in enumerate(lines) if not line.is_comment and not line.is_blank]
    body = lines[own[0] : own[-1] + 1]
    return Block(
        row=body[0].number,
        text="\n".join("" if line.is_comment else line.text for line in body),
        comments=comments,
        category=category,
        has_blank_line=any(line.is_blank for line in body),
    )


def _text(lines: list[Line]) -> str:
    return "\n".join(line.text for line in lines if not line.is_comment)


def category_path(path: str) -> str:
    """The topic in ``$course$/top/Nghị quyết 57-NQ//TW``: the context is Moodle's, a doubled slash is a slash."""
    return _CATEGORY_CONTEXT.sub("", unmask(path).strip()).replace("//", "/").strip()
