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
def transaction(keeps_objects: bool = False) -> Iterator[None]:
    """What happens inside is kept whole or not at all; only the outermost one commits.

    ``keeps_objects``: they can be read afterwards as they were stored, without being asked for anew.
    """
    session = db.session()
    info = session.info
    if info.get("in_transaction"):
        yield
        return
    info["in_transaction"] = True
    session.expire_on_commit = not keeps_objects
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


def transactional_for_an_answer(function: Callable[P, R]) -> Callable[P, R]:
    """The same for a service at the opening minute whose objects go straight into the answer: they are kept."""

    @wraps(function)
    def within_transaction(*args: P.args, **kwargs: P.kwargs) -> R:
        with transaction(keeps_objects=True):
            return function(*args, **kwargs)

    return within_transaction
