"""What is read of files on their way into a bank."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select

from ..errors import NotFound, Sentence
from ..extensions import db
from ..rich_text import to_plain_text
from .import_models import QuestionImport
from .models import Bank, Question, QuestionVersion
from .near_duplicates import Wording, wording_of
from .queries import AnyRow

# Sent again within this time, the same file is the same import.
SAME = timedelta(minutes=10)


def get_import(bank: Bank, public_id: str) -> QuestionImport:
    """The import into this bank; raises NotFound."""
    query = select(QuestionImport).where(QuestionImport.bank_id == bank.id, QuestionImport.public_id == public_id)
    found = db.session.scalar(query)
    if found is None:
        raise NotFound(Sentence("Tệp đã gửi không còn trên máy chủ. Hãy gửi lại tệp."))
    return found


def find_same(bank: Bank, member_id: int, digest: str, now: datetime) -> QuestionImport | None:
    """The import of the same files that the member has just begun and not yet worked on."""
    query = select(QuestionImport).where(
        QuestionImport.bank_id == bank.id,
        QuestionImport.member_id == member_id,
        QuestionImport.digest == digest,
        QuestionImport.state.in_(("reading", "ready")),
        QuestionImport.created_at > now - SAME,
    )
    return db.session.scalar(query.order_by(QuestionImport.id.desc()).limit(1))


def list_open(bank: Bank) -> Sequence[AnyRow]:
    """(public_id, filename, created_at) of imports that wait for somebody's decisions, newest first."""
    query = select(QuestionImport.public_id, QuestionImport.filename, QuestionImport.created_at).where(
        QuestionImport.bank_id == bank.id, QuestionImport.state.in_(("reading", "ready", "storing"))
    )
    return db.session.execute(query.order_by(QuestionImport.created_at.desc()).limit(5)).all()


def wordings_in(bank: Bank) -> tuple[list[tuple[int, str]], list[Wording]]:
    """(id, reference) and wording of the bank's questions that are not retired."""
    query = (
        select(Question.id, Question.reference, QuestionVersion.stem, QuestionVersion.options)
        .join_from(QuestionVersion, Question)
        .where(QuestionVersion.bank_id == bank.id, QuestionVersion.is_current, Question.state != "retired")
        .order_by(Question.id)
    )
    names, wordings = [], []
    for row in db.session.execute(query):
        names.append((row.id, row.reference))
        wordings.append(wording_of(to_plain_text(row.stem), [to_plain_text(one["text"]) for one in row.options]))
    return names, wordings


def versions_of(question_ids: Sequence[int]) -> dict[int, QuestionVersion]:
    """{question id: its current version}"""
    query = select(QuestionVersion).where(QuestionVersion.question_id.in_(question_ids), QuestionVersion.is_current)
    return {version.question_id: version for version in db.session.scalars(query)}
