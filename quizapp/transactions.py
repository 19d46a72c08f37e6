"""The only commit."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import ParamSpec, TypeVar

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


def transactional(function: Callable[P, R]) -> Callable[P, R]:
    """Decorate a service: it is one transaction, or a part of its caller's."""

    @wraps(function)
    def within_transaction(*args: P.args, **kwargs: P.kwargs) -> R:
        with transaction():
            return function(*args, **kwargs)

    return within_transaction
