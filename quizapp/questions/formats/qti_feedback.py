"""QTI 2.1, 2.2 and 3.0: what is said after the answer, sorted by what it speaks of. Pure.

Kept are what is always said, else what is said for the right answer, and the remarks on single choices; what is said
for any wrong answer is left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from .qti_body import feedback_markup
from .qti_keys import compared_choices
from .xml_tree import Node

_FOR_RIGHT = ("correct", "right", "solution")


@dataclass
class Feedback:
    """HTML, not yet cleaned; ``remarks`` by the identifiers of choices."""

    general: str = ""
    remarks: dict[str, str] = field(default_factory=dict)


@dataclass
class _Triggers:
    """By the identifiers of feedbacks: the choices that bring them up, and those that the right answer brings up."""

    choices: dict[str, set[str]] = field(default_factory=dict)
    right: set[str] = field(default_factory=set)


def read_feedback(item: Node, choices: Sequence[Node]) -> Feedback:
    """Everything that is kept of an item's feedback."""
    identifiers = [choice.get("identifier") for choice in choices]
    triggers = _triggers(item, identifiers)
    feedback = Feedback(remarks={choice.get("identifier"): _inside(choice) for choice in choices})
    always, when_right = [], []
    for node in item.elements("modalfeedback"):
        name, said = node.get("identifier"), feedback_markup(node)
        about = {name} & set(identifiers) or triggers.choices.get(name, set())
        if node.get("showhide") == "hide":
            always.append(said)
        elif about:
            for identifier in about:
                feedback.remarks[identifier] += said
        elif name in triggers.right or name.lower() in _FOR_RIGHT:
            when_right.append(said)
    feedback.general = _joined(always or when_right)
    return feedback


def _inside(choice: Node) -> str:
    return "".join(feedback_markup(node) for node in choice.walk("feedbackinline", "feedbackblock"))


def _joined(parts: Sequence[str]) -> str:
    filled = [part for part in parts if part.strip()]
    return filled[0] if len(filled) == 1 else "".join(f"<p>{part}</p>" for part in filled)


def _triggers(item: Node, identifiers: Sequence[str]) -> _Triggers:
    triggers = _Triggers()
    processing = item.find("responseprocessing")
    responses = [declaration.get("identifier") for declaration in item.elements("responsedeclaration")]
    for branch in processing.walk("responseif", "responseelseif") if processing else ():
        shown = {
            value.text().strip()
            for outcome in branch.elements("setoutcomevalue")
            for value in outcome.walk("basevalue")
            if value.get("basetype") == "identifier"
        }
        about = {choice for response in responses for choice in compared_choices(branch, response, identifiers)}
        for name in shown:
            if about:
                triggers.choices.setdefault(name, set()).update(about)
            elif _asks_for_right(branch):
                triggers.right.add(name)
    return triggers


def _asks_for_right(branch: Node) -> bool:
    """Whether the condition compares with the correct response, or with what an earlier one noted of it."""
    condition = next((one for one in branch.elements() if one.tag != "setoutcomevalue"), None)
    if condition is None or next(condition.walk("not"), None):
        return False
    noted = (value.text().strip().lower() for value in condition.walk("basevalue"))
    return next(condition.walk("correct"), None) is not None or any(one in _FOR_RIGHT for one in noted)
