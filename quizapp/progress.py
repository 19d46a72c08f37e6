"""PURE: long work tells how far it has come, and whoever runs it may show that; commands do, on a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

Item = TypeVar("Item")
# Is given how many of how many are done.
Show = Callable[[int, int], None]
_show: ContextVar[Show | None] = ContextVar("show", default=None)


@contextmanager
def shown_by(show: Show) -> Iterator[None]:
    """Within this, all that is watched is shown."""
    before = _show.set(show)
    try:
        yield
    finally:
        _show.reset(before)


def watched(items: Iterable[Item], total: int) -> Iterator[Item]:
    """The items, of which there are ``total``; told about a hundred times on the way, and at the end."""
    show = _show.get()
    if show is None:
        yield from items
        return
    step = max(1, total // 100)
    for done, item in enumerate(items):
        if done % step == 0:
            show(done, total)
        yield item
    show(total, total)
