"""A stored competition as one value."""

from __future__ import annotations

from ..assessments.matrix import from_cells
from . import queries
from .models import Competition, Round
from .services.prizes import list_specs
from .services.rounds import settings_of
from .specs import CompetitionSpec, RoundSpec


def spec_of(competition: Competition) -> CompetitionSpec:
    """The competition as a file would describe it."""
    exclusions = [(e.member.code, e.reason) for e in queries.list_exclusions(competition)]
    return CompetitionSpec(
        code=competition.code,
        title=competition.title,
        unit=competition.unit.code,
        audience=tuple(sorted(unit.code for unit in queries.list_audience(competition))),
        member_kinds=tuple(sorted(competition.member_kinds)),
        exclusions=tuple(sorted(exclusions)),
        rules=competition.rules,
        prizes=tuple(list_specs(competition)),
        collective_floor=competition.collective_floor,
        rounds=tuple(spec_of_round(round) for round in competition.rounds),
    )


def spec_of_round(round: Round) -> RoundSpec:
    """The round as a file would describe it."""
    return RoundSpec(settings_of(round), from_cells(round.assessment.matrix), round.assessment.code)
