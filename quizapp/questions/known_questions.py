"""What a bank already holds of a file that is to be imported."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from ..extensions import db
from .import_plan import KnownQuestion, KnownQuestions
from .models import Bank, Question, QuestionVersion
from .queries import AnyRow, chunks
from .version_contents import content_of_row


def find_known(bank: Bank, references: Iterable[str], fingerprints: Iterable[str]) -> KnownQuestions:
    """The bank's questions with one of these references or, in any version, one of these fingerprints."""
    all_references = ids_by_reference(bank)
    former = _fingerprints_by_question(bank, set(fingerprints))
    ids = sorted({*former, *(all_references[name] for name in set(references) if name in all_references)})
    questions = tuple(_known(row, former.get(row.question_id, set())) for row in _rows(ids))
    return KnownQuestions(questions, frozenset(all_references))


def ids_by_reference(bank: Bank) -> dict[str, int]:
    """{reference: question id} of the whole bank."""
    query = select(Question.reference, Question.id).where(Question.bank_id == bank.id)
    return {row.reference: row.id for row in db.session.execute(query)}


def _fingerprints_by_question(bank: Bank, fingerprints: set[str]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    for some in chunks(sorted(fingerprints)):
        query = select(QuestionVersion.question_id, QuestionVersion.fingerprint)
        query = query.where(QuestionVersion.bank_id == bank.id, QuestionVersion.fingerprint.in_(some))
        for question_id, wording in db.session.execute(query):
            found.setdefault(question_id, set()).add(wording)
    return found


def _rows(question_ids: list[int]) -> Iterable[AnyRow]:
    columns = [
        column for column in QuestionVersion.__table__.columns if column.name not in ("search_text", "created_at")
    ]
    # A rewording that waits for review has a higher number than the version in use.
    other = aliased(QuestionVersion)
    numbers = select(func.max(other.number)).where(other.question_id == QuestionVersion.question_id)
    latest = numbers.correlate(QuestionVersion).scalar_subquery().label("latest_number")
    for some in chunks(question_ids):
        query = select(*columns, latest, Question.reference, Question.state).join_from(QuestionVersion, Question)
        query = query.where(QuestionVersion.question_id.in_(some), QuestionVersion.is_current)
        yield from db.session.execute(query.order_by(QuestionVersion.question_id))


def _known(row: AnyRow, fingerprints: set[str]) -> KnownQuestion:
    return KnownQuestion(
        question_id=row.question_id,
        reference=row.reference,
        state=row.state,
        version_id=row.id,
        number=row.latest_number,
        fingerprint=row.fingerprint,
        former_fingerprints=frozenset(fingerprints - {row.fingerprint}),
        content=content_of_row(row),
    )
