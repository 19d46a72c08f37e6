"""Questions of a bank that say nearly the same as one that is being written."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import add
from typing import Any

from sqlalchemy import case, select

from ..extensions import db
from ..folding import fold
from ..rich_text import to_plain_text
from .formats.parsed import ParsedQuestion
from .holding import holds
from .models import Bank, Question, QuestionVersion
from .near_duplicates import find_against, wording_of

MOST_SHOWN = 3
# What is looked up: so many pairs of neighbouring words of the stem, and the questions that hold most of them.
_PAIRS = 8
_CANDIDATES = 40
_PAIR = re.compile(r"(?=(?<!\w)(\w+ \w+)(?!\w))")


@dataclass(frozen=True, slots=True)
class Similar:
    """A question that says nearly the same."""

    question_id: int
    reference: str
    stem: str
    percent: int


def find_similar(bank: Bank, written: ParsedQuestion, question_id: int | None = None) -> list[Similar]:
    """The bank's questions most like this one, other than itself (by id or reference); the most alike first.

    The database picks the candidates by the word pairs they share, so that nothing of a bank is kept in the process.
    """
    new = _wording(written.stem, (option.text for option in written.options))
    pairs = _spread(sorted(set(_PAIR.findall(fold(to_plain_text(written.stem))))))
    found = []
    for row in _candidates(bank, pairs) if pairs else []:
        if row.question_id == question_id or row.reference == written.reference:
            continue
        known = _wording(row.stem, (option["text"] for option in row.options))
        for likeness in find_against([new], [known]):
            found.append(Similar(row.question_id, row.reference, row.stem, likeness.percent))
    return sorted(found, key=lambda similar: (-similar.percent, similar.question_id))[:MOST_SHOWN]


def _wording(stem: str, options: Iterable[str]) -> Any:
    return wording_of(to_plain_text(stem), map(to_plain_text, options))


def _spread(pairs: list[str]) -> list[str]:
    return pairs[:: max(1, len(pairs) // _PAIRS)][:_PAIRS]


def _candidates(bank: Bank, pairs: list[str]) -> Iterable[Any]:
    text = QuestionVersion.search_text
    shared = reduce(add, (case((holds(text, pair), 1), else_=0) for pair in pairs))
    query = (
        select(QuestionVersion.question_id, Question.reference, QuestionVersion.stem, QuestionVersion.options)
        .join(QuestionVersion.question)
        .where(QuestionVersion.bank_id == bank.id, QuestionVersion.is_current, Question.state != "retired")
        .where(shared >= (len(pairs) + 2) // 3)
        .order_by(shared.desc(), QuestionVersion.question_id)
        .limit(_CANDIDATES)
    )
    return db.session.execute(query).all()
