"""Finished marks of essays are opened again: what was given is kept as it was, and waits as a draft for its marker."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update

from ...accounts import audit
from ...accounts.models import Member
from ...assessments.models import Attempt
from ...assessments.services import hand_marks
from ...errors import Invalid, NotFound, Refused, Sentence
from ...extensions import db
from ...transactions import transactional
from .. import essay_queries
from ..models import EarlierMark, Essay, EssayMark, Exam
from ..settlement import AGAIN, THIRD

LONGEST_REASON = 300


@transactional
def reopen_mark(exam: Exam, code: str, turn: int, reason: str, actor: Member, now: datetime) -> bool:
    """Let the marker of this turn go on with a finished mark; whether this call did it (twice is once).

    The essay has no points until the mark is finished again. Raises NotFound, Invalid without a reason, and Refused
    once the marks are released, a request is decided, or a third marker has decided.
    """
    essay = essay_queries.get_standing(exam, code).essay
    # Whoever finishes, settles or opens a mark of this essay waits for the others.
    db.session.execute(select(Essay.id).where(Essay.id == essay.id).with_for_update())
    standing = essay_queries.get_standing(exam, code)
    mark = standing.marks.get(turn)
    if mark is None:
        raise NotFound(Sentence("Bài này chưa có lượt chấm đó."))
    reason = _checked(reason)
    if refusal := _reason_not_to(exam, standing, turn):
        raise Refused(refusal)
    if not _open([mark], reason, actor, now):
        return False
    if turn != AGAIN:
        _take_points_back(essay)
    _note(exam, code, turn, reason, actor, now)
    return True


def _checked(reason: str) -> str:
    tidied = " ".join(reason.split())
    if not tidied or len(tidied) > LONGEST_REASON:
        sentence = Sentence("Hãy ghi lý do mở lại điểm, tối đa %(most)s ký tự.", most=LONGEST_REASON)
        raise Invalid(sentence, place="reason")
    return tidied


def _reason_not_to(exam: Exam, standing: essay_queries.Standing, turn: int) -> Sentence | None:
    if turn == AGAIN:
        return None if standing.is_asked_again else Sentence("Đơn phúc khảo đã có kết luận nên không mở lại điểm được.")
    if exam.released_at is not None:
        return Sentence("Điểm đã công bố nên không mở lại điểm chấm được. Muốn chấm lại cần có đơn phúc khảo.")
    if turn != THIRD and THIRD in standing.marks:
        return Sentence("Người chấm thứ ba đã nhận bài này. Hãy mở lại điểm của người chấm thứ ba.")
    return None


@transactional
def reopen_all_of(attempt: Attempt, actor: Member, now: datetime) -> int:
    """Let markers look again at what they gave to an attempt that its candidate may go on with; how many marks."""
    db.session.execute(select(Essay.id).where(Essay.attempt_id == attempt.id).order_by(Essay.id).with_for_update())
    query = select(EssayMark).join(Essay, Essay.id == EssayMark.essay_id).where(Essay.attempt_id == attempt.id)
    marks = db.session.scalars(query.execution_options(populate_existing=True)).all()
    count = _open(marks, "", actor, now)
    db.session.execute(update(Essay).where(Essay.attempt_id == attempt.id).values(points=None, settled_at=None))
    return count


def _open(marks: Sequence[EssayMark], reason: str, actor: Member, now: datetime) -> int:
    finished = [mark for mark in marks if mark.finished_at is not None]
    for mark in finished:
        copied = {name: getattr(mark, name) for name in ("essay_id", "turn", "marker_id", "points", "comment")}
        seen = {"finished_at": mark.finished_at, "reopened_at": now, "reopened_by_id": actor.id, "reason": reason}
        db.session.add(EarlierMark(**copied, **seen))
        mark.finished_at = None
        # A window that still shows the finished mark does not finish it by chance.
        mark.revision += 1
    db.session.flush()
    return len(finished)


def _take_points_back(essay: Essay) -> None:
    if essay.points is None:
        return
    essay.points = essay.settled_at = None
    db.session.flush()
    hand_marks.set_points(essay.attempt_id, {str(essay.question_number): None})


def _note(exam: Exam, code: str, turn: int, reason: str, actor: Member, now: datetime) -> None:
    about = f"{exam.assessment.code}/{code}"
    unit_id = exam.course_class.unit_id
    audit.record("essay_mark.reopened", "essay", about, now=now, unit_id=unit_id, actor=actor, turn=turn, reason=reason)
