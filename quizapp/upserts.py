"""INSERT … ON CONFLICT for both databases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.dialects import postgresql, sqlite

from .extensions import Base, db


def insert_for(model: Any) -> Any:
    """An INSERT into the model (or table) that knows ON CONFLICT, of the database in use."""
    dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    return dialect.insert(model)


def move(sql: Connection, model: type[Base], key: dict[str, Any], by: Mapping[str, Any]) -> None:
    """Add these numbers to the row of the key, which is made where it does not exist."""
    sql.execute(_moving(sql.dialect.name, model, tuple(key), tuple(by)), _row(model, key, by))


def move_many(sql: Connection, model: type[Base], moves: Sequence[tuple[dict[str, Any], Mapping[str, Any]]]) -> None:
    """The same for many (key, numbers) at once, all of the same names."""
    if moves:
        key, by = moves[0]
        rows = [_row(model, *one) for one in moves]
        sql.execute(_moving(sql.dialect.name, model, tuple(key), tuple(by)), rows)


def _row(model: type[Base], key: dict[str, Any], by: Mapping[str, Any]) -> dict[str, Any]:
    return key | {c.name: by.get(c.name, 0) for c in model.__table__.c if c.name not in key}


@cache
def _moving(_dialect: str, model: type[Base], key: tuple[str, ...], by: tuple[str, ...]) -> Any:
    """Built once for each database: every submission moves counters."""
    statement, columns = insert_for(model.__table__), model.__table__.c
    sums = {name: columns[name] + statement.excluded[name] for name in by}
    return statement.on_conflict_do_update(index_elements=key, set_=sums)
