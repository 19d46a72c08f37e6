"""Banks, assessments and attempts for tests."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import count
from typing import Any

from quizapp.assessments import paper
from quizapp.assessments.models import Assessment, AssessmentUnit, Attempt, Series
from quizapp.assessments.services import attempts, publication, submissions
from quizapp.assessments.sheet import load
from quizapp.assessments.tickets import Ticket
from quizapp.extensions import db
from quizapp.questions.models import Bank, Question, QuestionVersion
from quizapp.units.models import Unit
from tests.conftest import NOW

_numbers = count(1)


def make_bank(unit: Unit, code: str | None = None, questions: int = 0, **fields: Any) -> Bank:
    bank = Bank(code=code or f"NH{next(_numbers)}", title="Ngân hàng mẫu", unit_id=unit.id, created_at=NOW)
    db.session.add(bank)
    db.session.commit()
    for _ in range(questions):
        make_question(bank, **fields)
    return bank


def make_question(
    bank: Bank,
    kind: str = "single",
    options: int = 4,
    right: tuple[int, ...] = (0,),
    topic: str = "",
    level: str | None = None,
    state: str = "approved",
) -> QuestionVersion:
    number = next(_numbers)
    question = Question(bank_id=bank.id, reference=f"q{number}", state=state, created_at=NOW)
    db.session.add(question)
    db.session.flush()
    version = QuestionVersion(
        question_id=question.id,
        bank_id=bank.id,
        number=1,
        kind=kind,
        stem=f"Câu hỏi {number}?",
        options=[{"text": f"Phương án {place}", "right": place in right} for place in range(options)],
        explanation=f"Giải thích {number}",
        source="Nghị quyết 57-NQ/TW",
        topic=topic,
        level=level,
        tags=[],
        search_text=f"cau hoi {number}",
        fingerprint=f"{number:064}",
        created_at=NOW,
    )
    db.session.add(version)
    db.session.commit()
    return version


def make_assessment(
    unit: Unit, bank: Bank | None = None, count: int = 4, publish: bool = True, **fields: Any
) -> Assessment:
    """Open for an hour around NOW, unless told otherwise."""
    number = next(_numbers)
    values: dict[str, Any] = {
        "code": f"bai-{number}",
        "title": f"Tuần {number}",
        "kind": "round",
        "unit_id": unit.id,
        "opens_at": NOW - timedelta(hours=1),
        "closes_at": NOW + timedelta(hours=1),
        "minutes": 15,
        "attempts_allowed": 3,
        "ranking": ["score", "duration", "earlier"],
        "member_kinds": [],
    } | fields
    values.setdefault("matrix", [])
    if not values["matrix"]:
        bank = bank or make_bank(unit, questions=count)
        values["matrix"] = [{"bank": bank.code, "topic": None, "level": None, "count": count, "points": 1}]
    assessment = Assessment(**values)
    db.session.add(assessment)
    db.session.flush()
    db.session.add(AssessmentUnit(assessment_id=assessment.id, unit_id=unit.id))
    db.session.commit()
    if publish:
        publication.publish(assessment, min(NOW, assessment.opens_at))
    return assessment


def make_series(code: str = "chuoi") -> Series:
    series = Series(code=f"{code}-{next(_numbers)}")
    db.session.add(series)
    db.session.commit()
    return series


def ticket_of(attempt: Attempt) -> Ticket:
    return Ticket(attempt.id, attempt.ticket, len(attempt.paper))


def right_answers(attempt: Attempt, wrong: int = 0) -> dict[str, list[str]]:
    """Answers that are all right but for the first ``wrong`` questions, which are left out."""
    keys = load(attempt.assessment_id, attempt.sheet_revision or 0).keys
    drawn = paper.unpack(attempt.paper)
    answers = {}
    for name, question in list(zip(paper.question_ids(drawn), drawn, strict=True))[wrong:]:
        key = keys[question.version_id]
        if isinstance(key, frozenset):
            letters = zip(paper.option_ids(question), question.order, strict=True)
            answers[name] = [letter for letter, place in letters if place in key]
    return answers


def sit(
    assessment: Assessment, member: Any, started: datetime = NOW, seconds: int = 60, wrong: int = 0, **fields: Any
) -> Attempt:
    """A whole attempt: started, submitted after some seconds with some questions left out."""
    attempt = attempts.start(assessment.code, member, "phone", started).attempt
    answers = right_answers(attempt, wrong)
    return submissions.submit(
        ticket_of(attempt), 1, answers, fields.get("prediction"), started + timedelta(seconds=seconds)
    )
