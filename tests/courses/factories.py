"""Sessions and waves for tests, with only what the test does not care about filled in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from itertools import count
from typing import Any

from quizapp.courses.sessions import attendance, services
from quizapp.courses.sessions.models import StudySession
from quizapp.courses.sessions.spec import SessionSpec
from quizapp.courses.study import waves
from quizapp.courses.study.models import StudyWave
from quizapp.library.models import Document
from quizapp.units.models import Unit
from tests.conftest import NOW
from tests.library.factories import make_document

_numbers = count(1)


def make_session(unit: Unit, documents: Sequence[Document] = (), **fields: Any) -> StudySession:
    """A conference that began an hour before NOW and lasts three hours, at one meeting point."""
    number = next(_numbers)
    starts_at = fields.pop("starts_at", NOW - timedelta(hours=1))
    spec = SessionSpec(
        code=fields.pop("code", f"hn-{number}"),
        title=fields.pop("title", f"Hội nghị {number}"),
        kind=fields.pop("kind", "conference"),
        form=fields.pop("form", "mixed"),
        starts_at=starts_at,
        ends_at=fields.pop("ends_at", starts_at + timedelta(hours=3)),
        points=fields.pop("points", (("Hội trường lớn", ""),)),
        deadline=fields.pop("deadline", None),
        **{name: fields.pop(name) for name in ("agenda", "key_people") if name in fields},
    )
    now = fields.pop("now", NOW)
    return services.create_session(
        spec, unit=unit, documents=documents or [make_document(unit=unit)], now=now, **fields
    )


def make_wave(unit: Unit, documents: Sequence[Document], **fields: Any) -> StudyWave:
    """A wave that began ten days before NOW and has ten days more."""
    values = {"starts_at": NOW - timedelta(days=10), "deadline": NOW + timedelta(days=10), "now": NOW} | fields
    number = next(_numbers)
    return waves.create_wave(code=f"dot-{number}", title=f"Đợt {number}", unit=unit, documents=documents, **values)


def note(session: StudySession, *members: Any, state: str = "attended", now: Any = NOW, **fields: Any) -> int:
    """The secretary's list says so of these members."""
    records = [attendance.Record(member, state, **fields) for member in members]
    return attendance.record_all(session, records, "list", None, now)
