"""Moodle XML, out: what ``moodle_xml.read`` reads back as the same questions, and Moodle too. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .accepted_answers import comparison_of
from .answers import AcceptedTexts
from .moodle_xml_parts import TYPES, stem_of, written_text
from .parsed import Kind, ParsedOption, ParsedQuestion, true_false_options
from .xml_markup import xml_text

_TOP = "$course$/top"
_TRUTHS = ("true", "false")


def write(questions: Sequence[ParsedQuestion], title: str = "") -> bytes:
    """The questions as a Moodle XML file in UTF-8; the title is the description of the top category."""
    parts = ['<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n']
    topic = None
    if title.strip():
        parts.append(_category("", title))
        topic = ""
    for question in questions:
        if question.topic != topic:
            topic = question.topic
            parts.append(_category(topic))
        parts.append("".join(_written(question)))
    return ("".join(parts) + "</quiz>\n").encode()


def _category(topic: str, about: str = "") -> str:
    """A doubled slash is one that does not part a category from its parent."""
    path = f"{_TOP}/{topic.replace('/', '//')}" if topic else _TOP
    info = f'\n  <info format="plain_text"><text>{xml_text(about)}</text></info>' if about else ""
    return f'<question type="category">\n  <category><text>{xml_text(path)}</text></category>{info}\n</question>\n'


def _written(question: ParsedQuestion) -> Iterator[str]:
    is_truth = question.kind is Kind.TRUEFALSE and question.options in map(true_false_options, (True, False))
    type_, inside = ("truefalse", _truths) if is_truth else TYPES.get(question.kind, ("multichoice", _choices))
    yield f'<question type="{type_}">\n'
    yield f"  <name><text>{xml_text(question.item)}</text></name>\n"
    yield written_text("questiontext", stem_of(question))
    yield written_text("generalfeedback", question.explanation)
    yield "  <defaultgrade>1</defaultgrade>\n"
    yield f"  <penalty>{'1' if is_truth else '0.3333333'}</penalty>\n"
    yield f"  <hidden>0</hidden>\n  <idnumber>{xml_text(question.reference)}</idnumber>\n"
    yield from inside(question)
    yield _tags(question)
    yield "</question>\n"


def _choices(question: ParsedQuestion) -> Iterator[str]:
    yield f"  <single>{'false' if question.kind is Kind.MULTIPLE else 'true'}</single>\n"
    yield "  <shuffleanswers>true</shuffleanswers>\n  <answernumbering>ABCD</answernumbering>\n"
    for option in question.options:
        yield written_text("answer", option.text, f' fraction="{_share(question, option)}"')


def _truths(question: ParsedQuestion) -> Iterator[str]:
    for word, option in zip(_TRUTHS, question.options, strict=True):
        yield f'  <answer fraction="{100 if option.is_right else 0}" format="plain_text"><text>{word}</text></answer>\n'


def _share(question: ParsedQuestion, option: ParsedOption) -> str:
    """Of a multiple choice, a wrong tick costs all: that is how this program marks, and Moodle is told so."""
    if question.kind is not Kind.MULTIPLE:
        return "100" if option.is_right else "0"
    if not option.is_right:
        return "-100"
    share = f"{100 / sum(other.is_right for other in question.options):.5f}"
    return share.rstrip("0").rstrip(".")


def _tags(question: ParsedQuestion) -> str:
    """The tags, and as tags what Moodle has no place for."""
    named = [f"{name}={value}" for name in ("level", "source") if (value := getattr(question, name))]
    if isinstance(question.answer, AcceptedTexts) and question.answer.ignores_diacritics:
        named.append(f"compare={comparison_of(question.answer)}")
    texts = "".join(f"<tag><text>{xml_text(text)}</text></tag>" for text in (*named, *question.tags))
    return f"  <tags>{texts}</tags>\n" if texts else ""
