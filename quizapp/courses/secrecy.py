"""Which banks are kept secret: a question that can still be drawn for a paper shows its key to nobody."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from ..assessments.models import Assessment
from ..extensions import db
from ..questions.models import Bank

# Papers begun at the last minute are still being written after the closing.
_STILL_WRITING = timedelta(hours=4)


def secret_bank_ids(now: datetime) -> set[int]:
    """Banks that an assessment draws from which is planned, upcoming or open, unless the bank allows practice."""
    matrices = db.session.scalars(select(Assessment.matrix).where(Assessment.closes_at > now - _STILL_WRITING))
    codes = {cell["bank"] for matrix in matrices for cell in matrix}
    if not codes:
        return set()
    return set(db.session.scalars(select(Bank.id).where(Bank.code.in_(codes), ~Bank.allows_practice)))
