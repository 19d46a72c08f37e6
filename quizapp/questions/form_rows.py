"""PURE: the buttons of a question's form that add, remove and move rows, so that it works without scripts."""

from __future__ import annotations

from typing import Any

from . import typed_questions
from .formats.parsed import MOST_OPTIONS, Kind

# The rows that a verb such as "add-option" means.
ROWS = {"option": "options", "gap": "gaps", "criterion": "criteria"}
MOST_GAPS = 20


def change(typed: dict[str, Any], action: str) -> dict[str, Any] | None:
    """The fields after the button ("add-option", "remove-gap:2", "up-option:1"); None for another button."""
    verb, _, rest = action.partition("-")
    name, _, place = rest.partition(":")
    if action == "kind":
        return _of_kind(typed)
    if name not in ROWS or verb not in ("add", "remove", "up", "down"):
        return None
    rows = list(typed[ROWS[name]])
    order = list(range(len(rows)))
    position = int(place) if place.isascii() and place.isdecimal() and len(place) < 4 else len(rows)
    if verb == "add" and len(rows) < (MOST_OPTIONS if name == "option" else MOST_GAPS):
        rows.append({})
    elif verb == "remove" and position < len(rows):
        del order[position]
    elif verb in ("up", "down"):
        _swap(order, position, position + (1 if verb == "down" else -1))
    changed = {**typed, ROWS[name]: [rows[old] for old in order] + rows[len(typed[ROWS[name]]) :]}
    if name == "option":
        changed["right"] = [order.index(old) for old in typed["right"] if old in order]
    return changed


def _swap(order: list[int], one: int, other: int) -> None:
    if 0 <= one < len(order) and 0 <= other < len(order):
        order[one], order[other] = order[other], order[one]


def _of_kind(typed: dict[str, Any]) -> dict[str, Any]:
    """The form for another kind: what was typed stays, and what the kind needs is there."""
    needed = typed_questions.blank(typed["kind"])
    has_options = any(row.get("text") for row in typed["options"])
    options = typed["options"] if has_options else needed["options"]
    if typed["kind"] == Kind.TRUEFALSE:
        options = needed["options"]
    right = [place for place in typed["right"] if place < len(options)]
    kept = right if typed["kind"] in (Kind.MULTIPLE, Kind.STATEMENTS) else right[:1]
    rows = {"options": options, "right": kept}
    return typed | rows | {name: typed[name] or needed[name] for name in ("gaps", "criteria")}
