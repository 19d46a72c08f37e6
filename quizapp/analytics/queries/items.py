"""What item statistics are made of: the first attempts at some assessments, and their keys."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic_core import from_json
from sqlalchemy import Text, cast, func, select

from ...assessments import sheet
from ...assessments.marking.keys import Key
from ...assessments.models import Assessment, Attempt, SheetRecord
from ...assessments.tally_models import Tally
from ...extensions import db
from ...questions.models import Bank, Question, QuestionVersion
from ...questions.queries import chunks

AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class Keys:
    """What is right, and how many options there are, by version."""

    right: dict[int, Key]
    options: dict[int, int]


def assessments_with(bank: Bank) -> Sequence[Assessment]:
    """The published assessments whose matrix draws from the bank, latest first."""
    query = select(Assessment).where(Assessment.revision.is_not(None)).order_by(Assessment.opens_at.desc())
    return [a for a in db.session.scalars(query) if any(cell["bank"] == bank.code for cell in a.matrix)]


def basis_of(assessments: Sequence[Assessment]) -> str:
    """Differs whenever something was submitted, annulled or published anew. One statement, on the tallies."""
    ids = [a.id for a in assessments]
    sums = (func.sum(Tally.people), func.sum(Tally.attempts), func.sum(Tally.score_sum))
    people, attempts, score = db.session.execute(select(*sums).where(Tally.assessment_id.in_(ids))).one()
    revisions = sum(a.revision or 0 for a in assessments)
    return f"{len(ids)}-{sum(ids)}-{revisions}-{people or 0}-{attempts or 0}-{score or 0:.2f}"


def keys_of(assessment_ids: Sequence[int]) -> Keys:
    """Of every revision that was published."""
    query = select(SheetRecord.assessment_id, SheetRecord.revision).where(SheetRecord.assessment_id.in_(assessment_ids))
    found = Keys({}, {})
    for assessment_id, revision in db.session.execute(query).all():
        loaded = sheet.load(assessment_id, revision)
        found.right.update(loaded.keys)
        found.options.update(loaded.option_counts)
    return found


def stream_attempts(
    assessment_ids: Sequence[int], first_only: bool = True
) -> Iterator[tuple[int, list[Any], dict[str, Any], int | None]]:
    """(assessment, paper, answers, seconds) of submitted attempts.

    By default each person's first attempt at an assessment: whoever sits a paper again has learned from the one before,
    so repeated attempts would make questions look easier and less telling than they are.
    """
    # As text: read by pydantic's parser, hundreds of thousands of them take a fraction of the time.
    columns = (Attempt.assessment_id, cast(Attempt.paper, Text), cast(Attempt.answers, Text), Attempt.seconds)
    query = select(*columns).where(
        Attempt.assessment_id.in_(assessment_ids), Attempt.state == "submitted", Attempt.sheet_revision.is_not(None)
    )
    if first_only:
        query = query.where(Attempt.number == 1)
    for row in db.session.execute(query, execution_options={"yield_per": AT_ONCE}):
        yield row[0], from_json(row[1]), from_json(row[2]), row[3]


def versions_of(bank: Bank, ids: Iterable[int]) -> set[int]:
    """Those of these versions that stand in the bank."""
    found: set[int] = set()
    for some in chunks(sorted(ids)):
        query = select(QuestionVersion.id).where(QuestionVersion.bank_id == bank.id, QuestionVersion.id.in_(some))
        found.update(db.session.scalars(query))
    return found


def current_versions(bank: Bank) -> set[int]:
    """The versions in use, of questions that are not retired."""
    query = select(QuestionVersion.id).join(QuestionVersion.question)
    query = query.where(QuestionVersion.bank_id == bank.id, QuestionVersion.is_current, Question.state != "retired")
    return set(db.session.scalars(query))


def describe(version_ids: Sequence[int]) -> dict[int, Any]:
    """What a list shows of these few versions, by id."""
    columns = (
        QuestionVersion.id,
        QuestionVersion.question_id,
        QuestionVersion.number,
        QuestionVersion.is_current,
        QuestionVersion.stem,
        Question.reference,
        Bank.code.label("bank_code"),
    )
    query = select(*columns).join(QuestionVersion.question).join(Question.bank)
    return {row.id: row for row in db.session.execute(query.where(QuestionVersion.id.in_(version_ids)))}
