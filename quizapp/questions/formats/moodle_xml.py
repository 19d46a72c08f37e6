"""Moodle XML: every kind of question, in and out.

Format: https://docs.moodle.org/en/Moodle_XML_format and, where it is silent, what Moodle's own importer does. Rows are
the numbers of the questions in the file, since a whole bank may stand on one line. Remarks on single options follow
the explanation; what Moodle says for a right and for a wrong answer is left out.
"""

from __future__ import annotations

import re

from ...errors import Invalid, Sentence
from ...folding import tidy
from ...rich_text import to_plain_text
from .explanations import with_remarks
from .gift_blocks import category_path
from .gift_notes import Notes
from .interface import Format
from .moodle_xml_answers import Answers, read_answers
from .moodle_xml_kinds import READERS
from .moodle_xml_texts import Texts
from .moodle_xml_writer import write
from .other_types import refused_type
from .parsed import MOST_OPTIONS, ParsedFile, ParsedQuestion, parse_level
from .pictures import Embedding
from .sorting import Sorting
from .xml_tree import Node, parse

__all__ = ["FORMAT", "matches", "read", "write"]

_BEGINNING = re.compile(rb"<(?:quiz\s*>|quiz\s|question\s+type\s*=)")
_SAMPLE_BYTES = 20_000
_LONGEST_EXCERPT = 2_000


def matches(content: bytes, filename: str) -> bool:
    """Whether the file begins as Moodle's do, in an 8-bit encoding or UTF-16."""
    beginning = content[:_SAMPLE_BYTES].replace(b"\0", b"")
    return b"<" in beginning[:10] and bool(_BEGINNING.search(beginning))


def read(content: bytes, filename: str) -> ParsedFile:
    """Every question of the file, the refused ones with their types and reasons.

    Raises Invalid, with the line, for what is not well-formed or not Moodle's.
    """
    root = parse(content)
    if root.tag not in ("quiz", "question"):
        raise Invalid(Sentence("Tệp XML này không phải của Moodle: thẻ đầu tiên là <%(tag)s>.", tag=root.tag))
    sorting, embedding = Sorting(), Embedding()
    title = category = ""
    categories = set()
    for node in root.elements("question") if root.tag == "quiz" else [root]:
        if node.get("type") == "category":
            category = category_path(tidy(node.text_at("category", "text")))
            title = title or ("" if category else tidy(node.text_at("info", "text")))
        else:
            categories.add(category)
            _add(sorting, node, category, Texts(embedding))
    return sorting.finish(title or (categories.pop() if len(categories) == 1 else ""))


def _add(sorting: Sorting, node: Node, category: str, texts: Texts) -> None:
    row = len(sorting.questions) + len(sorting.rejected) + 1
    item = tidy(node.text_at("name", "text")) or f"Câu {row}"
    try:
        answers = _answers(node, texts)
        question, warnings = _question(node, texts, answers, row, item, category)
        sorting.add(question, *answers.warnings, *texts.warnings(), *warnings)
    except Invalid as refusal:
        sorting.reject(row, item, refusal.sentence, excerpt=_excerpt(node))


def _answers(node: Node, texts: Texts) -> Answers:
    kind = node.get("type")
    if kind in ("multichoice", "truefalse"):
        return read_answers(node, texts)
    if kind not in READERS:
        raise Invalid(refused_type(kind))
    return READERS[kind](node, texts, _notes(node).compare)


def _question(
    node: Node, texts: Texts, answers: Answers, row: int, item: str, category: str
) -> tuple[ParsedQuestion, tuple[Sentence, ...]]:
    """The question and the warnings about its tags."""
    notes = _notes(node)
    question = ParsedQuestion(
        row=row,
        item=item,
        kind=answers.kind,
        stem=" ".join(filter(None, (_stem(node, texts, answers), texts.old_picture(node)))),
        options=answers.options,
        answer=answers.answer,
        explanation=with_remarks(texts.html(node.find("generalfeedback")), answers.options, answers.remarks),
        source=notes.source,
        topic=notes.topic or category,
        level=parse_level(notes.level),
        reference=tidy(node.text_at("idnumber")),
        tags=notes.tags,
    )
    return question, notes.warnings()


def _stem(node: Node, texts: Texts, answers: Answers) -> str:
    return texts.html(node.find("questiontext")) if answers.stem is None else answers.stem


def _notes(node: Node) -> Notes:
    """The tags, of which "level=…" and the like are fields here, as in GIFT."""
    notes = Notes()
    tags = node.find("tags")
    for tag in tags.elements("tag") if tags else ():
        if tidy(tag.text()):
            notes.take("tag", tag.text())
    return notes


def _excerpt(node: Node) -> list[str]:
    texts = [node.text_at("questiontext", "text"), *(one.text_at("text") for one in node.elements("answer"))]
    return [to_plain_text(text[:_LONGEST_EXCERPT]) for text in texts[: MOST_OPTIONS + 1]]


FORMAT = Format("moodle-xml", ("xml",), matches, read, write)
