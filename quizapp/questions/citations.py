"""Questions and the documents they cite: asked, set, moved to another document, retired."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, delete, exists, func, select, update

from ..accounts import audit
from ..accounts.access import Permission, within
from ..accounts.models import Member
from ..extensions import db
from ..library.models import Document, Section
from ..library.visibility import visible_to
from ..transactions import transactional
from ..upserts import insert_for
from .citation_matching import KnownDocument, Matcher
from .citation_models import QuestionCitation
from .models import Bank, Question, QuestionVersion
from .queries import chunks

MOST_LISTED = 500


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A document that the source of some questions names."""

    document: Document
    question_ids: tuple[int, ...]


def cite(question_ids: Collection[int], document: Document, section: Section | None, by: Member, now: datetime) -> None:
    """Let the questions cite the document, within the caller's transaction; what they cited of it goes."""
    about = {"document_id": document.id, "section_id": section.id if section else None}
    rows = [about | {"question_id": id, "cited_at": now, "cited_by_id": by.id} for id in question_ids]
    for some in chunks(rows):
        statement = insert_for(QuestionCitation).values(list(some))
        changes = {name: statement.excluded[name] for name in ("section_id", "cited_at", "cited_by_id")}
        db.session.execute(statement.on_conflict_do_update(index_elements=["question_id", "document_id"], set_=changes))


def stop_citing(question: Question, document_ids: Collection[int]) -> None:
    """Let the question no longer cite these documents, within the caller's transaction."""
    gone = (QuestionCitation.question_id == question.id, QuestionCitation.document_id.in_(document_ids))
    db.session.execute(delete(QuestionCitation).where(*gone))


def copy_citations(ids: Mapping[int, int], by: Member, now: datetime) -> None:
    """Let copies ({question id: id of its copy}) cite what their originals cite and the member may see, within the
    caller's transaction."""
    for some in chunks(list(ids)):
        query = select(QuestionCitation).join(QuestionCitation.document).join(Document.unit)
        for row in db.session.scalars(query.where(QuestionCitation.question_id.in_(some), visible_to(by))):
            copy = {"document_id": row.document_id, "section_id": row.section_id, "cited_at": now, "cited_by_id": by.id}
            db.session.add(QuestionCitation(question_id=ids[row.question_id], **copy))
    db.session.flush()


def list_citing(document: Document, section: Section | None = None, member: Member | None = None) -> Sequence[Any]:
    """(id, reference, state, stem, bank_code, bank_title, anchor, section_id, may_manage) of the questions that cite
    the document, in banks that the member may see."""
    query = (
        select(
            Question.id,
            Question.reference,
            Question.state,
            QuestionVersion.stem,
            Bank.code.label("bank_code"),
            Bank.title.label("bank_title"),
            Section.anchor,
            QuestionCitation.section_id,
            within(Permission.BANK_MANAGE, member).label("may_manage"),
        )
        .join(QuestionCitation, QuestionCitation.question_id == Question.id)
        .join(QuestionVersion, (QuestionVersion.question_id == Question.id) & QuestionVersion.is_current)
        .join(Bank, Bank.id == Question.bank_id)
        .join(Bank.unit)
        .outerjoin(Section, Section.id == QuestionCitation.section_id)
        .where(QuestionCitation.document_id == document.id, within(Permission.BANK_VIEW, member))
    )
    if section is not None:
        query = query.where(QuestionCitation.section_id == section.id)
    return db.session.execute(query.order_by(Bank.code, Question.id).limit(MOST_LISTED)).all()


def citations_of(question_id: int) -> Sequence[QuestionCitation]:
    """What the question cites."""
    query = select(QuestionCitation).where(QuestionCitation.question_id == question_id)
    return db.session.scalars(query.order_by(QuestionCitation.document_id)).all()


