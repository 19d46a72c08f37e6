"""The paper as a form."""

from __future__ import annotations

import re
from typing import Any

from werkzeug.datastructures import MultiDict

from ..errors import Invalid, Sentence

_FIELD = re.compile(r"q-([1-9][0-9]{0,3})")
_OPTION = re.compile(r"[a-z]")


def read_answers(form: MultiDict[str, str]) -> dict[str, Any]:
    """{question id: [option id]} of the fields "q-<question id>"; what no paper could hold is left out."""
    answers = {}
    for field in form:
        question = _FIELD.fullmatch(field)
        if question:
            answers[question[1]] = [value for value in form.getlist(field) if _OPTION.fullmatch(value)]
    return answers


def read_prediction(form: MultiDict[str, str]) -> int | None:
    """The predicted number, written 7.172, 7 172 or 7172; raises Invalid."""
    text = re.sub(r"[\s.,]", "", form.get("prediction", ""))
    if not text:
        return None
    if not re.fullmatch(r"[0-9]{1,9}", text):
        raise Invalid(Sentence("Số dự đoán phải là một số nguyên, ví dụ 7172."))
    return int(text)
