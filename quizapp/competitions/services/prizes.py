"""The prizes of a competition."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from ...accounts import audit
from ...errors import Invalid, Sentence
from ...extensions import db
from ...folding import tidy
from ...transactions import transactional
from ..models import Competition, Prize
from ..specs import PrizeSpec
from .competitions import require_unlocked

SCOPES = ("round", "competition")
RECIPIENTS = ("individual", "collective")
LONGEST_TITLE = 120
MOST_PRIZES = 30
MOST_OF_A_KIND = 1000


@transactional
def set_prizes(competition: Competition, wanted: Sequence[PrizeSpec], now: datetime) -> bool:
    """Make these the prizes, the best first; whether anything changed. Raises Invalid.

    Once the competition is published only titles can be mended: raises Refused for anything else.
    """
    prizes = [_checked(prize) for prize in wanted]
    if len(prizes) > MOST_PRIZES:
        raise Invalid(Sentence("Một cuộc thi có nhiều nhất %(most)s loại giải.", most=MOST_PRIZES))
    stored = list_specs(competition)
    if prizes == stored:
        return False
    if [_without_title(prize) for prize in prizes] != [_without_title(prize) for prize in stored]:
        require_unlocked(competition, ["prizes"])
    _store(competition, prizes)
    audit.record(
        "competition.prizes_changed",
        "competition",
        competition.code,
        unit_id=competition.unit_id,
        now=now,
        prizes=[f"{prize.title}: {prize.quantity}" for prize in prizes],
    )
    return True


@transactional
def set_collective_floor(competition: Competition, percent: int | None, now: datetime) -> bool:
    """From which share of its eligible members on a unit can have a collective prize; whether it changed.

    Raises Invalid, and Refused once the competition is published.
    """
    if percent is None or not 0 <= percent <= 100:
        raise Invalid(Sentence("Tỷ lệ tối thiểu từ 0 đến 100 phần trăm."), field="collective_floor")
    if percent == competition.collective_floor:
        return False
    require_unlocked(competition, ["collective_floor"])
    competition.collective_floor = percent
    audit.record(
        "competition.prizes_changed",
        "competition",
        competition.code,
        unit_id=competition.unit_id,
        now=now,
        collective_floor=percent,
    )
    return True


def list_specs(competition: Competition) -> list[PrizeSpec]:
    """The prizes as values."""
    return [PrizeSpec(prize.title, prize.quantity, prize.scope, prize.recipient) for prize in competition.prizes]


def _checked(prize: PrizeSpec) -> PrizeSpec:
    title = tidy(prize.title)
    if not 0 < len(title) <= LONGEST_TITLE:
        raise Invalid(Sentence("Tên giải cần từ 1 đến %(most)s ký tự.", most=LONGEST_TITLE))
    if not 1 <= prize.quantity <= MOST_OF_A_KIND:
        raise Invalid(Sentence("Số lượng “%(title)s” từ 1 đến %(most)s.", title=title, most=MOST_OF_A_KIND))
    if prize.scope not in SCOPES or prize.recipient not in RECIPIENTS:
        raise Invalid(Sentence("“%(title)s”: phạm vi hoặc đối tượng nhận giải chưa đúng.", title=title))
    return PrizeSpec(title, prize.quantity, prize.scope, prize.recipient)


def _without_title(prize: PrizeSpec) -> tuple[int, str, str]:
    return (prize.quantity, prize.scope, prize.recipient)


def _store(competition: Competition, prizes: Sequence[PrizeSpec]) -> None:
    competition.prizes = [
        Prize(position=place, title=p.title, quantity=p.quantity, scope=p.scope, recipient=p.recipient)
        for place, p in enumerate(prizes, 1)
    ]
    db.session.flush()
