"""The failures of signing in, counted in the database so that all processes and servers share them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from flask import current_app
from sqlalchemy import bindparam, delete, exists, select

from ..errors import Sentence, Throttled
from ..extensions import db
from ..transactions import transactional
from ..upserts import insert_for
from .models import SignIn, SignInFailure
from .throttling import LONGEST, Count, Watched, bucket_start, decide, earliest_bucket

TOO_MANY = Sentence("Bạn đã thử quá nhiều lần. Hãy chờ ít phút rồi thử lại.")
BUSY = Sentence("Đang có quá nhiều lượt thử. Hãy chờ vài giây rồi thử lại.")


def check(watched: Sequence[Watched], now: datetime) -> None:
    """Raises Throttled when one more try is too many. One statement, and one more for each limit that slows."""
    verdict = decide(watched, _counts(watched, now), now)
    if verdict.wait:
        raise Throttled(TOO_MANY, retry_after=verdict.wait)
    for slowed in verdict.slowed:
        interval = slowed.limit.interval
        if interval is not None and not _take_turn(slowed, interval, now):
            raise Throttled(BUSY, retry_after=int(interval.total_seconds()))


@transactional
def count(watched: Iterable[Watched], now: datetime) -> None:
    """One more for each of these. One statement."""
    # In the order of the keys: two processes that count for the same keys never wait for each other in a circle.
    rows = sorted((_row(w, now) for w in watched), key=lambda row: row["key"])
    statement = insert_for(SignInFailure).values(rows)
    statement = statement.on_conflict_do_update(
        index_elements=["key", "window_start"],
        set_={"failures": SignInFailure.failures + 1, "last_at": statement.excluded.last_at},
    )
    db.session.execute(statement)


@transactional
def forget_old(now: datetime) -> None:
    """Drop counts that no limit asks for any more, and sign-ins that have expired."""
    db.session.execute(delete(SignInFailure).where(SignInFailure.window_start < now - LONGEST))
    db.session.execute(delete(SignIn).where(SignIn.expires_at < now))


_FAILURE: Any = SignInFailure.__table__
_RECENT = select(_FAILURE.c["key", "window_start", "failures"]).where(
    _FAILURE.c.key.in_(bindparam("keys", expanding=True)), _FAILURE.c.window_start > bindparam("earliest")
)


# For a statement that asks for something else besides: whether there is anything to check at all.
HAS_FAILED = exists().where(
    _FAILURE.c.key.in_(bindparam("keys", expanding=True)), _FAILURE.c.window_start > bindparam("earliest")
)


def values_for(watched: Iterable[Watched], now: datetime) -> dict[str, Any]:
    """What ``HAS_FAILED`` is asked with."""
    return _values({_key(w): w for w in watched}, now)


def _values(by_key: Mapping[str, Watched], now: datetime) -> dict[str, Any]:
    return {"keys": list(by_key), "earliest": min(earliest_bucket(w.limit, now) for w in by_key.values())}


def _counts(watched: Iterable[Watched], now: datetime) -> dict[Watched, list[Count]]:
    """What any of the limits may still ask for; ``decide`` leaves out what is too old for one of them."""
    by_key = {_key(w): w for w in watched}
    values = _values(by_key, now)
    counts: dict[Watched, list[Count]] = {}
    for key, start, failures in db.session.connection().execute(_RECENT, values):
        counts.setdefault(by_key[key], []).append(Count(start, failures))
    return counts


@transactional
def _take_turn(slowed: Watched, interval: timedelta, now: datetime) -> bool:
    """Whether this try is the next one; of several at the same instant one is."""
    row = {**_row(slowed, now), "key": f"turn-{_key(slowed)}", "failures": 0}
    row["window_start"] = bucket_start(now, slowed.limit.window)
    statement = insert_for(SignInFailure).values(row)
    statement = statement.on_conflict_do_update(
        index_elements=["key", "window_start"],
        set_={"last_at": statement.excluded.last_at},
        where=SignInFailure.last_at <= now - interval,
    )
    return db.session.execute(statement.returning(SignInFailure.key)).first() is not None


def _row(watched: Watched, now: datetime) -> dict[str, Any]:
    return {
        "key": _key(watched),
        "window_start": bucket_start(now, watched.limit.bucket),
        "failures": 1,
        "last_at": now,
    }


def _key(watched: Watched) -> str:
    """What the database keeps: neither what was typed nor an address can be read from it."""
    secret = hashlib.sha256(str(current_app.config["SECRET_KEY"]).encode()).digest()
    subject = "\n".join(watched.subject).encode(errors="replace")
    return f"{watched.limit.name}:{hashlib.blake2b(subject, key=secret, digest_size=16).hexdigest()}"
