"""Exams as they are typed, whatever the file: lines -> questions. Shared by Word documents and plain text. Pure.

Layouts: "Câu 1: …", "1. …", "[2] …" or no number at all; options below each other, side by side or after the stem; the
key as a line, by the look of the right option, ticked, or in a list at the end.
"""

from __future__ import annotations

from collections.abc import Sequence

from ...errors import Invalid, Sentence
from ...folding import fold, tidy
from ...rich_text import from_plain_text, to_plain_text
from .checks import CHOICES
from .exam_answer_parts import take_answers
from .exam_blocks import Block
from .exam_keys import decide, read_truth
from .exam_labels import Option, Options, find_options
from .exam_lines import SHIFTS, TAGS, Line, Mark, emphases_within, seen_text, text_of, to_html
from .exam_other_kinds import Answers, kind_shown, option_of, read_other_kind
from .exam_parting import part
from .exam_remarks import (
    Places,
    item_of,
    joined_warnings,
    listed_keys,
    number_warnings,
    stray_warnings,
    take_title,
)
from .exam_tokens import OUTCOME
from .parsed import (
    Kind,
    Level,
    ParsedFile,
    ParsedOption,
    ParsedQuestion,
    parse_level,
    true_false_options,
    unknown_level,
)
from .sorting import Sorting
from .table_kinds import read_kind
from .text_files import refuse_unusable

MOST_LINES = 100_000
_TRUTHS = (["dung", "sai"], ["true", "false"])


def read_lines(lines: Sequence[Line], places: Places) -> ParsedFile:
    """Every question of an exam, the refused ones with their reasons, the lines that belong to none as warnings.

    Raises Invalid for an exam of too many lines.
    """
    if sum(not line.is_blank for line in lines) > MOST_LINES:
        raise Invalid(Sentence("Tệp có hơn %(most)s dòng chữ. Hãy chia thành nhiều tệp.", most=MOST_LINES))
    exam = part(lines)
    _strip_number_signs(exam.blocks)
    take_answers(exam.blocks)
    title = take_title(exam)
    sorting = Sorting()
    listed, warnings = listed_keys(exam, places)
    for place, block in enumerate(exam.blocks):
        _add(sorting, block, item_of(block, place), listed.get(place, ()), places)
    sorting.warnings.extend((*warnings, *number_warnings(exam.blocks, places), *stray_warnings(exam, places)))
    sorting.warnings.sort(key=lambda warning: warning.row)
    return sorting.finish(title)


def _add(sorting: Sorting, block: Block, item: str, listed: Sequence[str], places: Places) -> None:
    everything = [*block.body, *block.keys, *(line for lines in block.fields.values() for line in lines)]
    try:
        _refuse_faults(everything)
        question, warnings = _question(block, item, listed)
        remarks = dict.fromkeys(remark for line in everything for remark in line.remarks)
        joined = [] if places.keeps_lines else joined_warnings(block)
        sorting.add(question, *remarks, *warnings, *joined)
    except Invalid as refusal:
        sorting.reject(block.row, item, refusal.sentence, excerpt=map(seen_text, block.body))


def _refuse_faults(lines: Sequence[Line]) -> None:
    for line in lines:
        if line.faults:
            raise Invalid(line.faults[0])
        refuse_unusable(line.text)


def _question(block: Block, item: str, listed: Sequence[str]) -> tuple[ParsedQuestion, tuple[Sentence, ...]]:
    """The question and the warnings about it."""
    found = find_options(block.body)
    if found.fault:
        raise Invalid(found.fault)
    answers = _answers(block, found, listed)
    level, warnings = _level(block)
    question = ParsedQuestion(
        row=block.row,
        item=item,
        kind=answers.kind,
        stem=to_html(found.stem, _kept(found.stem)),
        options=answers.options,
        answer=answers.answer,
        explanation=_explanation(block, answers.key.remark),
        source=tidy(text_of(block.fields.get("source", []))),
        topic=tidy(text_of(block.fields.get("topic", []))) or block.topic,
        level=level,
        reference=tidy(text_of(block.fields.get("reference", []))),
        tags=_tags(block),
    )
    return question, (*answers.key.warnings, *warnings)


