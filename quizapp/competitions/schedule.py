"""What runs at an instant."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from ..assessments.queries import window_of
from .models import Competition, Round


def published_rounds(competition: Competition) -> list[Round]:
    """The rounds that members know of, in the order of their times."""
    known = [round for round in competition.rounds if round.assessment.published_at is not None]
    return sorted(known, key=lambda round: round.assessment.opens_at)


def round_state(round: Round, now: datetime) -> str:
    """ "draft", "upcoming", "open" or "closed"."""
    return "draft" if round.assessment.published_at is None else window_of(round.assessment).state(now)


def state_of(competition: Competition, now: datetime) -> str:
    """ "draft"; "open" while a round runs, else "upcoming" while one is to come, else "closed"."""
    if competition.published_at is None:
        return "draft"
    states = {round_state(round, now) for round in published_rounds(competition)}
    return next((state for state in ("open", "upcoming") if state in states), "closed")


def open_round(rounds: Sequence[Round], now: datetime) -> Round | None:
    """The round that can be sat now."""
    return next((round for round in rounds if round_state(round, now) == "open"), None)


def next_round(rounds: Sequence[Round], now: datetime) -> Round | None:
    """The first round that is still to come."""
    return next((round for round in rounds if round_state(round, now) == "upcoming"), None)


def next_moment(competition: Competition, now: datetime) -> datetime | None:
    """The next closing of a running round, else the next opening."""
    rounds = published_rounds(competition)
    running, coming = open_round(rounds, now), next_round(rounds, now)
    if running is not None:
        return running.assessment.closes_at
    return coming.assessment.opens_at if coming is not None else None


def opened_rounds(competition: Competition, now: datetime) -> list[Round]:
    """Rounds that have opened, in the order of their times."""
    return [round for round in published_rounds(competition) if round.assessment.opens_at <= now]


def round_labels(competition: Competition) -> dict[int, str]:
    """By the assessment's id: "Tuần 1" of "Tuần 1: Nghị quyết 57", as long as that tells the rounds apart."""
    titles = {r.assessment_id: r.assessment.title for r in competition.rounds}
    short = {number: title.partition(":")[0].strip() for number, title in titles.items()}
    return short if all(short.values()) and len(set(short.values())) == len(short) else titles
