"""QTI 2.1, 2.2 and 3.0: which choices are right: the correct response, else the mapping, else the processing. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ...errors import Invalid, Sentence
from .xml_tree import Node


@dataclass(frozen=True)
class Key:
    """Identifiers of choices. ``partly``: worth a part of the marks, taken for wrong."""

    right: frozenset[str]
    partly: frozenset[str] = frozenset()


def read_key(item: Node, declaration: Node, identifiers: Sequence[str]) -> Key:
    """The right choices, none of them where the file does not say. Raises Invalid where it contradicts itself."""
    is_single = declaration.get("cardinality") == "single"
    said = frozenset(_words(value) for value in values_of(declaration))
    marks = mapping_of(declaration)
    if said:
        _refuse_contradiction(said, marks, is_single)
        return Key(said, _partly(marks, said) if is_single else frozenset())
    marks = marks or _marks_by_processing(item, declaration.get("identifier"), identifiers)
    gaining = {identifier for identifier, mark in marks.items() if mark > 0}
    if not is_single or not gaining:
        return Key(frozenset(gaining))
    most = max(marks[identifier] for identifier in gaining)
    right = frozenset(identifier for identifier in gaining if marks[identifier] == most)
    return Key(right, _partly(marks, right))


def _partly(marks: Mapping[str, float], right: frozenset[str]) -> frozenset[str]:
    return frozenset(identifier for identifier, mark in marks.items() if mark > 0) - right


def _refuse_contradiction(said: frozenset[str], marks: Mapping[str, float], is_single: bool) -> None:
    """A right choice that costs marks, or a single one that gains less than another, is no key to rely on."""
    gaining = [mark for mark in marks.values() if mark > 0]
    if not gaining:
        return
    least = max(gaining) if is_single else 0
    if any(marks.get(identifier, 0) < least for identifier in said):
        raise Invalid(Sentence("Đáp án và bảng điểm của câu này trái nhau. Hãy sửa ở hệ thống gốc rồi xuất lại."))


def values_of(declaration: Node) -> list[Node]:
    """The values of the correct response."""
    correct = declaration.find("correctresponse")
    return correct.elements("value") if correct else []


def mapping_of(declaration: Node) -> dict[str, float]:
    """What single values are worth."""
    mapping = declaration.find("mapping")
    entries = mapping.elements("mapentry") if mapping else []
    return {entry.get("mapkey"): _number(entry.get("mappedvalue")) for entry in entries}


def _marks_by_processing(item: Node, response: str, identifiers: Sequence[str]) -> dict[str, float]:
    """What single choices are worth by the conditions that compare the response with them."""
    marks: dict[str, float] = {}
    processing = item.find("responseprocessing")
    for branch in processing.walk("responseif", "responseelseif") if processing else ():
        score = max((_score(one) for one in branch.elements("setoutcomevalue")), default=0.0)
        for identifier in compared_choices(branch, response, identifiers) if score > 0 else ():
            marks[identifier] = max(score, marks.get(identifier, 0.0))
    return marks


def compared_choices(branch: Node, response: str, identifiers: Sequence[str]) -> set[str]:
    """The choices that the condition of a branch asks for; ``response`` is the variable it looks at."""
    conditions = [one for one in branch.elements() if one.tag != "setoutcomevalue"]
    return {identifier for one in conditions[:1] for identifier in _asked(one, response) if identifier in identifiers}


def _asked(condition: Node, response: str) -> Iterator[str]:
    if condition.tag == "not" or condition.tag.startswith("response"):
        return
    if condition.tag in ("match", "member", "contains", "equal"):
        if any(variable.get("identifier") == response for variable in condition.walk("variable")):
            yield from (_words(value) for value in condition.walk("basevalue"))
        return
    for inner in condition.elements():
        yield from _asked(inner, response)


def _score(outcome: Node) -> float:
    value = outcome.find("basevalue")
    return _number(value.text()) if value and outcome.get("identifier").upper().startswith("SCORE") else 0.0


def _words(node: Node) -> str:
    return " ".join(node.text().split())


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0
