"""What is read for mark sheets, summaries and statistics."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from ..accounts.models import Member
from ..assessments import queries as assessment_queries
from ..assessments import sheet
from ..assessments.models import Attempt, Result
from ..extensions import db
from ..questions.models import QuestionVersion
from ..rich_text import to_plain_text
from ..units.models import Unit
from .mark_sheet import Entry, Row, Rules, rows
from .models import Candidate, Exam, PaperCode
from .statistics import Item, Sat, items


def mark_sheet(exam: Exam, now: datetime) -> list[Row]:
    """The mark sheet as it stands. Three statements, however many candidates there are."""
    return rows(_entries(exam), rules_of(exam, now))


def rules_of(exam: Exam, now: datetime) -> Rules:
    """How the exam turns points into marks."""
    window = assessment_queries.window_of(exam.assessment)
    is_over = now >= window.saves_until(exam.assessment.closes_at)
    return Rules(exam.scale, exam.step, exam.pass_mark, exam.bands, is_over)


def _entries(exam: Exam) -> list[Entry]:
    codes = _codes_by_member(exam)
    latest = (
        select(Attempt.member_id, func.max(Attempt.number).label("number"))
        .where(Attempt.assessment_id == exam.assessment_id)
        .group_by(Attempt.member_id)
        .subquery()
    )
    last, counted = aliased(Attempt), aliased(Attempt)
    query = (
        select(
            Candidate.number,
            Candidate.reasons,
            Candidate.admitted_because,
            *(Member.id, Member.code, Member.name, Member.birth_date, Member.birth_year),
            Unit.name.label("unit_name"),
            *(Result.score, Result.max_score, counted.unmarked, last.state),
        )
        .join(Member, Member.id == Candidate.member_id)
        .join(Unit, Unit.id == Member.unit_id)
        .outerjoin(Result, (Result.assessment_id == exam.assessment_id) & (Result.member_id == Member.id))
        .outerjoin(counted, counted.id == Result.attempt_id)
        .outerjoin(latest, latest.c.member_id == Member.id)
        .outerjoin(
            last,
            (last.assessment_id == exam.assessment_id)
            & (last.member_id == Member.id)
            & (last.number == latest.c.number),
        )
        .where(Candidate.exam_id == exam.id)
    )
    return [_entry(row, codes) for row in db.session.execute(query)]


def _entry(row: Any, codes: dict[int, str]) -> Entry:
    return Entry(
        number=row.number,
        member_id=row.id,
        member_code=row.code,
        name=row.name,
        unit_name=row.unit_name,
        birth_date=row.birth_date,
        birth_year=row.birth_year,
        paper_code=codes.get(row.id, ""),
        points=row.score,
        most_points=row.max_score or 0,
        has_unmarked=bool(row.unmarked),
        last_state=row.state or "",
        reasons=row.reasons,
        is_admitted=bool(row.admitted_because),
    )


def _codes_by_member(exam: Exam) -> dict[int, str]:
    """{member: paper code} of the attempts that were made on paper."""
    codes = {_as_text(one.paper): one.code for one in paper_codes(exam)}
    if not codes:
        return {}
    query = select(Attempt.member_id, Attempt.paper).where(
        Attempt.assessment_id == exam.assessment_id, Attempt.submitted_by == "import", Attempt.state == "submitted"
    )
    return {member: codes.get(_as_text(paper), "") for member, paper in db.session.execute(query)}


def _as_text(paper: Sequence[Any]) -> str:
    return json.dumps(paper)


def paper_codes(exam: Exam) -> Sequence[PaperCode]:
    """The printed variants, in the order of their codes."""
    query = select(PaperCode).where(PaperCode.exam_id == exam.id).order_by(PaperCode.code)
    return db.session.scalars(query).all()


def item_statistics(exam: Exam) -> list[Item]:
    """How each question went, over the attempts that count."""
    columns = (Attempt.paper, Attempt.answers, Attempt.sheet_revision, Attempt.points_by_hand)
    query = select(*columns).join(Result, Result.attempt_id == Attempt.id)
    query = query.where(Attempt.assessment_id == exam.assessment_id, Attempt.sheet_revision.is_not(None))
    return items(
        Sat(row.paper, row.answers, sheet.load(exam.assessment_id, row.sheet_revision).keys, row.points_by_hand or {})
        for row in db.session.execute(query)
    )


def stems_of(found: Sequence[Item]) -> dict[int, str]:
    """{version: its stem as plain text}."""
    query = select(QuestionVersion.id, QuestionVersion.stem)
    rows = db.session.execute(query.where(QuestionVersion.id.in_([item.version_id for item in found])))
    return {version: to_plain_text(stem) for version, stem in rows}
