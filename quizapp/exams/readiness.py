"""What an exam still lacks before it can be published."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from ..assessments import matrix, paper, pools
from ..assessments.overlap import expected_overlap
from ..errors import DomainError, Sentence
from ..extensions import db
from ..questions.formats.parsed import Kind
from ..wording import number as written
from . import queries
from .candidate_queries import plan_candidates
from .models import Exam

# Beyond this, neighbours can help each other.
MUCH_OVERLAP = 0.5


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at. ``state``: "fine", "missing" (publication waits for it) or "advice"; ``place`` is
    the step where it is mended."""

    state: str
    sentence: Sentence
    place: str


@dataclass(frozen=True, slots=True)
class Paper:
    """What can be said of the papers that a matrix gives. ``fault``: why none can be drawn; ``overlap`` from 0 to 1."""

    fault: Sentence | None = None
    questions: int = 0
    points: float = 0
    overlap: float = 0
    has_essays: bool = False
    # What each row of the matrix draws from.
    cells: tuple[paper.Cell, ...] = ()


def paper_of(exam: Exam) -> Paper:
    """Look at the matrix and the bank as they are now."""
    assessment = exam.assessment
    rows = matrix.from_cells(assessment.matrix)
    try:
        stored = pools.fill_cells(assessment.matrix, assessment.allowed_kinds)
    except DomainError as error:
        return Paper(error.sentence)
    cells = [paper.Cell(cell["count"], cell["points"], tuple(cell["versions"])) for cell in stored]
    overlap = 1.0 if assessment.is_paper_fixed else expected_overlap(cells)
    versions = sorted({version for cell in cells for version in cell.pool})
    has_essays = queries.count_versions_by_kind(versions, Kind.ESSAY) > 0
    return Paper(None, matrix.count_questions(rows), matrix.maximum_score(rows), overlap, has_essays, tuple(cells))


def checks_of(exam: Exam, now: datetime) -> list[Check]:
    """Everything that was looked at, in the order of the steps."""
    return [*_resit(exam), *_times(exam, now), *_paper(exam), *_rules(exam), *_candidates(exam)]


def _resit(exam: Exam) -> Iterator[Check]:
    if exam.resit_of_id is None:
        return
    first = db.session.get_one(Exam, exam.resit_of_id)
    if first.released_at is None:
        sentence = Sentence("“%(title)s” chưa công bố điểm nên chưa biết ai thi lại.", title=first.assessment.title)
        yield Check("missing", sentence, "information")


def _times(exam: Exam, now: datetime) -> Iterator[Check]:
    if exam.assessment.closes_at <= now:
        yield Check("missing", Sentence("Kỳ thi đã qua giờ đóng. Hãy sửa thời gian."), "information")
    elif exam.assessment.opens_at <= now:
        yield Check("advice", Sentence("Kỳ thi đã qua giờ mở: công bố là mở ngay."), "information")
    else:
        yield Check("fine", Sentence("Thời gian hợp lệ."), "information")


def _paper(exam: Exam) -> Iterator[Check]:
    looked_at = paper_of(exam)
    if looked_at.fault:
        yield Check("missing", looked_at.fault, "matrix")
        return
    yield Check("fine", Sentence("Rút được đề %(count)s câu.", count=looked_at.questions), "matrix")
    if looked_at.overlap > MUCH_OVERLAP and not exam.assessment.is_paper_fixed:
        share = written(round(looked_at.overlap * 100))
        sentence = Sentence("Hai đề bất kỳ trùng nhau khoảng %(share)s %%. Ngân hàng nên có thêm câu.", share=share)
        yield Check("advice", sentence, "matrix")
    markers = queries.count_markers(exam.course_class)
    if looked_at.has_essays and markers < exam.markers:
        sentence = Sentence(
            "Đề có thể có câu tự luận, cần %(needed)s người chấm; lớp mới có %(found)s.",
            needed=exam.markers,
            found=markers,
        )
        yield Check("advice", sentence, "marking")


def _rules(exam: Exam) -> Iterator[Check]:
    if exam.assessment.access_code:
        yield Check("fine", Sentence("Có mã vào thi."), "rules")
    else:
        yield Check("advice", Sentence("Không hỏi mã vào thi: ai ở ngoài phòng cũng vào thi được."), "rules")


def _candidates(exam: Exam) -> Iterator[Check]:
    planned = plan_candidates(exam)
    barred = sum(not one.may_sit for one in planned)
    if not planned:
        yield Check("missing", Sentence("Chưa có thí sinh nào. Hãy thêm học viên vào lớp."), "candidates")
    elif barred:
        sentence = Sentence(
            "%(people)s thí sinh, trong đó %(barred)s người chưa đủ điều kiện.",
            people=written(len(planned)),
            barred=written(barred),
        )
        yield Check("advice", sentence, "candidates")
    else:
        sentence = Sentence("%(people)s thí sinh, đều đủ điều kiện.", people=written(len(planned)))
        yield Check("fine", sentence, "candidates")
