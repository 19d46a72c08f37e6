"""PostgreSQL: let a connection remember the statements that it has prepared.

With every ROLLBACK psycopg forgets all of them, and SQLAlchemy ends each transaction that is not committed, such as
that of a page that only shows something, by a ROLLBACK. Everything would be planned anew for every page, which takes
longer than to run it. So a transaction that has only read is ended by COMMIT, which changes as little.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Engine, event

_HAS_WRITTEN = "has_written"


def keep(engine: Engine) -> None:
    """Let the connections of a PostgreSQL engine keep them; nothing is to be done for another one."""
    if engine.dialect.name != "postgresql":
        return
    event.listen(engine, "begin", _begin)
    event.listen(engine, "before_cursor_execute", _note)
    event.listen(engine, "rollback", _end)


def _begin(connection: Connection) -> None:
    connection.info[_HAS_WRITTEN] = False


def _note(connection: Connection, _cursor: Any, statement: str, *_rest: Any) -> None:
    # Whatever does not begin so may write, also a WITH.
    if not statement.startswith("SELECT "):
        connection.info[_HAS_WRITTEN] = True


def _end(connection: Connection) -> None:
    """Before the ROLLBACK, which then finds nothing to undo and is not sent."""
    if not connection.info.get(_HAS_WRITTEN, True) and not connection.invalidated:
        connection.connection.dbapi_connection.commit()  # type: ignore[union-attr]
