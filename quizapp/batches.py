"""Long lists into and out of the database: PostgreSQL takes 65,535 parameters at once, older SQLite 32,766."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from typing import Any, TypeVar

from sqlalchemy import ARRAY, ColumnElement, Table, Text, any_, bindparam, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from .extensions import db
from .progress import watched

Item = TypeVar("Item")
BATCH = 5_000


def batched(items: Sequence[Item], size: int = BATCH) -> Iterator[Sequence[Item]]:
    """The items in pieces of at most ``size``, for writing many rows."""
    starts = range(0, len(items), size)
    for start in watched(starts, len(starts)):
        yield items[start : start + size]


def insert_many(model: Any, rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows of the same columns, without objects and within the caller's transaction.

    PostgreSQL copies them, at half the cost of INSERTs. Raises SQLAlchemy's IntegrityError on both databases.
    """
    if not rows:
        return
    db.session.flush()
    if db.engine.dialect.name == "postgresql":
        _copy(model.__table__, rows)
        return
    for some in batched(rows):
        db.session.execute(insert(model.__table__), list(some))


def _copy(table: Table, rows: Sequence[dict[str, Any]]) -> None:
    dialect = db.engine.dialect
    names = list(rows[0])
    binds = [table.c[name].type.dialect_impl(dialect).bind_processor(dialect) for name in names]
    columns = ", ".join(dialect.identifier_preparer.quote(name) for name in names)
    statement = f"COPY {dialect.identifier_preparer.format_table(table)} ({columns}) FROM STDIN"
    cursor = db.session.connection().connection.cursor()
    try:
        with cursor.copy(statement) as copy:
            for row in watched(rows, len(rows)):
                copy.write_row(
                    [bind(row[name]) if bind else row[name] for name, bind in zip(names, binds, strict=True)]
                )
    except dialect.loaded_dbapi.IntegrityError as error:
        raise IntegrityError(statement, None, error) from error
    finally:
        cursor.close()


def update_many(model: Any, rows: Sequence[dict[str, Any]]) -> None:
    """Give the rows known by ``id`` their other values, which are of the same columns, without objects and within the
    caller's transaction. PostgreSQL is asked once for each batch: to ask for each row takes it several times as long.
    """
    if not rows:
        return
    db.session.flush()
    table, names = model.__table__, [name for name in rows[0] if name != "id"]
    if db.engine.dialect.name == "postgresql":
        _update_from_arrays(table, names, rows)
    else:
        statement = update(table).where(table.c.id == bindparam("which"))
        statement = statement.values({name: bindparam(f"new_{name}") for name in names})
        for some in batched(rows):
            values = [{"which": row["id"]} | {f"new_{name}": row[name] for name in names} for row in some]
            db.session.connection().execute(statement, values)
    db.session.expire_all()


def _update_from_arrays(table: Table, names: Sequence[str], rows: Sequence[dict[str, Any]]) -> None:
    types = {name: table.c[name].type for name in ("id", *names)}
    for some in batched(rows):
        arrays = [bindparam(None, [row[name] for row in some], ARRAY(kind)) for name, kind in types.items()]
        given = func.unnest(*arrays).table_valued(*types).render_derived("given")
        statement = update(table).where(table.c.id == given.c.id).values({name: given.c[name] for name in names})
        db.session.connection().execute(statement)


def is_one_of(column: Any, texts: Collection[str]) -> ColumnElement[bool]:
    """The WHERE that a text column holds one of the texts, however many: they travel as one parameter."""
    if db.engine.dialect.name == "postgresql":
        return column == any_(bindparam(None, list(texts), ARRAY(Text)))
    listed = func.json_each(json.dumps(list(texts))).table_valued("value")
    return column.in_(select(listed.c.value))
