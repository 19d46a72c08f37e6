"""What somebody in charge does to attempts: more time, another go at a submitted one, an end, an annulment.

Each is claimed by a conditional UPDATE whose row count is looked at, and results and counters are moved, not counted
anew, so that it is right while others submit. Who did it and why is the caller's to record.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update

from ...errors import Invalid, NotFound, Refused, Sentence
from ...extensions import db
from ...transactions import transactional
from ...upserts import move
from .. import queries
from ..models import Assessment, Attempt, Result
from ..tally_models import DayTally, Tally
from . import recounts, submissions
from .annulments import uncount_series
from .results import local_day

MOST_MINUTES = 180


@transactional
def extend(attempt: Attempt, minutes: int, now: datetime) -> datetime:
    """Give a running attempt more minutes; its new deadline. Asked twice with the deadline that was seen it is once.

    Raises Invalid for the minutes, Refused when it has ended or the deadline has changed since the attempt was read.
    """
    _check(minutes)
    later = attempt.deadline + timedelta(minutes=minutes)
    if not _set_deadline(attempt.assessment, attempt.id, attempt.deadline, later, now):
        current = db.session.get_one(Attempt, attempt.id, populate_existing=True)
        raise Refused(_why_not_extended(current, now))
    db.session.expire(attempt)
    return later


def _why_not_extended(attempt: Attempt, now: datetime) -> Sentence:
    if attempt.state == "running" and attempt.saves_until >= now:
        return Sentence("Hạn nộp vừa được đổi. Hãy xem lại trước khi thêm giờ.")
    return Sentence("Bài này đã kết thúc nên không thêm giờ được. Có thể mở lại bài nếu cần.")


@transactional
def lock(assessment: Assessment) -> None:
    """Let others who would do the same to everybody wait until this transaction has ended."""
    same = {"grace_seconds": Assessment.grace_seconds}
    locked = update(Assessment).where(Assessment.id == assessment.id).values(same)
    db.session.execute(locked.execution_options(synchronize_session=False))


@transactional
def extend_all(assessment: Assessment, minutes: int, now: datetime) -> int:
    """Give everybody who is working more minutes; how many they are. Raises Invalid, and Refused when nobody is."""
    _check(minutes)
    query = select(Attempt.id, Attempt.deadline).where(
        Attempt.assessment_id == assessment.id, Attempt.state == "running", Attempt.saves_until >= now
    )
    more = timedelta(minutes=minutes)
    running = db.session.execute(query.order_by(Attempt.id)).all()
    extended = sum(_set_deadline(assessment, id, deadline, deadline + more, now) for id, deadline in running)
    if not extended:
        raise Refused(Sentence("Không có ai đang làm bài nên không thêm giờ được."))
    db.session.expire_all()
    return extended


def _set_deadline(assessment: Assessment, attempt_id: int, seen: datetime, later: datetime, now: datetime) -> bool:
    statement = (
        update(Attempt)
        .where(Attempt.id == attempt_id, Attempt.state == "running")
        .where(Attempt.deadline == seen, Attempt.saves_until >= now)
        .values(deadline=later, saves_until=queries.window_of(assessment).saves_until(later))
        .execution_options(synchronize_session=False)
    )
    return bool(db.session.execute(statement).rowcount)  # type: ignore[attr-defined]


@transactional
def reopen(attempt: Attempt, minutes: int, now: datetime) -> datetime:
    """Let a submitted attempt go on with its answers, until its old deadline or for these minutes, whichever is later;
    the deadline. What it counted for is taken back exactly.

    Raises Invalid, and Refused when it is not submitted, another attempt runs, no time would be left, or the results
    are published.
    """
    if minutes:
        _check(minutes)
    assessment = attempt.assessment
    deadline = max(attempt.deadline, now + timedelta(minutes=minutes))
    _refuse_to_reopen(attempt, deadline, now)
    submitted_at = attempt.submitted_at
    values = dict.fromkeys(("submitted_at", "submitted_by", "score", "max_score", "right", "all_correct", "seconds"))
    values |= dict.fromkeys(("receipt", "points_by_hand"))
    running = {"state": "running", "unmarked": 0, "deadline": deadline}
    running["saves_until"] = queries.window_of(assessment).saves_until(deadline)
    _claim(attempt, "submitted", values | running)
    _uncount(assessment, attempt.member_id, submitted_at)
    return deadline


def _refuse_to_reopen(attempt: Attempt, deadline: datetime, now: datetime) -> None:
    if attempt.state != "submitted" or attempt.sheet_revision is None:
        raise Refused(Sentence("Chỉ mở lại được bài đã nộp trên hệ thống."))
    if attempt.assessment.results_published_at is not None:
        raise Refused(Sentence("Kết quả đã công bố nên không mở lại bài được."))
    if deadline <= now:
        raise Refused(Sentence("Bài đã quá hạn nộp. Hãy ghi số phút được làm tiếp."))
    running = select(Attempt.id).where(
        Attempt.assessment_id == attempt.assessment_id,
        Attempt.member_id == attempt.member_id,
        Attempt.state == "running",
    )
    if db.session.scalar(running) is not None:
        raise Refused(Sentence("Người này đang làm một lượt khác nên không mở lại bài cũ được."))


def stop(attempt: Attempt, now: datetime) -> Attempt:
    """Submit a running attempt with what was saved. Raises Refused when it has ended."""
    stopped = submissions.close_by_organiser(attempt.id, now)
    db.session.expire_all()
    return stopped


@transactional
def annul(attempt: Attempt) -> None:
    """Let one attempt count for nothing, whether it runs or is submitted; it remains used. Raises Refused when it has
    changed meanwhile, is annulled already, or the results are published."""
    if attempt.state == "annulled":
        raise Refused(Sentence("Bài này đã bị hủy trước đó."))
    if attempt.assessment.results_published_at is not None:
        raise Refused(Sentence("Kết quả đã công bố nên không hủy bài ở đây được."))
    assessment, member_id, submitted_at = attempt.assessment, attempt.member_id, attempt.submitted_at
    was_submitted = attempt.state == "submitted"
    _claim(attempt, attempt.state, {"state": "annulled"})
    if was_submitted:
        _uncount(assessment, member_id, submitted_at)


def _claim(attempt: Attempt, state: str, values: dict[str, Any]) -> None:
    """Change it if it is still as it was read: a submission has a receipt of its own."""
    statement = update(Attempt).where(Attempt.id == attempt.id, Attempt.state == state)
    statement = statement.where(Attempt.receipt.is_not_distinct_from(attempt.receipt))
    done = db.session.execute(statement.values(values).execution_options(synchronize_session=False))
    if not done.rowcount:  # type: ignore[attr-defined]
        raise Refused(Sentence("Bài làm vừa thay đổi. Hãy tải lại trang rồi thử lại."))
    db.session.expire(attempt)


def _uncount(assessment: Assessment, member_id: int, submitted_at: datetime | None) -> None:
    """Take one attempt, which is not submitted any more, out of the member's result and of the tallies."""
    result = db.session.get(Result, (assessment.id, member_id), with_for_update={"of": Result}, populate_existing=True)
    if result is None or submitted_at is None:
        return
    left = list(recounts.submitted_attempts(assessment, member_id))
    key = {"assessment_id": assessment.id, "unit_id": result.unit_id}
    before = (result.score, result.has_been_all_correct)
    after = (0.0, False)
    if left:
        row = recounts.result_row(left, assessment, (result.decision, result.decision_reason))
        for name, value in row.items():
            setattr(result, name, value)
        after = (result.score, result.has_been_all_correct)
    else:
        db.session.delete(result)
    by = {
        "people": -int(not left),
        "attempts": -1,
        "all_correct": int(after[1]) - int(before[1]),
        "score_sum": after[0] - before[0],
    }
    move(db.session.connection(), Tally, key, by)
    _uncount_day(key, submitted_at, [attempt.submitted_at for attempt in left])
    db.session.flush()
    if assessment.series_id is not None:
        uncount_series(assessment.series_id, member_id)


def _uncount_day(key: dict[str, int], submitted_at: datetime, left: list[datetime]) -> None:
    """A person is new on the day of the first submission, which may now be a later one."""
    sql, day = db.session.connection(), local_day(submitted_at)
    first = local_day(min([submitted_at, *left]))
    move(sql, DayTally, {**key, "day": day}, {"new_people": -int(day == first), "attempts": -1})
    if day == first and left:
        move(sql, DayTally, {**key, "day": local_day(min(left))}, {"new_people": 1})


def _check(minutes: int) -> None:
    if not 1 <= minutes <= MOST_MINUTES:
        raise Invalid(Sentence("Số phút phải từ 1 đến %(most)s.", most=MOST_MINUTES), field="minutes")


def get_attempt(assessment: Assessment, attempt_id: int) -> Attempt:
    """An attempt of this assessment, whoever sits it. Raises NotFound."""
    attempt = db.session.get(Attempt, attempt_id, populate_existing=True)
    if attempt is None or attempt.assessment_id != assessment.id:
        raise NotFound(Sentence("Không có lượt thi này."))
    return attempt
