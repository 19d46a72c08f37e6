"""Making the printed variants of an exam's paper."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from random import Random

from sqlalchemy import delete, exists, select

from ...accounts import audit
from ...assessments import paper, sheet
from ...assessments.models import Attempt
from ...errors import Invalid, Refused, Sentence
from ...extensions import db
from ...transactions import transactional
from .. import output_queries
from ..models import Exam, PaperCode
from ..paper_codes import MOST_CODES, codes_from, shuffle

CHOICES = ("single", "multiple", "truefalse")


def sheet_of(exam: Exam, revision: int | None = None) -> sheet.Sheet:
    """The sheet that the exam's codes are made from. Raises Refused while it is a draft."""
    wanted = revision if revision is not None else exam.assessment.revision
    if wanted is None:
        raise Refused(Sentence("Kỳ thi chưa công bố, nên chưa tạo được mã đề."))
    return sheet.load(exam.assessment_id, wanted)


def lettered(questions: sheet.Sheet) -> frozenset[int]:
    """The versions that are answered by letters."""
    return frozenset(version for version, question in questions.questions.items() if question.kind in CHOICES)


@transactional
def make_codes(exam: Exam, first: int, count: int, now: datetime) -> Sequence[PaperCode]:
    """Make so many codes of one paper, in place of those made before. Raises Invalid and Refused."""
    if not 1 <= count <= MOST_CODES or not 1 <= first <= 9_999:
        raise Invalid(Sentence("Hãy tạo từ 1 đến %(most)s mã đề, mã đầu từ 1 đến 9999.", most=MOST_CODES))
    questions = sheet_of(exam)
    if has_entries(exam):
        raise Refused(Sentence("Đã có bài làm trên giấy được nhập, nên không tạo lại mã đề được."))
    seed = f"{exam.assessment.code}/{exam.assessment.revision}"
    base = questions.draw(Random(seed))  # noqa: S311 - printed once for all; the pool is what is secret
    settings = questions.settings
    papers = shuffle(
        base,
        codes_from(first, count),
        seed,
        lettered(questions),
        questions.fixed_order,
        settings["shuffles_questions"],
        settings["shuffles_options"],
    )
    db.session.execute(delete(PaperCode).where(PaperCode.exam_id == exam.id))
    db.session.expire_all()
    for code, drawn in papers.items():
        revision = exam.assessment.revision
        row = PaperCode(exam_id=exam.id, code=code, sheet_revision=revision, paper=paper.pack(drawn), created_at=now)
        db.session.add(row)
    unit_id = exam.course_class.unit_id
    audit.record("paper_code.made", "exam", exam.assessment.code, now=now, unit_id=unit_id, codes=list(papers))
    db.session.flush()
    return output_queries.paper_codes(exam)


def has_entries(exam: Exam) -> bool:
    """Whether somebody's answers on paper were entered already."""
    entered = exists().where(
        Attempt.assessment_id == exam.assessment_id,
        Attempt.submitted_by == "import",
        Attempt.sheet_revision.is_not(None),
        Attempt.state == "submitted",
    )
    return bool(db.session.scalar(select(entered)))
