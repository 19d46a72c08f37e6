"""The bulletin (thông báo kết quả) of a round: its figures, the leading units, the winners, and all rounds so far."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import case, distinct, func, select

from ..assessments.models import Result
from ..errors import NotFound, Sentence
from ..extensions import db
from . import prize_queries, result_queries
from .awards import Award
from .collective import UnitLine, rank_by_people, rank_units
from .models import Round
from .prize_queries import Overall
from .result_queries import Figures
from .schedule import published_rounds

TOP = 10


@dataclass(frozen=True, slots=True)
class Bulletin:
    """``so_far`` is of this round and those before it."""

    figures: Figures
    so_far: Figures
    rounds_so_far: int
    by_people: list[tuple[int, UnitLine]]
    by_rate: list[tuple[int, UnitLine]]
    awards: list[Award[Result]]
    collective: list[Award[UnitLine]]
    overall: list[Award[Overall]]
    overall_collective: list[Award[UnitLine]]


def draw_up(round: Round) -> Bulletin:
    """Of a round whose results are published; raises NotFound before."""
    if round.assessment.results_published_at is None:
        raise NotFound(Sentence("Kết quả của vòng này chưa được công bố nên chưa có thông báo."))
    competition = round.competition
    rounds = published_rounds(competition)
    until = rounds[: rounds.index(round) + 1]
    # Prizes of the whole are told with the last round.
    is_last = round is rounds[-1] and prize_queries.has_all_results(competition)
    lines = result_queries.unit_lines(round)
    return Bulletin(
        figures=result_queries.figures_by_round(competition).get(round.assessment_id, Figures()),
        so_far=_figures_of(until),
        rounds_so_far=len(until),
        by_people=rank_by_people(lines)[:TOP],
        by_rate=rank_units(lines)[0][:TOP],
        awards=result_queries.list_awards(round),
        collective=prize_queries.list_collective_awards(round),
        overall=prize_queries.list_overall_awards(competition) if is_last else [],
        overall_collective=prize_queries.list_overall_collective_awards(competition) if is_last else [],
    )


def _figures_of(rounds: list[Round]) -> Figures:
    """Distinct people over these rounds; the series' tallies know only those over all."""
    all_correct = distinct(case((Result.has_been_all_correct, Result.member_id)))
    sums = (func.count(distinct(Result.member_id)), func.count(), func.sum(Result.attempts), func.count(all_correct))
    ids = [round.assessment_id for round in rounds]
    row = db.session.execute(select(*sums).where(Result.assessment_id.in_(ids))).one()
    return Figures(*(int(value or 0) for value in row))
