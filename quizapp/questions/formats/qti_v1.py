"""QTI 1.2 as Canvas and Common Cartridges write it: an item as a question. Pure.

Names are plain (``qti_names``): ``response_lid`` is ``responselid`` here.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...errors import Invalid, Sentence
from ...folding import tidy
from ...rich_text import clean_html, from_plain_text, from_typed_text, to_plain_text
from .other_types import refused_type
from .parsed import MOST_OPTIONS, Kind, ParsedQuestion, too_many_options
from .qti_choices import Choice, partial_credit, question_of, truths_of
from .qti_metadata import Facts
from .qti_source import DocumentTexts
from .qti_v1_conditions import Feedback, read_feedback, read_key
from .qti_v1_kinds import OF_SEVERAL, READERS, Answers, Asked
from .xml_markup import markup
from .xml_tree import Node

_TYPE_FIELDS = ("question_type", "cc_profile", "qmd_itemtype")
_MULTIPLE = ("multiple_answers", "multiple_response")
_TRUE_FALSE = ("true_false",)
# These come as one list of choices: a menu within a text, or the only pair of a matching.
_LIKE_CHOICES = ("", "multiple_choice", "multiple_dropdowns", "matching", *_MULTIPLE, *_TRUE_FALSE)


def read_v1_item(
    item_node: Node, row: int, item: str, facts: Facts, texts: DocumentTexts
) -> tuple[ParsedQuestion, tuple[Sentence, ...]]:
    """The question and the warnings about it; raises Invalid with the reason where it cannot be used."""
    presentation = item_node.find("presentation")
    said_type = _said_type(item_node)
    asked = _asked(item_node, presentation, said_type, texts)
    if asked:
        return _other(READERS[said_type](asked), row, item, facts, _general(item_node, texts))
    response = _only_choice(presentation, said_type)
    labels = list(response.walk("responselabel"))
    if len(labels) > 4 * MOST_OPTIONS:
        raise Invalid(too_many_options(len(labels)))
    is_multiple = response.get("rcardinality").lower() == "multiple" or said_type in _MULTIPLE
    key = read_key(item_node, is_multiple)
    feedback = read_feedback(item_node, [label.get("ident") for label in labels])
    choices = [_choice(label, feedback, texts) for label in labels]
    question = question_of(
        row=row,
        item=item,
        kind=_kind(said_type, is_multiple, choices),
        stem=_html(_materials(presentation), texts),
        choices=choices,
        right=key.right,
        general=_html(feedback.general, texts),
        facts=facts,
    )
    partly = partial_credit([choice.text for choice in choices if choice.identifier in key.partly])
    return question, (*partly, *_lone_pair(response, said_type, question.stem, texts))


def _asked(item: Node, presentation: Node | None, said_type: str, texts: DocumentTexts) -> Asked | None:
    """The item where it is answered otherwise than by one choice."""
    responses = [one for one in (presentation.walk() if presentation else ()) if _is_response(one)]
    if said_type not in READERS or not responses or (said_type in OF_SEVERAL and len(responses) < 2):
        return None
    return Asked(item, _html(_materials(presentation), texts), responses, lambda node: _html(_materials(node), texts))


def _general(item: Node, texts: DocumentTexts) -> str:
    return _html(read_feedback(item, []).general, texts)


def _other(
    answers: Answers, row: int, item: str, facts: Facts, explanation: str
) -> tuple[ParsedQuestion, tuple[Sentence, ...]]:
    question = ParsedQuestion(
        row=row,
        item=item,
        kind=answers.kind,
        stem=answers.stem,
        options=answers.options,
        answer=answers.answer,
        explanation=explanation,
        source=facts.source,
        topic=facts.topic,
        level=facts.level,
        reference=facts.reference,
        tags=facts.tags,
    )
    return question, answers.warnings


def _said_type(item: Node) -> str:
    """What the file calls the question: ``multiple_choice_question`` and ``cc.multiple_choice.v0p1`` are
    ``multiple_choice``."""
    fields = {tidy(one.text_at("fieldlabel")): tidy(one.text_at("fieldentry")) for one in item.walk("qtimetadatafield")}
    said = next((fields[name] for name in _TYPE_FIELDS if fields.get(name)), "").lower()
    return said.removeprefix("cc.").partition(".")[0].removesuffix("_question").replace(" ", "_")


def _only_choice(presentation: Node | None, said_type: str) -> Node:
    responses = [one for one in (presentation.walk() if presentation else ()) if _is_response(one)]
    if len(responses) == 1 and said_type in _LIKE_CHOICES:
        response = responses[0]
        if response.tag == "responselid" and next(response.walk("responselabel"), None):
            return response
    raise Invalid(refused_type(_type_of(said_type, responses)))


def _is_response(node: Node) -> bool:
    return node.tag.startswith("response") and node.tag != "responselabel"


def _type_of(said_type: str, responses: list[Node]) -> str:
    if said_type and said_type not in _LIKE_CHOICES[:2]:
        return said_type
    if not responses:
        return "text_only"
    if responses[0].tag == "responselid":
        return "matching"
    return "hotspot" if responses[0].tag == "responsexy" else "short_answer"


def _choice(label: Node, feedback: Feedback, texts: DocumentTexts) -> Choice:
    identifier = label.get("ident")
    remark = feedback.remarks.get(identifier)
    return Choice(identifier, _html(_materials(label), texts), _html(remark, texts) if remark else "")


def _kind(said_type: str, is_multiple: bool, choices: list[Choice]) -> Kind:
    if is_multiple:
        return Kind.MULTIPLE
    return Kind.TRUEFALSE if said_type in _TRUE_FALSE and truths_of(choices) else Kind.SINGLE


def _lone_pair(response: Node, said_type: str, stem: str, texts: DocumentTexts) -> tuple[Sentence, ...]:
    """A matching with one pair: what is to be matched stands beside the stem and not in it."""
    term = to_plain_text(_html((one for one in response.elements("material")), texts))
    if not term or f"[{term}]" in to_plain_text(stem):
        return ()
    sentence = Sentence("Vế ghép “%(term)s” không có trong nội dung câu hỏi. Hãy bổ sung.", term=term)
    return (sentence,)


def _materials(node: Node | None) -> Iterator[Node]:
    """The materials of an element, without those of the responses inside it."""
    for child in node.elements() if node else ():
        if child.tag == "material":
            yield child
        elif not _is_response(child) and child.tag != "renderchoice":
            yield from _materials(child)


def _html(materials: Iterator[Node] | list[Node] | None, texts: DocumentTexts) -> str:
    parts = [part for one in materials or () for part in _parts(one, texts) if part]
    return parts[0] if len(parts) == 1 else clean_html("".join(f"<p>{part}</p>" for part in parts))


def _parts(material: Node, texts: DocumentTexts) -> Iterator[str]:
    """What a material holds: texts and pictures."""
    for node in material.elements():
        if node.tag == "matimage":
            yield texts.html(f'<img src="{node.get("uri").replace(chr(34), "")}" alt="">')
        elif node.tag == "mattext" and node.elements():
            yield texts.html(markup(node))
        elif node.tag == "mattext":
            yield _typed(node, texts)


def _typed(node: Node, texts: DocumentTexts) -> str:
    kind = node.get("texttype").lower()
    if kind == "text/plain":
        return from_plain_text(node.text())
    return texts.html(node.text(), clean_html if kind in ("text/html", "text/xhtml") else from_typed_text)
