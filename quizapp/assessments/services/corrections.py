"""A wrong key corrected, or a question annulled, after it was sat: everybody is marked anew.

A sheet never changes, so each revision in use gets a successor that carries the corrections, and the attempts move on
to it. Results, tallies and the series are counted anew afterwards.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from types import SimpleNamespace
from typing import Any

from sqlalchemy import case, func, select, update

from ...batches import update_many
from ...errors import Invalid, Refused, Sentence
from ...extensions import db
from ...progress import watched
from ...transactions import transactional
from .. import paper, queries, scoring, sheet
from ..marking import corrected_keys
from ..models import Assessment, Attempt, Result, SheetRecord
from . import recounts, results

# Small ones: what is read is soon dropped again, and the collector of garbage has less to look through.
BATCH = 500
# {version: {"key": corrected_keys.StoredKey} or {"annulled": True}, with a "reason" to be shown}
Corrections = Mapping[int, dict[str, Any]]
_ATTEMPT: Any = Attempt.__table__
_MARKS = ("score", "right", "all_correct", "unmarked")
_READ = ("id", "sheet_revision", "paper", "answers", "points_by_hand", *_MARKS)
# By the revision that an attempt has: its sheet before, and with the corrections.
Sheets = Mapping[int, tuple[sheet.Sheet, sheet.Sheet]]


@dataclass(frozen=True, slots=True)
class Change:
    """What counts for one member before and after, in points."""

    member_id: int
    old_score: float
    new_score: float


@dataclass
class Outcome:
    """What a correction did. ``attempts``: how many held one of the questions; ``revisions``: {old: new}; ``changes``:
    of those whose result is another one."""

    attempts: int = 0
    revisions: dict[int, int] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)


def require_over(assessment: Assessment, now: datetime) -> None:
    """Raise Refused while it can still be sat: nobody's key changes under the hands."""
    is_over = now > queries.window_of(assessment).saves_until(assessment.closes_at)
    running = select(func.count()).where(Attempt.assessment_id == assessment.id, Attempt.state == "running")
    if not is_over or db.session.scalar(running):
        title = assessment.title
        raise Refused(Sentence("“%(title)s” chưa kết thúc nên chưa sửa được đáp án. Hãy chờ hết giờ.", title=title))


def preview(assessment: Assessment, corrections: Corrections, now: datetime) -> Outcome:
    """What ``correct`` would do; nothing is stored. Raises Refused and Invalid as it does."""
    require_over(assessment, now)
    sheets = {revision: _merged(assessment, revision, corrections) for revision in _revisions(assessment)}
    moved, attempts = _marked_anew(assessment, sheets, corrections)
    return Outcome(attempts, {}, list(_changes(assessment, moved)))


@transactional
def correct(assessment: Assessment, corrections: Corrections, now: datetime) -> Outcome:
    """Mark every attempt that holds one of these questions anew. Points given by hand stay, but for annulled questions.

    Raises Refused while it can be sat, and Invalid for a key that its question cannot have or a question of no paper.
    """
    require_over(assessment, now)
    revisions = _store_successors(assessment, corrections, now)
    sheets = {old: (sheet.load(assessment.id, old), sheet.load(assessment.id, new)) for old, new in revisions.items()}
    moved, attempts = _marked_anew(assessment, sheets, corrections)
    outcome = Outcome(attempts, revisions, list(_changes(assessment, moved)))
    update_many(Attempt, list(moved.values()))
    _move_attempts(assessment, revisions)
    recounts.recount(assessment)
    if assessment.prediction_outcome is not None:
        assessment.prediction_outcome = results.count_outcome(assessment)
        results.rank_anew(assessment)
    return outcome


def count_attempts(assessment: Assessment) -> int:
    """How many there are to be marked anew at most."""
    return db.session.scalar(select(func.count()).where(Attempt.assessment_id == assessment.id)) or 0


def _revisions(assessment: Assessment) -> list[int]:
    """Those in use, the present one last."""
    used = select(Attempt.sheet_revision).where(
        Attempt.assessment_id == assessment.id, Attempt.sheet_revision.is_not(None)
    )
    found = {revision for revision in db.session.scalars(used.distinct()) if revision is not None}
    present = {assessment.revision} if assessment.revision else set()
    return [*sorted(found - present), *present]


def _record(assessment: Assessment, revision: int) -> SheetRecord:
    return db.session.get_one(SheetRecord, (assessment.id, revision))


def _combined(record: SheetRecord, corrections: Corrections) -> dict[str, Any]:
    """Corrections made before, and those of the questions that this sheet holds; the later one stands."""
    held = {version for cell in record.cells for version in cell["versions"]}
    return {
        **(record.corrections or {}),
        **{str(version): dict(corrections[version]) for version in corrections if version in held},
    }


def _merged(assessment: Assessment, revision: int, corrections: Corrections) -> tuple[sheet.Sheet, sheet.Sheet]:
    """The sheet as it is, and as it would be."""
    old = sheet.load(assessment.id, revision)
    _check(old, corrections)
    record = _record(assessment, revision)
    return old, sheet.build(record.cells, record.settings, _combined(record, corrections))


def _check(questions: sheet.Sheet, corrections: Corrections) -> None:
    for version, correction in corrections.items():
        shown = questions.questions.get(version)
        if shown is not None and not correction.get("annulled"):
            others = [len(texts) for texts in shown.others]
            corrected_keys.check(shown.kind, shown.key, len(shown.options), others, correction["key"])


