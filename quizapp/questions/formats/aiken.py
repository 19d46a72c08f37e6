"""Aiken, the plainest text format: a stem, lettered options, "ANSWER: B". Single choice, in and out.

Grammar: https://docs.moodle.org/en/Aiken_format. More is understood than Moodle does: stems and options of several
lines, blank lines within a question, and stems that begin as an option does ("V.I. Lênin …"). Everything is plain
text; "Đúng" and "Sai" as the only options make a true/false question.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...errors import Invalid, Refused, Sentence
from ...folding import tidy
from ...rich_text import from_plain_text, picture_sources, to_plain_text
from .aiken_blocks import Block, split_blocks
from .interface import Format
from .parsed import Kind, ParsedFile, ParsedOption, ParsedQuestion, fingerprint, letter_of, true_false_options
from .sorting import Sorting
from .text_files import read_text, refuse_unusable

__all__ = ["FORMAT", "matches", "read", "write"]

_ANSWER = re.compile(r"^[ \t]*ANSWER[ \t]*:[ \t]*[A-Z][ \t.)\r]*$", re.M)
_FIRST_OPTION = re.compile(r"^[ \t]*A[.)]", re.M)
_LETTER = re.compile(r"([A-Za-z])[.)]?")
_SEVERAL = re.compile(r"[A-Z](?:(?:[\s,;&+]|và|and)+[A-Z])+|[A-Z]{2,26}")
_TRUTHS = (["Đúng", "Sai"], ["Sai", "Đúng"])
_MOST_NAMED = 10


def matches(content: bytes, filename: str) -> bool:
    """Whether there are options and lines that name the right one in the way of Aiken."""
    try:
        text = read_text(content, filename)
    except Invalid:
        return False
    return bool(_ANSWER.search(text) and _FIRST_OPTION.search(text))


def read(content: bytes, filename: str) -> ParsedFile:
    """Every question of the file, the refused ones with their lines. Raises Invalid where it is no text."""
    return _read_text(read_text(content, filename))


def write(questions: Sequence[ParsedQuestion], title: str = "") -> bytes:
    """The questions as plain text in UTF-8; explanations, topics and the title have no place there.

    Raises Refused, naming them, for questions that would not come back the same.
    """
    lost = [question.item for question in questions if not carries(question)]
    if lost:
        raise Refused(
            Sentence(
                "Aiken chỉ chứa câu một đáp án không có hình. Có %(count)s câu không ghi được: %(items)s. Hãy chọn "
                "định dạng khác.",
                count=len(lost),
                items=", ".join(lost[:_MOST_NAMED]) + (", …" if len(lost) > _MOST_NAMED else ""),
            )
        )
    return "\n".join(_written(question) for question in questions).encode()


def _read_text(text: str) -> ParsedFile:
    sorting = Sorting()
    for number, block in enumerate(split_blocks(text), start=1):
        item = f"Câu {number}"
        try:
            refuse_unusable("\n".join(block.lines))
            sorting.add(_question(block, item))
        except Invalid as refusal:
            sorting.reject(block.row, item, refusal.sentence, excerpt=block.lines)
    return sorting.finish()


def _question(block: Block, item: str) -> ParsedQuestion:
    if block.fault:
        raise Invalid(block.fault)
    place = _place_of_key(block)
    texts = [from_plain_text(text) for text in block.options]
    if [to_plain_text(text) for text in texts] in _TRUTHS:
        kind, options = Kind.TRUEFALSE, true_false_options(to_plain_text(texts[place]) == "Đúng")
    else:
        kind = Kind.SINGLE
        options = tuple(ParsedOption(text, position == place) for position, text in enumerate(texts))
    return ParsedQuestion(block.row, item, kind, from_plain_text("\n".join(block.stem)), options)


def _place_of_key(block: Block) -> int:
    """The position of the one option that the key names."""
    key = block.key.strip()
    match = _LETTER.fullmatch(key)
    if match and (place := ord(match[1].upper()) - ord("A")) < len(block.options):
        return place
    if _SEVERAL.fullmatch(key):
        raise Invalid(
            Sentence(
                "Dòng %(line)s: Aiken chỉ có một đáp án đúng, tệp ghi “%(key)s”. Hãy giữ một chữ cái.",
                line=block.key_line,
                key=key,
            )
        )
    raise Invalid(
        Sentence(
            "Dòng %(line)s: đáp án “%(key)s” không có trong các phương án. Hãy ghi chữ cái của phương án đúng.",
            line=block.key_line,
            key=key,
        )
    )


def carries(question: ParsedQuestion) -> bool:
    """Whether it comes back the same, which plain text with such signs at the beginning of lines may not."""
    if question.kind not in (Kind.SINGLE, Kind.TRUEFALSE) or any(map(picture_sources, _parts(question))):
        return False
    again = _read_text(_written(question)).questions
    return [fingerprint(one) for one in again] == [fingerprint(question)]


def _parts(question: ParsedQuestion) -> list[str]:
    return [question.stem, *(option.text for option in question.options)]


def _written(question: ParsedQuestion) -> str:
    stem, *options = (tidy(to_plain_text(part)) for part in _parts(question))
    lines = [f"{letter_of(place)}. {text}" for place, text in enumerate(options)]
    right = next((letter_of(place) for place, option in enumerate(question.options) if option.is_right), "")
    return "\n".join([stem, *lines, f"ANSWER: {right}", ""])


FORMAT = Format("aiken", ("aiken",), matches, read, write, carries)
