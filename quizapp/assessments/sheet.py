"""A published assessment as one immutable value, kept in the process.

A revision never changes once it is stored, and every attempt remembers its own, so nothing has to be invalidated.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field, replace
from random import Random
from secrets import randbits
from threading import Lock
from typing import Any

from sqlalchemy import select

from ..errors import NotFound, Sentence
from ..extensions import db
from ..mathematics import with_mathematics
from ..questions import appearance
from ..questions.formats.answers import AcceptedNumber, AcceptedTexts, Answer, from_stored
from ..questions.models import QuestionVersion
from ..rich_text import with_unbroken_numbers
from . import paper
from .marking.corrected_keys import corrected
from .marking.keys import Key, key_of
from .models import SheetRecord

KEPT = 64


@dataclass(frozen=True, slots=True)
class SheetQuestion:
    """One version of a question, ready to be shown and marked. Texts are clean HTML.

    ``others``: the right-hand sides of a matching question, the choices of each gap of a cloze. ``answer`` is what is
    stored beside the options.
    """

    kind: str
    stem: str
    options: tuple[str, ...]
    key: Key
    explanation: str
    source: str
    others: tuple[tuple[str, ...], ...] = ()
    answer: Answer | None = None

    @property
    def layout(self) -> paper.Layout:
        """What drawing a paper must know beside the number of options."""
        return paper.Layout(
            others=tuple(len(texts) for texts in self.others),
            always_mixes_options=self.kind == "ordering",
            always_mixes_others=self.kind == "matching",
        )


@dataclass(frozen=True, slots=True)
class Sheet:
    """The pools of one revision and all their questions by version."""

    cells: tuple[paper.Cell, ...]
    questions: dict[int, SheetQuestion]
    option_counts: dict[int, int]
    fixed_order: frozenset[int]
    keys: dict[int, Key]
    layouts: dict[int, paper.Layout]
    settings: dict[str, Any]
    # {version: what was corrected of its key after it was sat}, see SheetRecord.
    corrections: dict[int, dict[str, Any]] = field(default_factory=dict)

    def draw(self, random: Random | None = None) -> tuple[paper.PaperQuestion, ...]:
        """A new paper; unpredictable unless a generator is given."""
        return paper.draw(
            self.cells,
            self.option_counts,
            self.fixed_order,
            random or Random(randbits(256)),  # noqa: S311 - a secret seed for each paper
            self.settings["shuffles_questions"],
            self.settings["shuffles_options"],
            self.layouts,
        )


_kept: OrderedDict[tuple[str, int, int], Sheet] = OrderedDict()
_lock = Lock()


def load(assessment_id: int, revision: int) -> Sheet:
    """The sheet of this revision; two statements for the first call of the process, none after it."""
    # Tests and tools may open several databases in one process.
    name = (str(db.engine.url), assessment_id, revision)
    with _lock:
        if name in _kept:
            _kept.move_to_end(name)
            return _kept[name]
    sheet = _read(assessment_id, revision)
    with _lock:
        _kept[name] = sheet
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return sheet


def forget() -> None:
    """Drop everything; for tests, which use the same ids again."""
    with _lock:
        _kept.clear()


def _read(assessment_id: int, revision: int) -> Sheet:
    record = db.session.get(SheetRecord, (assessment_id, revision))
    if record is None:
        raise NotFound(Sentence("Bài thi chưa được công bố."))
    return build(record.cells, record.settings, record.corrections or {})


def build(
    stored_cells: list[dict[str, Any]], settings: dict[str, Any], corrections: dict[str, dict[str, Any]] | None = None
) -> Sheet:
    """The sheet of these cells ({"count", "points", "versions"}); one statement. ``corrections`` as in SheetRecord."""
    cells = tuple(paper.Cell(c["count"], c["points"], tuple(c["versions"])) for c in stored_cells)
    wanted = {version for cell in cells for version in cell.pool}
    rows = db.session.scalars(select(QuestionVersion).where(QuestionVersion.id.in_(wanted)))
    versions = {row.id: row for row in rows}
    questions = {number: _prepare(row) for number, row in versions.items()}
    known = {int(version): correction for version, correction in (corrections or {}).items()}
    for version, correction in known.items():
        questions[version] = _corrected(questions[version], correction)
    return Sheet(
        cells=cells,
        questions=questions,
        option_counts={number: len(q.options) for number, q in questions.items()},
        fixed_order=frozenset(number for number, q in questions.items() if q.kind == "truefalse"),
        keys={number: q.key for number, q in questions.items()},
        layouts={number: q.layout for number, q in questions.items() if q.layout != paper.PLAIN},
        settings=settings,
        corrections=known,
    )


def _corrected(question: SheetQuestion, correction: dict[str, Any]) -> SheetQuestion:
    key = corrected(question.kind, question.key, correction)
    answer = key if isinstance(key, AcceptedTexts | AcceptedNumber) else question.answer
    return replace(question, key=key, answer=answer)


def _prepare(row: QuestionVersion) -> SheetQuestion:
    answer = from_stored(row.answer)
    return SheetQuestion(
        kind=row.kind,
        stem=_shown(row.stem),
        options=tuple(_shown(text) for text in appearance.options_shown(row.kind, row.options)),
        key=key_of(row.kind, row.options, answer),
        explanation=_shown(row.explanation),
        source=row.source,
        others=tuple(
            tuple(_shown(text) for text in texts) for texts in appearance.others_shown(row.kind, row.options, answer)
        ),
        answer=answer,
    )


def _shown(html: str) -> str:
    return with_unbroken_numbers(with_mathematics(html))
