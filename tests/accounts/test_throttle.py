"""The counts in the database, when many processes count at once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

from flask import Flask
from sqlalchemy import select

from quizapp.accounts import throttle
from quizapp.accounts.models import SignInFailure
from quizapp.accounts.throttling import LOGIN, PLACE, Watched, watched_for
from quizapp.errors import Throttled
from quizapp.extensions import db
from tests.conftest import NOW

SOMEBODY = watched_for("dv000001", "203.0.113.7", known_device=None)
AT_PLACE, AT_LOGIN = Watched(PLACE, ("203.0.113.7",)), Watched(LOGIN, ("dv000001",))


def at_once(app: Flask, times: int, work: Callable[[], Any]) -> list[Any]:
    """What the work gave in so many threads, each with a connection of its own."""

    def run(_number: int) -> Any:
        with app.app_context():
            try:
                return work()
            finally:
                db.session.remove()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(run, range(times)))


def is_taken(watched: tuple[Watched, ...], now=NOW) -> bool:
    try:
        throttle.check(watched, now)
    except Throttled:
        return False
    return True


def failures() -> list[int]:
    return sorted(db.session.scalars(select(SignInFailure.failures)))


def test_failures_counted_at_the_same_moment_are_all_kept(app):
    at_once(app, 6, lambda: throttle.count(SOMEBODY, NOW))
    assert failures() == [6, 6, 6]


def test_of_several_slowed_tries_at_the_same_moment_one_is_taken(app):
    for _ in range(200):
        throttle.count([AT_PLACE], NOW)
    assert sorted(at_once(app, 6, lambda: is_taken((AT_PLACE,)))) == [False] * 5 + [True]


def test_turns_come_at_the_interval_of_each_limit(app):
    for _ in range(200):
        throttle.count([AT_PLACE, AT_LOGIN], NOW)
    taken = [second for second in range(25) if is_taken((AT_PLACE, AT_LOGIN), NOW + timedelta(seconds=second))]
    assert taken == [0, 10, 20]
    alone = [second for second in range(30, 36) if is_taken((AT_PLACE,), NOW + timedelta(seconds=second))]
    assert alone == [30, 32, 34]


def test_a_try_that_is_taken_leaves_no_count(app):
    assert is_taken(SOMEBODY)
    assert failures() == []
