"""The questions of a paper as a candidate sees them, and as they are reviewed afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..questions.appearance import extras_of
from ..questions.formats.answers import AcceptedNumber, AcceptedTexts
from ..wording import decimal_number
from . import paper, scoring, sheet
from .marking.keys import Annulled, AnyOf, Judgements, Key, Matches, RightGaps, Succession
from .marking.lists import pairs_of
from .models import Attempt


def describe_questions(drawn: Sequence[paper.PaperQuestion], questions: sheet.Sheet) -> list[dict[str, Any]]:
    """The questions as they stand on this paper. Nothing in them says what is right."""
    return [
        describe_question(name, question, questions.questions[question.version_id])
        for name, question in zip(paper.question_ids(drawn), drawn, strict=True)
    ]


def describe_question(name: str, question: paper.PaperQuestion, shown: sheet.SheetQuestion) -> dict[str, Any]:
    """One question; what only some kinds have is there for these kinds only."""
    options = [
        {"id": letter, "text": shown.options[place]}
        for letter, place in zip(paper.option_ids(question), question.order, strict=True)
    ]
    described = {"id": name, "kind": shown.kind, "prompt": shown.stem, "options": options}
    lists = [_listed(order, texts) for order, texts in zip(question.others, shown.others, strict=True)]
    return described | extras_of(shown.kind, shown.answer, lists)


def _listed(order: Sequence[int], texts: Sequence[str]) -> list[dict[str, str]]:
    return [{"id": paper.letter_of(order, place), "text": texts[place]} for place in order]


def describe_review(attempt: Attempt) -> list[dict[str, Any]]:
    """Own answers beside the right ones, with points, explanation and source."""
    questions = sheet.load(attempt.assessment_id, attempt.sheet_revision or 0)
    drawn = paper.unpack(attempt.paper)
    partial_credit = questions.settings.get("partial_credit", "none")
    by_hand = attempt.points_by_hand or {}
    reviewed = []
    for described, question in zip(describe_questions(drawn, questions), drawn, strict=True):
        name = described["id"]
        shown = questions.questions[question.version_id]
        answer = attempt.answers.get(name)
        points = scoring.points_given(name, question, shown.key, answer, partial_credit, by_hand)
        reviewed.append(
            described
            | reviewed_answer(described, question, shown, answer)
            | {
                "number": int(name),
                "points": points,
                "most_points": question.points,
                "is_right": points >= question.points,
                "is_answered": bool(answer),
                "is_unmarked": scoring.waits(name, shown.key, answer, by_hand),
                "correction": questions.corrections.get(question.version_id),
                "explanation": shown.explanation,
                "source": shown.source,
            }
        )
    return reviewed


def reviewed_answer(
    described: dict[str, Any], question: paper.PaperQuestion, shown: sheet.SheetQuestion, answer: Any
) -> dict[str, Any]:
    """What was given and what is right: marked options, ``rows`` of (what, given, right), or texts."""
    is_annulled = isinstance(shown.key, Annulled)
    key = shown.key.original if isinstance(shown.key, Annulled) else shown.key
    if isinstance(key, AnyOf):
        key = key.places
    if isinstance(key, frozenset):
        key = frozenset() if is_annulled else key
        return {"options": _marked_options(described["options"], question, key, answer)}
    if isinstance(key, Judgements | Matches | RightGaps):
        return {"rows": _rows(described, key.pairs(question), pairs_of(answer) if isinstance(answer, list) else {})}
    if isinstance(key, Succession):
        return {"rows": _order_rows(described["options"], list(key.letters(question)), answer)}
    given = answer if isinstance(answer, str) else ""
    return {"given_text": given, "right_text": right_text(key)}


def _marked_options(
    options: Sequence[dict[str, Any]], question: paper.PaperQuestion, key: frozenset[int], answer: Any
) -> list[dict[str, Any]]:
    chosen = answer if isinstance(answer, list) else []
    return [
        {**option, "is_right": place in key, "is_chosen": option["id"] in chosen}
        for option, place in zip(options, question.order, strict=True)
    ]


def _rows(described: dict[str, Any], right: dict[str, str], given: dict[str, str]) -> list[dict[str, Any]]:
    """A row for each statement, left-hand side or gap; ``given`` and ``right`` are HTML, or "true" and "false"."""
    names = {option["id"]: option["text"] for option in described["options"]}
    matches = {match["id"]: match["text"] for match in described.get("matches", ())}
    gaps = {gap["id"]: {o["id"]: o["text"] for o in gap["options"]} for gap in described.get("gaps", ())}
    rows = []
    for name, value in right.items():
        texts = gaps.get(name) or matches or {"true": "true", "false": "false"}
        rows.append(
            {
                "name": name,
                "text": names.get(name, ""),
                "given": texts.get(given.get(name, ""), ""),
                "right": texts[value],
                "is_right": given.get(name) == value,
            }
        )
    return rows


def _order_rows(options: Sequence[dict[str, Any]], right: Sequence[str], answer: Any) -> list[dict[str, Any]]:
    """A row for each place."""
    texts = {option["id"]: option["text"] for option in options}
    given = [letter for letter in answer if letter in texts] if isinstance(answer, list) else []
    return [
        {
            "name": str(place + 1),
            "text": "",
            "given": texts[given[place]] if place < len(given) else "",
            "right": texts[letter],
            "is_right": place < len(given) and given[place] == letter,
        }
        for place, letter in enumerate(right)
    ]


def right_text(key: Key) -> str:
    """What is right where it is typed: "Hà Nội / Thủ đô Hà Nội", "3,14 ± 0,01 m"; "" for an essay."""
    if isinstance(key, AcceptedTexts):
        return " / ".join(key.accepted)
    if isinstance(key, AcceptedNumber):
        tolerance = f" ± {decimal_number(key.tolerance)}" if key.tolerance else ""
        return f"{decimal_number(key.value)}{tolerance} {key.unit}".strip()
    return ""
