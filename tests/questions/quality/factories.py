"""Questions to be checked."""

from __future__ import annotations

from itertools import count
from typing import Any

from quizapp.questions.quality.findings import CheckedQuestion, Name, checked

_numbers = count(1)


def question(stem: str = "Nghị quyết do cơ quan nào ban hành?", **fields: Any) -> CheckedQuestion:
    """A question without faults unless the fields say otherwise; ``right`` are the places of its right options."""
    number = next(_numbers)
    options = fields.pop("options", ("Bộ Chính trị", "Ban Bí thư", "Chính phủ", "Quốc hội"))
    right = fields.pop("right", (0,))
    complete = {"explanation": "Bộ Chính trị.", "source": "Điều 1", "topic": "Nghị quyết", "level": "recall"}
    return checked(
        Name(number, fields.pop("reference", f"Q{number}")),
        fields.pop("kind", "single"),
        stem,
        [(text, place in right) for place, text in enumerate(options)],
        **{**complete, **fields},
    )


def keyed(counts: str, **fields: Any) -> list[CheckedQuestion]:
    """Questions by their keys: "B40 A17" are 40 with B right and 17 with A."""
    letters = [(word[0], int(word[1:])) for word in counts.split()]
    return [question(right=("ABCDE".index(letter),), **fields) for letter, times in letters for _ in range(times)]


def said(faults: Any) -> list[str]:
    """The sentences, in Vietnamese."""
    return [str(fault.sentence) for fault in faults]


def rules(faults: Any) -> list[str]:
    """The codes."""
    return [str(fault.rule) for fault in faults]
