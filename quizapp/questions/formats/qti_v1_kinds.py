"""QTI 1.2: items that are answered otherwise than by one choice, as Canvas writes them. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ...errors import Invalid, Sentence
from ...folding import tidy
from ...rich_text import to_plain_text
from .accepted_answers import accepted_number, accepted_texts, range_of
from .answers import Answer, Gap, Gaps
from .checks import GAP_MARK
from .numerals import read_number
from .parsed import MOST_OPTIONS, Kind, ParsedOption, too_many_options
from .qti_v1_conditions import mark_of
from .xml_tree import Node

Html = Callable[[Node], str]  # what the materials of an element say, as cleaned HTML


@dataclass(frozen=True)
class Answers:
    """What an item is answered with; ``stem`` differs from the presentation's only where there are gaps."""

    kind: Kind
    stem: str
    options: tuple[ParsedOption, ...] = ()
    answer: Answer | None = None
    warnings: tuple[Sentence, ...] = ()


@dataclass(frozen=True)
class Asked:
    """An item with its stem, its responses, and how its materials are read."""

    node: Node
    stem: str
    responses: Sequence[Node]
    html: Html


def read_text(asked: Asked) -> Answers:
    """Every text that gains marks."""
    rows = [(node.text().replace("*", "\\*"), 100.0) for one in _gaining(asked.node) for node in _equals(one)]
    accepted, warnings = accepted_texts(rows)
    return Answers(Kind.TEXT, asked.stem, answer=accepted, warnings=warnings)


def read_number_item(asked: Asked) -> Answers:
    """The value or the range that gains marks; only one can be kept."""
    rows = [(*_value(condition), 100.0) for condition in _gaining(asked.node)]
    number, warnings = accepted_number(rows)
    return Answers(Kind.NUMBER, asked.stem, answer=number, warnings=warnings)


def _value(condition: Node) -> tuple[str, str]:
    least = _bound(condition, "vargte", "vargt")
    most = _bound(condition, "varlte", "varlt")
    value = next((read_number(node.text()) for node in condition.walk("varequal")), None)
    if value is not None:
        ends = [end for end in (least, most) if end is not None]
        return str(value), str(max((abs(end - value) for end in ends), default=Decimal(0)))
    if least is None or most is None:
        return "", ""
    middle, within = range_of(least, most)
    return str(middle), str(within)


def _bound(condition: Node, *tags: str) -> Decimal | None:
    return next((read_number(node.text()) for node in condition.walk(*tags)), None)


def read_essay(asked: Asked) -> Answers:
    """Nothing but the stem."""
    return Answers(Kind.ESSAY, asked.stem)


def read_matching(asked: Asked) -> Answers:
    """Every response is a left side with all matches to choose from."""
    right = _right_choices(asked)
    options, taken, matches = [], set(), {}
    for response in asked.responses:
        texts = _labels(response, asked.html)
        chosen = right.get(response.get("ident"), [])
        if len(chosen) != 1 or chosen[0] not in texts:
            raise Invalid(
                Sentence("Mỗi vế trái cần đúng một vế phải. Hãy sửa đáp án ở hệ thống gốc rồi xuất lại câu này.")
            )
        options.append(ParsedOption(asked.html(response), match=texts[chosen[0]]))
        taken.add(texts[chosen[0]])
        matches.update(dict.fromkeys(texts.values()))
    extra = (ParsedOption("", match=text) for text in matches if text not in taken)
    return Answers(Kind.MATCHING, asked.stem, (*options, *extra))


def read_dropdowns(asked: Asked) -> Answers:
    """Menus within the text, which names each in brackets: "… [capital] …"."""
    right = _right_choices(asked)
    stem, gaps = GAP_MARK.sub(r"{ {\1} }", asked.stem), []
    for number, response in enumerate(asked.responses, start=1):
        texts = _labels(response, asked.html)
        chosen = right.get(response.get("ident"), [])
        name = f"[{response.get('ident').removeprefix('response_')}]"
        named = name if name in stem else f"[{tidy(to_plain_text(asked.html(response)))}]"
        if len(chosen) != 1 or chosen[0] not in texts or stem.count(named) != 1:
            raise Invalid(Sentence("Chỗ điền %(number)s cần đúng một phương án đúng. Hãy sửa.", number=number))
        stem = stem.replace(named, f"{{{{{number}}}}}")
        gaps.append(Gap(tuple(tidy(to_plain_text(text)) for text in texts.values()), list(texts).index(chosen[0])))
    return Answers(Kind.CLOZE, stem, answer=Gaps(tuple(gaps)))


def _labels(response: Node, html: Html) -> dict[str, str]:
    labels = list(response.walk("responselabel"))
    if len(labels) > 4 * MOST_OPTIONS:
        raise Invalid(too_many_options(len(labels)))
    return {label.get("ident"): html(label) for label in labels}


def _right_choices(asked: Asked) -> dict[str, list[str]]:
    """The identifiers that gain marks, by the response."""
    right: dict[str, list[str]] = {}
    for condition in _gaining(asked.node):
        for node in _equals(condition):
            chosen = right.setdefault(node.get("respident"), [])
            if node.text().strip() not in chosen:
                chosen.append(node.text().strip())
    return right


def _gaining(item: Node) -> Iterator[Node]:
    return (condition for condition in item.walk("respcondition") if mark_of(condition) > 0)


def _equals(condition: Node) -> Iterator[Node]:
    """What must be equal for a condition to hold."""
    for node in condition.elements():
        if node.tag == "varequal":
            yield node
        elif node.tag != "not":
            yield from _equals(node)


# By what the file calls the question; the last two only where there are several responses.
READERS: dict[str, Callable[[Asked], Answers]] = {
    "short_answer": read_text,
    "fib": read_text,
    "numerical": read_number_item,
    "essay": read_essay,
    "matching": read_matching,
    "multiple_dropdowns": read_dropdowns,
}
OF_SEVERAL = ("matching", "multiple_dropdowns")