def _store_successors(assessment: Assessment, corrections: Corrections, now: datetime) -> dict[int, int]:
    """Store the next revision of each one in use: {old: new}."""
    moves: dict[int, int] = {}
    newest = db.session.scalar(select(func.max(SheetRecord.revision)).where(SheetRecord.assessment_id == assessment.id))
    for revision in _revisions(assessment):
        _check(sheet.load(assessment.id, revision), corrections)
        record = _record(assessment, revision)
        moves[revision] = (newest or 0) + len(moves) + 1
        db.session.add(
            SheetRecord(
                assessment_id=assessment.id,
                revision=moves[revision],
                cells=record.cells,
                settings=record.settings,
                corrections=_combined(record, corrections),
                created_at=now,
            )
        )
    if not moves:
        raise Invalid(Sentence("Chưa có ai thi nên chưa có gì để chấm lại. Hãy sửa câu hỏi trong ngân hàng."))
    if assessment.revision:
        assessment.revision = moves[assessment.revision]
    db.session.flush()
    return moves


def _move_attempts(assessment: Assessment, revisions: Mapping[int, int]) -> None:
    """All of them: those whose marks stay as they were, too."""
    moved = update(Attempt).where(Attempt.assessment_id == assessment.id, Attempt.sheet_revision.in_(revisions))
    moved = moved.values(sheet_revision=case(dict(revisions), value=Attempt.sheet_revision))
    db.session.execute(moved.execution_options(synchronize_session=False))
    db.session.expire_all()


def _marked_anew(
    assessment: Assessment, sheets: Sheets, corrections: Corrections
) -> tuple[dict[int, dict[str, Any]], int]:
    """({attempt: its marks, with its id} of those whose marks move, how many attempts hold one of the questions)."""
    moved, held = {}, 0
    for attempt in watched(_attempts(assessment), count_attempts(assessment)):
        places = [place for place, question in enumerate(attempt.paper) if question[0] in corrections]
        if not places:
            continue
        held += 1
        marks = _marks(attempt, places, *sheets[attempt.sheet_revision])
        if any(marks[name] != getattr(attempt, name) for name in _MARKS):
            moved[attempt.id] = {"id": attempt.id} | marks
    return moved, held


def _marks(attempt: Any, places: list[int], old: sheet.Sheet, new: sheet.Sheet) -> dict[str, Any]:
    """Moved by what the corrected questions give now: the others are as they were, at a fortieth of the work."""
    by_hand, credit = attempt.points_by_hand or {}, new.settings.get("partial_credit", "none")
    score, right, unmarked = attempt.score, attempt.right, attempt.unmarked
    for place, question in zip(places, paper.unpack([attempt.paper[place] for place in places]), strict=True):
        name, version = str(place + 1), question.version_id
        answer = attempt.answers.get(name)
        before = scoring.points_given(name, question, old.keys[version], answer, credit, by_hand)
        after = scoring.points_given(name, question, new.keys[version], answer, credit, by_hand)
        score += after - before
        right += (after >= question.points > 0) - (before >= question.points > 0)
        unmarked += scoring.waits(name, new.keys[version], answer, by_hand)
        unmarked -= scoring.waits(name, old.keys[version], answer, by_hand)
    all_correct = right == len(attempt.paper) and not unmarked
    return {"score": round(score, 2), "right": right, "all_correct": all_correct, "unmarked": unmarked}


def _attempts(assessment: Assessment) -> Iterator[Any]:
    """Everything that was submitted here, annulled attempts too."""
    columns = [_ATTEMPT.c[name] for name in _READ]
    query = select(*columns).where(
        _ATTEMPT.c.assessment_id == assessment.id,
        _ATTEMPT.c.sheet_revision.is_not(None),
        _ATTEMPT.c.score.is_not(None),
    )
    # So that nobody marks one by hand meanwhile; on SQLite the sheets that were stored just now keep others out.
    query = query.with_for_update(of=_ATTEMPT)
    last = 0
    while batch := db.session.execute(query.where(_ATTEMPT.c.id > last).order_by(_ATTEMPT.c.id).limit(BATCH)).all():
        yield from batch
        last = batch[-1].id


def _changes(assessment: Assessment, moved: Mapping[int, dict[str, Any]]) -> Iterator[Change]:
    """Whose result is another one with these marks, by what counts of the attempts of each."""
    rows = select(Result.member_id, Result.score).where(Result.assessment_id == assessment.id)
    scores: dict[int, float] = dict(db.session.execute(rows).all())
    for member_id, attempts in groupby(recounts.submitted_attempts(assessment), key=attrgetter("member_id")):
        own = list(attempts)
        if not any(attempt.attempt_id in moved for attempt in own):
            continue
        own = [_with_marks(attempt, moved.get(attempt.attempt_id)) for attempt in own]
        new = recounts.result_row(own, assessment, (0, ""))["score"]
        if member_id in scores and new != scores[member_id]:
            yield Change(member_id, scores[member_id], new)


def _with_marks(attempt: Any, marks: dict[str, Any] | None) -> Any:
    if marks is None:
        return attempt
    return SimpleNamespace(**{**attempt._mapping, "score": marks["score"], "all_correct": marks["all_correct"]})
