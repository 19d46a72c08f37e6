"""The study report of 5,000 units: ``python -m bench.study URL FOLDER`` prints rows for the table of goals."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from statistics import median

from sqlalchemy import text

from quizapp import database
from quizapp.accounts.models import Member
from quizapp.analytics.queries import study as queries
from quizapp.analytics.queries import study_asides
from quizapp.analytics.study import as_json
from quizapp.analytics.study_reports import study_report, week_lines
from quizapp.app import create_app
from quizapp.batches import insert_many
from quizapp.config import Config
from quizapp.courses.study import progress, waves
from quizapp.courses.study.models import Completion, StudyWave
from quizapp.extensions import db
from quizapp.library.models import Document
from quizapp.transactions import transaction
from quizapp.units.models import Unit, UnitKind

from . import goals

UNITS, MEMBERS_OF_A_UNIT, COMMITTEES = 5_000, 7, 74
NOW = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
TIMES = 9
GOAL = 300.0  # ms


def main(url: str, folder: str) -> None:
    """Load, measure, print."""
    settings = {"QUIZAPP_INSTANCE": folder, "QUIZAPP_DATABASE_URL": url, "QUIZAPP_SECRET_KEY": "x" * 16}
    app = create_app(Config.from_environment(settings))
    with app.test_request_context():
        database.upgrade()
        root, wave = _load()
        # PostgreSQL does so by itself, a minute later.
        db.session.execute(text("ANALYZE"))
        db.session.commit()
        _tell("study report of 5,000 units", lambda: as_json(study_report(wave, root, 2, NOW)), GOAL)
        _tell("the same of its committees", lambda: as_json(study_report(wave, root, 1, NOW)), GOAL)
        _tell("trend by week", lambda: week_lines(wave, root))
        _tell("sessions and essays of the rows", lambda: study_asides.asides(root, wave, NOW))
        _tell("recount of the whole wave", lambda: _recount(wave), times=1)
        db.session.remove()
        db.engine.dispose()


def _tell(name: str, action: Callable[[], object], goal: float | None = None, times: int = TIMES) -> None:
    taken, waited = zip(*(goals.spent(action) for _ in range(times)), strict=True)
    limit = "" if goal is None else f"{goal:g} ms of CPU"
    is_reached = None if goal is None else median(taken) <= goal
    print(goals.row(name, f"{median(taken):.0f} ms", f"{median(waited):.0f} ms", limit, is_reached))


def _recount(wave: StudyWave) -> None:
    progress.recount(wave.id)


def _load() -> tuple[Unit, StudyWave]:
    with transaction():
        kind = UnitKind(code="cell", name="Chi bộ")
        db.session.add(kind)
        db.session.flush()
        units = [_unit(1, None, "1/", kind.id)]
        units += [_unit(2 + n, 1, f"1/{2 + n}/", kind.id) for n in range(COMMITTEES)]
        for n in range(UNITS - COMMITTEES):
            id, parent = 2 + COMMITTEES + n, 2 + n % COMMITTEES
            units.append(_unit(id, parent, f"1/{parent}/{id}/", kind.id))
        insert_many(Unit, units)
        insert_many(Member, [_member(n, 2 + n % UNITS) for n in range(UNITS * MEMBERS_OF_A_UNIT)])
        document = Document(
            number="57-NQ/TW",
            number_key="57-nq/tw",
            kind="resolution",
            title="Nghị quyết",
            issuer="Bộ Chính trị",
            issuer_key="bo chinh tri",
            issued_on=date(2024, 12, 22),
            unit_id=1,
            created_at=NOW,
            updated_at=NOW,
        )
        db.session.add(document)
        db.session.flush()
        studied = [n for n in range(1, UNITS * MEMBERS_OF_A_UNIT + 1) if n % 119]
        same = {"document_id": document.id, "way": "online"}
        insert_many(Completion, [same | {"member_id": n, "at": NOW - timedelta(days=n % 15)} for n in studied])
        root = db.session.get_one(Unit, 1)
        waves.create_wave(
            code="dot",
            title="Đợt",
            unit=root,
            documents=[document],
            starts_at=NOW - timedelta(days=20),
            deadline=NOW - timedelta(days=5),
            now=NOW,
        )
    return db.session.get_one(Unit, 1), queries.find_subject(wave="dot")


def _unit(id: int, parent_id: int | None, path: str, kind_id: int) -> dict[str, object]:
    names = {"name": f"Chi bộ {id}", "search_name": f"chi bo {id}", "sort_name": f"chi bo {id:05}"}
    return {"id": id, "code": f"U{id}", "kind_id": kind_id, "parent_id": parent_id, "path": path} | names


def _member(number: int, unit_id: int) -> dict[str, object]:
    names = {"name": f"Thành Viên {number}", "search_name": f"thanh vien {number}", "sort_name": f"{number:06}"}
    fixed = {"kind": "official", "status": "active", "position": "", "account_state": "approved", "text_size": 100}
    more = {"rejected_because": "", "has_initial_password": False, "created_at": NOW}
    return {"id": number + 1, "code": f"m{number}", "unit_id": unit_id} | names | fixed | more


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
