"""From a matrix to pools of questions: can it be filled?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from ..errors import Refused, Sentence
from ..extensions import db
from ..questions.models import Bank, Question, QuestionVersion
from ..questions.visibility import drawable
from . import paper

LEVEL_NAMES = {
    "recall": Sentence("nhận biết"),
    "understanding": Sentence("thông hiểu"),
    "application": Sentence("vận dụng"),
    "higher_application": Sentence("vận dụng cao"),
}
# What a competition may use; other kinds come with the exams that mark them.
KINDS = ("single", "multiple", "truefalse")


def fill_cells(matrix: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The cells as they are stored in a sheet: {"count", "points", "versions"}.

    Raises Refused with the first cell that lacks questions, when all cells are filled together.
    """
    if not matrix or not any(cell["count"] for cell in matrix):
        raise Refused(Sentence("Ma trận đề chưa có câu nào. Hãy chọn ngân hàng câu hỏi và số câu."))
    cells = [_stored(cell) for cell in matrix if cell["count"]]
    missing = missing_by_cell(cells)
    for cell, filled, count in zip([c for c in matrix if c["count"]], cells, missing, strict=True):
        if count:
            raise Refused(
                Sentence(
                    "Ngân hàng không đủ câu cho ô “%(cell)s”: cần %(needed)s câu, có thể lấy %(found)s câu.",
                    cell=describe(cell),
                    needed=cell["count"],
                    found=filled["count"] - count,
                )
            )
    return cells


def missing_by_cell(cells: Sequence[dict[str, Any]]) -> list[int]:
    """How many questions each stored cell lacks."""
    return paper.missing_questions([paper.Cell(c["count"], c["points"], tuple(c["versions"])) for c in cells])


def describe(cell: dict[str, Any]) -> Sentence:
    """The cell in words."""
    level = LEVEL_NAMES.get(cell.get("level") or "", Sentence("mọi mức độ"))
    topic = cell.get("topic") or Sentence("mọi chủ đề")
    return Sentence("%(bank)s, %(topic)s, %(level)s", bank=cell["bank"], topic=topic, level=level)


def _stored(cell: dict[str, Any]) -> dict[str, Any]:
    return {"count": cell["count"], "points": float(cell.get("points") or 1), "versions": pool(cell)}


def pool(cell: dict[str, Any]) -> list[int]:
    """Ids of the current approved versions of a cell's bank, topic and level."""
    query = (
        select(QuestionVersion.id)
        .join(Question, Question.id == QuestionVersion.question_id)
        .join(Bank, Bank.id == QuestionVersion.bank_id)
        .where(Bank.code == cell["bank"], QuestionVersion.is_current, QuestionVersion.kind.in_(KINDS))
        .where(drawable())
    )
    if cell.get("topic"):
        query = query.where(QuestionVersion.topic == cell["topic"])
    if cell.get("level"):
        query = query.where(QuestionVersion.level == cell["level"])
    return list(db.session.scalars(query.order_by(QuestionVersion.id)))
