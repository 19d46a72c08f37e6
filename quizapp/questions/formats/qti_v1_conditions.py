"""QTI 1.2: what the response conditions say: which choices gain marks, and what is said of which choice. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from .qti_keys import Key
from .xml_tree import Node


@dataclass
class Feedback:
    """Materials that are kept; ``remarks`` by the identifiers of choices."""

    general: list[Node] = field(default_factory=list)
    remarks: dict[str, list[Node]] = field(default_factory=dict)


def read_key(item: Node, is_multiple: bool) -> Key:
    """The choices that gain marks; of a single choice those that gain most."""
    marks: dict[str, float] = {}
    for condition in item.walk("respcondition"):
        mark = mark_of(condition)
        for identifier in _named(condition) if mark > 0 else ():
            marks[identifier] = max(mark, marks.get(identifier, 0.0))
    if is_multiple or not marks:
        return Key(frozenset(marks))
    most = max(marks.values())
    right = frozenset(identifier for identifier, mark in marks.items() if mark == most)
    return Key(right, frozenset(marks) - right)


def read_feedback(item: Node, identifiers: Sequence[str]) -> Feedback:
    """What is always said, else what is said for the right answer; and the remarks on single choices."""
    said = {one.get("ident"): list(one.walk("material")) for one in item.walk("itemfeedback")}
    feedback, when_right = Feedback(), []
    for condition in item.walk("respcondition"):
        named = [identifier for identifier in _named(condition) if identifier in identifiers]
        for link in condition.walk("displayfeedback"):
            name = link.get("linkrefid")
            if mark_of(condition) > 0:
                when_right += said.get(name, [])
            elif named:
                for identifier in named:
                    feedback.remarks.setdefault(identifier, []).extend(said.get(name, []))
            elif "incorrect" not in name:
                feedback.general += said.get(name, [])
    feedback.general = feedback.general or when_right
    return feedback


def _named(condition: Node) -> list[str]:
    """The choices that must be ticked for a condition to hold."""
    return [word for variables in condition.elements("conditionvar") for word in _ticked(variables)]


def _ticked(condition: Node) -> Iterator[str]:
    for node in condition.elements():
        if node.tag == "varequal":
            yield node.text().strip()
        elif node.tag != "not":
            yield from _ticked(node)


def mark_of(condition: Node) -> float:
    """The marks of a condition; words such as "SCORE.max" are the full ones."""
    return max((_number(one.text().strip()) for one in condition.elements("setvar")), default=0.0)


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 100.0 if text else 0.0