def suggest(bank: Bank, member: Member | None = None) -> list[Suggestion]:
    """The documents that the sources of the bank's questions name, where they cite nothing yet."""
    cites = exists().where(QuestionCitation.question_id == QuestionVersion.question_id)
    written = select(QuestionVersion.question_id, QuestionVersion.source).where(
        QuestionVersion.bank_id == bank.id, QuestionVersion.is_current, QuestionVersion.source != "", ~cites
    )
    known = select(Document.id, Document.number_key, Document.issued_on).join(Document.unit).where(visible_to(member))
    matcher = Matcher(KnownDocument(*row) for row in db.session.execute(known))
    found: dict[int, list[int]] = {}
    for question_id, source in db.session.execute(written.order_by(QuestionVersion.question_id)):
        document_id = matcher.match(source)
        if document_id is not None:
            found.setdefault(document_id, []).append(question_id)
    documents = db.session.scalars(select(Document).where(Document.id.in_(found)).order_by(Document.id))
    return [Suggestion(document, tuple(found[document.id])) for document in documents]


@transactional
def accept_suggestions(bank: Bank, chosen: Collection[int] | None, by: Member, now: datetime) -> int:
    """Let the questions cite the chosen documents (None: all) that ``suggest`` names for them; how many do."""
    count = 0
    for suggestion in suggest(bank, by):
        if chosen is None or suggestion.document.id in chosen:
            cite(suggestion.question_ids, suggestion.document, None, by, now)
            count += len(suggestion.question_ids)
    if count:
        audit.record("bank.cited", "bank", bank.code, unit_id=bank.unit_id, actor=by, now=now, count=count)
    return count


@transactional
def move_citations(
    document: Document, question_ids: Collection[int], target: Document, by: Member, now: datetime
) -> int:
    """Let those of the questions that the person manages cite another document instead; how many. A section of the same
    anchor is cited, where there is one."""
    anchors = {one.id: one.anchor for one in db.session.scalars(_sections(document))}
    targets = {one.anchor: one for one in db.session.scalars(_sections(target))}
    moved = _managed(document, question_ids, by)
    for question_id, section_id in moved:
        cite([question_id], target, targets.get(anchors.get(section_id or 0, "")), by, now)
    ids = [question_id for question_id, _ in moved]
    gone = (QuestionCitation.document_id == document.id, QuestionCitation.question_id.in_(ids))
    db.session.execute(delete(QuestionCitation).where(*gone))
    _record("document.questions_moved", document, len(ids), now)
    return len(ids)


@transactional
def retire_citing(document: Document, question_ids: Collection[int], by: Member, now: datetime) -> int:
    """Retire those of the questions that the person manages; how many."""
    ids = [question_id for question_id, _ in _managed(document, question_ids, by)]
    query = update(Question).where(Question.id.in_(ids), Question.state != "retired").values(state="retired")
    count: int = db.session.execute(query).rowcount  # type: ignore[attr-defined]
    _record("document.questions_retired", document, count, now)
    return count


def count_citing(document_ids: Collection[int]) -> dict[int, int]:
    """{document id: questions that are not retired}"""
    query = select(QuestionCitation.document_id, func.count()).join(QuestionCitation.question)
    counted = query.where(QuestionCitation.document_id.in_(document_ids), Question.state != "retired")
    return {row[0]: row[1] for row in db.session.execute(counted.group_by(QuestionCitation.document_id))}


def _managed(document: Document, question_ids: Collection[int], by: Member) -> list[tuple[int, int | None]]:
    """(question id, section id) of those that cite the document, in banks that the person manages."""
    query = select(QuestionCitation.question_id, QuestionCitation.section_id).join(QuestionCitation.question)
    cited = query.join(Question.bank).join(Bank.unit).where(QuestionCitation.document_id == document.id)
    mine = cited.where(QuestionCitation.question_id.in_(question_ids), within(Permission.BANK_MANAGE, by))
    return [(row[0], row[1]) for row in db.session.execute(mine)]


def _sections(document: Document) -> Select[Any]:
    return select(Section).where(Section.document_id == document.id)


def _record(action: str, document: Document, count: int, now: datetime) -> None:
    if count:
        name = document.number or document.title
        audit.record(action, "document", document.id, unit_id=document.unit_id, now=now, name=name, count=count)
