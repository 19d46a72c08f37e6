"""PURE: what importing a file would change in a bank, question by question."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from enum import StrEnum
from itertools import count

from ..errors import Sentence
from ..import_report import ImportReport, RowNote
from .formats.answers import Answer
from .formats.parsed import (
    ParsedFile,
    ParsedOption,
    ParsedQuestion,
    RejectedQuestion,
    excerpt_of,
    fingerprint,
    shortened,
)


class Change(StrEnum):
    """What happens to the bank."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Content:
    """Everything that makes one version of a question differ from the next."""

    kind: str
    stem: str
    options: tuple[ParsedOption, ...]
    answer: Answer | None
    explanation: str
    source: str
    topic: str
    level: str | None
    tags: tuple[str, ...]

    def parts_unlike(self, other: Content) -> tuple[str, ...]:
        """Names of the parts that differ."""
        return tuple(part.name for part in fields(self) if getattr(self, part.name) != getattr(other, part.name))


@dataclass(frozen=True, slots=True)
class KnownQuestion:
    """A question of the bank with its current version."""

    question_id: int
    reference: str
    state: str
    version_id: int
    number: int
    fingerprint: str
    former_fingerprints: frozenset[str]
    content: Content


@dataclass(frozen=True, slots=True)
class KnownQuestions:
    """What the bank holds of a file: the questions that share a reference or a wording with it, and all references."""

    questions: tuple[KnownQuestion, ...] = ()
    references: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class PlannedQuestion:
    """A good question of the file, and what becomes of it. ``parts`` names what is changed."""

    question: ParsedQuestion
    change: Change
    reference: str
    fingerprint: str
    content: Content
    known: KnownQuestion | None = None
    parts: tuple[str, ...] = ()


@dataclass
class ImportPlan:
    """The whole file, sorted, in the file's order."""

    found: int
    planned: list[PlannedQuestion] = field(default_factory=list)
    rejected: list[RejectedQuestion] = field(default_factory=list)
    warnings: list[RowNote] = field(default_factory=list)

    def of(self, change: Change) -> list[PlannedQuestion]:
        """The questions with this fate."""
        return [planned for planned in self.planned if planned.change is change]

    def report(self) -> ImportReport:
        """The counts, as if it were stored."""
        return ImportReport(
            found=self.found,
            accepted=len(self.planned),
            created=len(self.of(Change.NEW)),
            updated=len(self.of(Change.CHANGED)),
            rejected=[RowNote(rejected.row, rejected.item, rejected.reason) for rejected in self.rejected],
            warnings=list(self.warnings),
            by_kind=dict(Counter(str(planned.question.kind) for planned in self.planned)),
        )


def content_of(question: ParsedQuestion) -> Content:
    """The question as it is stored."""
    return Content(
        kind=str(question.kind),
        stem=question.stem,
        options=question.options,
        answer=question.answer,
        explanation=question.explanation,
        source=question.source,
        topic=question.topic,
        level=str(question.level) if question.level else None,
        tags=tuple(question.tags),
    )


def fingerprints_of(parsed: ParsedFile) -> list[str]:
    """One for each good question, in the file's order."""
    return [fingerprint(question) for question in parsed.questions]


def plan_import(parsed: ParsedFile, fingerprints: Iterable[str], known: KnownQuestions) -> ImportPlan:
    """Sort the file against the bank.

    A question with a reference is the bank's question of this reference. One without is the question that has, or once
    had, the same wording; where there is none, a reference is made for it.
    """
    planner = _Planner(known)
    plan = ImportPlan(
        found=parsed.found,
        rejected=list(parsed.rejected),
        warnings=[RowNote(w.row, w.item, w.warning) for w in parsed.warnings],
    )
    for question, wording in sorted(
        zip(parsed.questions, fingerprints, strict=True), key=lambda pair: not pair[0].reference
    ):
        planner.add(question, wording, plan)
    plan.planned.sort(key=lambda planned: planned.question.row)
    plan.rejected.sort(key=lambda rejected: rejected.row)
    plan.warnings.sort(key=lambda note: note.row)
    return plan


class _Planner:
    """Takes the questions with references first, so that no other can claim what they name."""

    def __init__(self, known: KnownQuestions) -> None:
        self._by_reference = {question.reference: question for question in known.questions}
        self._by_wording: dict[str, list[KnownQuestion]] = {}
        for question in known.questions:
            self._by_wording.setdefault(question.fingerprint, []).append(question)
        for question in known.questions:
            for former in question.former_fingerprints - {question.fingerprint}:
                self._by_wording.setdefault(former, []).append(question)
        self._taken = set(known.references)
        self._rows: dict[str, int] = {}
        self._seen: dict[str, PlannedQuestion] = {}

    def add(self, question: ParsedQuestion, wording: str, plan: ImportPlan) -> None:
        """Plan one question; a reference that stands twice in the file is rejected."""
        if question.reference in self._rows:
            excerpt, reason = shortened(excerpt_of(question)), self._used_twice(question.reference)
            plan.rejected.append(RejectedQuestion(question.row, question.item, reason, excerpt))
            return
        planned = self._named(question, wording) if question.reference else self._nameless(question, wording)
        plan.planned.append(planned)
        plan.warnings.extend(RowNote(question.row, question.item, warning) for warning in self._warnings(planned))
        self._rows.setdefault(planned.reference, question.row)
        self._taken.add(planned.reference)
        self._seen.setdefault(wording, planned)

    def _named(self, question: ParsedQuestion, wording: str) -> PlannedQuestion:
        return _compared(question, question.reference, wording, self._by_reference.get(question.reference))

    def _nameless(self, question: ParsedQuestion, wording: str) -> PlannedQuestion:
        twin = self._seen.get(wording)
        if twin is not None:
            return PlannedQuestion(
                question, Change.UNCHANGED, twin.reference, wording, content_of(question), twin.known
            )
        free = [known for known in self._by_wording.get(wording, []) if known.reference not in self._rows]
        known = free[0] if free else None
        return _compared(question, known.reference if known else self._new_reference(wording), wording, known)

    def _new_reference(self, wording: str) -> str:
        names = (f"q-{wording[:12]}" + (f"-{number}" if number else "") for number in count())
        return next(name for name in names if name not in self._taken)

    def _used_twice(self, reference: str) -> Sentence:
        return Sentence(
            "Mã câu hỏi %(reference)s đã dùng ở dòng %(row)s. Hãy đổi một trong hai mã.",
            reference=reference,
            row=self._rows[reference],
        )

    def _warnings(self, planned: PlannedQuestion) -> Iterable[Sentence]:
        if planned.known and planned.known.state == "retired":
            yield Sentence("Câu này đang ngừng dùng trong ngân hàng và vẫn ngừng dùng sau khi nhập.")
        for twin in self._by_wording.get(planned.fingerprint, [])[:1]:
            if planned.change is Change.NEW and twin.fingerprint == planned.fingerprint:
                yield Sentence("Giống hệt câu %(reference)s đã có trong ngân hàng.", reference=twin.reference)


def _compared(question: ParsedQuestion, reference: str, wording: str, known: KnownQuestion | None) -> PlannedQuestion:
    content = content_of(question)
    if known is None:
        return PlannedQuestion(question, Change.NEW, reference, wording, content)
    parts = content.parts_unlike(known.content)
    change = Change.CHANGED if parts else Change.UNCHANGED
    return PlannedQuestion(question, change, reference, wording, content, known, parts)
