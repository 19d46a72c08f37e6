"""What is read of papers and of the answers entered from them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from ..accounts.access import Permission, can
from ..assessments import paper
from ..assessments.models import Attempt
from ..errors import Forbidden, NotFound, Sentence
from ..extensions import db
from ..questions.models import Bank
from .models import Candidate, Essay, Exam, PaperCode
from .output_queries import paper_codes
from .paper_codes import as_row
from .services import handwritten
from .services.paper_codes import lettered, sheet_of
from .services.paper_entries import list_candidates


@dataclass(frozen=True, slots=True)
class Entered:
    """A candidate and what was entered. ``is_elsewhere``: sat the exam on the system."""

    candidate: Candidate
    code: str = ""
    answers: str = ""
    points: float | None = None
    most_points: float | None = None
    is_elsewhere: bool = False
    # Written on the sheet.
    essays: Sequence[Essay] = ()


def may_see_keys(exam: Exam) -> bool:
    """Whether the signed-in person may see the keys of every bank that the paper is drawn from."""
    codes = {row["bank"] for row in exam.assessment.matrix}
    banks = db.session.scalars(select(Bank).options(joinedload(Bank.unit)).where(Bank.code.in_(codes)))
    return all(can(Permission.KEY_VIEW, bank.unit.path) for bank in banks)


def require_keys(exam: Exam) -> None:
    """Raises Forbidden unless ``may_see_keys``."""
    if not may_see_keys(exam):
        raise Forbidden(Sentence("Bạn chưa được phân quyền xem đáp án của ngân hàng câu hỏi này."))


def get_code(exam: Exam, code: str) -> PaperCode:
    """One of the exam's codes; raises NotFound."""
    found = db.session.get(PaperCode, (exam.id, code))
    if found is None:
        raise NotFound(Sentence("Kỳ thi không có mã đề này."))
    return found


def list_entered(exam: Exam) -> list[Entered]:
    """Every candidate, with the answers that were entered for him or her."""
    codes = {json.dumps(one.paper): one for one in paper_codes(exam)}
    columns = (
        Attempt.member_id,
        Attempt.submitted_by,
        Attempt.paper,
        Attempt.answers,
        Attempt.score,
        Attempt.max_score,
    )
    query = select(*columns).where(Attempt.assessment_id == exam.assessment_id, Attempt.state != "annulled")
    attempts = {row.member_id: row for row in db.session.execute(query.order_by(Attempt.number))}
    essays = handwritten.list_essays(exam)
    return [
        _entered(exam, one, attempts.get(one.member_id), codes, essays.get(one.member_id, ()))
        for one in list_candidates(exam)
    ]


def _entered(
    exam: Exam, candidate: Candidate, row: Any, codes: dict[str, PaperCode], essays: Sequence[Essay]
) -> Entered:
    if row is None:
        return Entered(candidate)
    printed = codes.get(json.dumps(row.paper)) if row.submitted_by == "import" else None
    if printed is None:
        return Entered(candidate, is_elsewhere=True)
    choices = lettered(sheet_of(exam, printed.sheet_revision))
    answers = as_row(row.answers, paper.unpack(printed.paper), choices)
    return Entered(candidate, printed.code, answers, row.score, row.max_score, essays=essays)


def asks_for_essay(exam: Exam) -> bool:
    """Whether there is an essay to be written on the printed papers."""
    return any(handwritten.answers_on_paper(exam, one) for one in paper_codes(exam))


def count_lettered(exam: Exam) -> dict[str, int]:
    """{code: how many of its questions are answered by letters}."""
    return {
        one.code: sum(question.version_id in choices for question in paper.unpack(one.paper))
        for one in paper_codes(exam)
        for choices in [lettered(sheet_of(exam, one.sheet_revision))]
    }


def next_to_enter(entered: Sequence[Entered], after: int) -> Entered | None:
    """The next candidate by number for whom nothing is entered yet."""
    waiting = [one for one in entered if not one.code and not one.is_elsewhere and one.candidate.number > after]
    return waiting[0] if waiting else None
