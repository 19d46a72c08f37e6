"""INSERT … ON CONFLICT for both databases."""

from __future__ import annotations

from typing import Any

from sqlalchemy.dialects import postgresql, sqlite

from .extensions import Base, db


def insert_for(model: type[Base]) -> Any:
    """An INSERT that knows ON CONFLICT, of the database in use."""
    dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    return dialect.insert(model)


def moved(model: type[Base], key: dict[str, Any], by: dict[str, Any]) -> Any:
    """A statement that adds these numbers to the row of the key, which is made where it does not exist."""
    columns = model.__table__.c
    counters = {c.name: by.get(c.name, 0) for c in columns if c.name not in key}
    statement = insert_for(model).values(**key, **counters)
    return statement.on_conflict_do_update(
        index_elements=list(key), set_={name: columns[name] + number for name, number in by.items()}
    )