def _kept(lines: Sequence[Line]) -> frozenset[Mark]:
    """In an exam of others what all letters carry is only its look; in our own files marks are content."""
    if any(line.keeps_format for line in lines):
        return TAGS
    return SHIFTS | emphases_within(lines)


def _answers(block: Block, found: Options, listed: Sequence[str]) -> Answers:
    keys = [line.text.strip() for line in block.keys]
    named = tidy(text_of(block.fields.get("kind", [])))
    kind = read_kind(named) or kind_shown(block, found, keys, listed)
    if kind is not None and kind not in CHOICES:
        return read_other_kind(kind, named, block, found, listed)
    if not found.options:
        return Answers(Kind.TRUEFALSE, true_false_options(_truth(keys or list(listed))))
    key = decide(found.options, keys, listed)
    options = tuple(option_of(option, place in key.right) for place, option in enumerate(found.options))
    if kind is Kind.TRUEFALSE or (kind is None and _is_true_false(found.options, options)):
        kind = Kind.TRUEFALSE
        options = _canonical(options)
    return Answers(kind or (Kind.MULTIPLE if len(key.right) > 1 else Kind.SINGLE), options, None, key)


def _is_true_false(found: Sequence[Option], options: Sequence[ParsedOption]) -> bool:
    """Whether an exam of others offers just "Đúng" and "Sai"; our own files name the kind."""
    if any(line.keeps_format for option in found for line in option.lines):
        return False
    return sorted(fold(to_plain_text(option.text)).strip(" .") for option in options) in map(sorted, _TRUTHS)


def _canonical(options: tuple[ParsedOption, ...]) -> tuple[ParsedOption, ...]:
    """ "Đúng" before "Sai", where these are the options."""
    words = [fold(to_plain_text(option.text)).strip(" .") for option in options]
    if sorted(words) not in map(sorted, _TRUTHS) or sum(option.is_right for option in options) != 1:
        return options
    return true_false_options(
        any(option.is_right and word in ("dung", "true") for option, word in zip(options, words, strict=True))
    )


def _truth(keys: Sequence[str]) -> bool:
    """The answer of a question without options."""
    truths = {read_truth(key) for key in keys}
    if len(truths) == 1 and None not in truths:
        return bool(truths.pop())
    if None not in truths and truths:
        raise Invalid(Sentence("Hai dòng đáp án khác nhau: một dòng ghi Đúng, một dòng ghi Sai. Hãy sửa lại."))
    raise Invalid(Sentence("Không tìm thấy các phương án A, B, C, … của câu này. Hãy ghi mỗi phương án một dòng."))


def _explanation(block: Block, remark: str) -> str:
    lines = block.fields.get("explanation", [])
    written = to_html(lines, _kept(lines))
    return "<br>".join(filter(None, (from_plain_text(remark), written)))


def _level(block: Block) -> tuple[Level | None, tuple[Sentence, ...]]:
    """The level by its own line, else by the brackets before the stem, else by the heading."""
    notes = [note for note in block.notes if not OUTCOME.fullmatch(note)]
    text = tidy(text_of(block.fields.get("level", []))) or (notes[0] if notes else "")
    level = parse_level(text)
    return level or block.level, (unknown_level(text),) if text and level is None else ()


def _tags(block: Block) -> tuple[str, ...]:
    """Learning outcomes before the stem, then the line "Nhãn: a; b"."""
    typed = tidy(text_of(block.fields.get("tags", [])))
    parts = typed.split(";") if ";" in typed else typed.split(",")
    outcomes = (note for note in block.notes if OUTCOME.fullmatch(note))
    return tuple(dict.fromkeys(tag for tag in (*map(tidy, outcomes), *map(tidy, parts)) if tag))


def _strip_number_signs(blocks: Sequence[Block]) -> None:
    """Some banks begin every stem with "#"."""
    stems = [block.body[0] if block.body else None for block in blocks]
    if len(stems) > 1 and all(stem and stem.text.startswith("#") for stem in stems):
        for block in blocks:
            block.body[0] = block.body[0].part(1)
