"""Who has the collective prizes, and those of the whole competition."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, cast, func, select, type_coerce
from sqlalchemy.orm import joinedload

from ..accounts.models import Member
from ..assessments.models import Result
from ..extensions import db
from ..units.models import Unit
from .awards import Award, allocate
from .collective import UnitLine, rank_for_prizes
from .models import Competition, Round
from .result_queries import MOST_TIED, list_prizes, unit_lines, unit_lines_of
from .schedule import published_rounds


@dataclass(frozen=True, slots=True)
class Overall:
    """What counts of somebody over all rounds; read like a ``Result``."""

    member: Member
    unit: Unit
    score: float
    seconds: int
    rounds: int
    decision_reason: str = ""


def list_collective_awards(round: Round) -> list[Award[UnitLine]]:
    """The collective prizes of the round with the units that have them."""
    prizes = list_prizes(round.competition, "round", "collective")
    floor = round.competition.collective_floor
    return allocate(prizes, rank_for_prizes(unit_lines(round), floor)) if prizes else []


def has_all_results(competition: Competition) -> bool:
    """Whether the results of every round are published, so that the prizes of the whole are known."""
    rounds = published_rounds(competition)
    return bool(rounds) and all(round.assessment.results_published_at is not None for round in rounds)


def list_overall_awards(competition: Competition) -> list[Award[Overall]]:
    """The individual prizes of the whole competition: by the sum of the scores, then by the shorter time in all."""
    prizes = list_prizes(competition, "competition", "individual")
    places = sum(quantity for _, quantity in prizes)
    return allocate(prizes, _list_overall(_assessments(competition), places + MOST_TIED)) if prizes else []


def list_overall_collective_awards(competition: Competition) -> list[Award[UnitLine]]:
    """The collective prizes of the whole competition, by the figures of all rounds added up."""
    prizes = list_prizes(competition, "competition", "collective")
    lines = unit_lines_of(competition, _assessments(competition)) if prizes else []
    return allocate(prizes, rank_for_prizes(lines, competition.collective_floor)) if prizes else []


def _assessments(competition: Competition) -> list[int]:
    return [round.assessment_id for round in published_rounds(competition)]


def _list_overall(assessment_ids: Sequence[int], limit: int) -> list[tuple[int, Overall]]:
    score: Any = cast(func.sum(type_coerce(Result.score, BigInteger)), BigInteger)
    seconds: Any = func.sum(Result.seconds)
    rank = func.rank().over(order_by=(score.desc(), seconds))
    summed = (
        select(Result.member_id, score.label("score"), seconds.label("seconds"), func.count().label("rounds"))
        .add_columns(rank.label("rank"))
        .where(Result.assessment_id.in_(assessment_ids))
        .group_by(Result.member_id)
        .order_by(rank, Result.member_id)
        .limit(limit)
        .subquery()
    )
    query = select(Member, summed).join(summed, summed.c.member_id == Member.id).options(joinedload(Member.unit))
    rows = db.session.execute(query.order_by(summed.c.rank, summed.c.member_id))
    return [
        (row.rank, Overall(row.Member, row.Member.unit, int(row.score) / 100, int(row.seconds), row.rounds))
        for row in rows
    ]
