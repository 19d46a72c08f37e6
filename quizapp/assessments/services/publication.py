"""Publishing an assessment: from then on it can be sat."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ...errors import Refused, Sentence
from ...extensions import db
from ...transactions import transactional
from .. import pools
from ..models import Assessment, SheetRecord

SETTINGS = (
    "kind",
    "shuffles_questions",
    "shuffles_options",
    "partial_credit",
    "counting",
    "ranking",
    "prediction_target",
    "is_prediction_required",
    "series_id",
)


@transactional
def publish(assessment: Assessment, now: datetime) -> None:
    """Store the first sheet; raises Refused when it is over already or the bank cannot fill the matrix."""
    if assessment.closes_at <= now:
        raise Refused(Sentence("“%(title)s” đã qua giờ đóng nên không công bố được.", title=assessment.title))
    revise(assessment, now)
    assessment.published_at = now


@transactional
def revise(assessment: Assessment, now: datetime) -> None:
    """Store the next sheet from the matrix and settings as they are now; running attempts keep theirs."""
    cells = pools.fill_cells(assessment.matrix, assessment.allowed_kinds)
    assessment.revision = (assessment.revision or 0) + 1
    db.session.add(
        SheetRecord(
            assessment_id=assessment.id,
            revision=assessment.revision,
            cells=cells,
            settings=_settings(assessment),
            created_at=now,
        )
    )


def _settings(assessment: Assessment) -> dict[str, Any]:
    return {name: getattr(assessment, name) for name in SETTINGS}


def maximum_score(assessment: Assessment) -> float:
    """Points of a paper on which everything is right."""
    return round(sum(cell["count"] * float(cell.get("points") or 1) for cell in assessment.matrix), 2)
