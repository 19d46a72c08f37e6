"""The extensions, and the database types that every model uses."""

from __future__ import annotations

import json
import sqlite3
from datetime import UTC, datetime
from typing import Any

from flask import Response
from flask_babel import Babel
from flask_compress import Compress
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect
from sqlalchemy import JSON, BigInteger, DateTime, Integer, MetaData, String, TypeDecorator, event
from sqlalchemy.dialects import postgresql
from sqlalchemy.engine import Dialect, Engine
from sqlalchemy.orm import DeclarativeBase, registry

from .session_cookie import TokenLoginManager

MINIMUM_TO_COMPRESS = 500  # bytes; Flask-Compress's own default
NAMING = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class UTCDateTime(TypeDecorator[datetime]):
    """An instant. Naive values are refused; SQLite, which drops the zone, gets it back on the way out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime is no instant")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Points(TypeDecorator[float]):
    """Points with two decimals, kept as whole hundredths so that sums are exact on every database."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: float | None, dialect: Dialect) -> int | None:
        return None if value is None else round(value * 100)

    def process_result_value(self, value: int | None, dialect: Dialect) -> float | None:
        return None if value is None else int(value) / 100


# Compact JSON: text in SQLite, jsonb nowhere (nobody searches inside, and json keeps the bytes as they were sent).
Json = JSON(none_as_null=True)
# Compared by bytes on both databases, so that a range of a prefix is a subtree.
BytewiseString = String().with_variant(postgresql.VARCHAR(collation="C"), "postgresql")


class Base(DeclarativeBase):
    """The base of all models; inherit from this one, not from ``db.Model``."""

    registry = registry(
        metadata=MetaData(naming_convention=NAMING),
        type_annotation_map={datetime: UTCDateTime, dict[str, Any]: Json, list[Any]: Json},
    )


class CompressLongAnswers(Compress):
    """What is too short to compress is let through at once."""

    def after_request(self, response: Response) -> Response:  # type: ignore[override]
        """The answer, compressed where that is worth it and the browser takes it."""
        length = response.content_length
        return response if length is not None and length < MINIMUM_TO_COMPRESS else super().after_request(response)


db = SQLAlchemy(model_class=Base)
login_manager = TokenLoginManager()
csrf = CSRFProtect()
babel = Babel()
compress = CompressLongAnswers()
# SQLite counts up only where the key is exactly INTEGER.
BigId = BigInteger().with_variant(Integer(), "sqlite")


# Compact, with its letters readable; how every JSON column is written.
dump_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: Any, _record: Any) -> None:
    """WAL lets readers go on while one writes; NORMAL is safe with it; foreign keys are off unless asked for."""
    if not isinstance(connection, sqlite3.Connection):
        return
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "foreign_keys=ON",
        "busy_timeout=15000",
        "cache_size=-16000",
        "temp_store=MEMORY",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
