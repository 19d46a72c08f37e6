"""Topic, level, source and state of many questions at once: first what would happen in numbers, then the same done."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import aliased, contains_eager

from ..accounts import audit
from ..accounts.models import Member
from ..errors import Invalid, Sentence
from ..extensions import db
from ..folding import tidy
from ..transactions import transactional
from . import reviewing, services, versions
from .formats.parsed import LONGEST_SOURCE, LONGEST_TOPIC
from .import_plan import Content
from .models import Bank, Question, QuestionVersion
from .version_contents import content_of_row

MOST = 500


@dataclass(frozen=True, slots=True)
class Changes:
    """What is to become of the questions; None: stays. ``level`` "": none."""

    topic: str | None = None
    level: str | None = None
    source: str | None = None
    state: str | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked for."""
        return self == Changes()

    def of(self, content: Content) -> Content:
        """The content with the changes made."""
        return replace(
            content,
            topic=content.topic if self.topic is None else tidy(self.topic),
            level=content.level if self.level is None else self.level or None,
            source=content.source if self.source is None else tidy(self.source),
        )


@dataclass(frozen=True, slots=True)
class Step:
    """What happens to one question.

    ``version_state``: of its new version; None: there is none. ``state``: what it is brought to; None: it stays.
    ``own``: it would have been approved, but nobody approves the own wording.
    """

    version: QuestionVersion
    content: Content
    version_state: str | None
    state: str | None
    own: bool = False


@dataclass(frozen=True, slots=True)
class BulkPlan:
    """All steps, and their numbers."""

    steps: tuple[Step, ...]

    @property
    def new_versions(self) -> int:
        """Questions that get a new version."""
        return sum(step.version_state is not None for step in self.steps)

    @property
    def waiting(self) -> int:
        """New versions of questions in use that somebody has to approve first."""
        return sum(
            step.version_state == "in_review" and step.version.question.state in versions.IN_USE for step in self.steps
        )

    @property
    def moved(self) -> int:
        """Questions whose state changes."""
        return sum(step.state is not None for step in self.steps)

    @property
    def own(self) -> int:
        """Questions that somebody else has to approve."""
        return sum(step.own for step in self.steps)

    @property
    def unchanged(self) -> int:
        """Questions to which nothing happens."""
        return sum(step.version_state is None and step.state is None and not step.own for step in self.steps)


def plan_changes(
    bank: Bank, question_ids: Collection[int], changes: Changes, editor: Member, may_review: bool
) -> BulkPlan:
    """What would happen. Raises Invalid for what no question could hold, or for no or too many questions."""
    _check(changes, question_ids)
    found = _working(bank, question_ids)
    authors = _open_authors([version.question_id for version in found])
    return BulkPlan(tuple(_step(one, changes, editor, may_review, authors) for one in found))


def _check(changes: Changes, question_ids: Collection[int]) -> None:
    if not 0 < len(question_ids) <= MOST:
        raise Invalid(Sentence("Hãy chọn từ 1 đến %(most)s câu.", most=MOST))
    if changes.is_empty:
        raise Invalid(Sentence("Hãy chọn ít nhất một điều cần đổi."))
    if len(changes.topic or "") > LONGEST_TOPIC or len(changes.source or "") > LONGEST_SOURCE:
        raise Invalid(Sentence("Chủ đề hoặc căn cứ quá dài. Hãy rút gọn."))


def _working(bank: Bank, question_ids: Collection[int]) -> Sequence[QuestionVersion]:
    """The versions that are worked on, by question."""
    other = aliased(QuestionVersion)
    has_proposal = select(other.id).where(other.question_id == Question.id, other.proposal.is_not(None)).exists()
    query = select(QuestionVersion).join(QuestionVersion.question).options(contains_eager(QuestionVersion.question))
    query = query.where(QuestionVersion.bank_id == bank.id, QuestionVersion.question_id.in_(question_ids))
    query = query.where(or_(QuestionVersion.proposal.is_not(None), QuestionVersion.is_current & ~has_proposal))
    return db.session.scalars(query.order_by(QuestionVersion.question_id)).all()


def _open_authors(question_ids: Sequence[int]) -> set[tuple[int, int | None]]:
    """(question, who wrote a version of it that has not been approved)."""
    other = aliased(QuestionVersion)
    approved = select(func.max(other.number)).where(
        other.question_id == QuestionVersion.question_id, other.approved_at.is_not(None)
    )
    last = func.coalesce(approved.correlate(QuestionVersion).scalar_subquery(), 0)
    query = select(QuestionVersion.question_id, QuestionVersion.created_by_id)
    query = query.where(QuestionVersion.question_id.in_(question_ids), QuestionVersion.number > last)
    return {(row.question_id, row.created_by_id) for row in db.session.execute(query)}


def _step(
    version: QuestionVersion,
    changes: Changes,
    editor: Member,
    may_review: bool,
    authors: set[tuple[int, int | None]],
) -> Step:
    content = content_of_row(version)
    changed = changes.of(content)
    state = reviewing.state_of(version)
    version_state = None
    if changed != content:
        version_state = _version_state(state, may_review)
    target = _target(state, changes.state, may_review)
    is_own = target == "approved" and state == "in_review" and (version.question_id, editor.id) in authors
    return Step(version, changed, version_state, None if is_own else target, is_own)


def _version_state(state: str, may_review: bool) -> str:
    """Where a question belongs is no wording: whoever may review keeps it in use."""
    if state not in versions.IN_USE:
        return state
    return "approved" if may_review else "in_review"


def _target(state: str, wanted: str | None, may_review: bool) -> str | None:
    """The state to bring the question to; None where it stays."""
    sources = {
        "draft": {"in_review"},
        "in_review": {"draft"},
        "approved": {"in_review", "retired"} if may_review else set(),
        "retired": {"draft", "in_review", "approved"},
    }
    return wanted if wanted and state in sources[wanted] else None


@transactional
def change_many(
    bank: Bank, question_ids: Collection[int], changes: Changes, editor: Member, may_review: bool, now: datetime
) -> BulkPlan:
    """Do what ``plan_changes`` says, all or nothing."""
    plan = plan_changes(bank, question_ids, changes, editor, may_review)
    for step in plan.steps:
        _take(step, editor, may_review, now)
    about: dict[str, Any] = {
        "topic": changes.topic,
        "level": changes.level,
        "source": changes.source,
        "state": changes.state,
    }
    about |= {"questions": len(plan.steps), "versions": plan.new_versions}
    audit.record("questions.edited", "bank", bank.code, unit_id=bank.unit_id, now=now, **about)
    return plan


def _take(step: Step, editor: Member, may_review: bool, now: datetime) -> None:
    question, number = step.version.question, step.version.number
    if step.state == "approved" and question.state != "retired":
        reviewing.approve(question, number, editor, now)
    elif step.state == "approved":
        services.restore_question(question, now)
    elif step.state == "retired":
        services.retire_question(question, now)
    elif step.state == "in_review":
        reviewing.send_to_review(question, now)
    elif step.state == "draft":
        reviewing.withdraw(question, now)
    if step.version_state is not None:
        versions.hold(question)
        state = reviewing.state_of(versions.working_version(question))
        versions.add_version(question, step.content, editor, _version_state(state, may_review), now)
