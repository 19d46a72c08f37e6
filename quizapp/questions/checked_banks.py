"""Banks as the linter sees them: read from the database, checked, and the report kept in the process.

A version never changes once it is stored, so a report is good for as long as the bank uses the same versions.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from threading import Lock
from typing import Any

from sqlalchemy import Select, SQLColumnExpression, func, select

from ..extensions import db
from .bank_quality import BankReport, check_bank
from .formats.checks import CHOICES
from .formats.parsed import Kind
from .models import Bank, Question, QuestionVersion
from .quality.findings import CheckedQuestion, Name, checked

KEPT = 4
_BY_PLACE = (Kind.MATCHING, Kind.ORDERING)

_kept: OrderedDict[tuple[Any, ...], BankReport] = OrderedDict()
_lock = Lock()


def report_of(bank: Bank) -> BankReport:
    """What is wrong with the questions of the bank that are not retired: one statement where the report is kept, two
    where it is not."""
    # Tests and tools may open several databases in one process.
    name = (str(db.engine.url), bank.id, bank.created_at, *_versions_in_use(bank))
    with _lock:
        if name in _kept:
            _kept.move_to_end(name)
            return _kept[name]
    report = check_bank(list_checked(bank))
    with _lock:
        _kept[name] = report
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return report


def forget() -> None:
    """Drop everything; for tests, which use the same ids again."""
    with _lock:
        _kept.clear()


def _versions_in_use(bank: Bank) -> tuple[Any, ...]:
    """Differs whenever another set of versions is in use."""
    ids = QuestionVersion.id
    return tuple(db.session.execute(_in_use(bank, func.count(), func.max(ids), func.sum(ids))).one())


def list_checked(bank: Bank) -> list[CheckedQuestion]:
    """The questions that are not retired, in the order in which they came."""
    columns = (
        Question.id,
        Question.reference,
        QuestionVersion.kind,
        QuestionVersion.stem,
        QuestionVersion.options,
        QuestionVersion.answer,
        QuestionVersion.explanation,
        QuestionVersion.source,
        QuestionVersion.topic,
        QuestionVersion.level,
        QuestionVersion.fingerprint,
    )
    return [_checked(row) for row in db.session.execute(_in_use(bank, *columns).order_by(Question.id))]


def _in_use(bank: Bank, *columns: SQLColumnExpression[Any]) -> Select[*tuple[Any, ...]]:
    query = select(*columns).select_from(QuestionVersion).join(QuestionVersion.question)
    return query.where(QuestionVersion.bank_id == bank.id, QuestionVersion.is_current, Question.state != "retired")


def _checked(row: Any) -> CheckedQuestion:
    return checked(
        Name(row.id, row.reference),
        row.kind,
        row.stem,
        ((option["text"], option["right"]) for option in row.options),
        explanation=row.explanation,
        source=row.source,
        topic=row.topic,
        level=row.level,
        fingerprint=row.fingerprint,
        key=_key_beside_options(row),
    )


def _key_beside_options(row: Any) -> str | None:
    """Pairs, an order and typed answers as one text; None where the right options say it all."""
    if row.kind in CHOICES:
        return None
    beside = [option.get("match", option["text"]) for option in row.options] if row.kind in _BY_PLACE else []
    return json.dumps([beside, row.answer], ensure_ascii=False, sort_keys=True)


def stems_of(question_ids: Iterable[int]) -> dict[int, str]:
    """The current stems (HTML) of these few questions, by question."""
    wanted: Sequence[int] = sorted(set(question_ids))
    query = select(QuestionVersion.question_id, QuestionVersion.stem)
    query = query.where(QuestionVersion.question_id.in_(wanted), QuestionVersion.is_current)
    return {row.question_id: row.stem for row in db.session.execute(query)}
