"""What every test stands on: the application on SQLite and PostgreSQL, with real commits, emptied after each test."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import create_engine, event, text

import quizapp.models  # noqa: F401 - all tables are known before they are emptied
from quizapp import database
from quizapp.app import create_app
from quizapp.assessments import sheet
from quizapp.config import Config
from quizapp.extensions import db
from quizapp.questions import checked_banks
from tests.postgresql import PostgresServer

NOW = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)


def pytest_configure(config: pytest.Config) -> None:
    """One PostgreSQL server for all workers, started by the process that starts them."""
    if hasattr(config, "workerinput") or os.environ.get("QUIZAPP_TEST_POSTGRES_URL"):
        return
    server = PostgresServer()
    os.environ["QUIZAPP_TEST_POSTGRES_URL"] = server.url()
    config.add_cleanup(server.stop)


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        os.environ.pop("QUIZAPP_TEST_POSTGRES_URL", None)


def make_config(instance: Path, database_url: str) -> Config:
    """Settings for a test, independent of the machine's environment."""
    return Config.from_environment(
        {
            "QUIZAPP_INSTANCE": str(instance),
            "QUIZAPP_DATABASE_URL": database_url,
            "QUIZAPP_SECRET_KEY": "a secret for tests only",
            "QUIZAPP_JOBS": "immediate",
        }
    )


@pytest.fixture(scope="session")
def worker(request: pytest.FixtureRequest) -> str:
    """The name of this test process."""
    return getattr(request.config, "workerinput", {}).get("workerid", "main")


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, worker: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of an empty database; every test that asks for it, directly or not, runs on both kinds."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path_factory.mktemp('database') / 'quizapp.sqlite3'}"
    return new_postgres_database(f"quizapp_{worker}")


def new_postgres_database(name: str) -> str:
    """Create an empty database on the tests' server and return its address."""
    server_url = os.environ["QUIZAPP_TEST_POSTGRES_URL"]
    engine = create_engine(server_url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    engine.dispose()
    return server_url.replace("/postgres?", f"/{name}?")


@pytest.fixture(scope="session")
def migrated_app(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The application with its schema; use ``app`` in tests."""
    application = create_app(make_config(tmp_path_factory.mktemp("instance"), database_url))
    application.config["PROPAGATE_FAILURES"] = True
    application.test_client_class = BrowserLikeClient
    with application.app_context():
        database.upgrade()
    yield application
    with application.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def app(migrated_app: Flask) -> Iterator[Flask]:
    """The application within its context; whatever the test stored is gone afterwards."""
    # Emptied databases give the same ids again.
    sheet.forget()
    checked_banks.forget()
    with migrated_app.app_context():
        yield migrated_app
        db.session.remove()
        _empty_database()


def _empty_database() -> None:
    """All tables in one message to the database: one each would take longer than most tests."""
    names = _tables_in_order_of_emptying()
    with db.engine.begin() as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
            held = " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM \"{name}\")" for name in names)
            for name in connection.exec_driver_sql(held).scalars().all():
                connection.exec_driver_sql(f'DELETE FROM "{name}"')
        else:
            # psycopg takes several statements at once where they have no parameters.
            connection.connection.cursor().execute("; ".join(f'DELETE FROM "{name}"' for name in names))


@cache
def _tables_in_order_of_emptying() -> list[str]:
    return [table.name for table in reversed(db.metadata.sorted_tables)]


class BrowserLikeClient(FlaskClient):
    """Gives each request a context of its own: within the test's, ``g`` and the signed-in person would leak."""

    def open(self, *args: Any, **kwargs: Any) -> Any:
        with self.application.app_context():
            return super().open(*args, **kwargs)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser that nobody has signed in with."""
    return app.test_client()


@pytest.fixture
def statements(app: Flask) -> Iterator[list[str]]:
    """The SQL statements sent since the list was last cleared."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        sent.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield sent
    event.remove(db.engine, "before_cursor_execute", note)
