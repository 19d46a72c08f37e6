"""Competitions for tests."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from quizapp.accounts.models import Member
from quizapp.assessments.matrix import MatrixRow
from quizapp.competitions.models import Competition, Round
from quizapp.competitions.round_settings import RoundSettings
from quizapp.competitions.services import competitions, publication, rounds
from quizapp.questions.models import Bank
from quizapp.units.models import Unit
from tests.assessments.factories import make_bank, sit
from tests.conftest import NOW
from tests.factories import grant, make_member, make_unit

HOUR = timedelta(hours=1)


def make_block() -> Unit:
    """A unit for a test that is the first one to use the engine."""
    return make_unit("Đảng bộ Khối các cơ quan")


def make_organiser(unit: Unit, **fields: Any) -> Member:
    """A member of the propaganda board of the unit; sits in a unit of its own."""
    member = make_member(unit=make_unit("Ban Tuyên giáo"), **fields)
    grant(member, "propaganda_board", unit)
    return member


def settings(title: str = "Tuần 1", opens_at: datetime = NOW - HOUR, hours: float = 2, **fields: Any) -> RoundSettings:
    """Open for two hours around NOW, unless told otherwise."""
    values: dict[str, Any] = {"minutes": 15, "attempts_allowed": 3} | fields
    return RoundSettings(title=title, opens_at=opens_at, closes_at=opens_at + timedelta(hours=hours), **values)


def make_competition(
    unit: Unit, code: str = "nq57", title: str = "Tìm hiểu Nghị quyết 57", **fields: Any
) -> Competition:
    """A draft without rounds, for the members of the unit."""
    return competitions.create_competition(title=title, unit=unit, code=code, now=NOW, **fields)


def matrix_of(bank: Bank, count: int = 4, **fields: Any) -> tuple[MatrixRow, ...]:
    values: dict[str, Any] = {"topic": None, "level": None} | fields
    return (MatrixRow(bank.code, count=count, **values),)


def make_round(competition: Competition, bank: Bank | None = None, code: str | None = None, **fields: Any) -> Round:
    """A draft round of four questions, open around NOW."""
    bank = bank or make_bank(competition.unit, questions=6)
    return rounds.add_round(competition, settings(**fields), matrix=matrix_of(bank), code=code, now=NOW)


def make_published(unit: Unit, code: str = "nq57", **fields: Any) -> Round:
    """The round of a published competition, open around NOW; somebody must be of the audience."""
    competition = make_competition(unit, code)
    round = make_round(competition, **fields)
    publication.publish_competition(competition, min(NOW, round.assessment.opens_at))
    return round


def sit_round(round: Round, member: Member, **fields: Any) -> Any:
    """A whole attempt at the round."""
    return sit(round.assessment, member, **fields)
