"""Moodle XML: questions that are answered otherwise than by one choice. Pure.

"mtf" and "kprime" are plugins for statements that are each true or false (https://moodle.org/plugins/qtype_mtf).
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from ...errors import Invalid, Sentence
from ...folding import tidy
from ...rich_text import to_plain_text
from .accepted_answers import accepted_number, accepted_texts
from .answers import Rubric
from .cloze_marks import read_gaps
from .moodle_xml_answers import Answers, share_of
from .moodle_xml_texts import Texts
from .numerals import read_number
from .parsed import MOST_OPTIONS, Kind, ParsedOption, too_many_options
from .rubrics import read_rubric
from .table_keys import truth
from .xml_tree import Node


def _text(node: Node, texts: Texts, compare: str) -> Answers:
    rows = [(_plain(answer, texts), share_of(answer, place)) for place, answer in enumerate(node.elements("answer"))]
    code = "case" if node.text_at("usecase").strip() in ("1", "true") else ""
    accepted, warnings = accepted_texts(rows, f"{compare},{code}")
    return Answers(Kind.TEXT, answer=accepted, warnings=warnings)


def _number(node: Node, texts: Texts, compare: str) -> Answers:
    rows = [
        (_plain(answer, texts), answer.text_at("tolerance"), share_of(answer, place))
        for place, answer in enumerate(node.elements("answer"))
    ]
    number, warnings = accepted_number([row for row in rows if row[0] != "*"], _unit(node))
    return Answers(Kind.NUMBER, answer=number, warnings=warnings)


def _unit(node: Node) -> str:
    """The unit that the value is given in; others are multiples of it."""
    units = node.find("units")
    for unit in units.elements("unit") if units else ():
        if read_number(unit.text_at("multiplier") or "1") == Decimal(1):
            return tidy(unit.text_at("unit_name"))
    return ""


def _matching(node: Node, texts: Texts, compare: str) -> Answers:
    pairs = node.elements("subquestion")
    _refuse_too_many(pairs)
    options = [ParsedOption(texts.html(one), match=texts.html(one.find("answer"))) for one in pairs]
    return _without_remarks(Kind.MATCHING, [one for one in options if one.text or one.match])


def _ordering(node: Node, texts: Texts, compare: str) -> Answers:
    """Moodle keeps the place of each in its "fraction", else the order of the file counts."""
    answers = node.elements("answer")
    _refuse_too_many(answers)
    places = [read_number(answer.get("fraction")) for answer in answers]
    order = list(range(len(answers)))
    if None not in places and len(set(places)) == len(places):
        order.sort(key=lambda place: places[place] or Decimal(0))
    return _without_remarks(Kind.ORDERING, [ParsedOption(texts.html(answers[place])) for place in order])


def _essay(node: Node, texts: Texts, compare: str) -> Answers:
    lines = to_plain_text(texts.html(node.find("graderinfo"))).splitlines()
    points = read_number(node.text_at("defaultgrade")) or Decimal(1)
    rubric = read_rubric(lines, max(points, Decimal(0)) or Decimal(1)) or Rubric()
    least, most = _count(node, "minwordlimit"), _count(node, "maxwordlimit")
    rubric = Rubric(rubric.criteria, least or rubric.least_words, most or rubric.most_words)
    return Answers(Kind.ESSAY, answer=rubric if rubric != Rubric() else None)


def _count(node: Node, name: str) -> int:
    text = node.text_at(name).strip()
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else 0


def _cloze(node: Node, texts: Texts, compare: str) -> Answers:
    stem, gaps = read_gaps(texts.html(node.find("questiontext")))
    return Answers(Kind.CLOZE, answer=gaps, stem=stem)


def _statements(node: Node, texts: Texts, compare: str) -> Answers:
    rows = node.elements("row")
    _refuse_too_many(rows)
    truths = {column.get("number"): _truth_of(column) for column in node.elements("column")}
    right = {
        weight.get("rownumber"): truths.get(weight.get("columnnumber"))
        for weight in node.elements("weight")
        if (read_number(weight.text_at("value") or "0") or Decimal(0)) > 0
    }
    said = [right.get(row.get("number")) for row in rows]
    if None in said or sorted(map(str, truths.values())) != ["False", "True"]:
        raise Invalid(Sentence("Chưa rõ ý nào đúng, ý nào sai. Mỗi ý cần đúng một đáp án Đúng hoặc Sai."))
    written = [texts.html(row.find("optiontext")) for row in rows]
    options = [ParsedOption(text, bool(is_right)) for text, is_right in zip(written, said, strict=True)]
    remarks = tuple(texts.html(row.find("feedbacktext")) for row in rows)
    return Answers(Kind.STATEMENTS, tuple(options), remarks)


def _truth_of(column: Node) -> bool | None:
    return truth(tidy(column.text_at("responsetext")), may_be_short=True)


def _without_remarks(kind: Kind, options: list[ParsedOption]) -> Answers:
    return Answers(kind, tuple(options), ("",) * len(options))


def _refuse_too_many(nodes: list[Node]) -> None:
    if len(nodes) > 4 * MOST_OPTIONS:
        raise Invalid(too_many_options(len(nodes)))


def _plain(answer: Node, texts: Texts) -> str:
    return tidy(to_plain_text(texts.html(answer)) if answer.get("format") == "html" else answer.text_at("text"))


# By Moodle's names; ``compare`` is what the question's tags say about comparing texts.
READERS: dict[str, Callable[[Node, Texts, str], Answers]] = {
    "shortanswer": _text,
    "numerical": _number,
    "matching": _matching,
    "match": _matching,
    "ordering": _ordering,
    "essay": _essay,
    "cloze": _cloze,
    "multianswer": _cloze,
    "mtf": _statements,
    "kprime": _statements,
}
