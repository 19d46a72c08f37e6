"""The only commit."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import ParamSpec, TypeVar

from sqlalchemy import Connection

from .extensions import db

P = ParamSpec("P")
R = TypeVar("R")


@contextmanager
def transaction() -> Iterator[None]:
    """What happens inside is kept whole or not at all; only the outermost one commits."""
    info = db.session().info
    if info.get("in_transaction"):
        yield
        return
    info["in_transaction"] = True
    try:
        yield
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise
    finally:
        info["in_transaction"] = False


@contextmanager
def connection() -> Iterator[Connection]:
    """For statements without objects: the connection of the transaction under way, else one with a transaction of its
    own, kept whole or not at all.

    Where nothing has used the session yet it is not even made: at the opening minute that is a fifth of a save.
    """
    if db.session.registry.has():
        with transaction():
            yield db.session.connection()
    else:
        with db.engine.begin() as own:
            yield own


def transactional(function: Callable[P, R]) -> Callable[P, R]:
    """Decorate a service: it is one transaction, or a part of its caller's."""

    @wraps(function)
    def within_transaction(*args: P.args, **kwargs: P.kwargs) -> R:
        with transaction():
            return function(*args, **kwargs)

    return within_transaction
