"""Long lists in statements: PostgreSQL takes 65,535 parameters at once, older SQLite 32,766."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from typing import Any, TypeVar

from sqlalchemy import ARRAY, ColumnElement, Text, any_, bindparam, func, select

from .extensions import db

Item = TypeVar("Item")
BATCH = 5_000


def batched(items: Sequence[Item], size: int = BATCH) -> Iterator[Sequence[Item]]:
    """The items in pieces of at most ``size``, for writing many rows."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


def is_one_of(column: Any, texts: Collection[str]) -> ColumnElement[bool]:
    """The WHERE that a text column holds one of the texts, however many: they travel as one parameter."""
    if db.engine.dialect.name == "postgresql":
        return column == any_(bindparam(None, list(texts), ARRAY(Text)))
    listed = func.json_each(json.dumps(list(texts))).table_valued("value")
    return column.in_(select(listed.c.value))
