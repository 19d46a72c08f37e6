"""Publishing a competition: from then on its rounds open by the clock."""

from __future__ import annotations

from datetime import datetime

from ...accounts import audit
from ...assessments.services import publication, rosters
from ...errors import Refused, Sentence
from ...extensions import db
from ...transactions import transactional
from .. import readiness
from ..models import Competition, Round
from .audience import copy_to
from .competitions import hold

NOBODY = Sentence("Chưa chọn đơn vị được dự thi, hoặc các đơn vị được chọn chưa có ai thuộc đối tượng dự thi.")


@transactional
def publish_competition(competition: Competition, now: datetime, accepts_past: bool = False) -> list[Round]:
    """Publish all rounds that are drafts, with the audience and the exclusions as they are now; returns them.

    Raises Refused with the first thing that is missing. ``accepts_past``: rounds that are over are taken too, to
    receive results of attempts made elsewhere.
    """
    hold(competition)
    for check in readiness.checks_of(competition, now):
        if check.state == "missing" and not (accepts_past and _is_over(check, competition, now)):
            raise Refused(check.sentence)
    published = readiness.drafts(competition)
    for round in published:
        copy_to(round.assessment, competition)
        _publish_round(round, now)
    competition.published_at = competition.published_at or now
    audit.record(
        "competition.published",
        "competition",
        competition.code,
        unit_id=competition.unit_id,
        now=now,
        rounds=[round.assessment.title for round in published],
    )
    return published


def _is_over(check: readiness.Check, competition: Competition, now: datetime) -> bool:
    return check.place == "rounds" and any(
        round.number == check.number and round.assessment.closes_at <= now for round in competition.rounds
    )


def _publish_round(round: Round, now: datetime) -> None:
    assessment = round.assessment
    if assessment.closes_at <= now:
        # The engine publishes only what can still be sat.
        publication.revise(assessment, now)
        assessment.published_at = now
    else:
        publication.publish(assessment, now)
    db.session.flush()
    rosters.freeze(assessment, now)
