"""PURE: papers and answers as arrays: one small number for every answered or unanswered question.

The same answer to the same question in the same order of options means the same thing every time, so it is looked at
once; from then on it is a number. Everything else is arithmetic on arrays.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ..assessments.paper import original_options, unpack
from ..assessments.scoring import is_right

# A question that nobody can mark by its key alone (an essay) has no part in the figures.
Key = tuple[int, str, Any]


@dataclass(frozen=True, slots=True)
class Responses:
    """N attempts with R responses; C different outcomes; J versions of questions."""

    versions: np.ndarray  # J: ids of the versions
    attempt: np.ndarray  # R: which attempt
    outcome: np.ndarray  # R: which outcome
    item: np.ndarray  # C: which version
    score: np.ndarray  # C: 0..1
    is_blank: np.ndarray  # C
    chosen: np.ndarray  # C: bit by original place of the option
    group: np.ndarray  # N: the assessment
    seconds: np.ndarray  # N: of the attempt, per question of its paper

    @property
    def attempts(self) -> int:
        """How many there are."""
        return len(self.group)


@dataclass
class ResponseReader:
    """Takes attempts one by one; ``keys``: places of the right options by version."""

    keys: dict[int, frozenset[int]]
    _known: dict[Key, int] = field(default_factory=dict)
    _outcomes: list[tuple[int, float, bool, int]] = field(default_factory=list)
    _codes: array[int] = field(default_factory=lambda: array("i"))
    _lengths: array[int] = field(default_factory=lambda: array("i"))
    _groups: array[int] = field(default_factory=lambda: array("i"))
    _seconds: array[float] = field(default_factory=lambda: array("f"))

    def take(self, group: int, paper: Sequence[Sequence[Any]], answers: Mapping[str, Any], seconds: int | None) -> None:
        """One attempt: its packed paper and its answers by the number of the question."""
        known, codes = self._known, self._codes
        before = len(codes)
        for number, (version, order, _points) in enumerate(paper, start=1):
            answer = answers.get(str(number))
            # Nearly always one letter in a list, and a list cannot be looked up.
            name = answer[0] if type(answer) is list and len(answer) == 1 else repr(answer)
            code = known.get((version, order, name))
            if code is None:
                code = known[version, order, name] = self._look_at(version, order, answer)
            if code >= 0:
                codes.append(code)
        self._lengths.append(len(codes) - before)
        self._groups.append(group)
        self._seconds.append(seconds / len(paper) if seconds is not None and paper else np.nan)

    def _look_at(self, version: int, order: str, answer: Any) -> int:
        """A new outcome; -1 for a question without a key."""
        key = self.keys.get(version)
        if not key:
            return -1
        question = unpack([[version, order, 1.0]])[0]
        chosen = original_options(question, answer) if isinstance(answer, list) else frozenset()
        score = 1.0 if is_right(question, key, answer) else 0.0
        self._outcomes.append((version, score, not answer, sum(1 << place for place in chosen)))
        return len(self._outcomes) - 1

    def read(self) -> Responses:
        """All that was taken."""
        versions = np.array(sorted({outcome[0] for outcome in self._outcomes}), dtype=np.int64)
        columns = list(zip(*self._outcomes, strict=True)) or [(), (), (), ()]
        lengths = np.array(self._lengths, dtype=np.int32)
        return Responses(
            versions=versions,
            attempt=np.repeat(np.arange(len(lengths), dtype=np.int32), lengths),
            outcome=np.array(self._codes, dtype=np.int32),
            item=np.searchsorted(versions, np.array(columns[0], dtype=np.int64)),
            score=np.array(columns[1], dtype=np.float64),
            is_blank=np.array(columns[2], dtype=bool),
            chosen=np.array(columns[3], dtype=np.int64),
            group=np.array(self._groups, dtype=np.int32),
            seconds=np.array(self._seconds, dtype=np.float32),
        )
