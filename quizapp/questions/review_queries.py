"""What is read for reviewing questions."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select, union_all
from sqlalchemy.orm import aliased, contains_eager

from ..accounts.access import Permission, within
from ..accounts.models import Member
from ..errors import NotFound, Sentence
from ..extensions import db
from .models import Bank, Question, QuestionComment, QuestionVersion
from .queries import PAGE_SIZE, AnyRow


@dataclass(frozen=True, slots=True)
class Waiting:
    """The first questions of a queue, and how many there are in all."""

    versions: Sequence[QuestionVersion]
    count: int


def _waiting(*banks: ColumnElement[bool]) -> ColumnElement[bool]:
    """The WHERE that keeps versions that wait in these banks (joined with their units).

    A rewording waits on its own, the version of a question that was never approved waits with its question. Each is
    found by an index of its own.
    """
    version = aliased(QuestionVersion)
    rewordings = select(version.id).join(Bank, Bank.id == version.bank_id).join(Bank.unit)
    rewordings = rewordings.where(version.proposal.is_not(None), version.proposal == "in_review", *banks)
    new = select(version.id).join(Question, Question.id == version.question_id)
    new = new.join(Bank, Bank.id == Question.bank_id).join(Bank.unit)
    new = new.where(Question.state == "in_review", version.is_current, *banks)
    return QuestionVersion.id.in_(union_all(rewordings, new))


def _of(bank: Bank | None, member: Member | None = None) -> ColumnElement[bool]:
    """The bank, or all that the member may review."""
    return Bank.id == bank.id if bank else within(Permission.QUESTION_REVIEW, member)


def get_working(bank: Bank, question_id: int) -> QuestionVersion:
    """The version that is worked on (the proposal, else the current one), with its question. Raises NotFound."""
    query = _versions().where(QuestionVersion.bank_id == bank.id, Question.id == question_id)
    query = query.where(or_(QuestionVersion.proposal.is_not(None), QuestionVersion.is_current))
    version = db.session.scalar(query.order_by(QuestionVersion.proposal.is_(None)).limit(1))
    if version is None:
        raise NotFound(Sentence("Ngân hàng này không có câu hỏi đó."))
    return version


def _versions() -> Select[QuestionVersion]:
    query = select(QuestionVersion).join(QuestionVersion.question).join(Question.bank).join(Bank.unit)
    return query.options(
        contains_eager(QuestionVersion.question).contains_eager(Question.bank).contains_eager(Bank.unit)
    )


def authors_of_open_versions(question_id: int) -> set[int | None]:
    """Who wrote what has not been approved: all versions after the last approved one."""
    other = aliased(QuestionVersion)
    approved = select(func.max(other.number)).where(other.question_id == question_id, other.approved_at.is_not(None))
    query = select(QuestionVersion.created_by_id).where(
        QuestionVersion.question_id == question_id,
        QuestionVersion.number > func.coalesce(approved.scalar_subquery(), 0),
    )
    return set(db.session.scalars(query))


def list_waiting(bank: Bank | None = None, member: Member | None = None, size: int = PAGE_SIZE) -> Waiting:
    """What waits in the bank, or in all banks that the member may review; the longest waiting first."""
    is_waiting = _waiting(_of(bank, member))
    query = _versions().where(is_waiting).order_by(QuestionVersion.created_at, QuestionVersion.id).limit(size)
    count = select(func.count(QuestionVersion.id)).where(is_waiting)
    return Waiting(db.session.scalars(query).all(), db.session.scalar(count) or 0)


def count_waiting(bank: Bank) -> int:
    """How many questions of the bank wait for review."""
    return db.session.scalar(select(func.count(QuestionVersion.id)).where(_waiting(_of(bank)))) or 0


def next_waiting(after: QuestionVersion, bank: Bank | None = None) -> QuestionVersion | None:
    """The one behind this version in the queue, else the first; None when nothing else waits."""
    where = [_waiting(_of(bank))]
    behind = or_(
        QuestionVersion.created_at > after.created_at,
        and_(QuestionVersion.created_at == after.created_at, QuestionVersion.id > after.id),
    )
    query = _versions().where(*where, QuestionVersion.question_id != after.question_id)
    query = query.order_by(case((behind, 0), else_=1), QuestionVersion.created_at, QuestionVersion.id)
    return db.session.scalar(query.limit(1))


def names_of(member_ids: Collection[int | None]) -> dict[int, str]:
    """The names of these members."""
    wanted = {id for id in member_ids if id}
    query = select(Member.id, Member.name).where(Member.id.in_(wanted))
    return {row.id: row.name for row in db.session.execute(query)} if wanted else {}


def list_comments(question_id: int) -> Sequence[AnyRow]:
    """(id, version_number, text, created_at, author, resolved_at, resolver), open ones first, then the latest."""
    author, resolver = aliased(Member), aliased(Member)
    query = (
        select(
            QuestionComment.id,
            QuestionComment.version_number,
            QuestionComment.text,
            QuestionComment.created_at,
            author.name.label("author"),
            QuestionComment.resolved_at,
            resolver.name.label("resolver"),
        )
        .outerjoin(author, author.id == QuestionComment.created_by_id)
        .outerjoin(resolver, resolver.id == QuestionComment.resolved_by_id)
        .where(QuestionComment.question_id == question_id)
        .order_by(QuestionComment.resolved_at.is_not(None), QuestionComment.created_at.desc(), QuestionComment.id)
    )
    return db.session.execute(query.limit(100)).all()


def list_selected(bank: Bank, question_ids: Collection[int]) -> list[Question]:
    """These questions of the bank, by id; others are left out."""
    query = select(Question).where(Question.bank_id == bank.id, Question.id.in_(question_ids)).order_by(Question.id)
    return list(db.session.scalars(query))


def list_reviewable(question_ids: Collection[int]) -> list[Question]:
    """These questions, where the signed-in person may review them."""
    query = select(Question).join(Question.bank).join(Bank.unit).options(contains_eager(Question.bank))
    query = query.where(Question.id.in_(question_ids), within(Permission.QUESTION_REVIEW)).order_by(Question.id)
    return list(db.session.scalars(query))
