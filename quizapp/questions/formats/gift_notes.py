"""GIFT, what stands in comments: ``// [id:x] [tag:y]``, and the tags that are fields here. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ...errors import Sentence
from ...folding import fold, tidy
from .accepted_answers import comparison_of
from .answers import AcceptedNumber, AcceptedTexts, Answer, Rubric
from .parsed import ParsedQuestion, parse_level, unknown_level
from .rubrics import rubric_lines

RUBRIC_LINES = " ¦ "
_TOKEN = re.compile(r"\[(id|tag|title):((?:\\.|[^\]\\]){1,1000})\]", re.I)
_LONGEST_COMMENT = 10_000
_FIELDS = {
    "topic": "topic",
    "chu de": "topic",
    "level": "level",
    "muc do": "level",
    "source": "source",
    "can cu": "source",
    "nguon": "source",
    "compare": "compare",
    "unit": "unit",
    "rubric": "rubric",
}


@dataclass
class Notes:
    """What the comments above a question say about it."""

    reference: str = ""
    topic: str = ""
    level: str = ""
    source: str = ""
    compare: str = ""  # how short texts are compared
    unit: str = ""  # of a number
    rubric: str = ""  # of an essay
    tags: tuple[str, ...] = field(default=())

    @classmethod
    def of(cls, comments: Iterable[str]) -> Notes:
        """Read the comment lines; of two values for one thing the first counts, as in Moodle."""
        notes = cls()
        for name, value in _tokens(comments):
            notes.take("reference" if name == "id" else name, value)
        return notes

    def warnings(self) -> tuple[Sentence, ...]:
        """What could not be understood."""
        return (unknown_level(self.level),) if self.level and parse_level(self.level) is None else ()

    def take(self, name: str, value: str) -> None:
        """Note one value; a tag such as "level=2" is the field that it names."""
        key, equals, text = value.partition("=")
        if name == "tag":
            name, value = (_FIELDS.get(fold(key), name), text) if equals and fold(key) in _FIELDS else (name, value)
        if name == "tag":
            self.tags = (*self.tags, tidy(value))
        elif name != "title" and not getattr(self, name):
            setattr(self, name, tidy(value))


def holds_only_notes(comment: str) -> bool:
    """Whether a comment line says nothing but ``[id:…]`` and ``[tag:…]``."""
    if len(comment) > _LONGEST_COMMENT or not _TOKEN.search(comment):
        return False
    return not _TOKEN.sub("", comment).strip("/ \t")


def title_in(text: str) -> str:
    """The title of a whole file: ``// [title:…]`` in any comment."""
    titles = (value for name, value in _tokens(re.findall(r"^[ \t]*//.*", text, re.M)) if name == "title")
    return tidy(next(titles, ""))


def written_notes(question: ParsedQuestion) -> str:
    """The comment line above a question, or nothing."""
    tokens = [("id", question.reference)] if question.reference else []
    for name in ("topic", "level", "source"):
        if getattr(question, name):
            tokens.append(("tag", f"{name}={getattr(question, name)}"))
    tokens.extend(("tag", f"{name}={value}") for name, value in _of_answer(question.answer))
    tokens.extend(("tag", tag) for tag in question.tags)
    return f"// {' '.join(written_token(name, value) for name, value in tokens)}\n" if tokens else ""


def _of_answer(answer: Answer | None) -> Iterator[tuple[str, str]]:
    """What GIFT has no place for between its braces."""
    match answer:
        case AcceptedTexts() if comparison_of(answer):
            yield "compare", comparison_of(answer)
        case AcceptedNumber(unit=unit) if unit:
            yield "unit", unit
        case Rubric():
            yield "rubric", RUBRIC_LINES.join(rubric_lines(answer))


def written_token(name: str, value: str) -> str:
    """One ``[name:value]``; brackets and backslashes of the value are escaped."""
    return f"[{name}:{tidy(value).replace(chr(92), chr(92) * 2).replace(']', chr(92) + ']')}]"


def _tokens(comments: Iterable[str]) -> Iterator[tuple[str, str]]:
    for comment in comments:
        for name, value in _TOKEN.findall(comment[:_LONGEST_COMMENT]):
            yield name.lower(), re.sub(r"\\([\]\\])", r"\1", value)
