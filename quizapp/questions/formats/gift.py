"""GIFT, the text format of Moodle: choices, true/false, short texts, numbers, matchings and essays, in and out.

Grammar: https://docs.moodle.org/en/GIFT_format and, where it is silent, what Moodle's own importer does. Remarks on
single options are kept: they follow the explanation, each with the option it speaks of.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from ...errors import Invalid, Sentence
from ...folding import tidy
from ...rich_text import (
    clean_html,
    count_lost_pictures,
    from_markdown,
    from_plain_text,
    from_typed_text,
    to_plain_text,
)
from .explanations import with_remarks
from .gift_answers import Answers, read_answers
from .gift_blocks import Block, split_blocks, unmask
from .gift_notes import Notes, title_in
from .gift_writer import carries, write
from .interface import Format
from .parsed import (
    Kind,
    ParsedFile,
    ParsedOption,
    ParsedQuestion,
    lost_pictures,
    parse_level,
    true_false_options,
    unsupported,
)
from .sorting import Sorting
from .text_files import read_text, refuse_unusable

__all__ = ["FORMAT", "matches", "read", "write"]

_MARKER = re.compile(r"\s*\[(html|plain|markdown|moodle)\]", re.I)
_READERS: dict[str, Callable[[str], str]] = {
    "html": clean_html,
    "plain": from_plain_text,
    "markdown": from_markdown,
    "moodle": from_typed_text,
}
_ANSWERS = re.compile(r"(?<!\\)\{\s*(?:[=~#}]|(?:T|F|TRUE|FALSE)\s*[#}])")
_OWN_LINE = re.compile(r"^[ \t]*(?:::[^\n]*?::|\$CATEGORY:)", re.M)
_BLANK = "_____"


def matches(content: bytes, filename: str) -> bool:
    """Whether this looks like GIFT: a title or category line, or braces that begin as answers do."""
    try:
        text = read_text(content, filename)
    except Invalid:
        return False
    return bool(_ANSWERS.search(text) or _OWN_LINE.search(text))


def read(content: bytes, filename: str) -> ParsedFile:
    """Every question of the file, the refused ones with their reasons. Raises Invalid where it is no text."""
    text = read_text(content, filename)
    blocks = split_blocks(text)
    sorting = Sorting()
    for number, block in enumerate(blocks, start=1):
        _add(sorting, block, number)
    return sorting.finish(title_in(text) or _only_category(blocks))


def _only_category(blocks: list[Block]) -> str:
    """The title of a file that is one category from end to end."""
    categories = {block.category for block in blocks}
    return categories.pop() if len(categories) == 1 else ""


def _add(sorting: Sorting, block: Block, number: int) -> None:
    title, text = _title_and_rest(block.text)
    item = title or f"Câu {number}"
    try:
        refuse_unusable(unmask(block.text))
        question, warnings = _question(block, item, text)
        sorting.add(question, *warnings)
    except Invalid as refusal:
        sorting.reject(block.row, item, refusal.sentence, excerpt=unmask(block.text).splitlines())


def _title_and_rest(text: str) -> tuple[str, str]:
    match = re.match(r"\s*::(.*?)::(.*)\Z", text, re.S)
    return (tidy(unmask(match[1])), match[2]) if match else ("", text)


def _question(block: Block, item: str, text: str) -> tuple[ParsedQuestion, tuple[Sentence, ...]]:
    """The question and the warnings about it."""
    before, inside, after = _around_braces(block, text)
    notes = Notes.of(block.comments)
    answers = read_answers(inside, _line_of(block, text, len(before) + 1), notes)
    stem, style = _styled(before.rstrip() + _gap(before, after) + after, "moodle")
    options = _options(answers, style)
    question = ParsedQuestion(
        row=block.row,
        item=item,
        kind=answers.kind,
        stem=stem,
        options=() if answers.kind in (Kind.TEXT, Kind.NUMBER) else options,
        answer=answers.answer,
        explanation=_explanation(answers, options, style),
        source=notes.source,
        topic=notes.topic or block.category,
        level=parse_level(notes.level),
        reference=notes.reference,
        tags=notes.tags,
    )
    return question, (*answers.warnings, *notes.warnings(), *_picture_warnings(block, question))


def _around_braces(block: Block, text: str) -> tuple[str, str, str]:
    """The text before, within and after the braces; an opening brace within them is part of an answer."""
    start, end = text.find("{"), text.find("}")
    if start < 0 and end < 0:
        raise Invalid(_without_braces(text))
    if end < 0:
        raise Invalid(Sentence("Thiếu dấu } sau các phương án. Hãy thêm dấu }."))
    if start < 0 or end < start:
        raise Invalid(Sentence("Thiếu dấu { trước các phương án. Hãy thêm dấu {, hoặc ghi \\} nếu là nội dung."))
    if block.has_blank_line:
        raise Invalid(Sentence("Có dòng trống giữa hai dấu { và }. Hãy xóa dòng trống."))
    after = text[end + 1 :]
    if "{" in after:
        raise Invalid(unsupported("cloze"))
    if "}" in after:
        raise Invalid(Sentence("Thừa dấu }. Hãy xóa bớt, hoặc ghi \\} nếu là nội dung."))
    return text[:start], text[start + 1 : end], after


def _without_braces(text: str) -> Sentence:
    if re.search(r"^\s*[=~]", text, re.M):
        return Sentence("Thiếu dấu { } quanh các phương án. Hãy thêm hai dấu này.")
    return unsupported("description")


def _line_of(block: Block, text: str, position: int) -> int:
    start = len(block.text) - len(text)
    return block.row + block.text.count("\n", 0, start + position)


def _gap(before: str, after: str) -> str:
    """The blank of a sentence that goes on after the answers; closing tags alone are no sentence."""
    if not to_plain_text(unmask(after)):
        return ""
    return f" {_BLANK}" if before.strip() and before[-1].isspace() else _BLANK


def _styled(text: str, inherited: str) -> tuple[str, str]:
    """The text as HTML and the style it was written in, which is handed down from the stem to the options."""
    marker = _MARKER.match(text)
    style = marker[1].lower() if marker else inherited
    return _READERS[style](unmask(text[marker.end() :] if marker else text).strip()), style


def _options(answers: Answers, style: str) -> tuple[ParsedOption, ...]:
    if answers.kind is Kind.TRUEFALSE:
        return true_false_options(answers.is_true)
    if answers.kind is Kind.MATCHING:
        pairs = zip(answers.options, answers.matches, strict=True)
        return tuple(ParsedOption(_styled(one.text, style)[0], match=_styled(match, style)[0]) for one, match in pairs)
    return tuple(ParsedOption(_styled(answer.text, style)[0], answers.is_right(answer)) for answer in answers.options)


def _explanation(answers: Answers, options: tuple[ParsedOption, ...], style: str) -> str:
    """The general remark, then the remarks on single options, each with the text of its option."""
    feedbacks = answers.feedbacks if answers.kind is Kind.TRUEFALSE else [a.feedback for a in answers.options]
    remarks = [_styled(feedback, style)[0] for feedback in feedbacks]
    return with_remarks(_styled(answers.general_feedback, style)[0], options, remarks)


def _picture_warnings(block: Block, question: ParsedQuestion) -> tuple[Sentence, ...]:
    kept = question.stem + question.explanation + "".join(option.text + option.match for option in question.options)
    lost = count_lost_pictures(block.text, kept)
    return (lost_pictures(lost),) if lost else ()


FORMAT = Format("gift", ("gift",), matches, read, write, carries)
