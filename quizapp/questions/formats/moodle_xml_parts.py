"""Moodle XML, out: the answers of questions that are answered otherwise than by one choice. Pure."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from html import escape

from .answers import AcceptedNumber, AcceptedTexts, Gaps, Rubric
from .cloze_marks import write_gaps
from .parsed import Kind, ParsedQuestion
from .pictures import detach_pictures
from .rubrics import rubric_lines
from .xml_markup import without_unwritable, xml_text

_TRUTH_COLUMNS = ("True", "False")


def stem_of(question: ParsedQuestion) -> str:
    """The text of the question with its gaps in Moodle's notation."""
    if not isinstance(question.answer, Gaps):
        return question.stem
    return write_gaps(question.stem, question.answer, lambda text: escape(text, quote=False))


def written_text(tag: str, html: str, attributes: str = "", more: str = "") -> str:
    """A text element with its pictures as files beside it, and with ``more`` inside."""
    inner, files = detach_pictures(html, "@@PLUGINFILE@@/")
    written = "".join(
        f'<file name="{name}" path="/" encoding="base64">{base64.b64encode(content).decode()}</file>'
        for name, content in files.items()
    )
    closed = without_unwritable(inner).replace("]]>", "]]]]><![CDATA[>")
    return f'  <{tag}{attributes} format="html"><text><![CDATA[{closed}]]></text>{written}{more}</{tag}>\n'


def _texts(question: ParsedQuestion) -> Iterator[str]:
    if isinstance(question.answer, AcceptedTexts):
        yield f"  <usecase>{int(not question.answer.ignores_case)}</usecase>\n"
        for text in question.answer.accepted:
            written = xml_text(text.replace("*", "\\*"))
            yield f'  <answer fraction="100" format="moodle_auto_format"><text>{written}</text></answer>\n'


def _number(question: ParsedQuestion) -> Iterator[str]:
    if isinstance(question.answer, AcceptedNumber):
        value, tolerance, unit = question.answer.value, question.answer.tolerance, question.answer.unit
        yield f'  <answer fraction="100" format="moodle_auto_format"><text>{value}</text>'
        yield f"<tolerance>{tolerance}</tolerance></answer>\n"
        if unit:
            yield f"  <units><unit><multiplier>1</multiplier><unit_name>{xml_text(unit)}</unit_name></unit></units>\n"


def _matching(question: ParsedQuestion) -> Iterator[str]:
    yield "  <shuffleanswers>true</shuffleanswers>\n"
    for option in question.options:
        match = written_text("answer", option.match).strip()
        yield written_text("subquestion", option.text, more=match)


def _ordering(question: ParsedQuestion) -> Iterator[str]:
    for place, option in enumerate(question.options, start=1):
        yield written_text("answer", option.text, f' fraction="{place}"')


def _essay(question: ParsedQuestion) -> Iterator[str]:
    rubric = question.answer if isinstance(question.answer, Rubric) else Rubric()
    lines = "".join(f"<p>{escape(line, quote=False)}</p>" for line in rubric_lines(Rubric(rubric.criteria)))
    yield written_text("graderinfo", lines)
    for name, count in (("minwordlimit", rubric.least_words), ("maxwordlimit", rubric.most_words)):
        yield f"  <{name}>{count}</{name}>\n" if count else ""


def _gaps(question: ParsedQuestion) -> Iterator[str]:
    """They stand in the text."""
    return iter(())


def _statements(question: ParsedQuestion) -> Iterator[str]:
    yield f"  <scoringmethod><text>subpoints</text></scoringmethod>\n  <numberofrows>{len(question.options)}"
    yield "</numberofrows>\n  <numberofcolumns>2</numberofcolumns>\n"
    for row, option in enumerate(question.options, start=1):
        yield f'  <row number="{row}">\n{written_text("optiontext", option.text)}  </row>\n'
    for column, said in enumerate(_TRUTH_COLUMNS, start=1):
        yield f'  <column number="{column}"><responsetext format="moodle_plain"><text>{said}</text></responsetext>'
        yield "</column>\n"
    for row, option in enumerate(question.options, start=1):
        for column in (1, 2):
            value = int(option.is_right == (column == 1))
            yield f'  <weight rownumber="{row}" columnnumber="{column}"><value>{value}</value></weight>\n'


TYPES: dict[Kind, tuple[str, Callable[[ParsedQuestion], Iterator[str]]]] = {
    Kind.TEXT: ("shortanswer", _texts),
    Kind.NUMBER: ("numerical", _number),
    Kind.MATCHING: ("matching", _matching),
    Kind.ORDERING: ("ordering", _ordering),
    Kind.ESSAY: ("essay", _essay),
    Kind.CLOZE: ("cloze", _gaps),
    Kind.STATEMENTS: ("mtf", _statements),
}
