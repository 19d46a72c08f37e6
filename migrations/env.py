"""How migrations run: in the application's database, within the application's context."""

from alembic import context
from flask import current_app

import quizapp.models  # noqa: F401 - all tables are known before they are compared
from quizapp.extensions import Points, UTCDateTime, db


def run() -> None:
    """Run within the connection that was handed over, or a new one; each migration in a transaction of its own."""
    handed_over = context.config.attributes.get("connection")
    if handed_over is not None:
        _run_on(handed_over)
        return
    with db.engine.connect() as connection:
        _run_on(connection)


def _run_on(connection) -> None:
    options = current_app.extensions["migrate"].configure_args
    is_sqlite = connection.dialect.name == "sqlite"
    context.configure(
        connection=connection,
        target_metadata=db.metadata,
        transaction_per_migration=True,
        include_object=_is_ours,
        render_item=_render_item,
        **options,
    )
    if is_sqlite:
        # A batch migration drops and renames tables, which would take the rows that refer to them along.
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        connection.commit()
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
    if is_sqlite:
        connection.exec_driver_sql("PRAGMA foreign_keys=ON")


def _is_ours(_object, name, type_, _reflected, _compare_to) -> bool:
    # What the database keeps for the search in documents, on its own terms: see 0032.
    if (type_ in ("table", "index") and name.startswith("document_words")) or (
        type_ == "column" and name.endswith("_lexemes")
    ):
        return False
    return not (type_ == "table" and (name.startswith(("sqlite_", "huey_")) or name == "alembic_version"))


def _render_item(type_, item, _context):
    """Our own types are written as what they are in the database: a migration must not change when they do."""
    if type_ == "type" and isinstance(item, UTCDateTime):
        return "sa.DateTime(timezone=True)"
    if type_ == "type" and isinstance(item, Points):
        return "sa.BigInteger()"
    return False


run()
