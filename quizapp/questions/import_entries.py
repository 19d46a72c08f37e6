"""PURE: a file that was read, question by question, with what was decided about each; kept as JSON."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ..errors import Sentence
from ..rich_text import from_plain_text, to_plain_text
from ..stored_sentences import from_stored, to_stored
from .formats import answers
from .formats.checks import CHOICES, check
from .formats.parsed import (
    Kind,
    Level,
    ParsedFile,
    ParsedOption,
    ParsedQuestion,
    QuestionWarning,
    RejectedQuestion,
    options_of,
    stored_options,
)
from .near_duplicates import Likeness

_LABEL = re.compile(r"\s*\**([A-Z])\s*[.):]\s*(.*)", re.S)
_NUMBER = re.compile(r"\s*(?:câu(?: hỏi)?|question)?\s*\d+\s*[.):]\s*", re.I)


@dataclass(frozen=True)
class Entry:
    """One item of the file. ``question`` is what would be imported; None where nobody has mended it yet.

    ``choice``: "" (nothing decided), "take", "skip", or "replace" (the bank's question that it is like).
    ``like``: {"percent", and "question_id" and "reference" of the bank's, or "place" in the file}.
    """

    place: int
    row: int
    item: str
    question: ParsedQuestion | None
    reason: Sentence | None
    excerpt: tuple[str, ...]
    warnings: tuple[Sentence, ...]
    choice: str
    is_mended: bool
    like: Mapping[str, Any] | None

    @property
    def is_rejected(self) -> bool:
        """Whether it keeps the file from being imported as a whole."""
        return self.question is None and self.choice != "skip"

    @property
    def is_good(self) -> bool:
        """Whether it is imported."""
        return self.question is not None and self.choice != "skip"

    @property
    def is_doubtful(self) -> bool:
        """Whether somebody should look at a warning."""
        return bool(self.is_good and self.warnings and not self.choice and not self.is_mended)

    @property
    def is_repeated(self) -> bool:
        """Whether it is like another question, and nobody has said which to keep."""
        return bool(self.is_good and self.like and not self.choice)

    @property
    def number(self) -> int:
        """The number that the author gave it, else its place."""
        found = re.search(r"\d+", self.item)
        return int(found[0]) if found else self.place + 1

    @property
    def draft(self) -> ParsedQuestion:
        """The question to begin a repair with: what was read, as far as it can be told apart."""
        return self.question or _drafted(self)

    @property
    def lacks_only_its_key(self) -> bool:
        """Whether choosing a letter is all there is to do."""
        if not self.is_rejected or len(self.draft.options) < 2:
            return False
        return not check(with_key(self.draft, {0}))


def to_content(parsed: ParsedFile, likenesses: Mapping[int, dict[str, Any]]) -> dict[str, Any]:
    """The file as JSON; ``likenesses`` by place among its questions."""
    warnings: dict[tuple[int, str], list[dict[str, Any]]] = {}
    for note in parsed.warnings:
        warnings.setdefault((note.row, note.item), []).append(to_stored(note.warning))
    entries: list[dict[str, Any]] = []
    for place, question in enumerate(parsed.questions):
        told = warnings.pop((question.row, question.item), [])
        entry: dict[str, Any] = {"row": question.row, "item": question.item}
        entry["question"] = question_to_stored(question)
        entries.append(entry | {"warnings": told, "like": likenesses.get(place)})
    for rejected in parsed.rejected:
        entry = {"row": rejected.row, "item": rejected.item, "reason": to_stored(rejected.reason)}
        entries.append(entry | {"excerpt": list(rejected.excerpt)})
    order = sorted(range(len(entries)), key=lambda at: entries[at]["row"])
    moved = {old: new for new, old in enumerate(order)}
    for entry in entries:
        if entry.get("like") and "place" in entry["like"]:
            entry["like"]["place"] = moved[entry["like"]["place"]]
    strays = [{"row": row, "item": item, "warning": one} for (row, item), told in warnings.items() for one in told]
    return {"title": parsed.title, "entries": [entries[old] for old in order], "strays": strays}


def entries_of(content: Mapping[str, Any], decisions: Mapping[str, Any]) -> list[Entry]:
    """Every item of the file, in its order, as it stands now."""
    return [_entry(place, one, decisions.get(str(place), {})) for place, one in enumerate(content["entries"])]


def _entry(place: int, stored: Mapping[str, Any], decided: Mapping[str, Any]) -> Entry:
    question = decided.get("question") or stored.get("question")
    reason = stored.get("reason")
    return Entry(
        place=place,
        row=stored["row"],
        item=stored["item"],
        question=_question(stored, question) if question else None,
        reason=from_stored(reason) if reason else None,
        excerpt=tuple(stored.get("excerpt", ())),
        warnings=tuple(from_stored(one) for one in stored.get("warnings", ())),
        choice=decided.get("choice", ""),
        is_mended="question" in decided,
        like=stored.get("like"),
    )


def file_of(content: Mapping[str, Any], decisions: Mapping[str, Any]) -> ParsedFile:
    """What is to be imported now: the good questions, those still rejected, and what was said about them."""
    entries = entries_of(content, decisions)
    good = [entry for entry in entries if entry.is_good]
    return ParsedFile(
        questions=tuple(_imported(entry) for entry in good),
        rejected=tuple(
            RejectedQuestion(entry.row, entry.item, entry.reason or Sentence("Câu này chưa dùng được."), entry.excerpt)
            for entry in entries
            if entry.is_rejected
        ),
        warnings=tuple(QuestionWarning(e.row, e.item, one) for e in good if e.is_doubtful for one in e.warnings),
        title=content["title"],
    )


def _imported(entry: Entry) -> ParsedQuestion:
    assert entry.question is not None
    if entry.choice == "replace" and entry.like and "reference" in entry.like:
        return replace(entry.question, reference=entry.like["reference"])
    return entry.question


def likenesses_of(within: Sequence[Likeness], against: Sequence[Likeness], known: Sequence[tuple[int, str]]) -> Any:
    """{place: what it is like}; ``known`` are (id, reference) of the bank's questions, which come first."""
    found: dict[int, dict[str, Any]] = {one.place: {"place": one.other, "percent": one.percent} for one in within}
    for one in against:
        question_id, reference = known[one.other]
        found[one.place] = {"question_id": question_id, "reference": reference, "percent": one.percent}
    return found


def with_key(question: ParsedQuestion, right: set[int]) -> ParsedQuestion:
    """The question with these options right, and the kind that fits."""
    options = tuple(replace(option, is_right=place in right) for place, option in enumerate(question.options))
    kind = question.kind if question.kind in CHOICES else Kind.SINGLE
    if len(right) > 1:
        kind = Kind.MULTIPLE
    return replace(question, options=options, kind=kind, answer=None)


def question_to_stored(question: ParsedQuestion) -> dict[str, Any]:
    """The question as JSON, without its place."""
    return {
        "kind": str(question.kind),
        "stem": question.stem,
        "options": stored_options(question.options),
        "answer": answers.to_stored(question.answer),
        "explanation": question.explanation,
        "source": question.source,
        "topic": question.topic,
        "level": str(question.level) if question.level else None,
        "reference": question.reference,
        "tags": list(question.tags),
    }


def _question(entry: Mapping[str, Any], stored: Mapping[str, Any]) -> ParsedQuestion:
    return ParsedQuestion(
        row=entry["row"],
        item=entry["item"],
        kind=Kind(stored["kind"]),
        stem=stored["stem"],
        options=options_of(stored["options"]),
        answer=answers.from_stored(stored["answer"]),
        explanation=stored["explanation"],
        source=stored["source"],
        topic=stored["topic"],
        level=Level(stored["level"]) if stored["level"] else None,
        reference=stored["reference"],
        tags=tuple(stored["tags"]),
    )


def _drafted(entry: Entry) -> ParsedQuestion:
    """Lines that begin with A, B, C … in order are the options; what stands above them is the stem."""
    stem: list[str] = []
    options: list[str] = []
    for line in entry.excerpt:
        label = _LABEL.fullmatch(line)
        if label and ord(label[1]) - ord("A") == len(options):
            options.append(label[2])
        elif not options:
            stem.append(line)
    text = _NUMBER.sub("", "\n".join(stem), count=1)
    parsed = tuple(ParsedOption(from_plain_text(option)) for option in options)
    return ParsedQuestion(entry.row, entry.item, Kind.SINGLE, from_plain_text(text), parsed)


def plain(html: str) -> str:
    """For one line of a report."""
    return " ".join(to_plain_text(html).split())
