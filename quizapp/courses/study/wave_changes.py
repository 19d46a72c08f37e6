"""Changing a wave: all of it before its roster is frozen, title and deadline afterwards; closing it, opening it again.

Each with a reason once somebody is counted by it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, update

from ...accounts import audit
from ...errors import Invalid, Refused, Sentence
from ...extensions import db
from ...folding import tidy
from ...library.models import Document
from ...transactions import transactional
from ...units.models import Unit
from . import progress, waves
from .models import CAME_BESIDE, StudyWave, WaveDocument, WaveEntry, WaveUnit

LONGEST_REASON = 300


@dataclass(frozen=True, slots=True)
class WaveSpec:
    """What can be changed of a wave."""

    title: str
    unit: Unit
    documents: Sequence[Document]
    member_kinds: tuple[str, ...]
    starts_at: datetime
    deadline: datetime | None
    course_code: str | None


def spec_of(wave: StudyWave) -> WaveSpec:
    """The wave as it is."""
    return WaveSpec(
        title=wave.title,
        unit=wave.unit,
        documents=tuple(wave.documents),
        member_kinds=tuple(wave.member_kinds),
        starts_at=wave.starts_at,
        deadline=wave.deadline,
        course_code=wave.course_code,
    )


@transactional
def edit_wave(wave: StudyWave, spec: WaveSpec, reason: str, now: datetime) -> None:
    """Raises Invalid, and Refused for what the frozen roster no longer allows."""
    before, title = spec_of(wave), tidy(spec.title)
    waves.check_wave(wave.code, title, spec.documents, spec.starts_at, spec.deadline)
    if wave.roster_frozen_at is not None and _audience(before) != _audience(spec):
        raise Refused(Sentence("Danh sách thuộc diện đã chốt: chỉ sửa được tên, hạn hoàn thành và khóa học."))
    is_deadline_moved = spec.deadline != wave.deadline
    if is_deadline_moved and wave.roster_frozen_at is not None:
        reason = _checked(reason)
    if spec.course_code and spec.course_code != wave.course_code:
        waves.refuse_course_in_use(spec.course_code)
    wave.title, wave.course_code = title, spec.course_code
    if wave.roster_frozen_at is None:
        _set_audience(wave, spec)
    elif is_deadline_moved:
        _move_deadline(wave, before.deadline, spec.deadline)
    wave.deadline = spec.deadline
    audit.record("wave.edited", "wave", wave.code, unit_id=wave.unit_id, now=now, title=title, reason=reason)
    db.session.flush()
    waves.freeze(wave, now)


def _audience(spec: WaveSpec) -> tuple[object, ...]:
    return spec.unit.id, {one.id for one in spec.documents}, set(spec.member_kinds), spec.starts_at


def _set_audience(wave: StudyWave, spec: WaveSpec) -> None:
    if wave.unit_id != spec.unit.id:
        wave.unit_id = spec.unit.id
        db.session.execute(delete(WaveUnit).where(WaveUnit.wave_id == wave.id))
        db.session.add(WaveUnit(wave_id=wave.id, unit_id=spec.unit.id))
    wave.member_kinds, wave.starts_at = sorted(spec.member_kinds), spec.starts_at
    db.session.execute(delete(WaveDocument).where(WaveDocument.wave_id == wave.id))
    db.session.add_all(WaveDocument(wave_id=wave.id, document_id=one.id) for one in spec.documents)
    db.session.flush()
    db.session.expire(wave, ["documents", "audience"])


def _move_deadline(wave: StudyWave, old: datetime | None, new: datetime | None) -> None:
    """On the wave's roster, and on the registers for those whom this wave brought onto them with its deadline."""
    _set_deadline(new, WaveEntry.wave_id == wave.id)
    is_same = WaveEntry.deadline.is_(None) if old is None else WaveEntry.deadline == old
    brought = (WaveEntry.added_at == wave.roster_frozen_at) & is_same
    registers = [waves.find_register(document) for document in wave.documents]
    for register_id in sorted(number for number in registers if number is not None):
        _set_deadline(new, (WaveEntry.wave_id == register_id) & brought)
        progress.recount(register_id)
    progress.recount(wave.id)


def _set_deadline(deadline: datetime | None, which: object) -> None:
    is_of_audience = WaveEntry.reason.is_(None) | (WaveEntry.reason != CAME_BESIDE)
    statement = update(WaveEntry).where(which, is_of_audience).values(deadline=deadline)  # type: ignore[arg-type]
    db.session.execute(statement.execution_options(synchronize_session=False))


@transactional
def close_wave(wave: StudyWave, reason: str, now: datetime) -> None:
    """What is studied from now on no longer counts in it; the registers of its documents go on. Twice is once.

    Raises Invalid without a reason, Refused before it has begun.
    """
    reason = _checked(reason)
    if wave.roster_frozen_at is None:
        raise Refused(Sentence("Đợt chưa bắt đầu. Hãy sửa thời gian bắt đầu thay vì đóng đợt."))
    if wave.closed_at is None:
        wave.closed_at = now
        _settle(wave, "wave.closed", reason, now)


@transactional
def reopen_wave(wave: StudyWave, reason: str, now: datetime) -> None:
    """Everything counts again, also what was studied in between. Twice is once. Raises Invalid without a reason."""
    reason = _checked(reason)
    if wave.closed_at is not None:
        wave.closed_at = None
        _settle(wave, "wave.reopened", reason, now)


def _settle(wave: StudyWave, action: str, reason: str, now: datetime) -> None:
    db.session.flush()
    progress.recount(wave.id)
    audit.record(action, "wave", wave.code, unit_id=wave.unit_id, now=now, title=wave.title, reason=reason)


def _checked(reason: str) -> str:
    reason = tidy(reason)
    if not reason:
        raise Invalid(Sentence("Hãy ghi lý do: đã có người được tính theo đợt này."))
    if len(reason) > LONGEST_REASON:
        raise Invalid(Sentence("Lý do quá dài."))
    return reason
