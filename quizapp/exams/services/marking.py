"""Marking essays: drafts that save themselves, finished marks, and what they come to.

Every write is conditional: two markers may open the same essay, and one marker the same essay in two windows.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update

from ...accounts.models import Member
from ...assessments.services import hand_marks
from ...errors import DomainError, Refused, Sentence
from ...extensions import db
from ...transactions import transactional
from ...upserts import insert_for
from .. import essay_marks, essay_queries
from ..essay_queries import Standing
from ..models import Essay, EssayMark, Exam
from ..settlement import AGAIN, State

LONGEST_COMMENT = 4_000


class StaleMark(DomainError):
    """Another window of the same marker has saved since."""

    type = "stale-mark"


@transactional
def save_mark(
    exam: Exam,
    code: str,
    marker: Member,
    points: Sequence[float | None],
    comment: str,
    revision: int,
    now: datetime,
    finish: bool = False,
) -> EssayMark:
    """Keep what the marker gives by now (points by criterion, None for none yet), and finish it where asked.

    ``revision`` is the one that the marker's page knows, 0 for a first save. The same save twice is one. Raises
    NotFound, Invalid for points that a criterion does not give, StaleMark, and Refused when two others mark the essay
    already, the mark is finished, or the marks are released.
    """
    essay = essay_queries.get_standing(exam, code).essay
    # Two who finish at the same moment follow each other: the later one sees both marks.
    db.session.execute(select(Essay.id).where(Essay.id == essay.id).with_for_update())
    standing = essay_queries.get_standing(exam, code)
    essay_marks.check(points, standing.question.lines, finish)
    turn = _turn(exam, standing, marker)
    given: dict[str, object] = {"points": list(points), "comment": comment.strip()[:LONGEST_COMMENT]}
    if turn not in standing.marks and _take(essay, turn, marker, given, finish, now):
        saved = db.session.get_one(EssayMark, (essay.id, turn))
    else:
        saved = _save_again(essay, turn, marker, given, revision, finish, now)
    if finish:
        standing = essay_queries.get_standing(exam, code)
        # What is marked again on request counts once the request is decided.
        if not standing.is_asked_again:
            settle(standing, now)
    return saved


def _turn(exam: Exam, standing: Standing, marker: Member) -> int:
    turn = standing.turn_for(marker.id, exam.markers)
    if standing.essay.keeper_id == marker.id:
        raise Refused(Sentence("Bạn đã ghi mã phách của bài viết tay này nên không chấm. Hãy để người khác chấm."))
    if turn is None:
        raise Refused(Sentence("Bài này đã có đủ người chấm. Hãy chọn bài khác."))
    if exam.released_at is not None and turn != AGAIN:
        raise Refused(Sentence("Điểm đã công bố nên không chấm được nữa. Muốn chấm lại cần có đơn phúc khảo."))
    return turn


def _take(essay: Essay, turn: int, marker: Member, given: dict[str, object], finish: bool, now: datetime) -> bool:
    """Whether the marker has this turn now; False when somebody, or another window, was quicker."""
    row = {"essay_id": essay.id, "turn": turn, "marker_id": marker.id, "revision": 1, "saved_at": now} | given
    row["finished_at"] = now if finish else None
    query = insert_for(EssayMark).values(row).on_conflict_do_nothing().returning(EssayMark.turn)
    return db.session.scalar(query) is not None


def _save_again(
    essay: Essay, turn: int, marker: Member, given: dict[str, object], revision: int, finish: bool, now: datetime
) -> EssayMark:
    own = (EssayMark.essay_id == essay.id, EssayMark.turn == turn, EssayMark.marker_id == marker.id)
    query = update(EssayMark).where(*own, EssayMark.revision == revision, EssayMark.finished_at.is_(None))
    query = query.values(**given, revision=revision + 1, saved_at=now, finished_at=now if finish else None)
    changed = db.session.execute(query.execution_options(synchronize_session=False)).rowcount  # type: ignore[attr-defined]
    stored = db.session.scalar(select(EssayMark).where(*own).execution_options(populate_existing=True))
    if stored is None:
        raise Refused(Sentence("Người chấm khác vừa nhận bài này trước bạn. Hãy chọn bài khác."))
    if not changed and not _is_the_same(stored, given, finish):
        raise _refusal(stored)
    return stored


def _is_the_same(stored: EssayMark, given: dict[str, object], finish: bool) -> bool:
    return (stored.points, stored.comment, stored.finished_at is not None) == (
        given["points"],
        given["comment"],
        finish,
    )


def _refusal(stored: EssayMark) -> DomainError:
    if stored.finished_at is not None:
        return Refused(Sentence("Bạn đã hoàn thành chấm bài này nên không sửa được nữa."))
    return StaleMark(
        Sentence("Bài này vừa được lưu ở cửa sổ khác của bạn. Hãy tải lại trang để chấm tiếp."),
        revision=stored.revision,
    )


@transactional
def settle(standing: Standing, now: datetime) -> None:
    """Give the question its points where the markers agree; results and tallies follow."""
    essay, settled = standing.essay, standing.settlement
    if settled.state is not State.SETTLED or essay.points == settled.points:
        return
    essay.points, essay.settled_at = settled.points, now
    db.session.flush()
    hand_marks.set_points(essay.attempt_id, {str(essay.question_number): settled.points})
