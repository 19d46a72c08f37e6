"""The paper as a form."""

from __future__ import annotations

import re
from typing import Any

from werkzeug.datastructures import MultiDict

from ..errors import Invalid, Sentence

_QUESTION = "([1-9][0-9]{0,3})"
# "q-3" holds options of question 3, "q-3-a" a pair such as "a:true" (one field for each statement, side or gap).
_ENTRIES = re.compile(rf"q-{_QUESTION}(?:-[a-z0-9]{{1,2}})?")
_ENTRY = re.compile(r"[a-z]|(?:[a-z]|[1-9][0-9]?):(?:[a-z]|true|false)")
# "place-3-a" holds the place of item a, "text-3" what was typed.
_PLACE = re.compile(rf"place-{_QUESTION}-([a-z])")
_TEXT = re.compile(rf"text-{_QUESTION}")
_LONGEST_TEXT = 20_000


def read_answers(form: MultiDict[str, str]) -> dict[str, Any]:
    """The answers as the API takes them; what no paper could hold is left out."""
    answers: dict[str, Any] = {}
    places: dict[str, list[tuple[int, str]]] = {}
    for field in form:
        if entries := _ENTRIES.fullmatch(field):
            given = [value for value in form.getlist(field) if _ENTRY.fullmatch(value)]
            answers.setdefault(entries[1], []).extend(given)
        elif (place := _PLACE.fullmatch(field)) and re.fullmatch(r"[1-9][0-9]?", form[field]):
            places.setdefault(place[1], []).append((int(form[field]), place[2]))
        elif (text := _TEXT.fullmatch(field)) and form[field].strip():
            answers[text[1]] = form[field].replace("\r\n", "\n")[:_LONGEST_TEXT]
    return answers | {name: [letter for _, letter in sorted(items)] for name, items in places.items()}


def read_prediction(form: MultiDict[str, str]) -> int | None:
    """The predicted number, written 7.172, 7 172 or 7172; raises Invalid."""
    text = re.sub(r"[\s.,]", "", form.get("prediction", ""))
    if not text:
        return None
    if not re.fullmatch(r"[0-9]{1,9}", text):
        raise Invalid(Sentence("Số dự đoán phải là một số nguyên, ví dụ 7172."))
    return int(text)
