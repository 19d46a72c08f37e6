"""Publishing an assessment: from then on it can be sat."""

from __future__ import annotations

from datetime import datetime
from random import Random, SystemRandom
from typing import Any

from ...errors import Refused, Sentence
from ...extensions import db
from ...transactions import transactional
from .. import paper, pools
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
    """Store the next sheet from the matrix and settings as they are now; running attempts keep theirs.

    A fixed paper is chosen here: its cells hold no more questions than they need. Chosen once, it stays until the
    matrix changes or a question of it can no longer be used.
    """
    cells = pools.fill_cells(assessment.matrix, assessment.allowed_kinds)
    if assessment.is_paper_fixed:
        cells = _chosen_before(assessment, cells) or fix_cells(cells, SystemRandom())
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


def fix_cells(cells: list[dict[str, Any]], random: Random) -> list[dict[str, Any]]:
    """The same cells, each with just as many versions as it needs and none of them in two."""
    chosen = paper.choose_versions([paper.Cell(c["count"], c["points"], tuple(c["versions"])) for c in cells], random)
    return [{**cell, "versions": list(versions)} for cell, versions in zip(cells, chosen, strict=True)]


def _chosen_before(assessment: Assessment, cells: list[dict[str, Any]]) -> list[dict[str, Any]] | None:
    if assessment.revision is None:
        return None
    chosen = db.session.get_one(SheetRecord, (assessment.id, assessment.revision)).cells
    return chosen if still_fits(chosen, cells) else None


def still_fits(chosen: list[dict[str, Any]], cells: list[dict[str, Any]]) -> bool:
    """Whether the cells of a paper that was fixed before ask for the same, from questions that can still be used."""
    return len(chosen) == len(cells) and all(
        {**old, "versions": new["versions"]} == new
        and len(old["versions"]) == new["count"]
        and set(old["versions"]) <= set(new["versions"])
        for old, new in zip(chosen, cells, strict=True)
    )


def _settings(assessment: Assessment) -> dict[str, Any]:
    return {name: getattr(assessment, name) for name in SETTINGS}


def maximum_score(assessment: Assessment) -> float:
    """Points of a paper on which everything is right."""
    return round(sum(cell["count"] * float(cell.get("points") or 1) for cell in assessment.matrix), 2)
