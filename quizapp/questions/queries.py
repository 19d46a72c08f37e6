"""What is read of banks and questions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, SQLColumnExpression, exists, func, select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from ..accounts.access import Permission, can, require, within
from ..accounts.models import Member
from ..errors import NotFound, Sentence
from ..extensions import db
from ..folding import fold, tidy
from ..units.models import Unit
from .formats.parsed import Kind
from .holding import holds
from .models import Bank, Question, QuestionVersion
from .validity import valid_on
from .visibility import drawable, is_shared_with, visible

PAGE_SIZE = 50
AnyRow = Row[*tuple[Any, ...]]
# As a filter: what has no topic, or no level.
NOTHING = "-"
# SQLite takes 32,766 parameters in one statement; plans stay small with fewer.
_CHUNK = 5_000


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list of questions is narrowed to; None: not narrowed. ``words`` are searched for without diacritics."""

    topic: str | None = None
    level: str | None = None
    kind: str | None = None
    state: str | None = None
    words: str = ""
    # Only questions whose documents were in force on that day.
    valid_on: date | None = None

    @property
    def is_empty(self) -> bool:
        """Whether the whole bank is shown."""
        return self == Filters()


@dataclass(frozen=True, slots=True)
class Page:
    """A stretch of a list. ``before`` and ``after`` are the ids to ask for its neighbours with; None at an end."""

    rows: Sequence[AnyRow]
    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True)
class Facets:
    """How many questions of a bank have each topic, level, kind and state."""

    topics: Counter[str]
    levels: Counter[str | None]
    kinds: Counter[str]
    states: Counter[str]

    @property
    def total(self) -> int:
        """All questions of the bank."""
        return self.states.total()


def list_banks(member: Member | None = None) -> Sequence[AnyRow]:
    """(Bank, unit_name, questions, approved) of the banks that the member may see, by title."""
    counts = _count_by_bank().subquery()
    query = (
        select(
            Bank,
            Unit.name.label("unit_name"),
            func.coalesce(counts.c.questions, 0).label("questions"),
            func.coalesce(counts.c.approved, 0).label("approved"),
        )
        .join(Bank.unit)
        .outerjoin(counts, counts.c.bank_id == Bank.id)
        .where(visible(member))
    )
    # Databases differ about the order of Vietnamese letters.
    return sorted(db.session.execute(query), key=lambda row: (fold(row.Bank.title), row.Bank.id))


def _count_by_bank() -> Select[*tuple[Any, ...]]:
    approved = func.count().filter(Question.state == "approved")
    questions = func.count().filter(Question.state != "retired")
    return select(Question.bank_id, questions.label("questions"), approved.label("approved")).group_by(Question.bank_id)


def get_bank(code: str, permission: Permission, member: Member | None = None) -> Bank:
    """The bank with its unit. Raises NotFound for one that the member may not see, Forbidden for one that he or she
    may see without this permission. Of a bank that is only shared nothing but looking at it is allowed."""
    bank = find_bank(code)
    if bank is None or not (can(Permission.BANK_VIEW, bank.unit.path, member) or is_shared_with(bank, member)):
        raise NotFound(Sentence("Không có ngân hàng câu hỏi này, hoặc bạn không được xem."))
    if permission is not Permission.BANK_VIEW:
        require(permission, bank.unit.path, member)
    return bank


def find_bank(code: str) -> Bank | None:
    """The bank of this code, whoever asks."""
    return db.session.scalar(select(Bank).options(joinedload(Bank.unit)).where(Bank.code == tidy(code)))


def get_question(bank: Bank, question_id: int) -> QuestionVersion:
    """The current version, with its question; raises NotFound when the bank has no such question."""
    query = _current(bank).options(contains_eager(QuestionVersion.question)).where(Question.id == question_id)
    version = db.session.scalar(query)
    if version is None:
        raise NotFound(Sentence("Ngân hàng này không có câu hỏi đó."))
    return version


def list_versions(question_id: int) -> Sequence[AnyRow]:
    """(id, number, is_current, created_at, proposal, reason, approved_at, author, approver) of all versions of the
    question, newest first."""
    approver = aliased(Member)
    query = (
        select(
            QuestionVersion.id,
            QuestionVersion.number,
            QuestionVersion.is_current,
            QuestionVersion.created_at,
            QuestionVersion.proposal,
            QuestionVersion.reason,
            QuestionVersion.approved_at,
            Member.name.label("author"),
            approver.name.label("approver"),
        )
        .outerjoin(Member, Member.id == QuestionVersion.created_by_id)
        .outerjoin(approver, approver.id == QuestionVersion.approved_by_id)
        .where(QuestionVersion.question_id == question_id)
        .order_by(QuestionVersion.number.desc())
    )
    return db.session.execute(query).all()


def get_version(question_id: int, number: int) -> QuestionVersion:
    """One version of the question; raises NotFound."""
    query = select(QuestionVersion).options(joinedload(QuestionVersion.question))
    query = query.where(QuestionVersion.question_id == question_id, QuestionVersion.number == number)
    version = db.session.scalar(query)
    if version is None:
        raise NotFound(Sentence("Câu hỏi này không có phiên bản đó."))
    return version


