"""Item statistics of 100,000 attempts at papers of 40 questions, as ``quizapp report items`` computes them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import exp
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import Engine, create_engine, insert

from quizapp.accounts.models import Member
from quizapp.assessments.models import Assessment, Attempt, SheetRecord
from quizapp.assessments.tally_models import Tally
from quizapp.questions.models import Bank, Question, QuestionVersion
from quizapp.units.models import Unit, UnitKind

from . import processes
from .processes import Database, Usage

QUESTIONS = 40
AT_ONCE = 2_000
LETTERS = "abcd"
NOW = datetime(2026, 11, 1, 2, tzinfo=UTC)


@dataclass
class Items:
    """What the command used on one database."""

    database: str
    attempts: int
    usage: Usage


def measure(folder: Path, database: Database, attempts: int) -> Items:
    """Store the attempts in an empty database, then compute."""
    processes.quizapp(folder, database.url, "db", "upgrade")
    engine = create_engine(database.url)
    store(engine, attempts)
    engine.dispose()
    return Items(database.name, attempts, processes.quizapp(folder, database.url, "report", "items", "--bank", "B"))


def store(engine: Engine, attempts: int) -> None:
    """One bank, one assessment, everybody once, each with a paper of his or her own order."""
    random = Random(2026)
    slopes = [(random.lognormvariate(0, 0.3), random.gauss(1, 1)) for _ in range(QUESTIONS)]
    with engine.begin() as sql:
        for model, rows in _frame():
            sql.execute(insert(model), rows)
        for start in range(1, attempts + 1, AT_ONCE):
            numbers = range(start, min(start + AT_ONCE, attempts + 1))
            sql.execute(insert(Member), [_member(number) for number in numbers])
            sql.execute(insert(Attempt), [_attempt(number, slopes, random) for number in numbers])
        sql.execute(insert(Tally), {"assessment_id": 1, "unit_id": 1, "people": attempts, "attempts": attempts})


def _frame() -> Iterator[tuple[Any, list[dict[str, Any]]]]:
    numbers = range(1, QUESTIONS + 1)
    yield UnitKind, [{"id": 1, "code": "K", "name": "K", "position": 0, "is_grassroots": False}]
    unit = {"id": 1, "code": "U", "name": "U", "search_name": "u", "sort_name": "u", "kind_id": 1, "path": "1/"}
    yield Unit, [unit]
    yield Bank, [{"id": 1, "code": "B", "title": "B", "unit_id": 1, "created_at": NOW}]
    question = {"bank_id": 1, "state": "approved", "created_at": NOW}
    yield Question, [question | {"id": n, "reference": f"{n}"} for n in numbers]
    yield QuestionVersion, [_version(number) for number in numbers]
    matrix = [{"bank": "B", "topic": None, "level": None, "count": QUESTIONS, "points": 1.0}]
    about = {"id": 1, "code": "A", "title": "A", "kind": "exam", "unit_id": 1, "minutes": 30, "revision": 1}
    times = {"opens_at": NOW, "closes_at": NOW + timedelta(days=9), "published_at": NOW}
    yield Assessment, [about | times | {"matrix": matrix, "ranking": [], "member_kinds": []}]
    cells = [{"count": QUESTIONS, "points": 1.0, "versions": list(numbers)}]
    settings = {"shuffles_questions": True, "shuffles_options": True}
    sheet = {"assessment_id": 1, "revision": 1, "cells": cells, "settings": settings, "created_at": NOW}
    yield SheetRecord, [sheet]


def _version(number: int) -> dict[str, Any]:
    options = [{"text": f"<p>{letter}</p>", "right": letter == "a"} for letter in LETTERS]
    return {
        "id": number,
        "question_id": number,
        "bank_id": 1,
        "number": 1,
        "is_current": True,
        "kind": "single",
        "stem": f"<p>{number}</p>",
        "options": options,
        "tags": [],
        "search_text": "",
        "fingerprint": str(number),
        "created_at": NOW,
    }


def _member(number: int) -> dict[str, Any]:
    name = f"Người {number}"
    return {"id": number, "code": f"{number}", "name": name, "search_name": name, "sort_name": name} | {
        "unit_id": 1,
        "created_at": NOW,
    }


def _attempt(number: int, slopes: Sequence[tuple[float, float]], random: Random) -> dict[str, Any]:
    ability = random.gauss(0, 1)
    paper, answers, right = [], {}, 0
    for place, question in enumerate(random.sample(range(QUESTIONS), QUESTIONS), start=1):
        a, d = slopes[question]
        order = "".join(random.sample(LETTERS, 4))
        is_right = random.random() < 1 / (1 + exp(-(a * ability + d)))
        right += is_right
        chosen = "a" if is_right else random.choice("bcd")
        paper.append([question + 1, order, 1.0])
        answers[str(place)] = [LETTERS[order.index(chosen)]]
    until = NOW + timedelta(minutes=30)
    return {
        "id": number,
        "assessment_id": 1,
        "member_id": number,
        "unit_id": 1,
        "number": 1,
        "state": "submitted",
        "sheet_revision": 1,
        "paper": paper,
        "answers": answers,
        "started_at": NOW,
        "deadline": until,
        "saves_until": until,
        "submitted_at": until,
        "seconds": random.randint(300, 1800),
        "score": right,
        "max_score": QUESTIONS,
        "right": right,
        "all_correct": right == QUESTIONS,
    }
