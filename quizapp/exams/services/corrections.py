"""A wrong key corrected, or a question annulled, after an exam: who changes, and doing it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import case, select, update

from ...accounts import audit
from ...accounts.models import Member
from ...assessments import sheet
from ...assessments.marking import corrected_keys
from ...assessments.models import Result
from ...assessments.services import corrections
from ...batches import insert_many
from ...errors import Invalid, NotFound, Sentence
from ...extensions import db
from ...jobs import registry
from ...jobs.registry import Outcome, Work
from ...jobs.services import add_job
from ...transactions import transactional
from ...units.models import Unit
from .. import queries, results
from ..models import Correction, CorrectionChange, Exam, PaperCode
from ..results import Counted, MarkChange, Scale

# More than these are marked anew as a job, with its progress.
MOST_AT_ONCE = 2_000
LONGEST_REASON = 500
CORRECT = "exams.correct"


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be corrected: the new key of a question (as ``corrected_keys`` keeps it), or None to annul it."""

    version_id: int
    key: list[Any] | None
    reason: str

    def as_correction(self) -> corrections.Corrections:
        """As the engine takes it."""
        change = {"annulled": True} if self.key is None else {"key": self.key}
        return {self.version_id: {**change, "reason": self.reason}}


@dataclass(frozen=True, slots=True)
class Preview:
    """What the correction would change. ``changes`` are those whose mark on the scale is another one."""

    attempts: int
    changes: list[MarkChange]
    counted: Counted


def preview(exam: Exam, plan: Plan, now: datetime) -> Preview:
    """Who would change, by name; nothing is stored. Raises Refused while the exam can be sat, and Invalid."""
    _check(exam, plan)
    outcome = corrections.preview(exam.assessment, plan.as_correction(), now)
    changes = _mark_changes(exam, outcome.changes)
    return Preview(outcome.attempts, changes, results.count(changes))


@transactional
def correct(exam: Exam, plan: Plan, actor_id: int | None, now: datetime) -> Correction:
    """Mark everybody anew, and keep who changed and why. Raises Refused while the exam can be sat, and Invalid."""
    before = _check(exam, plan)
    outcome = corrections.correct(exam.assessment, plan.as_correction(), now)
    _move_codes(exam, outcome.revisions)
    kept = Correction(
        exam_id=exam.id,
        version_id=plan.version_id,
        kind="annulled" if plan.key is None else "key",
        old_key=corrected_keys.to_stored(before.key),
        new_key=plan.key or [],
        reason=plan.reason,
        attempts=outcome.attempts,
        risen=sum(change.new_score > change.old_score for change in outcome.changes),
        fallen=sum(change.new_score < change.old_score for change in outcome.changes),
        at=now,
        actor_id=actor_id,
    )
    db.session.add(kept)
    db.session.flush()
    insert_many(CorrectionChange, [_row(kept, change) for change in outcome.changes])
    _note(exam, kept, actor_id, now)
    return kept


def _row(kept: Correction, change: corrections.Change) -> dict[str, Any]:
    scores = {"old_score": change.old_score, "new_score": change.new_score}
    return {"correction_id": kept.id, "member_id": change.member_id} | scores


def _note(exam: Exam, kept: Correction, actor_id: int | None, now: datetime) -> None:
    action = "exam.question_annulled" if kept.kind == "annulled" else "exam.key_corrected"
    audit.record(
        action,
        "exam",
        exam.assessment.code,
        now=now,
        unit_id=exam.course_class.unit_id,
        # A job has nobody signed in.
        actor=db.session.get(Member, actor_id) if actor_id else None,
        reason=kept.reason,
        attempts=kept.attempts,
        risen=kept.risen,
        fallen=kept.fallen,
    )


def _check(exam: Exam, plan: Plan) -> sheet.SheetQuestion:
    """The question as it is marked now."""
    if not plan.reason.strip() or len(plan.reason) > LONGEST_REASON:
        raise Invalid(Sentence("Hãy ghi lý do, tối đa %(most)s ký tự.", most=LONGEST_REASON), place="reason")
    found = queries.list_drawn_questions(exam).get(plan.version_id)
    if found is None:
        raise NotFound(Sentence("Không có câu hỏi này trong các đề đã thi."))
    return found.question


def _move_codes(exam: Exam, revisions: dict[int, int]) -> None:
    """Answers on paper that are entered later are marked by the corrected key too."""
    codes = update(PaperCode).where(PaperCode.exam_id == exam.id, PaperCode.sheet_revision.in_(revisions))
    codes = codes.values(sheet_revision=case(revisions, value=PaperCode.sheet_revision))
    db.session.execute(codes.execution_options(synchronize_session=False))


def _mark_changes(exam: Exam, changes: list[corrections.Change]) -> list[MarkChange]:
    about = Scale(exam.scale, exam.step, exam.pass_mark, exam.bands)
    query = (
        select(Result.member_id, Result.max_score, Member.name, Unit.name)
        .join(Member, Member.id == Result.member_id)
        .join(Unit, Unit.id == Result.unit_id)
        .where(Result.assessment_id == exam.assessment_id)
        .order_by(Member.sort_name, Member.id)
    )
    scores = {change.member_id: change for change in changes}
    found = []
    for member_id, most, name, unit_name in db.session.execute(query):
        if member_id in scores:
            old, new = (about.mark(p, most) for p in (scores[member_id].old_score, scores[member_id].new_score))
            bands = about.classification(old), about.classification(new)
            found.append(MarkChange(member_id, name, unit_name, old, new, *bands))
    return [change for change in found if change.old_mark != change.new_mark]


def require_over(exam: Exam, now: datetime) -> None:
    """Raise Refused while the exam can be sat."""
    corrections.require_over(exam.assessment, now)


def is_long(exam: Exam) -> bool:
    """Whether it is better done as a job."""
    return corrections.count_attempts(exam.assessment) > MOST_AT_ONCE


def ask_for_job(exam: Exam, plan: Plan, actor_id: int, now: datetime) -> str:
    """The public id of the job that does it; the same correction asked for twice is one job."""
    _check(exam, plan)
    corrections.require_over(exam.assessment, now)
    arguments = {"code": exam.assessment.code, "version_id": plan.version_id, "key": plan.key, "reason": plan.reason}
    # What was corrected since has another revision: the same correction may be made again after another.
    key = f"{CORRECT}:{exam.id}:{exam.assessment.revision}:{plan.version_id}"
    return add_job(CORRECT, arguments, key, now, asked_by_id=actor_id, unit_id=exam.course_class.unit_id)


@registry.register(CORRECT, Sentence("Chấm lại sau khi sửa đáp án"))
def correct_as_job(arguments: dict[str, Any], work: Work) -> Outcome:
    """Mark everybody of the exam anew."""
    exam = queries.find_exam(arguments["code"])
    if exam is None:
        raise NotFound(queries.UNKNOWN)
    work.tell(Sentence("Đang chấm lại các bài của “%(title)s”.", title=exam.assessment.title))
    plan = Plan(arguments["version_id"], arguments["key"], arguments["reason"])
    kept = correct(exam, plan, work.asked_by_id, work.now)
    said = Sentence("Đã chấm lại %(attempts)s bài: %(risen)s tăng, %(fallen)s giảm.", **_numbers(kept))
    return Outcome(said, "exams.list_corrections", {"code": exam.assessment.code})


def _numbers(kept: Correction) -> dict[str, int]:
    return {"attempts": kept.attempts, "risen": kept.risen, "fallen": kept.fallen}
