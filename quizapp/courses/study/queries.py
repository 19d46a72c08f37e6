"""Which waves somebody may look at and change."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from ...accounts.access import Permission, can, require, within
from ...errors import NotFound, Sentence
from ...extensions import db
from ...units.models import Unit
from .models import StudyTally, StudyWave

PAGE = 50


def get_wave(code: str, permission: Permission) -> StudyWave:
    """Raises NotFound for one that the member may not see and for registers, which are nobody's to change;
    Forbidden for one seen but without this permission."""
    query = select(StudyWave).options(joinedload(StudyWave.unit), selectinload(StudyWave.documents))
    wave = db.session.scalar(query.where(StudyWave.code == code, StudyWave.register_of_id.is_(None)))
    if wave is None or not can(Permission.SESSION_VIEW, wave.unit.path):
        raise NotFound(Sentence("Không có đợt học tập này, hoặc bạn không được xem."))
    require(permission, wave.unit.path)
    return wave


def list_waves(offset: int = 0) -> Sequence[Any]:
    """(wave, party members due, of whom have studied) of the units that the reader looks after, the latest first."""
    is_party = StudyTally.audience == "party"
    due, studied = (func.coalesce(func.sum(column).filter(is_party), 0) for column in _SUMMED)
    query = (
        select(StudyWave, due.label("due"), studied.label("studied"))
        .join(Unit, Unit.id == StudyWave.unit_id)
        .outerjoin(StudyTally, StudyTally.wave_id == StudyWave.id)
        .options(joinedload(StudyWave.unit))
        .where(within(Permission.SESSION_VIEW), StudyWave.register_of_id.is_(None))
        .group_by(StudyWave.id, Unit.id)
        .order_by(StudyWave.starts_at.desc(), StudyWave.id.desc())
    )
    return db.session.execute(query.offset(offset).limit(PAGE + 1)).all()


_SUMMED = (StudyTally.due, StudyTally.studied)
