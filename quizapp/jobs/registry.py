"""PURE: the kinds of jobs, and what is done at regular times. Feature packages register theirs here.

    @registry.register("questions.import", Sentence("Đọc tệp câu hỏi"))
    def read_file(arguments: dict[str, Any], work: Work) -> Outcome: …

A job runs within one transaction that also says "done": what it does to the database happens once or not at all.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from ..errors import Sentence


@dataclass
class Work:
    """A job under way, as the function that does it sees it. ``now`` is when this attempt began."""

    id: str
    asked_by_id: int | None
    now: datetime
    stage: Sentence | None = None
    done: int = 0
    total: int = 0

    def tell(self, stage: Sentence, done: int = 0, total: int = 0) -> None:
        """Say what is being done; it is shown within some seconds."""
        self.stage, self.done, self.total = stage, done, total

    def count(self, done: int, total: int) -> None:
        """Say how far it has come."""
        self.done, self.total = done, total


@dataclass(frozen=True)
class Outcome:
    """What came of a job: a sentence, and the page to go on with."""

    sentence: Sentence
    endpoint: str
    values: dict[str, Any] = field(default_factory=dict)


Function = Callable[[dict[str, Any], Work], Outcome]
# What is to be noted where a job has come to nothing: its arguments and why.
Failed = Callable[[dict[str, Any], Sentence], Any]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of job."""

    name: str
    title: Sentence
    function: Function
    when_failed: Failed | None = None


@dataclass(frozen=True, slots=True)
class Periodic:
    """What is done at regular times, by one process only."""

    name: str
    every: timedelta
    function: Callable[[datetime], Any]


_kinds: dict[str, Kind] = {}
_periodic: dict[str, Periodic] = {}


def register(name: str, title: Sentence, when_failed: Failed | None = None) -> Callable[[Function], Function]:
    """Make the function the work of jobs of this kind; ``when_failed`` is called when one has failed for good."""

    def keep(function: Function) -> Function:
        _kinds[name] = Kind(name, title, function, when_failed)
        return function

    return keep


def every(name: str, interval: timedelta) -> Callable[[Callable[[datetime], Any]], Callable[[datetime], Any]]:
    """Have the function called with the present moment, again and again; whole minutes are kept."""

    def keep(function: Callable[[datetime], Any]) -> Callable[[datetime], Any]:
        _periodic[name] = Periodic(name, interval, function)
        return function

    return keep


def find_kind(name: str) -> Kind | None:
    """The kind of this name."""
    return _kinds.get(name)


def tell_failed(name: str, arguments: dict[str, Any], error: Sentence) -> None:
    """Let the kind note that a job of it has failed for good."""
    kind = _kinds.get(name)
    if kind and kind.when_failed:
        kind.when_failed(arguments, error)


def periodic() -> tuple[Periodic, ...]:
    """Everything that is done at regular times, by name."""
    return tuple(_periodic[name] for name in sorted(_periodic))