def list_questions(
    bank: Bank, filters: Filters, after: int | None = None, before: int | None = None, size: int = PAGE_SIZE
) -> Page:
    """Current versions in the order in which the questions came: those behind the question ``after``, or those in
    front of ``before``. Rows: id (of the question), reference, state, kind, stem, options, topic, level."""
    query = _rows().join(QuestionVersion.question).where(*_conditions(bank, filters))
    if before is not None:
        query = query.where(QuestionVersion.question_id < before).order_by(QuestionVersion.question_id.desc())
        found = db.session.execute(query.limit(size + 1)).all()
        rows = list(reversed(found[:size]))
        return Page(rows, before=_edge(rows, 0, len(found) > size), after=_edge(rows, -1, True))
    query = query.where(QuestionVersion.question_id > (after or 0)).order_by(QuestionVersion.question_id)
    found = db.session.execute(query.limit(size + 1)).all()
    rows = list(found[:size])
    return Page(rows, before=_edge(rows, 0, bool(after)), after=_edge(rows, -1, len(found) > size))


def _rows() -> Select[*tuple[Any, ...]]:
    return select(
        Question.id,
        Question.reference,
        Question.state,
        QuestionVersion.kind,
        QuestionVersion.stem,
        QuestionVersion.options,
        QuestionVersion.topic,
        QuestionVersion.level,
        _has_proposal().label("has_proposal"),
    ).select_from(QuestionVersion)


def _has_proposal() -> ColumnElement[bool]:
    """Whether a rewording waits beside the version in use."""
    other = aliased(QuestionVersion)
    return exists().where(other.question_id == Question.id, other.proposal.is_not(None)).correlate(Question)


def _edge(rows: Sequence[AnyRow], place: int, is_followed: bool) -> int | None:
    return rows[place].id if rows and is_followed else None


def count_questions(bank: Bank, filters: Filters) -> int:
    """How many current versions the filters leave."""
    query = select(func.count()).select_from(QuestionVersion).join(QuestionVersion.question)
    return db.session.scalar(query.where(*_conditions(bank, filters))) or 0


def _conditions(bank: Bank, filters: Filters) -> list[SQLColumnExpression[bool]]:
    conditions = [QuestionVersion.bank_id == bank.id, QuestionVersion.is_current]
    if filters.topic is not None:
        conditions.append(QuestionVersion.topic == ("" if filters.topic == NOTHING else filters.topic))
    if filters.level is not None:
        conditions.append(QuestionVersion.level == (None if filters.level == NOTHING else filters.level))
    if filters.kind is not None:
        conditions.append(QuestionVersion.kind == filters.kind)
    if filters.state is not None:
        conditions.append(Question.state == filters.state)
    if filters.valid_on is not None:
        conditions.append(valid_on(filters.valid_on))
    words = fold(filters.words).split()
    return conditions + [holds(QuestionVersion.search_text, word) for word in words]


def facets(bank: Bank) -> Facets:
    """The counts beside the filters."""
    columns = (QuestionVersion.topic, QuestionVersion.level, QuestionVersion.kind)
    query = select(*columns, func.count()).where(QuestionVersion.bank_id == bank.id, QuestionVersion.is_current)
    states = select(Question.state, func.count()).where(Question.bank_id == bank.id).group_by(Question.state)
    found = Facets(Counter(), Counter(), Counter(), Counter())
    for state, count in db.session.execute(states):
        found.states[state] += count
    for topic, level, kind, count in db.session.execute(query.group_by(*columns)):
        found.topics[topic] += count
        found.levels[level] += count
        found.kinds[kind] += count
    return found


def count_by_topic_and_level(
    bank_ids: Iterable[int], kinds: Collection[str] = tuple(Kind)
) -> list[tuple[int, str, str | None, int]]:
    """(bank id, topic, level, approved questions of these kinds), for planning a matrix; in this order."""
    columns = (QuestionVersion.bank_id, QuestionVersion.topic, QuestionVersion.level)
    query = (
        select(*columns, func.count())
        .join(QuestionVersion.question)
        .join(Question.bank)
        .where(QuestionVersion.bank_id.in_(list(bank_ids)), QuestionVersion.is_current, drawable())
        .where(QuestionVersion.kind.in_(map(str, kinds)))
        .group_by(*columns)
        .order_by(*columns)
    )
    return [(bank_id, topic, level, count) for bank_id, topic, level, count in db.session.execute(query)]


def load_versions(ids: Iterable[int]) -> list[QuestionVersion]:
    """The versions, in the order asked for; ids that no version has are left out."""
    wanted = list(ids)
    found: dict[int, QuestionVersion] = {}
    for some in chunks(wanted):
        rows = db.session.scalars(select(QuestionVersion).where(QuestionVersion.id.in_(some)))
        found.update((version.id, version) for version in rows)
    return [found[id] for id in wanted if id in found]


def list_for_export(bank: Bank) -> Sequence[QuestionVersion]:
    """Current versions of the questions that are not retired, with their questions, in the order in which they came."""
    query = _current(bank).options(contains_eager(QuestionVersion.question)).where(Question.state != "retired")
    return db.session.scalars(query.order_by(Question.id)).all()


def list_owner_units(member: Member | None = None) -> Sequence[Unit]:
    """Units that the member could give a bank to: the topmost first, at most 200."""
    depth = func.length(Unit.path) - func.length(func.replace(Unit.path, "/", ""))
    query = select(Unit).where(within(Permission.BANK_MANAGE, member)).order_by(depth, Unit.sort_name).limit(200)
    return db.session.scalars(query).all()


def _current(bank: Bank) -> Select[QuestionVersion]:
    query = select(QuestionVersion).join(QuestionVersion.question)
    return query.where(QuestionVersion.bank_id == bank.id, QuestionVersion.is_current)


def chunks(values: Sequence[Any]) -> Iterable[Sequence[Any]]:
    """The values in lists short enough for one statement."""
    return (values[start : start + _CHUNK] for start in range(0, len(values), _CHUNK))
