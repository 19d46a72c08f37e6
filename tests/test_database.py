"""The schema comes up and goes down, and equals the models, on both databases."""

from __future__ import annotations

import flask_migrate
import pytest
from flask import Flask
from sqlalchemy import inspect, text

from quizapp import database
from quizapp.app import create_app
from quizapp.extensions import db
from quizapp.project import MIGRATIONS
from tests.conftest import make_config, new_postgres_database


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_app(request, worker, tmp_path) -> Flask:
    kind = request.param
    url = f"sqlite:///{tmp_path / 'empty.sqlite3'}" if kind == "sqlite" else new_postgres_database(f"empty_{worker}")
    return create_app(make_config(tmp_path, url))


def test_migrations_go_up_down_and_up_again(empty_app):
    with empty_app.app_context():
        database.upgrade()
        # SQLite keeps the index of the search in documents as tables of its own.
        tables = {name for name in inspect(db.engine).get_table_names() if not name.startswith("document_words")}
        assert tables == set(db.metadata.tables) | {"alembic_version"}
        flask_migrate.downgrade(directory=str(MIGRATIONS), revision="base")
        assert set(inspect(db.engine).get_table_names()) == {"alembic_version"}
        database.upgrade()
        flask_migrate.check(directory=str(MIGRATIONS))
        db.engine.dispose()


def test_schema_has_every_check_and_index_of_the_models(app):
    found = inspect(db.engine)
    for name, table in db.metadata.tables.items():
        checks = {c.name for c in table.constraints if c.__visit_name__ == "check_constraint"}
        assert {c["name"] for c in found.get_check_constraints(name)} >= checks, name
        assert {i["name"] for i in found.get_indexes(name)} >= {i.name for i in table.indexes}, name


def test_sqlite_runs_with_wal_and_foreign_keys(app):
    if db.engine.dialect.name == "sqlite":
        with db.engine.connect() as connection:
            assert connection.execute(text("PRAGMA journal_mode")).scalar() == "wal"
            assert connection.execute(text("PRAGMA foreign_keys")).scalar() == 1
    else:
        assert db.engine.dialect.name == "postgresql"
