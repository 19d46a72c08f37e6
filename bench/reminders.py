"""The regular round of reminders: CPU of 1,000 members who have nothing due, and of 1,000 letters, on SQLite.

.venv/bin/python -m bench.reminders
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from itertools import count
from socket import create_connection, socket

from bench.study import _member
from quizapp import database
from quizapp.accounts.models import Member
from quizapp.app import create_app
from quizapp.batches import insert_many
from quizapp.config import Config
from quizapp.courses.catalogue.learner_models import Enrolment
from quizapp.courses.catalogue.models import Course
from quizapp.extensions import db
from quizapp.reminders import regular
from quizapp.reminders.digest import KINDS
from quizapp.reminders.models import ReminderSetting
from quizapp.transactions import transaction
from quizapp.units.models import Unit, UnitKind

MEMBERS = 4_000
NOW = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def main() -> None:
    """Load, measure, print."""
    with tempfile.TemporaryDirectory() as folder, socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        command = [sys.executable, "-m", "aiosmtpd", "-n", "-l", f"127.0.0.1:{port}", "-c", "aiosmtpd.handlers.Sink"]
        sink = subprocess.Popen(command)
        settings = {"QUIZAPP_INSTANCE": folder, "QUIZAPP_SECRET_KEY": "x" * 16}
        settings |= {"QUIZAPP_MAIL_URL": f"smtp://127.0.0.1:{port}", "QUIZAPP_BASE_URL": "https://thi.example.vn"}
        app = create_app(Config.from_environment(settings))
        try:
            _wait(port)
            with app.app_context():
                database.upgrade()
                _load()
                _measure()
        finally:
            sink.terminate()
            sink.wait()


def _wait(port: int) -> None:
    for _ in range(100):
        try:
            create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.1)


def _load() -> None:
    with transaction():
        kind = UnitKind(code="cell", name="Chi bộ")
        db.session.add(kind)
        db.session.flush()
        names = {"name": "Đảng bộ", "search_name": "dang bo", "sort_name": "dang bo"}
        db.session.add(Unit(id=1, code="U1", kind_id=kind.id, path="1/", **names))
        db.session.flush()
        insert_many(Member, [_member(n, 1) | {"email": f"m{n}@example.vn"} for n in range(MEMBERS)])
        same = {"by_email": True, "by_push": False, "quiet_from": 21, "quiet_until": 7, "kinds": list(KINDS)}
        times = {"told_until": NOW, "next_look_at": NOW, "updated_at": NOW}
        insert_many(ReminderSetting, [same | times | {"member_id": n} for n in range(1, MEMBERS + 1)])


def _give_everybody_a_course() -> None:
    with transaction():
        course = Course(code="kh", title="Khóa học", unit_id=1, member_kinds=[], deadline=NOW + 3 * DAY, created_at=NOW)
        course.edition, course.published_at = 1, NOW
        db.session.add(course)
        db.session.flush()
        same = {"course_id": course.id, "way": "unit", "enrolled_at": NOW}
        insert_many(Enrolment, [same | {"member_id": n} for n in range(1, MEMBERS + 1)])


def _measure() -> None:
    _tell("nothing due", NOW, 0)
    _give_everybody_a_course()
    _tell("a letter for each", NOW + DAY, MEMBERS)


def _tell(name: str, now: datetime, expected: int) -> None:
    cpu, wall, sent = time.process_time(), time.perf_counter(), 0
    for _ in count():
        reminded = regular.send_due(now)
        sent += reminded
        if sent >= expected and not reminded:
            break
    thousands = MEMBERS / 1000
    cpu, wall = (time.process_time() - cpu) / thousands, (time.perf_counter() - wall) / thousands
    print(f"{name}: {sent} sent; {cpu * 1000:.0f} ms CPU, {wall * 1000:.0f} ms wall per 1,000 members")


if __name__ == "__main__":
    main()
