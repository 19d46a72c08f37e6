"""QTI 2.1, 2.2 and 3.0: an item as a question. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ...errors import Invalid, Sentence
from .other_types import name_of, refused_type
from .parsed import MOST_OPTIONS, Kind, ParsedQuestion, too_many_options
from .qti_body import choice_markup, stem_markup
from .qti_choices import Choice, partial_credit, question_of, truths_of
from .qti_feedback import Feedback, read_feedback
from .qti_keys import read_key
from .qti_kinds import READERS, Answers, read_cloze, read_other
from .qti_metadata import Facts
from .qti_source import DocumentTexts
from .xml_tree import Node

OUR_TOOL = "quizapp"
TRUTH_IDENTIFIERS = ("true", "false")
_INLINE = "inlinechoiceinteraction"
_BUTTON = "endattemptinteraction"


def read_item(
    item_node: Node, row: int, item: str, facts: Facts, texts: DocumentTexts
) -> tuple[ParsedQuestion, tuple[Sentence, ...]]:
    """The question and the warnings about it; raises Invalid with the reason where it cannot be used."""
    interactions = _interactions(item_node)
    if {one.tag for one in interactions} == {_INLINE}:
        declarations = [_declaration(item_node, one) for one in interactions]
        return _other(read_cloze(item_node, interactions, declarations, texts), row, item, facts, item_node, texts)
    interaction = _only(interactions)
    declaration = _declaration(item_node, interaction)
    if interaction.tag in READERS:
        answers = read_other(item_node, interaction, declaration, facts, texts)
        return _other(answers, row, item, facts, item_node, texts)
    nodes = interaction.elements("simplechoice")
    if len(nodes) > 4 * MOST_OPTIONS:
        raise Invalid(too_many_options(len(nodes)))
    key = read_key(item_node, declaration, [node.get("identifier") for node in nodes])
    feedback = read_feedback(item_node, nodes)
    choices = [_choice(node, feedback, texts) for node in nodes]
    question = question_of(
        row=row,
        item=item,
        kind=_kind(item_node, declaration, choices),
        stem=texts.html(stem_markup(item_node, interaction)),
        choices=choices,
        right=key.right,
        general=texts.html(feedback.general),
        facts=facts,
    )
    partly = partial_credit([choice.text for choice in choices if choice.identifier in key.partly])
    return question, tuple(partly)


def _other(
    answers: Answers, row: int, item: str, facts: Facts, node: Node, texts: DocumentTexts
) -> tuple[ParsedQuestion, tuple[Sentence, ...]]:
    """A question that is answered otherwise than by one choice."""
    question = ParsedQuestion(
        row=row,
        item=item,
        kind=answers.kind,
        stem=answers.stem,
        options=answers.options,
        answer=answers.answer,
        explanation=texts.html(read_feedback(node, []).general),
        source=facts.source,
        topic=facts.topic,
        level=facts.level,
        reference=facts.reference,
        tags=facts.tags,
    )
    return question, answers.warnings


def _only(interactions: Sequence[Node]) -> Node:
    """The one interaction that a question may have, unless all are choices within its text."""
    kind = _type_of(interactions[0])
    if kind != "choice" and interactions[0].tag not in READERS:
        raise Invalid(refused_type(kind))
    return interactions[0]


def _interactions(node: Node) -> list[Node]:
    """Where the candidate answers."""
    body = node.find("itembody")
    interactions = [
        one for one in (body.walk() if body else ()) if one.tag.endswith("interaction") and one.tag != _BUTTON
    ]
    if not interactions:
        raise Invalid(refused_type("description"))
    types = [_type_of(one) for one in interactions]
    if len(types) > 1 and set(types) != {"inlinechoice"}:
        raise Invalid(_several(types))
    if node.find("templatedeclaration"):
        raise Invalid(Sentence("Câu có số liệu sinh ngẫu nhiên chưa dùng được. Hãy ghi số liệu cố định."))
    if node.get("adaptive") == "true":
        raise Invalid(Sentence("Câu trả lời nhiều bước chưa dùng được. Hãy tách thành nhiều câu."))
    return interactions


def _type_of(interaction: Node) -> str:
    return interaction.tag.removesuffix("interaction")


def _several(types: list[str]) -> Sentence:
    counted = [
        Sentence("%(count)s × %(kind)s", count=count, kind=name_of(one) or one) for one, count in Counter(types).items()
    ]
    listed = counted[0]
    for one in counted[1:]:
        listed = Sentence("%(first)s, %(second)s", first=listed, second=one)
    return Sentence(
        "Câu có %(count)s phần trả lời (%(kinds)s) chưa dùng được. Hãy tách thành nhiều câu.",
        count=len(types),
        kinds=listed,
    )


def _declaration(node: Node, interaction: Node) -> Node:
    wanted = interaction.get("responseidentifier")
    for declaration in node.elements("responsedeclaration"):
        if declaration.get("identifier") == wanted:
            return declaration
    raise Invalid(Sentence("Câu hỏi thiếu phần khai báo đáp án (%(name)s). Hãy xuất lại câu này.", name=wanted))


def _choice(node: Node, feedback: Feedback, texts: DocumentTexts) -> Choice:
    identifier = node.get("identifier")
    return Choice(identifier, texts.html(choice_markup(node)), texts.html(feedback.remarks.get(identifier, "")))


def _kind(node: Node, declaration: Node, choices: list[Choice]) -> Kind:
    """QTI has no type for true/false: the two words are taken for it, unless we ourselves wrote a plain choice."""
    if declaration.get("cardinality") != "single":
        return Kind.MULTIPLE
    is_plain = node.get("toolname") == OUR_TOOL and {one.identifier for one in choices} != set(TRUTH_IDENTIFIERS)
    return Kind.TRUEFALSE if truths_of(choices) and not is_plain else Kind.SINGLE
