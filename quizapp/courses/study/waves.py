"""Study waves: begun by a board, frozen when they start; and the register that every document keeps."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from ...accounts import audit
from ...errors import Invalid, Refused, Sentence
from ...extensions import db
from ...folding import tidy
from ...library.models import Document
from ...transactions import transactional
from ...units.models import Unit
from ...upserts import insert_for
from . import progress, rosters
from .models import StudyWave, WaveDocument, WaveUnit

LONGEST_TITLE = 255


@transactional
def create_wave(
    *,
    code: str,
    title: str,
    unit: Unit,
    documents: Sequence[Document],
    starts_at: datetime,
    deadline: datetime | None,
    now: datetime,
    audience: Sequence[Unit] = (),
    member_kinds: Sequence[str] = (),
    course_code: str | None = None,
) -> StudyWave:
    """A wave for the subtrees of ``audience`` (default: of the unit). Raises Invalid, and Refused for a code in use."""
    code, title = tidy(code), tidy(title)
    check_wave(code, title, documents, starts_at, deadline)
    _refuse_in_use(code, course_code)
    wave = StudyWave(
        code=code,
        title=title,
        unit_id=unit.id,
        member_kinds=sorted(member_kinds),
        starts_at=starts_at,
        deadline=deadline,
        course_code=course_code,
        created_at=now,
    )
    db.session.add(wave)
    db.session.flush()
    db.session.add_all(WaveDocument(wave_id=wave.id, document_id=document.id) for document in documents)
    db.session.add_all(WaveUnit(wave_id=wave.id, unit_id=one.id) for one in audience or [unit])
    audit.record("wave.created", "wave", code, unit_id=unit.id, now=now, title=title)
    db.session.flush()
    freeze(wave, now)
    return wave


def check_wave(
    code: str, title: str, documents: Sequence[Document], starts_at: datetime, deadline: datetime | None
) -> None:
    """Raises Invalid with the first rule that is broken."""
    if not code or not title:
        raise Invalid(Sentence("Đợt học tập cần có mã và tên."))
    if len(title) > LONGEST_TITLE:
        raise Invalid(Sentence("Tên quá dài."))
    if not documents:
        raise Invalid(Sentence("Chọn ít nhất một văn bản để học."))
    if deadline is not None and deadline <= starts_at:
        raise Invalid(Sentence("Hạn hoàn thành phải sau ngày bắt đầu."))


def _refuse_in_use(code: str, course_code: str | None) -> None:
    if db.session.scalar(select(StudyWave.id).where(StudyWave.code == code)):
        raise Refused(Sentence("Đã có đợt học tập mã “%(code)s”.", code=code))
    if course_code:
        refuse_course_in_use(course_code)


def refuse_course_in_use(course_code: str) -> None:
    """Raises Refused where another wave stands for the course: its study rate is one number."""
    title = db.session.scalar(select(StudyWave.title).where(StudyWave.course_code == course_code))
    if title is not None:
        raise Refused(Sentence("Khóa học này đã có đợt “%(title)s”.", title=title))


@transactional
def freeze(wave: StudyWave, now: datetime) -> bool:
    """Freeze the roster if the wave has started and nobody did yet; whether this call did it. Claimed by one UPDATE."""
    claimed = db.session.execute(
        update(StudyWave)
        .where(StudyWave.id == wave.id, StudyWave.roster_frozen_at.is_(None), StudyWave.starts_at <= now)
        .values(roster_frozen_at=now)
    )
    if not claimed.rowcount:  # type: ignore[attr-defined]
        return False
    units = select(Unit.path).join(WaveUnit, WaveUnit.unit_id == Unit.id).where(WaveUnit.wave_id == wave.id)
    rows = rosters.audience_rows(list(db.session.scalars(units)), wave.member_kinds, wave.deadline, now)
    progress.add_entries(wave.id, rows)
    progress.add_who_came_beside(wave.id, None)
    for document in wave.documents:
        extend_register(document, rows, wave.starts_at, now)
    return True


def extend_register(document: Document, rows: Sequence[dict[str, Any]], starts_at: datetime, now: datetime) -> None:
    """Put these rows of a roster into the document's register, where they are not yet; the first deadline stays."""
    register_id = _register_id(document, starts_at, now)
    progress.add_entries(register_id, rows)
    progress.add_who_came_beside(register_id, None)


def find_register(document: Document) -> int | None:
    """The id of the document's register."""
    return db.session.scalar(select(StudyWave.id).where(StudyWave.register_of_id == document.id))


def _register_id(document: Document, starts_at: datetime, now: datetime) -> int:
    """The register's id; it is made where it does not exist."""
    row = {
        "code": f"vb-{document.id}",
        "title": f"{document.number} {document.title}".strip()[:500],
        "unit_id": document.unit_id,
        "register_of_id": document.id,
        "member_kinds": [],
        "starts_at": starts_at,
        "roster_frozen_at": now,
        "created_at": now,
    }
    db.session.execute(insert_for(StudyWave).values(row).on_conflict_do_nothing(index_elements=["register_of_id"]))
    found = find_register(document)
    assert found is not None, "it was there or has just been made"
    member_of = {"wave_id": found, "document_id": document.id}
    db.session.execute(insert_for(WaveDocument).values(member_of).on_conflict_do_nothing())
    return found


@transactional
def freeze_started(now: datetime) -> int:
    """Freeze what the clock has started; how many."""
    query = select(StudyWave).where(StudyWave.roster_frozen_at.is_(None), StudyWave.starts_at <= now)
    return sum(freeze(wave, now) for wave in db.session.scalars(query).all())
