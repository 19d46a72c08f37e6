"""A day's portion and its answers. Nothing of it counts for a competition or an exam."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from random import Random
from typing import Any

from sqlalchemy import select, update

from ...accounts.models import Member
from ...assessments import paper, scoring
from ...errors import NotFound, Refused, Sentence
from ...extensions import db
from ...transactions import transactional
from ...upserts import insert_for
from ...wording import local_day
from .. import questions_asked
from . import queries, spacing
from .models import PracticeCard, PracticeDay

UNKNOWN_DAY = Sentence("Không có phần luyện tập của ngày này.")
_TRIES = 5


@transactional
def portion_of(member: Member, now: datetime, size: int) -> PracticeDay | None:
    """Today's portion, drawn at the first call: what is due first, then what is new. None where there is nothing."""
    today = local_day(now)
    found = queries.find_day(member, today)
    if found is not None:
        return found
    due = queries.due_versions(member, now, today, size)
    new = queries.new_versions(member, now, today) if len(due) < size else []
    random = Random()  # noqa: S311 - nothing is at stake
    chosen = due + random.sample(new, min(len(new), size - len(due)))
    if not chosen:
        return None
    packed = paper.pack(questions_asked.draw_from(chosen, len(chosen), random))
    row = {"member_id": member.id, "day": today, "paper": packed, "answers": {}, "revision": 0, "right": 0}
    # Two devices at once draw one portion.
    db.session.execute(insert_for(PracticeDay).values(row | {"drawn_at": now}).on_conflict_do_nothing())
    return queries.find_day(member, today)


@transactional
def keep_answers(member: Member, day: date, answers: Mapping[str, Any], now: datetime) -> PracticeDay:
    """Keep what a device says it has answered: its whole state, which may come twice, late and out of order. The first
    answer to a question counts. Raises NotFound for a day that was never drawn."""
    for _ in range(_TRIES):
        found = queries.find_day(member, day)
        if found is None:
            raise NotFound(UNKNOWN_DAY)
        drawn = paper.unpack(found.paper)
        fresh = {
            name: answers[name] for name in paper.question_ids(drawn) if name not in found.answers and answers.get(name)
        }
        if not fresh:
            return found
        if _claim(found, drawn, fresh, now):
            _space(member, drawn, fresh, now)
            kept = queries.find_day(member, day)
            assert kept is not None, "it was there a moment ago"
            return kept
    raise Refused(Sentence("Máy khác đang gửi câu trả lời cùng lúc. Hãy thử lại."))


def _claim(found: PracticeDay, drawn: tuple[paper.PaperQuestion, ...], fresh: dict[str, Any], now: datetime) -> bool:
    """Store them, unless another device stored some in the meantime."""
    answers = found.answers | fresh
    marks = scoring.mark(drawn, questions_asked.sheet_of(drawn).keys, answers)
    is_done = len(answers) == len(drawn)
    same = (PracticeDay.member_id == found.member_id, PracticeDay.day == found.day)
    statement = update(PracticeDay).where(*same, PracticeDay.revision == found.revision)
    values = {"answers": answers, "right": marks.right, "revision": found.revision + 1}
    stored = db.session.execute(statement.values(**values, done_at=now if is_done else None))
    return bool(stored.rowcount)  # type: ignore[attr-defined]


def _space(member: Member, drawn: tuple[paper.PaperQuestion, ...], fresh: dict[str, Any], now: datetime) -> None:
    """Say of each question that was answered when it comes again."""
    keys = questions_asked.sheet_of(drawn).keys
    asked = {name: one for name, one in zip(paper.question_ids(drawn), drawn, strict=True) if name in fresh}
    wanted = [one.version_id for one in asked.values()]
    mine = (PracticeCard.member_id == member.id, PracticeCard.version_id.in_(wanted))
    known = {card.version_id: card.state for card in db.session.scalars(select(PracticeCard).where(*mine))}
    for name, one in asked.items():
        is_right = scoring.share_of(one, keys[one.version_id], fresh[name]) >= 1
        state, due_at = spacing.review(known.get(one.version_id), is_right, now)
        row = {"member_id": member.id, "version_id": one.version_id}
        changed = {"state": state, "due_at": due_at, "answered_at": now}
        statement = insert_for(PracticeCard).values(row | changed)
        db.session.execute(statement.on_conflict_do_update(index_elements=list(row), set_=changed))
