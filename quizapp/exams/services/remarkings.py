"""Requests to be marked again (phúc khảo): asked, perhaps marked again, decided; or withdrawn."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import select, update

from ...accounts import audit
from ...accounts.models import Member
from ...assessments.models import Result
from ...errors import DomainError, Invalid, Refused, Sentence
from ...extensions import db
from ...local_times import to_instant, to_local
from ...transactions import transactional
from ...upserts import insert_for
from .. import essay_queries
from ..essay_queries import Standing
from ..models import Exam, Remarking
from ..settlement import AGAIN
from . import marking

LONGEST_TEXT = 2_000


def deadline_of(exam: Exam) -> datetime | None:
    """Requests are taken up to here: the end of the last day, counted from the day after the release. None before the
    release, and where the exam takes none."""
    if exam.released_at is None or exam.remarking_days <= 0:
        return None
    day = to_local(exam.released_at).date() + timedelta(days=exam.remarking_days + 1)
    return to_instant(datetime.combine(day, time())) - timedelta(seconds=1)


def reasons_not_to_ask(exam: Exam, result: Result | None, asked: Remarking | None, now: datetime) -> list[Sentence]:
    """Why the learner cannot ask to be marked again; [] where he or she can."""
    deadline = deadline_of(exam)
    if exam.released_at is None:
        return [Sentence("Điểm chưa công bố nên chưa nhận đơn phúc khảo.")]
    if deadline is None:
        return [Sentence("Kỳ thi này không nhận đơn phúc khảo.")]
    if result is None:
        return [Sentence("Bạn không có bài thi trong kỳ thi này.")]
    if asked is not None and asked.state != "withdrawn":
        return [Sentence("Bạn đã gửi đơn phúc khảo. Mỗi người gửi một đơn cho một kỳ thi.")]
    if now > deadline:
        return [Sentence("Đã hết hạn gửi đơn phúc khảo.")]
    return []


@transactional
def ask(exam: Exam, member: Member, text: str, now: datetime) -> Remarking:
    """Ask to be marked again; the same request twice is one. Raises Refused after the deadline, and Invalid."""
    text = text.strip()
    result = db.session.get(Result, (exam.assessment_id, member.id))
    earlier = find(exam, member)
    if earlier is not None and earlier.state == "asked" and earlier.text == text:
        return earlier
    reasons = reasons_not_to_ask(exam, result, earlier, now)
    if reasons or result is None:
        raise Refused(reasons[0])
    if not text or len(text) > LONGEST_TEXT:
        sentence = Sentence("Hãy ghi phần cần chấm lại và lý do, tối đa %(most)s ký tự.", most=LONGEST_TEXT)
        raise Invalid(sentence, place="text")
    fresh = {"attempt_id": result.attempt_id, "text": text, "state": "asked", "asked_at": now}
    fresh |= {"old_score": result.score, "new_score": None, "decision": ""}
    query = insert_for(Remarking).values(exam_id=exam.id, member_id=member.id, **fresh)
    # One who has withdrawn may ask anew; of two requests at the same moment the first stays.
    query = query.on_conflict_do_update(
        index_elements=["exam_id", "member_id"], set_=fresh, where=Remarking.state == "withdrawn"
    )
    db.session.execute(query)
    found = find(exam, member)
    assert found is not None
    _note("remarking.asked", exam, found, now)
    return found


def find(exam: Exam, member: Member) -> Remarking | None:
    """The member's request."""
    query = select(Remarking).where(Remarking.exam_id == exam.id, Remarking.member_id == member.id)
    return db.session.scalar(query.execution_options(populate_existing=True))


@transactional
def withdraw(exam: Exam, asked: Remarking, now: datetime) -> None:
    """Take the request back; twice is once. Raises Refused once it is being marked."""
    if asked.state == "withdrawn":
        return
    if not _move(asked, ("asked",), state="withdrawn"):
        raise Refused(Sentence("Bài đã được chuyển chấm lại nên không rút đơn được nữa."))
    _note("remarking.withdrawn", exam, asked, now)


@transactional
def begin(exam: Exam, asked: Remarking, now: datetime) -> None:
    """Have the essays of the attempt marked by somebody who has not marked them yet; twice is once."""
    if asked.state == "marking":
        return
    if not essays_of(exam, asked):
        raise Refused(Sentence("Bài này không có câu tự luận. Hãy kiểm tra rồi ghi kết luận."))
    if not _move(asked, ("asked",), state="marking"):
        raise _not_open(asked)
    _note("remarking.begun", exam, asked, now)


@transactional
def decide(exam: Exam, asked: Remarking, decision: str, decided_by: Member, now: datetime) -> None:
    """Close the request with these words; what was marked again counts from now on. Old and new score are kept.

    Raises Invalid without words, and Refused while an essay waits for its marker or the request is closed.
    """
    decision = decision.strip()
    if not decision or len(decision) > LONGEST_TEXT:
        raise Invalid(Sentence("Hãy ghi kết luận, tối đa %(most)s ký tự.", most=LONGEST_TEXT), place="decision")
    waiting = count_waiting(essays_of(exam, asked)) if asked.state == "marking" else 0
    if waiting:
        raise Refused(Sentence("Còn %(count)s bài tự luận chưa chấm lại xong.", count=waiting))
    closing = {"decision": decision, "decided_at": now, "decided_by_id": decided_by.id}
    if not _move(asked, ("asked", "marking"), state="decided", **closing):
        raise _not_open(asked)
    for standing in essays_of(exam, asked):
        marking.settle(standing, now)
    result = db.session.get_one(Result, (exam.assessment_id, asked.member_id), populate_existing=True)
    asked.new_score = result.score
    db.session.flush()
    _note("remarking.decided", exam, asked, now, old_score=asked.old_score, new_score=asked.new_score)


def essays_of(exam: Exam, asked: Remarking) -> list[Standing]:
    """The essays of the attempt, as markers know them."""
    return [one for one in essay_queries.list_standings(exam) if one.essay.attempt_id == asked.attempt_id]


def count_waiting(standings: list[Standing]) -> int:
    """How many of them are not marked again yet."""
    again = [one.marks.get(AGAIN) for one in standings]
    return sum(mark is None or mark.finished_at is None for mark in again)


def _move(asked: Remarking, states: tuple[str, ...], **values: object) -> bool:
    query = update(Remarking).where(Remarking.id == asked.id, Remarking.state.in_(states)).values(**values)
    moved = db.session.execute(query.execution_options(synchronize_session=False)).rowcount  # type: ignore[attr-defined]
    db.session.refresh(asked)
    return bool(moved)


def _not_open(asked: Remarking) -> DomainError:
    if asked.state == "withdrawn":
        return Refused(Sentence("Học viên đã rút đơn phúc khảo này."))
    return Refused(Sentence("Đơn phúc khảo này đã có kết luận."))


def _note(action: str, exam: Exam, asked: Remarking, now: datetime, **detail: Any) -> None:
    """In the log it is the exam's and the request's: who it is about stands on the request alone."""
    code = f"{exam.assessment.code}/{asked.id}"
    audit.record(action, "remarking", code, now=now, unit_id=exam.course_class.unit_id, **detail)
