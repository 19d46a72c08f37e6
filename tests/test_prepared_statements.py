"""A connection to PostgreSQL keeps what it has prepared, and what was not committed is undone all the same."""

from __future__ import annotations

import pytest
from sqlalchemy import select, text

from quizapp.extensions import db
from quizapp.units.models import UnitKind


def read(app) -> int:
    """What a page does: read, and end without a commit. How many statements the connection knows then."""
    with app.app_context():
        for _ in range(8):  # psycopg prepares what it has seen several times
            db.session.scalars(select(UnitKind.name).where(UnitKind.code == "a")).all()
        if db.engine.dialect.name != "postgresql":
            return -1
        return db.session.scalar(text("SELECT count(*) FROM pg_prepared_statements"))


def write(app, **values) -> None:
    """Write, and end without a commit."""
    with app.app_context():
        db.session.scalar(select(UnitKind.name))
        db.session.execute(UnitKind.__table__.insert().values(position=1, is_grassroots=False, **values))


@pytest.fixture
def calm(app):
    db.session.remove()
    db.engine.dispose()
    return app


def test_reading_forgets_nothing(calm):
    first = read(calm)
    assert first > 0 or db.engine.dialect.name == "sqlite"  # whose driver has nothing to forget
    assert [read(calm) for _ in range(3)] == [first] * 3


def test_what_was_written_is_undone(calm):
    read(calm)
    write(calm, code="a", name="A")
    with calm.app_context():
        assert db.session.scalars(select(UnitKind.code)).all() == []


def test_reading_after_writing_on_the_same_connection_is_told_apart(calm):
    write(calm, code="a", name="A")
    read(calm)
    write(calm, code="b", name="B")
    with calm.app_context():
        assert db.session.scalars(select(UnitKind.code)).all() == []


# SQLite writes nothing in a WITH.
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_statement_that_begins_with_a_with_counts_as_writing(calm):
    inserting = "INSERT INTO unit_kind (code, name, position, is_grassroots) VALUES ('a', 'A', 1, false) RETURNING code"
    with calm.app_context():
        assert db.session.scalar(text(f"WITH new AS ({inserting}) SELECT code FROM new")) == "a"
    with calm.app_context():
        assert db.session.scalars(select(UnitKind.code)).all() == []
