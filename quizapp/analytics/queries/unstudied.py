"""Who is due to study and has not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select, tuple_
from sqlalchemy.orm import aliased

from ...accounts.access import below
from ...accounts.models import Member
from ...courses.study.models import StudyWave, WaveEntry
from ...extensions import db
from ...folding import fold
from ...units.models import Unit
from .missing import matches

PAGE = 50
_last = aliased(Member)


@dataclass(frozen=True, slots=True)
class Unstudied:
    """A member due who has not studied; ``absence`` of the latest session missed."""

    id: int
    code: str
    name: str
    unit_name: str
    absence: str | None


def list_unstudied(
    wave: StudyWave, unit: Unit, audience: str, search: str = "", after: int | None = None, limit: int | None = None
) -> Sequence[Unstudied]:
    """In the order of given names, those that follow the member ``after``."""
    columns = (Member.id, Member.code, Member.name, Unit.name, WaveEntry.absence)
    query = _unstudied(wave, unit, audience, search, *columns)
    if after is not None:
        sort_name = select(_last.sort_name).where(_last.id == after).scalar_subquery()
        query = query.where(tuple_(Member.sort_name, Member.id) > tuple_(sort_name, after))
    query = query.order_by(Member.sort_name, Member.id).limit(limit)
    return [Unstudied(*row) for row in db.session.execute(query)]


def count_unstudied(wave: StudyWave, unit: Unit, audience: str, search: str = "") -> int:
    """How many there are."""
    return db.session.scalar(_unstudied(wave, unit, audience, search, func.count())) or 0


def _unstudied(wave: StudyWave, unit: Unit, audience: str, search: str, *columns: Any) -> Select[Any]:
    entry = WaveEntry
    query = (
        select(*columns)
        .select_from(entry)
        .join(Member, Member.id == entry.member_id)
        .join(Unit, Unit.id == entry.unit_id)
        .where(entry.wave_id == wave.id, entry.audience == audience, entry.reason.is_(None))
        .where(entry.studied_at.is_(None), below(unit.path))
    )
    return query.where(matches(search)) if fold(search) else query
