"""QTI, out: declarations and bodies of items that are answered otherwise than by one choice. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from .answers import AcceptedNumber, AcceptedTexts, Gap, Gaps, Rubric
from .checks import GAP_MARK
from .parsed import Kind, ParsedQuestion, letter_of
from .rubrics import rubric_lines
from .xml_markup import xml_text

_TRUTHS = (("TRUE", "Đúng"), ("FALSE", "Sai"))

Tag = Callable[..., str]
Html = Callable[[str], str]


@dataclass(frozen=True)
class Parts:
    """The response declarations, the body, and the processing where it is not the usual template."""

    declarations: str
    body: str
    processing: str = ""


def parts_of(question: ParsedQuestion, tag: Tag, html: Html) -> Parts | None:
    """The parts of an item, None for a question that is answered by one choice."""
    stem = f"<div>{html(question.stem)}</div>"
    match question.answer:
        case AcceptedTexts():
            return _text(question.answer, stem, tag)
        case AcceptedNumber():
            return _number(question.answer, stem, tag)
        case Gaps(gaps):
            return _cloze(html(question.stem), gaps, tag)
    match question.kind:
        case Kind.ESSAY:
            return _essay(question, stem, tag)
        case Kind.ORDERING:
            return _order(question, stem, tag, html)
        case Kind.MATCHING | Kind.STATEMENTS:
            return _match(question, stem, tag, html)
    return None


def _declared(tag: Tag, cardinality: str, base: str, values: Sequence[str], more: str = "", name: str = "") -> str:
    attributes = {"identifier": name or "RESPONSE", "cardinality": cardinality, "baseType": base}
    written = "".join(tag("value", {}, xml_text(value)) for value in values)
    correct = tag("correctResponse", {}, written) if values else ""
    return tag("responseDeclaration", attributes, correct + more)


def _field(tag: Tag) -> str:
    return f"<p>{tag('textEntryInteraction', {'responseIdentifier': 'RESPONSE'})}</p>"


def _text(answer: AcceptedTexts, stem: str, tag: Tag) -> Parts:
    is_sensitive = "false" if answer.ignores_case else "true"
    entries = "".join(
        tag("mapEntry", {"mapKey": text, "mappedValue": "1", "caseSensitive": is_sensitive}) for text in answer.accepted
    )
    mapping = tag("mapping", {"defaultValue": "0"}, entries)
    declared = _declared(tag, "single", "string", answer.accepted[:1], mapping)
    mapped = tag("mapResponse", {"identifier": "RESPONSE"})
    scored = tag("setOutcomeValue", {"identifier": "SCORE"}, mapped)
    return Parts(declared, stem + _field(tag), tag("responseProcessing", {}, scored))


def _number(answer: AcceptedNumber, stem: str, tag: Tag) -> Parts:
    declared = _declared(tag, "single", "float", [str(answer.value)])
    if not answer.tolerance:
        return Parts(declared, stem + _field(tag))
    within = f"{answer.tolerance} {answer.tolerance}"
    operands = tag("variable", {"identifier": "RESPONSE"}) + tag("correct", {"identifier": "RESPONSE"})
    equal = tag("equal", {"toleranceMode": "absolute", "tolerance": within}, operands)
    one = tag("baseValue", {"baseType": "float"}, "1")
    branch = tag("responseIf", {}, equal + tag("setOutcomeValue", {"identifier": "SCORE"}, one))
    return Parts(declared, stem + _field(tag), tag("responseProcessing", {}, tag("responseCondition", {}, branch)))


def _cloze(stem: str, gaps: Sequence[Gap], tag: Tag) -> Parts:
    declared = "".join(
        _declared(tag, "single", "identifier", [letter_of(gap.right)], name=f"RESPONSE{number}")
        for number, gap in enumerate(gaps, start=1)
    )

    def choice(match: re.Match[str]) -> str:
        number = int(match[1])
        if not 1 <= number <= len(gaps):
            return match[0]
        choices = "".join(
            tag("inlineChoice", {"identifier": letter_of(place)}, xml_text(text))
            for place, text in enumerate(gaps[number - 1].options)
        )
        return tag("inlineChoiceInteraction", {"responseIdentifier": f"RESPONSE{number}", "shuffle": "true"}, choices)

    return Parts(declared, f"<div>{GAP_MARK.sub(choice, stem)}</div>", _all_right(len(gaps), tag))


def _all_right(count: int, tag: Tag) -> str:
    """Marks for all gaps together."""
    matches = "".join(
        tag("match", {}, tag("variable", {"identifier": name}) + tag("correct", {"identifier": name}))
        for name in (f"RESPONSE{number}" for number in range(1, count + 1))
    )
    one = tag("baseValue", {"baseType": "float"}, "1")
    branch = tag("responseIf", {}, tag("and", {}, matches) + tag("setOutcomeValue", {"identifier": "SCORE"}, one))
    return tag("responseProcessing", {}, tag("responseCondition", {}, branch))


def _essay(question: ParsedQuestion, stem: str, tag: Tag) -> Parts:
    rubric = question.answer if isinstance(question.answer, Rubric) else None
    lines = "".join(f"<p>{xml_text(line)}</p>" for line in rubric_lines(rubric))
    block = tag("rubricBlock", {"view": "scorer"} | _use(tag), f"<div>{lines}</div>") if lines else ""
    field = tag("extendedTextInteraction", {"responseIdentifier": "RESPONSE"})
    return Parts(_declared(tag, "single", "string", []), stem + block + field, " ")


def _use(tag: Tag) -> dict[str, str]:
    """QTI 3.0 wants to know what a rubric block is for."""
    return {"use": "scoring"} if tag("itemBody", {}).startswith("<qti-") else {}


def _order(question: ParsedQuestion, stem: str, tag: Tag, html: Html) -> Parts:
    names = [letter_of(place) for place in range(len(question.options))]
    choices = "".join(
        tag("simpleChoice", {"identifier": name}, html(option.text))
        for name, option in zip(names, question.options, strict=True)
    )
    field = tag("orderInteraction", {"responseIdentifier": "RESPONSE", "shuffle": "true"}, choices)
    return Parts(_declared(tag, "ordered", "identifier", names), stem + field)


def _match(question: ParsedQuestion, stem: str, tag: Tag, html: Html) -> Parts:
    left = [(f"L{place}", option) for place, option in enumerate(question.options, start=1) if option.text]
    if question.kind is Kind.STATEMENTS:
        right = list(_TRUTHS)
        values = [f"{name} {_TRUTHS[not option.is_right][0]}" for name, option in left]
    else:
        right = [(f"R{place}", option.match) for place, option in enumerate(question.options, start=1)]
        values = [f"{name} R{name[1:]}" for name, _ in left]
    most = str(len(left)) if question.kind is Kind.STATEMENTS else "1"
    sets = [
        "".join(_associable(tag, name, "1", html(option.text)) for name, option in left),
        "".join(_associable(tag, name, most, html(text)) for name, text in right),
    ]
    attributes = {"responseIdentifier": "RESPONSE", "shuffle": "true", "maxAssociations": str(len(left))}
    field = tag("matchInteraction", attributes, "".join(tag("simpleMatchSet", {}, one) for one in sets))
    return Parts(_declared(tag, "multiple", "directedPair", values), stem + field)


def _associable(tag: Tag, name: str, most: str, inside: str) -> str:
    return tag("simpleAssociableChoice", {"identifier": name, "matchMax": most}, inside)
