"""The check questions of a lesson: drawn for one learner, marked at once, told with explanations afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Any

from sqlalchemy import update

from ...accounts.models import Member
from ...assessments import paper, scoring
from ...errors import Refused, Sentence
from ...extensions import db
from ...transactions import transactional
from ...upserts import insert_for
from ..questions_asked import describe, draw_from, review, sheet_of
from ..secrecy import secret_bank_ids
from . import learning, progress
from .editions import LessonContent
from .learner_models import LessonCheck, LessonProgress
from .queries import Learner


@dataclass(frozen=True, slots=True)
class Check:
    """A try as the page shows it: ``questions`` while it is under way, ``reviewed`` once it is marked (None where the
    keys are still secret)."""

    number: int
    questions: list[dict[str, Any]]
    reviewed: list[dict[str, Any]] | None
    is_marked: bool
    right: int
    total: int
    best_percent: int


def find(member: Member, lesson: LessonContent) -> LessonCheck | None:
    """The member's try."""
    return db.session.get(LessonCheck, (member.id, lesson.id))


@transactional
def begin(
    learner: Learner, member: Member, lesson: LessonContent, now: datetime, random: Random | None = None
) -> LessonCheck:
    """The try under way, or a new one with other questions where the last one is marked. Raises Forbidden, Refused."""
    progress.require_learner(learner, lesson)
    found = find(member, lesson)
    if found is not None and found.marked_at is None:
        return found
    random = random or Random()  # noqa: S311 - nothing is at stake
    packed = paper.pack(draw_from(lesson.versions, lesson.question_count, random))
    number = found.number + 1 if found else 1
    row = {"member_id": member.id, "lesson_id": lesson.id, "number": number, "paper": packed, "answers": {}}
    fresh = {**row, "drawn_at": now, "marked_at": None, "right": 0}
    statement = insert_for(LessonCheck).values(fresh | {"best_percent": 0})
    again = {name: fresh[name] for name in ("number", "paper", "answers", "drawn_at", "marked_at", "right")}
    # Two taps at once draw once: the second finds the number already taken.
    statement = statement.on_conflict_do_update(
        index_elements=["member_id", "lesson_id"], set_=again, where=LessonCheck.number < number
    )
    db.session.execute(statement)
    return db.session.get_one(LessonCheck, (member.id, lesson.id), populate_existing=True)


@transactional
def answer(
    learner: Learner, member: Member, lesson: LessonContent, number: int, answers: Mapping[str, Any], now: datetime
) -> Learner:
    """Mark the try. The same one sent again changes nothing. Raises Forbidden, and Refused for one that is over."""
    progress.require_learner(learner, lesson)
    found = find(member, lesson)
    if found is None or number != found.number:
        raise Refused(Sentence("Lượt kiểm tra này đã thay bằng lượt khác. Hãy làm lượt đang mở."))
    if found.marked_at is None:
        _mark(found, lesson, learner.course.id, dict(answers), now)
    return progress.settle(learner.course.code, member, lesson, now)


def _mark(found: LessonCheck, lesson: LessonContent, course_id: int, answers: dict[str, Any], now: datetime) -> None:
    drawn = paper.unpack(found.paper)
    marks = scoring.mark(drawn, sheet_of(drawn).keys, answers)
    percent = learning.percent_of(marks.right, len(drawn))
    mine = (LessonCheck.member_id == found.member_id, LessonCheck.lesson_id == found.lesson_id)
    values = {"answers": answers, "marked_at": now, "right": marks.right}
    best = max(percent, found.best_percent)
    db.session.execute(
        update(LessonCheck).where(*mine, LessonCheck.marked_at.is_(None)).values(**values, best_percent=best)
    )
    row = {"member_id": found.member_id, "lesson_id": lesson.id, "course_id": course_id, "updated_at": now}
    whole = row | {"revision": 0, "percent": 100, "furthest": 100, "seconds": 0}
    db.session.execute(insert_for(LessonProgress).values(whole).on_conflict_do_nothing())


def show(found: LessonCheck, lesson: LessonContent, now: datetime) -> Check:
    """The try for the page; keys of a bank that a paper can still be drawn from are not shown."""
    drawn = paper.unpack(found.paper)
    questions = sheet_of(drawn)
    is_marked = found.marked_at is not None
    may_tell = is_marked and lesson.bank_id not in secret_bank_ids(now)
    return Check(
        number=found.number,
        questions=[] if is_marked else describe(drawn, questions),
        reviewed=review(drawn, questions, found.answers) if may_tell else None,
        is_marked=is_marked,
        right=found.right,
        total=len(drawn),
        best_percent=found.best_percent,
    )
