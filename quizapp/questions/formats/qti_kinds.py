"""QTI 2.1, 2.2 and 3.0: items that are answered otherwise than by one choice. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ...errors import Invalid, Sentence
from ...folding import tidy
from ...rich_text import to_plain_text
from .accepted_answers import accepted_number, accepted_texts
from .answers import Answer, Gap, Gaps
from .checks import GAP_MARK
from .numerals import read_number
from .parsed import MOST_OPTIONS, Kind, ParsedOption, too_many_options
from .qti_body import choice_markup, inline_stem_markup, stem_markup
from .qti_keys import mapping_of, values_of
from .qti_metadata import Facts
from .qti_source import DocumentTexts
from .rubrics import read_rubric
from .table_keys import truth
from .xml_tree import Node

_NUMBERS = ("float", "integer")
_UNKNOWN = Sentence("Tệp không ghi đáp án của câu này. Hãy bổ sung ở hệ thống gốc rồi xuất lại.")


@dataclass(frozen=True)
class Answers:
    """What an item is answered with, and its stem as cleaned HTML."""

    kind: Kind
    stem: str
    options: tuple[ParsedOption, ...] = ()
    answer: Answer | None = None
    warnings: tuple[Sentence, ...] = ()


@dataclass(frozen=True)
class _Item:
    """An item with what is needed to read it. ``declaration``: of its only interaction."""

    node: Node
    interaction: Node
    declaration: Node
    facts: Facts
    texts: DocumentTexts

    def stem(self) -> str:
        return self.texts.html(stem_markup(self.node, self.interaction))

    def values(self) -> list[str]:
        return [tidy(value.text()) for value in values_of(self.declaration)]


def read_other(node: Node, interaction: Node, declaration: Node, facts: Facts, texts: DocumentTexts) -> Answers:
    """The answer of an item whose interaction is one of READERS; raises Invalid with the reason."""
    return READERS[interaction.tag](_Item(node, interaction, declaration, facts, texts))


def read_cloze(node: Node, interactions: Sequence[Node], declarations: Sequence[Node], texts: DocumentTexts) -> Answers:
    """An item whose interactions are all choices within its text."""
    gaps = [_gap(*pair, number, texts) for number, pair in enumerate(zip(interactions, declarations, strict=True), 1)]
    numbers = {id(one): f"{{{{{number}}}}}" for number, one in enumerate(interactions, start=1)}
    stem = inline_stem_markup(node, lambda one: numbers.get(id(one), ""), lambda text: GAP_MARK.sub(r"{ {\1} }", text))
    return Answers(Kind.CLOZE, texts.html(stem), answer=Gaps(tuple(gaps)))


def _gap(interaction: Node, declaration: Node, number: int, texts: DocumentTexts) -> Gap:
    choices = interaction.elements("inlinechoice")
    identifiers = [choice.get("identifier") for choice in choices]
    right = [tidy(value.text()) for value in values_of(declaration)]
    if len(right) != 1 or identifiers.count(right[0]) != 1:
        raise Invalid(Sentence("Chỗ điền %(number)s cần đúng một phương án đúng. Hãy sửa.", number=number))
    plain = (tidy(to_plain_text(texts.html(choice_markup(choice)))) for choice in choices)
    return Gap(tuple(plain), identifiers.index(right[0]))


def _text_entry(item: _Item) -> Answers:
    if item.declaration.get("basetype") in _NUMBERS:
        rows = [(value, _tolerance(item), 100.0) for value in item.values()]
        number, warnings = accepted_number(rows, item.facts.unit)
        return Answers(Kind.NUMBER, item.stem(), answer=number, warnings=warnings)
    marks = mapping_of(item.declaration)
    most = max(marks.values(), default=0.0)
    rows_of_texts = [(value, 100.0) for value in item.values()]
    if most > 0:
        rows_of_texts.extend((text, 100.0 * mark / most) for text, mark in marks.items())
    if not rows_of_texts:
        raise Invalid(_UNKNOWN)
    texts = [(text.replace("*", "\\*"), share) for text, share in rows_of_texts]
    accepted, warnings = accepted_texts(texts, item.facts.compare)
    return Answers(Kind.TEXT, item.stem(), answer=accepted, warnings=warnings)


def _tolerance(item: _Item) -> str:
    """The first tolerance that the processing names; a relative one is a percentage of the value."""
    for node in item.node.walk("equal"):
        tolerance = read_number(node.get("tolerance").split(" ")[0]) if node.get("tolerance") else None
        if tolerance is None:
            continue
        if node.get("tolerancemode") == "relative":
            value = read_number(next(iter(item.values()), "")) or Decimal(0)
            return str(abs(value) * tolerance / 100)
        return str(tolerance)
    return "0"


def _order(item: _Item) -> Answers:
    choices = item.interaction.elements("simplechoice")
    _refuse_too_many(choices)
    by_name = {choice.get("identifier"): choice for choice in choices}
    order = item.values()
    if sorted(order) != sorted(by_name) or len(by_name) < len(choices):
        raise Invalid(_UNKNOWN)
    options = tuple(ParsedOption(item.texts.html(choice_markup(by_name[name]))) for name in order)
    return Answers(Kind.ORDERING, item.stem(), options)


def _match(item: _Item) -> Answers:
    sets = item.interaction.elements("simplematchset")
    if len(sets) != 2:
        raise Invalid(_UNKNOWN)
    left, right = (_choices(one, item.texts) for one in sets)
    pairs = [pair for pair in _pairs(item) if len(pair) == 2]
    statements = _statements(left, right, pairs)
    if statements:
        return Answers(Kind.STATEMENTS, item.stem(), statements)
    return Answers(Kind.MATCHING, item.stem(), _paired(left, right, pairs))


def _associate(item: _Item) -> Answers:
    """Pairs within one set: the first of each is asked for."""
    choices = _choices(item.interaction, item.texts)
    pairs = [pair for pair in _pairs(item) if len(pair) == 2]
    left = {first: choices.get(first, "") for first, _ in pairs}
    right = {name: text for name, text in choices.items() if name not in left}
    return Answers(Kind.MATCHING, item.stem(), _paired(left, right, pairs))


def _pairs(item: _Item) -> list[list[str]]:
    """The right pairs: as said, else those that gain marks."""
    said = item.values() or [pair for pair, mark in mapping_of(item.declaration).items() if mark > 0]
    return [pair.split() for pair in said]


def _choices(node: Node, texts: DocumentTexts) -> dict[str, str]:
    choices = node.elements("simpleassociablechoice")
    _refuse_too_many(choices)
    return {choice.get("identifier"): texts.html(choice_markup(choice)) for choice in choices}


def _statements(
    left: dict[str, str], right: dict[str, str], pairs: Sequence[Sequence[str]]
) -> tuple[ParsedOption, ...]:
    """Statements that are to be matched with just "Đúng" and "Sai"."""
    truths = {name: truth(to_plain_text(text).strip(" .")) for name, text in right.items()}
    if sorted(map(str, truths.values())) != ["False", "True"]:
        return ()
    said = {first: truths.get(second) for first, second in pairs}
    if len(pairs) != len(left) or any(said.get(name) is None for name in left):
        raise Invalid(Sentence("Chưa rõ ý nào đúng, ý nào sai. Mỗi ý cần đúng một đáp án Đúng hoặc Sai."))
    return tuple(ParsedOption(text, bool(said[name])) for name, text in left.items())


def _paired(left: dict[str, str], right: dict[str, str], pairs: Sequence[Sequence[str]]) -> tuple[ParsedOption, ...]:
    """Each left side with its match, then the matches that belong to nothing. Where a left side has several matches
    and each match has one, the sides are exchanged."""
    if len({first for first, _ in pairs}) < len(pairs):
        left, right, pairs = right, left, [(second, first) for first, second in pairs]
    matches = {pair[0]: pair[1] for pair in pairs}
    if not pairs or len(matches) < len(pairs) or set(matches) != set(left) or not set(matches.values()) <= set(right):
        raise Invalid(Sentence("Mỗi vế trái cần đúng một vế phải. Hãy sửa đáp án ở hệ thống gốc rồi xuất lại câu này."))
    taken = set(matches.values())
    options = [ParsedOption(text, match=right[matches[name]]) for name, text in left.items()]
    return (*options, *(ParsedOption("", match=text) for name, text in right.items() if name not in taken))


def _essay(item: _Item) -> Answers:
    blocks = [block for block in item.node.walk("rubricblock") if "candidate" not in block.get("view").split()]
    lines = [line for block in blocks for line in to_plain_text(item.texts.html(choice_markup(block))).splitlines()]
    return Answers(Kind.ESSAY, item.stem(), answer=read_rubric(lines))


def _refuse_too_many(nodes: Sequence[Node]) -> None:
    if len(nodes) > 4 * MOST_OPTIONS:
        raise Invalid(too_many_options(len(nodes)))


READERS: dict[str, Callable[[_Item], Answers]] = {
    "textentryinteraction": _text_entry,
    "orderinteraction": _order,
    "matchinteraction": _match,
    "associateinteraction": _associate,
    "extendedtextinteraction": _essay,
}
