"""A member's whole way, quizapp beside the bare app: sign in, list, start, 20 saves, submit, standings.

Everybody takes the same step before anybody takes the next one, so that what the servers used between two steps is
what the step costs. The two servers take turns, round after round on the same machine: what disturbs one disturbs the
other, and the ratio is the median over the rounds.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from sqlalchemy import create_engine

from . import bare, processes
from .client import Connection, for_each
from .processes import Database, Server

ASSESSMENT = "nq57-2026-tuan-1"
PASSWORD = "hoc-tap-2026"
SAVES = 20
STEPS = ("sign in", "list", "start", "save", "submit", "standings")
# How often a flow takes each step.
WARM_UP = 60
TIMES = {step: SAVES if step == "save" else 1 for step in STEPS}


@dataclass
class Candidate:
    """A member on the way."""

    login: str
    token: str = ""
    attempt: int = 0
    ticket: str = ""
    revision: int = 0
    answers: dict[str, list[str]] = field(default_factory=dict)

    @property
    def bearer(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    @property
    def held(self) -> dict[str, str]:
        return {"X_Attempt_Ticket": self.ticket}


Call = Callable[..., Any]


def sign_in(call: Call, candidate: Candidate) -> None:
    answer = call("POST", "/sessions", {"login": candidate.login, "password": PASSWORD})
    candidate.token = answer["token"]


def list_assessments(call: Call, candidate: Candidate) -> None:
    call("GET", "/assessments", **candidate.bearer)


def start(call: Call, candidate: Candidate) -> None:
    answer = call("POST", f"/assessments/{ASSESSMENT}/attempts", **candidate.bearer)
    candidate.attempt, candidate.ticket = answer["id"], answer["ticket"]
    assert len(answer["questions"]) == SAVES


def save(call: Call, candidate: Candidate) -> None:
    """All 20, one more answer each time."""
    for number in range(1, SAVES + 1):
        candidate.revision, candidate.answers[str(number)] = number, ["a"]
        body = {"revision": candidate.revision, "answers": candidate.answers}
        call("PUT", f"/attempts/{candidate.attempt}/answers", body, **candidate.held)


def submit(call: Call, candidate: Candidate) -> None:
    body = {"revision": candidate.revision + 1, "answers": candidate.answers, "prediction": 100}
    call("POST", f"/attempts/{candidate.attempt}/submission", body, **candidate.held)


def show_standings(call: Call, candidate: Candidate) -> None:
    call("GET", f"/assessments/{ASSESSMENT}/standings", **candidate.bearer)


WORK = dict(zip(STEPS, (sign_in, list_assessments, start, save, submit, show_standings), strict=True))


@dataclass
class Cost:
    """Of one step in one round: CPU seconds per call, and how long each call waited."""

    cpu: float
    waits: list[float]


@dataclass
class Measured:
    """All rounds of one server."""

    rounds: list[dict[str, Cost]] = field(default_factory=list)

    def cpu(self, step: str) -> float:
        """Median CPU seconds per call of the step."""
        return median(costs[step].cpu for costs in self.rounds)

    def flow_cpu(self) -> list[float]:
        """CPU seconds of a whole flow, by round."""
        return [sum(costs[step].cpu * TIMES[step] for step in STEPS) for costs in self.rounds]

    def waits(self, step: str) -> tuple[float, float]:
        """(p50, p95) in seconds."""
        cuts = quantiles((w for costs in self.rounds for w in costs[step].waits), n=20, method="inclusive")
        return cuts[9], cuts[18]


@dataclass
class Comparison:
    """quizapp beside the bare app on one kind of database."""

    database: str
    members: int
    quizapp: Measured = field(default_factory=Measured)
    bare: Measured = field(default_factory=Measured)
    statements: dict[str, int] = field(default_factory=dict)

    def ratios(self, step: str) -> list[float]:
        """quizapp's CPU over the bare app's, by round."""
        both = zip(self.quizapp.rounds, self.bare.rounds, strict=True)
        return [mine[step].cpu / other[step].cpu for mine, other in both]

    def flow_ratios(self) -> list[float]:
        """The same for the whole flow."""
        return [mine / other for mine, other in zip(self.quizapp.flow_cpu(), self.bare.flow_cpu(), strict=True)]


def compare(folder: Path, database: Database, rounds: int, per_round: int, members: int) -> Comparison:
    """Load a demonstration into the empty database, serve both, measure in turns."""
    folder.mkdir(exist_ok=True)
    processes.quizapp(folder, database.url, "demo", "load", "--members", str(members))
    engine = create_engine(database.url)
    bare.prepare(engine)
    engine.dispose()
    comparison = Comparison(database.name, members)
    logins = (f"dv{number:06}" for number in range(1, members // 2))  # nobody of these has sat the open round
    with ExitStack() as stack:
        servers = (
            (stack.enter_context(processes.serving_quizapp(folder, database.url, *database.roots)), comparison.quizapp),
            (stack.enter_context(processes.serving_bare(folder, database.url, *database.roots)), comparison.bare),
        )
        _measure(servers, _next(logins, WARM_UP))  # the first calls of a process load what it keeps
        for number in range(rounds):
            in_turn = servers if number % 2 else servers[::-1]
            for (_, measured), costs in zip(in_turn, _measure(in_turn, _next(logins, per_round)), strict=True):
                measured.rounds.append(costs)
    comparison.statements = count_statements(folder, database.url, next(logins))
    return comparison


def _next(logins: Iterator[str], count: int) -> list[str]:
    return [next(logins) for _ in range(count)]


def _measure(servers: Sequence[tuple[Server, Measured]], logins: list[str]) -> list[dict[str, Cost]]:
    """One round: every step by one server and then by the other."""
    candidates = [[Candidate(login) for login in logins] for _ in servers]
    costs: list[dict[str, Cost]] = [{} for _ in servers]
    for step, work in WORK.items():
        for place, (server, _) in enumerate(servers):
            costs[place][step] = _cost(server, candidates[place], work)
    return costs


def _cost(server: Server, candidates: list[Candidate], work: Callable[[Call, Candidate], None]) -> Cost:
    before = server.cpu_seconds()
    waits = for_each(server.port, candidates, _step(work))
    time.sleep(0.05)  # whatever goes on after an answer belongs to it
    return Cost((server.cpu_seconds() - before) / len(waits), waits)


def _step(work: Callable[[Call, Candidate], None]) -> Callable[[Connection, Candidate], None]:
    return lambda connection, candidate: work(connection.call, candidate)


def count_statements(folder: Path, database_url: str, login: str) -> dict[str, int]:
    """Statements sent to the database by each step of one flow, within this process."""
    from sqlalchemy import event

    from quizapp.app import create_app
    from quizapp.config import Config
    from quizapp.extensions import db

    app = create_app(Config.from_environment(processes.environment(folder, database_url)))
    client, sent = app.test_client(), [0]

    def call(method: str, path: str, body: Any = None, **headers: str) -> Any:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        answer = client.open(f"/api/v1{path}", method=method, json=body, headers=named)
        assert answer.status_code in (200, 201), answer.data
        return answer.json

    def note(*_: Any) -> None:
        sent[0] += 1

    counts = {}
    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", note)
    for _is_warm in (False, True):  # the first way loads what a process keeps
        candidate = Candidate(login)
        for step, work in WORK.items():
            sent[0] = 0
            work(call, candidate)
            counts[step] = sent[0] // TIMES[step]
    with app.app_context():
        db.engine.dispose()
    return counts
