"""The yardstick: a Flask app that does one exam call with as little as a Flask app can, and nothing else.

No pages, no logs, no metrics, no roles, no throttling, no results: a member signs in (argon2, a signed token), lists
(one SELECT), starts (one INSERT), saves (a signed ticket and one Core ``UPDATE … RETURNING``), submits (one ``UPDATE …
RETURNING``) and reads the standings (one SELECT of 50 rows). It runs under the same gunicorn settings on the same
database as quizapp, with tables of its own that hold as many rows.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from flask import Flask, Response, abort, jsonify, request
from itsdangerous import BadData, URLSafeSerializer
from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    DateTime,
    Engine,
    Float,
    Integer,
    MetaData,
    String,
    Table,
    bindparam,
    create_engine,
    insert,
    select,
    text,
    update,
)

import quizapp.extensions  # noqa: F401 - its listener gives SQLite connections the same PRAGMAs
from quizapp.accounts.passwords import as_meant

metadata = MetaData()
_id = BigInteger().with_variant(Integer, "sqlite")
member = Table(
    "bare_member",
    metadata,
    Column("id", _id, primary_key=True),
    Column("code", String(40), unique=True),
    Column("name", String(160)),
    Column("password_hash", String(200)),
)
assessment = Table(
    "bare_assessment",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("code", String(60), unique=True),
    Column("title", String(255)),
    Column("opens_at", DateTime(timezone=True)),
    Column("closes_at", DateTime(timezone=True)),
    Column("minutes", Integer),
)
attempt = Table(
    "bare_attempt",
    metadata,
    Column("id", _id, primary_key=True),
    Column("assessment_id", Integer, index=True),
    Column("member_id", BigInteger, index=True),
    Column("state", String(10)),
    Column("paper", JSON),
    Column("started_at", DateTime(timezone=True)),
    Column("deadline", DateTime(timezone=True)),
    Column("saves_until", DateTime(timezone=True)),
    Column("ticket", Integer),
    Column("revision", Integer),
    Column("answers", JSON),
    Column("saved_at", DateTime(timezone=True)),
    Column("submitted_at", DateTime(timezone=True)),
)
standing = Table(
    "bare_standing",
    metadata,
    Column("member_id", BigInteger, primary_key=True),
    Column("assessment_id", Integer, primary_key=True),
    Column("member_name", String(160)),
    Column("unit_name", String(255)),
    Column("score", Float),
    Column("seconds", Integer),
    Column("merit", String(200), index=True),
)

_WITHOUT_ID = tuple(column.name for column in attempt.c if column.name != "id")
_LIST = select(assessment)
_START = insert(attempt).returning(attempt.c.id)
_OWN = (attempt.c.id == bindparam("attempt")) & (attempt.c.ticket == bindparam("holder"))
_NEWER = attempt.c.revision < bindparam("sent_revision")
_IN_TIME = (attempt.c.state == "running") & (attempt.c.saves_until >= bindparam("sent_at"))
_SENT = {"revision": bindparam("sent_revision"), "answers": bindparam("sent_answers")}
# Built once, as quizapp's own is.
_SAVE = (update(attempt).where(_OWN, _IN_TIME, _NEWER).values(**_SENT, saved_at=bindparam("sent_at"))).returning(
    attempt.c.deadline
)
_SUBMIT = (
    update(attempt).where(_OWN, _IN_TIME).values(**_SENT, state="submitted", submitted_at=bindparam("sent_at"))
).returning(attempt.c.started_at)
_STANDINGS = (
    select(standing.c["member_name", "unit_name", "score", "seconds", "merit"])
    .where(standing.c.assessment_id == bindparam("assessment"))
    .order_by(standing.c.merit.desc())
    .limit(50)
)


def create_app(database_url: str, secret: str) -> Flask:
    """The app on a database that ``prepare`` has given its tables."""
    app = Flask("bare")
    engine = create_engine(database_url)
    hasher = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)
    tokens = URLSafeSerializer(secret, salt="token")
    tickets = URLSafeSerializer(secret, salt="ticket")
    questions = _example_paper()

    def signed(serializer: URLSafeSerializer, text: str) -> Any:
        try:
            return serializer.loads(text)
        except BadData:
            abort(401)

    def signed_in() -> int:
        return signed(tokens, request.headers.get("Authorization", "").removeprefix("Bearer "))

    def ticket_for(attempt_id: int) -> dict[str, int]:
        ticket = signed(tickets, request.headers.get("X-Attempt-Ticket", ""))
        if ticket["attempt"] != attempt_id:
            abort(401)
        return ticket

    @app.post("/api/v1/sessions")
    def sign_in() -> tuple[Response, int]:
        body = request.get_json()
        with engine.connect() as connection:
            found = connection.execute(select(member).where(member.c.code == body["login"])).first()
        try:
            hasher.verify(found.password_hash if found else "", as_meant(body["password"]))
        except VerificationError:
            abort(401)
        return jsonify(token=tokens.dumps(found.id), member={"code": found.code, "name": found.name}), 201

    @app.get("/api/v1/assessments")
    def list_assessments() -> Response:
        signed_in()
        with engine.connect() as connection:
            rows = connection.execute(_LIST).all()
        return jsonify(
            assessments=[
                {
                    "code": row.code,
                    "title": row.title,
                    "opens_at": row.opens_at.isoformat(),
                    "closes_at": row.closes_at.isoformat(),
                    "minutes": row.minutes,
                }
                for row in rows
            ]
        )

    @app.post("/api/v1/assessments/<code>/attempts")
    def start(code: str) -> tuple[Response, int]:
        member_id, now = signed_in(), datetime.now(UTC)
        deadline = now + timedelta(minutes=15)
        values = {
            "assessment_id": 1,
            "member_id": member_id,
            "state": "running",
            "paper": [[question["id"], "abcd", 1] for question in questions],
            "started_at": now,
            "deadline": deadline,
            "saves_until": deadline + timedelta(seconds=15),
            "ticket": 1,
            "revision": 0,
            "answers": {},
        }
        with engine.begin() as connection:
            attempt_id = connection.execute(_START, values).scalar_one()
        ticket = tickets.dumps({"attempt": attempt_id, "holder": 1})
        return jsonify(id=attempt_id, ticket=ticket, deadline=deadline.isoformat(), questions=questions), 201

    @app.put("/api/v1/attempts/<int:attempt_id>/answers")
    def save(attempt_id: int) -> Response:
        ticket, body, now = ticket_for(attempt_id), request.get_json(), datetime.now(UTC)
        values = {
            "attempt": attempt_id,
            "holder": ticket["holder"],
            "sent_revision": body["revision"],
            "sent_answers": body["answers"],
            "sent_at": now,
        }
        with engine.begin() as connection:
            saved = connection.execute(_SAVE, values).first()
        if saved is None:
            abort(409)
        return jsonify(revision=body["revision"], saved_at=now.isoformat(), deadline=saved.deadline.isoformat())

    @app.post("/api/v1/attempts/<int:attempt_id>/submission")
    def submit(attempt_id: int) -> Response:
        ticket, body, now = ticket_for(attempt_id), request.get_json(), datetime.now(UTC)
        values = {
            "attempt": attempt_id,
            "holder": ticket["holder"],
            "sent_revision": body["revision"],
            "sent_answers": body["answers"],
            "sent_at": now,
        }
        with engine.begin() as connection:
            submitted = connection.execute(_SUBMIT, values).first()
        if submitted is None:
            abort(409)
        return jsonify(submitted_at=now.isoformat(), started_at=submitted.started_at.isoformat())

    @app.get("/api/v1/assessments/<code>/standings")
    def show_standings(code: str) -> Response:
        signed_in()
        with engine.connect() as connection:
            rows = connection.execute(_STANDINGS, {"assessment": 1}).all()
        shown = ("member_name", "unit_name", "score", "seconds")
        ranked = [{"rank": rank} | {name: getattr(row, name) for name in shown} for rank, row in enumerate(rows, 1)]
        return jsonify(rows=ranked)

    return app


def _example_paper() -> list[dict[str, Any]]:
    """20 questions as long as those of the banks."""
    stem = "<p>Theo Nghị quyết số 57-NQ/TW, đến năm 2030 Việt Nam thuộc nhóm bao nhiêu nước dẫn đầu khu vực?</p>"
    options = [{"id": letter, "text": "<p>Thuộc nhóm 3 nước dẫn đầu Đông Nam Á</p>"} for letter in "abcd"]
    return [{"id": str(number), "kind": "single", "prompt": stem, "options": options} for number in range(1, 21)]


def prepare(engine: Engine) -> None:
    """Make the yardstick's tables in a database of quizapp, with as many members, attempts and standings."""
    from quizapp.accounts.models import Member
    from quizapp.assessments.models import Assessment, Attempt, Result
    from quizapp.units.models import Unit

    metadata.create_all(engine)
    copied = {
        member: select(Member.__table__.c["id", "code", "name", "password_hash"]),
        assessment: select(Assessment.__table__.c["id", "code", "title", "opens_at", "closes_at", "minutes"]),
        attempt: select(Attempt.__table__.c[_WITHOUT_ID]),
        standing: select(
            Result.member_id,
            Result.assessment_id,
            Member.name.label("member_name"),
            Unit.name.label("unit_name"),
            Result.score,
            Result.seconds,
            Result.merit,
        )
        .join(Member, Member.id == Result.member_id)
        .join(Unit, Unit.id == Result.unit_id),
    }
    with engine.begin() as connection:
        for table, rows in copied.items():
            connection.execute(insert(table).from_select([column.name for column in rows.selected_columns], rows))
    if engine.dialect.name == "postgresql":  # which does so by itself a minute later
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))
