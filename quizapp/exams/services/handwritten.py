"""Essays written on paper: the sheet carries an anonymous code like all others, and is marked like all others.

Whoever puts the code on the sheet knows whose it is: that is the keeper, who sees the code and does not mark the essay.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, func, select, update
from sqlalchemy.orm import joinedload

from ...assessments.models import Attempt
from ...errors import Refused, Sentence
from ...extensions import db
from ..models import Essay, EssayMark, Exam, PaperCode
from . import essays

# What stands as the answer, for everybody who reads the attempt.
ON_PAPER = "Viết tay trên tờ bài làm"


def answers_on_paper(exam: Exam, printed: PaperCode) -> dict[str, str]:
    """The answers to the essay questions of a printed paper, when they are written by hand; {} without any."""
    numbers = essays.essay_numbers(exam, printed.paper, printed.sheet_revision)
    return dict.fromkeys(map(str, numbers), ON_PAPER)


def finished_marks(exam: Exam, member_id: int | None = None) -> dict[int, int]:
    """{member: how many finished marks} of everybody, or the one, whose essay is entered from paper by now."""
    columns = (Attempt.member_id, Attempt.answers, func.count(EssayMark.finished_at))
    query = _entered(exam).outerjoin(EssayMark, EssayMark.essay_id == Essay.id).with_only_columns(*columns)
    query = query.group_by(Attempt.id, Attempt.member_id)
    if member_id is not None:
        query = query.where(Attempt.member_id == member_id)
    return {member: count for member, answers, count in db.session.execute(query) if ON_PAPER in answers.values()}


def require_change(exam: Exam, finished: int | None, is_written: bool) -> None:
    """Raise Refused where an essay cannot come any more, or not go. ``finished``: its marks, None without an essay."""
    if is_written and finished is None and exam.released_at is not None:
        raise Refused(Sentence("Điểm đã công bố nên không nhận thêm bài tự luận viết tay."))
    if not is_written and finished:
        raise Refused(
            Sentence(
                "Bài tự luận viết tay của người này đã có điểm chấm nên không bỏ được. Hãy mở lại điểm chấm trước."
            )
        )


def hold(exam: Exam, member_id: int) -> None:
    """Whoever marks an essay of this candidate waits until the sheet is entered."""
    own = select(Essay.id).join(Essay.attempt).where(Essay.exam_id == exam.id, Attempt.member_id == member_id)
    db.session.execute(own.order_by(Essay.id).with_for_update(of=Essay))


def give_codes(exam: Exam, attempt: Attempt, keeper_id: int | None) -> None:
    """Give the essays of a sheet that was entered their codes; the first who saw them stays their keeper."""
    essays.collect(exam, attempt.id)
    query = update(Essay).where(Essay.attempt_id == attempt.id, Essay.keeper_id.is_(None)).values(keeper_id=keeper_id)
    db.session.execute(query.execution_options(synchronize_session=False))
    db.session.expire_all()


def list_essays(exam: Exam) -> dict[int, list[Essay]]:
    """{member: essays} that were entered from paper and are not left out since, by their place on the paper."""
    found: dict[int, list[Essay]] = {}
    query = _entered(exam).with_only_columns(Essay, Attempt.member_id, Attempt.answers)
    query = query.options(joinedload(Essay.keeper))
    for essay, member_id, answers in db.session.execute(query.order_by(Essay.question_number)):
        if str(essay.question_number) in answers:
            found.setdefault(member_id, []).append(essay)
    return found


def _entered(exam: Exam) -> Select[Any]:
    entered = (Essay.exam_id == exam.id, Attempt.submitted_by == "import", Attempt.state == "submitted")
    return select(Essay).join(Attempt, Attempt.id == Essay.attempt_id).where(*entered)
