"""Whether a folded text holds words, in the way in which each database finds it fastest."""

from __future__ import annotations

from sqlalchemy import ColumnElement, SQLColumnExpression, func

from ..extensions import db


def holds(text: SQLColumnExpression[str], words: str) -> ColumnElement[bool]:
    """The condition that the text holds exactly these words somewhere. PostgreSQL takes twice as long for LIKE, SQLite
    half as long."""
    if db.engine.dialect.name == "postgresql":
        return func.strpos(text, words) > 0
    return text.contains(words, autoescape=True)
