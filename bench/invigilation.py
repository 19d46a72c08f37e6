"""Many candidates of one exam: their start within a minute, and what a refresh of the invigilation board costs."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from . import goals, processes
from .client import Connection

QUESTIONS, CODE = 21, "thi-cuoi-khoa"
START_GOAL, REFRESH_GOAL = 1.0, 0.020
MINUTE, CONNECTIONS, REFRESHES = 60.0, 32, 40
# 3,000 characters
ESSAY = "Học tập và làm theo tư tưởng, đạo đức, phong cách Hồ Chí Minh là nhiệm vụ thường xuyên. " * 34


def measure(folder: Path, database: processes.Database, candidates: int) -> list[str]:
    """Rows for the table of goals."""
    command = [sys.executable, "-m", "bench.invigilation", str(candidates)]
    environment = processes.environment(folder, database.url)
    loaded = subprocess.run(command, env=environment, cwd=processes.ROOT, check=True, stdout=subprocess.PIPE, text=True)
    tokens, invigilator = loaded.stdout.split()[:-1], loaded.stdout.split()[-1]
    with processes.serving_quizapp(folder, database.url, *database.roots) as server:
        Connection(server.port).call("GET", "/assessments", Authorization=f"Bearer {tokens[0]}")
        waits, papers = _start_all(server, tokens)
        _save_all(server, papers)
        cpu, answer, size = _refresh(server, invigilator)
    cuts = quantiles(waits, n=20, method="inclusive")
    started = f"{len(papers)} starts within {MINUTE:.0f} s, p50 {cuts[9] * 1000:.0f} ms, 95 % within"
    board = f"a refresh of the invigilation board, {size / 1000:.1f} KB"
    return [
        goals.row(started, "", f"{cuts[18] * 1000:.0f} ms", f"{START_GOAL:g} s", cuts[18] <= START_GOAL),
        goals.row(
            board,
            f"{cpu * 1000:.1f} ms",
            f"{answer * 1000:.0f} ms",
            f"{REFRESH_GOAL * 1000:g} ms of CPU",
            cpu <= REFRESH_GOAL,
        ),
    ]


def _start_all(server: processes.Server, tokens: list[str]) -> tuple[list[float], list[dict[str, Any]]]:
    """One after the other over a minute, each due at its own instant; how long each waited from then on."""
    began = time.perf_counter()
    waits: list[float] = []

    def share(place: int) -> list[dict[str, Any]]:
        connection, papers = Connection(server.port), []
        for number in range(place, len(tokens), CONNECTIONS):
            due = began + number * MINUTE / len(tokens)
            time.sleep(max(0.0, due - time.perf_counter()))
            held = {"Authorization": f"Bearer {tokens[number]}"}
            papers.append(connection.call("POST", f"/assessments/{CODE}/attempts", {"access_code": "hoasen"}, **held))
            waits.append(time.perf_counter() - due)
        connection.close()
        return papers

    with ThreadPoolExecutor(CONNECTIONS) as pool:
        return waits, [paper for papers in pool.map(share, range(CONNECTIONS)) for paper in papers]


def _save_all(server: processes.Server, papers: list[dict[str, Any]]) -> None:
    connection = Connection(server.port)
    for paper in papers:
        answers: dict[str, Any] = {q["id"]: ["a"] if q["options"] else ESSAY for q in paper["questions"]}
        body = {"revision": 1, "answers": answers, "signs": {"left_page": 1}}
        connection.call("PUT", f"/attempts/{paper['id']}/answers", body, X_Attempt_Ticket=paper["ticket"])
    connection.close()


def _refresh(server: processes.Server, token: str) -> tuple[float, float, int]:
    """CPU and waiting for one refresh, the median of many; the answer's size."""
    import http.client

    path, headers = f"/exams/{CODE}/invigilation/state", {"Authorization": f"Bearer {token}"}
    http_connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    cpus, waits, size = [], [], 0
    for _ in range(REFRESHES):
        cpu, began = server.cpu_seconds(), time.perf_counter()
        http_connection.request("GET", path, headers=headers)
        response = http_connection.getresponse()
        size = len(response.read())
        assert response.status == 200, response.status
        waits.append(time.perf_counter() - began)
        cpus.append(server.cpu_seconds() - cpu)
    http_connection.close()
    return median(cpus), median(waits), size


def _load(candidates: int) -> None:
    """A class with an exam of 20 choices and an essay that is open; prints a token for each, the invigilator's
    last."""
    from quizapp import clock, database
    from quizapp.accounts import sessions
    from quizapp.app import create_app
    from quizapp.config import Config
    from quizapp.extensions import db
    from tests.assessments.factories import make_bank, make_question
    from tests.exams.factories import add_instructor, make_class, make_exam
    from tests.factories import make_unit

    app = create_app(Config.from_environment(dict(os.environ)))
    with app.app_context():
        database.upgrade()
        unit, now = make_unit("Trung tâm Chính trị Mẫu"), clock.now()
        course_class = make_class(unit)
        members = _learners(course_class, candidates)
        bank = make_bank(unit, questions=40)
        make_question(bank, kind="essay", options=0, topic="Tự luận")
        cells = [
            {"bank": bank.code, "topic": topic, "level": None, "count": count, "points": 1}
            for topic, count in (("", QUESTIONS - 1), ("Tự luận", 1))
        ]
        make_exam(
            course_class,
            code=CODE,
            matrix=cells,
            allowed_kinds=["single", "essay"],
            access_code="HOASEN",
            shows_life=True,
            opens_at=now - timedelta(minutes=1),
            closes_at=now + timedelta(hours=3),
            minutes=90,
        )
        invigilator = add_instructor(course_class, "invigilator")
        for member in [*members, invigilator]:
            print(sessions.start_session(member, "phone", now)[0])
        db.session.commit()


def _learners(course_class: Any, candidates: int) -> list[Any]:
    from quizapp.courses.classes.models import Learner
    from quizapp.extensions import db
    from tests.conftest import NOW
    from tests.factories import make_member

    members = [make_member(f"Học Viên {number}", unit=course_class.unit) for number in range(1, candidates + 1)]
    same = {"class_id": course_class.id, "added_at": NOW}
    db.session.add_all([Learner(**same, member_id=one.id, number=n) for n, one in enumerate(members, 1)])
    db.session.commit()
    return members


if __name__ == "__main__":
    _load(int(sys.argv[1]))
