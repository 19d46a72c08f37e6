"""Invented study sessions: a conference at two meeting points, a make-up, one that runs now, one to come."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from flask_babel import to_user_timezone
from sqlalchemy import select

from ..accounts.access import below
from ..accounts.models import Member
from ..batches import insert_many
from ..courses.sessions import services
from ..courses.sessions.models import Attendance, MaterialItem, MaterialPackage, StudySession
from ..courses.sessions.spec import SessionSpec
from ..courses.study import waves
from ..extensions import db
from ..library.identity import issuer_key, number_key
from ..library.models import Document
from ..library.queries import find_document
from ..local_times import to_instant
from ..units.models import Unit

ISSUER = "Bộ Chính trị"
DOCUMENTS = (
    ("57-NQ/TW", date(2024, 12, 22), "Về đột phá phát triển khoa học, công nghệ, đổi mới sáng tạo và chuyển đổi số"),
    ("59-NQ/TW", date(2025, 1, 24), "Về hội nhập quốc tế trong tình hình mới"),
)
# Of a hundred who are due: at the conference, excused, absent without a reason; of those missing at the make-up.
_PRESENT, _EXCUSED, _UNEXCUSED, _MADE_UP = 0.935, 0.035, 0.012, 0.62
_REASONS = ("Đi công tác", "Ốm", "Trực cơ quan", "Việc gia đình")
_AGENDA = "- Khai mạc\n- Quán triệt nội dung nghị quyết\n- Thảo luận\n- Kết luận"


def load_study(root: Unit, committee: Unit, random: Random, now: datetime) -> None:
    """Sessions and a wave for the whole organisation; all but the dates depends on ``random`` alone."""
    first, second = (_document(root, *about, now) for about in DOCUMENTS)
    conference = _session(
        root, first, _spec("hn-nq57", "Hội nghị học tập, quán triệt Nghị quyết 57-NQ/TW", now, -12), now
    )
    make_up = _session(root, first, _spec("hb-nq57", "Học bù Nghị quyết 57-NQ/TW", now, -4, kind="make_up"), now)
    _attend(conference, make_up, random)
    waves.create_wave(
        code="dot-nq57",
        title="Đợt học tập, quán triệt Nghị quyết 57-NQ/TW",
        unit=root,
        documents=[first],
        starts_at=_at(now, -20, 8),
        deadline=_at(now, -6, 23),
        now=now,
    )
    for session in (conference, make_up):
        services.freeze(session, now)
    running = _spec("hn-nq59", "Hội nghị chuyên đề Nghị quyết 59-NQ/TW", now, 0, starts_at=now - timedelta(minutes=30))
    _session(root, second, running, now)
    meeting = _spec("shcb-thang", "Sinh hoạt chi bộ thường kỳ", now, 9, kind="branch_meeting", form="in_person")
    _session(committee, second, meeting, now)
    _materials(root, second, now)


def _document(unit: Unit, number: str, issued_on: date, title: str, now: datetime) -> Document:
    stored = find_document(number, ISSUER, issued_on)
    if stored is not None:
        return stored
    document = Document(
        number=number,
        number_key=number_key(number),
        kind="resolution",
        title=title,
        issuer=ISSUER,
        issuer_key=issuer_key(ISSUER),
        issued_on=issued_on,
        unit_id=unit.id,
        published_at=now,
        created_at=now,
        updated_at=now,
    )
    db.session.add(document)
    db.session.flush()
    return document


def _at(now: datetime, days: int, hour: int) -> datetime:
    day = to_user_timezone(now).date() + timedelta(days=days)
    return to_instant(datetime.combine(day, time(hour)))


def _spec(code: str, title: str, now: datetime, days: int, **changes: Any) -> SessionSpec:
    starts_at = changes.pop("starts_at", None) or _at(now, days, 8)
    return SessionSpec(
        code=code,
        title=title,
        kind=changes.pop("kind", "conference"),
        form=changes.pop("form", "mixed"),
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=4),
        points=(("Hội trường Đảng ủy Khối", "Tầng 2"), ("Điểm cầu trực tuyến các đơn vị", "")),
        key_people="Báo Cáo Viên Mẫu",
        agenda=_AGENDA,
    )


def _session(unit: Unit, document: Document, spec: SessionSpec, now: datetime) -> StudySession:
    """Frozen later where it has begun: with the attendance already there the rosters are drawn up in one go."""
    return services.create_session(
        spec, unit=unit, documents=[document], now=min(now, spec.starts_at - timedelta(days=5))
    )


def _attend(conference: StudySession, make_up: StudySession, random: Random) -> None:
    paths = [unit.path for unit in conference.audience]
    query = select(Member.id, Member.unit_id).join(Unit, Unit.id == Member.unit_id)
    people = db.session.execute(query.where(below(*paths), Member.status == "active").order_by(Member.code)).all()
    insert_many(Attendance, list(_rows(conference, make_up, people, random)))


def _rows(
    conference: StudySession, make_up: StudySession, people: Sequence[Any], random: Random
) -> Iterator[dict[str, Any]]:
    # Some cells are careless: there the rate is lower.
    care = {unit_id: random.choice((1.0, 1.0, 1.0, 0.97, 0.9)) for unit_id in sorted({unit for _, unit in people})}
    for member_id, unit_id in people:
        chance = random.random() / care[unit_id]
        if chance < _PRESENT:
            yield _row(conference, member_id, unit_id, "attended", random)
            continue
        if chance < _PRESENT + _EXCUSED:
            yield _row(conference, member_id, unit_id, "excused", random)
        elif chance < _PRESENT + _EXCUSED + _UNEXCUSED:
            yield _row(conference, member_id, unit_id, "unexcused", random)
        if random.random() < _MADE_UP * care[unit_id]:
            yield _row(make_up, member_id, unit_id, "attended", random)


def _row(session: StudySession, member_id: int, unit_id: int, state: str, random: Random) -> dict[str, Any]:
    is_there = state == "attended"
    arrived = session.starts_at + timedelta(minutes=random.randint(-25, 12)) if is_there else None
    return {
        "session_id": session.id,
        "member_id": member_id,
        "unit_id": unit_id,
        "is_guest": False,
        "state": state,
        "reason": random.choice(_REASONS) if state == "excused" else "",
        "meeting_point_id": random.choice(session.points).id if is_there else None,
        "arrived_at": arrived,
        "left_early_at": None,
        "way": random.choice(("qr", "qr", "qr", "list")) if is_there else "list",
        "recorded_at": arrived or session.ends_at,
        "recorded_by_id": None,
    }


def _materials(unit: Unit, document: Document, now: datetime) -> None:
    month = (to_user_timezone(now).date().replace(day=1) + timedelta(days=32)).replace(day=1)
    package = MaterialPackage(
        unit_id=unit.id,
        month=month,
        note="Đề nghị các chi bộ đọc trước buổi sinh hoạt đầu tháng.",
        published_at=now,
        created_at=now,
    )
    db.session.add(package)
    db.session.flush()
    title = f"{document.number}: {document.title}"
    db.session.add(MaterialItem(package_id=package.id, position=1, title=title, document_id=document.id))
