"""What the comprehension of a document is made of: answers to questions that cite it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from pydantic_core import from_json
from sqlalchemy import Select, Text, cast, func, select

from ...accounts.models import Member
from ...assessments import sheet
from ...assessments.marking.keys import Annulled, Key
from ...assessments.models import Assessment, Attempt, SheetRecord
from ...courses.catalogue.learner_models import LessonCheck
from ...courses.practice.models import PracticeDay
from ...extensions import db
from ...library.models import Document, Section
from ...library.visibility import visible_to
from ...questions.citation_models import QuestionCitation
from ...questions.models import Question, QuestionVersion
from ...questions.queries import chunks
from ...units.models import Unit
from ...wording import local_day
from ..comprehension import SOURCES, WHOLE
from ..models import ComprehensionReport, UnitComprehension
from .items import AT_ONCE, keys_of

# (source, member, packed paper, answers)
Answered = tuple[int, int, list[Any], dict[str, Any]]


def sections_of(document: Document) -> Sequence[Any]:
    """All sections in reading order, without their texts."""
    columns = (Section.id, Section.parent_id, Section.kind, Section.number, Section.heading, Section.anchor)
    query = select(*columns, Section.depth, Section.position).where(Section.document_id == document.id)
    return db.session.execute(query.order_by(Section.position)).all()


def cited_sections(document: Document) -> set[int | None]:
    """Sections that at least one question in use is about; None for the document as such."""
    query = select(QuestionCitation.section_id).join(Question, Question.id == QuestionCitation.question_id)
    query = query.where(QuestionCitation.document_id == document.id, Question.state != "retired")
    return set(db.session.scalars(query.distinct()))


def places_of(document: Document) -> dict[int, tuple[int, ...]]:
    """By version: the section that its question cites, those above it, and the document as a whole."""
    parents = {one.id: one.parent_id for one in sections_of(document)}
    query = select(QuestionVersion.id, QuestionCitation.section_id).join(
        QuestionCitation, QuestionCitation.question_id == QuestionVersion.question_id
    )
    found: dict[int, tuple[int, ...]] = {}
    for version, section in db.session.execute(query.where(QuestionCitation.document_id == document.id)):
        way = []
        while section is not None:
            way.append(section)
            section = parents.get(section)
        found[version] = (*way, WHOLE)
    return found


def assessments_asking(versions: Collection[int]) -> dict[int, int]:
    """{assessment: source} of those whose papers can hold one of these versions."""
    wanted, found = set(versions), {}
    query = select(SheetRecord.assessment_id, Assessment.kind, SheetRecord.cells)
    for number, kind, cells in db.session.execute(query.join(Assessment, Assessment.id == SheetRecord.assessment_id)):
        if any(not wanted.isdisjoint(cell["versions"]) for cell in cells):
            found[number] = SOURCES.index(kind)
    return found


def keys(versions: Collection[int], assessment_ids: Sequence[int]) -> dict[int, Key]:
    """What is right, with what was corrected since; without questions that were annulled."""
    plain = sheet.build([{"count": 0, "points": 1, "versions": sorted(versions)}], {}).keys
    corrected = keys_of(assessment_ids).right
    return {number: key for number in versions if not isinstance(key := corrected.get(number, plain[number]), Annulled)}


def stream(assessments: Mapping[int, int], since: datetime) -> Iterator[Answered]:
    """All answers since then: each person's first submitted attempt at each assessment (whoever sits it again has seen
    the keys), every answer of practice, and the last try of each lesson's questions."""
    for number, member, paper, answers in _read(_attempts(list(assessments), since)):
        yield assessments[number], member, paper, answers
    for name, query in (("practice", _days(since)), ("course", _checks(since))):
        for _number, member, paper, answers in _read(query):
            yield SOURCES.index(name), member, paper, answers


def _attempts(assessment_ids: Sequence[int], since: datetime) -> Select[Any]:
    columns: tuple[Any, ...] = (Attempt.assessment_id, Attempt.member_id)
    query = select(*columns, cast(Attempt.paper, Text), cast(Attempt.answers, Text))
    return query.where(
        Attempt.assessment_id.in_(assessment_ids),
        Attempt.state == "submitted",
        Attempt.sheet_revision.is_not(None),
        Attempt.number == 1,
        Attempt.submitted_at >= since,
    )


def _days(since: datetime) -> Select[Any]:
    member: Any = PracticeDay.member_id
    query = select(member, member, cast(PracticeDay.paper, Text), cast(PracticeDay.answers, Text))
    return query.where(PracticeDay.day >= local_day(since), PracticeDay.revision > 0)


def _checks(since: datetime) -> Select[Any]:
    member: Any = LessonCheck.member_id
    query = select(member, member, cast(LessonCheck.paper, Text), cast(LessonCheck.answers, Text))
    return query.where(LessonCheck.marked_at >= since)


def _read(query: Select[Any]) -> Iterator[tuple[int, int, list[Any], dict[str, Any]]]:
    for number, member, paper, answers in db.session.execute(query, execution_options={"yield_per": AT_ONCE}):
        yield number, member, from_json(paper), from_json(answers)


def paths_of(members: Collection[int]) -> dict[int, str]:
    """{member: path of the unit}."""
    found: dict[int, str] = {}
    for some in chunks(sorted(members)):
        query = select(Member.id, Unit.path).join(Unit, Unit.id == Member.unit_id).where(Member.id.in_(some))
        found.update((number, path) for number, path in db.session.execute(query))
    return found


def kept_at(document: Document) -> datetime | None:
    """When it was last drawn up."""
    return db.session.scalar(
        select(ComprehensionReport.computed_at).where(ComprehensionReport.document_id == document.id)
    )


def kept_of(document: Document, unit: Unit) -> dict[str, Any]:
    """What is kept of the unit; {} where nobody has answered."""
    found = db.session.get(UnitComprehension, (document.id, unit.id))
    return found.content if found else {}


def list_cited(limit: int = 200) -> Sequence[Any]:
    """(document, sections cited, questions) of the documents that the person may see, the latest first."""
    query = (
        select(
            Document,
            func.count(QuestionCitation.section_id.distinct()).label("sections"),
            func.count().label("questions"),
        )
        .join(Document.unit)
        .join(QuestionCitation, QuestionCitation.document_id == Document.id)
        .join(Question, Question.id == QuestionCitation.question_id)
        .where(visible_to(), Question.state != "retired")
        .group_by(Document.id)
        .order_by(Document.issued_on.desc(), Document.id.desc())
    )
    return db.session.execute(query.limit(limit)).all()
