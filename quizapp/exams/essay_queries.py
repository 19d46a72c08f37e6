"""What is read of essays. Nothing of it says whose they are."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import contains_eager

from ..accounts.models import Member
from ..assessments import paper, scoring, sheet
from ..assessments.marking.keys import ByHand
from ..assessments.models import Attempt
from ..courses.classes.access import WORK_OF_ROLES, Work
from ..courses.classes.models import ClassInstructor
from ..errors import NotFound, Sentence
from ..extensions import db
from ..rich_text import to_plain_text
from . import settlement
from .essay_marks import Line, allowed_difference, lines_of, points_of
from .models import EarlierMark, Essay, EssayMark, Exam, Remarking
from .settlement import Settlement, State

UNKNOWN = Sentence("Không có bài mang mã phách này trong kỳ thi.")


@dataclass(frozen=True, slots=True)
class Question:
    """What an essay answers."""

    version_id: int
    stem: str
    lines: tuple[Line, ...]
    points: float
    # Of the whole paper.
    most_points: float


@dataclass(frozen=True, slots=True)
class Standing:
    """How an essay stands: its marks by turn, finished or not, and what they come to."""

    essay: Essay
    question: Question
    marks: dict[int, EssayMark]
    settlement: Settlement
    # Whether a request has opened the turn in which it is marked again.
    is_asked_again: bool = False

    @property
    def is_handwritten(self) -> bool:
        """Whether it stands on a sheet of paper."""
        return self.essay.attempt.submitted_by == "import"

    def turn_for(self, marker_id: int, markers: int) -> int | None:
        """The turn in which this marker may take it, or has taken it. Its keeper knows whose it is and has none."""
        if self.essay.keeper_id == marker_id:
            return None
        takers = {turn: mark.marker_id for turn, mark in self.marks.items()}
        if self.is_asked_again and settlement.AGAIN not in takers and marker_id not in takers.values():
            return settlement.AGAIN
        return settlement.turn_to_mark(takers, marker_id, self.settlement, markers)

    def mark_of(self, marker_id: int) -> EssayMark | None:
        """What this marker has given, draft or not; of several turns the last."""
        own = [mark for _, mark in sorted(self.marks.items()) if mark.marker_id == marker_id]
        return own[-1] if own else None


def list_standings(exam: Exam) -> list[Standing]:
    """All essays of attempts that count, by code. Three statements whatever their number."""
    return _standings(exam, Essay.exam_id == exam.id)


def get_standing(exam: Exam, code: str) -> Standing:
    """One essay of the exam by its code; raises NotFound."""
    found = _standings(exam, Essay.exam_id == exam.id, Essay.code == code)
    if not found:
        raise NotFound(UNKNOWN)
    return found[0]


def _standings(exam: Exam, *conditions: ColumnElement[bool]) -> list[Standing]:
    query = select(Essay).join(Essay.attempt).options(contains_eager(Essay.attempt)).order_by(Essay.code)
    query = query.where(*conditions, Attempt.state == "submitted").execution_options(populate_existing=True)
    essays = [essay for essay in db.session.scalars(query) if _is_to_mark(essay)]
    marks: dict[int, dict[int, EssayMark]] = defaultdict(dict)
    given = select(EssayMark).join(Essay, Essay.id == EssayMark.essay_id).where(*conditions)
    for mark in db.session.scalars(given.execution_options(populate_existing=True)):
        marks[mark.essay_id][mark.turn] = mark
    asked = select(Remarking.attempt_id).where(Remarking.exam_id == exam.id, Remarking.state == "marking")
    again = set(db.session.scalars(asked))
    return [_standing(exam, essay, marks[essay.id], essay.attempt_id in again) for essay in essays]


def _standing(exam: Exam, essay: Essay, marks: dict[int, EssayMark], is_asked_again: bool) -> Standing:
    question = question_of(essay)
    given = {turn: mark.points for turn, mark in marks.items() if mark.finished_at}
    finished = {turn: points_of(points, question.lines, question.points) for turn, points in given.items()}
    difference = allowed_difference(exam.largest_difference, exam.scale, question.most_points)
    settled = settlement.settle(finished, exam.markers, difference)
    return Standing(essay, question, marks, settled, is_asked_again)


def _is_to_mark(essay: Essay) -> bool:
    """Neither taken back since nor of a question that was annulled: there is nothing left to mark."""
    drawn, questions = _paper_of(essay)
    is_by_hand = isinstance(questions.keys[drawn[essay.question_number - 1].version_id], ByHand)
    return is_by_hand and scoring.is_written(essay.attempt.answers.get(str(essay.question_number)))


def question_of(essay: Essay) -> Question:
    """The question as it stands on the essay's paper."""
    drawn, questions = _paper_of(essay)
    asked = drawn[essay.question_number - 1]
    shown = questions.questions[asked.version_id]
    most = round(sum(question.points for question in drawn), 2)
    return Question(asked.version_id, shown.stem, tuple(lines_of(shown.answer, asked.points)), asked.points, most)


def _paper_of(essay: Essay) -> tuple[tuple[paper.PaperQuestion, ...], sheet.Sheet]:
    attempt = essay.attempt
    return paper.unpack(attempt.paper), sheet.load(attempt.assessment_id, attempt.sheet_revision or 0)


def text_of(essay: Essay) -> str:
    """What was written."""
    written = essay.attempt.answers.get(str(essay.question_number))
    return written if isinstance(written, str) else ""


def texts_to_compare(standings: Sequence[Standing], question: Question) -> tuple[dict[str, str], str]:
    """({code: text}, words of the question) of all essays that answer this question; none of what is on paper."""
    same = [one for one in standings if one.question.version_id == question.version_id]
    known = " ".join([to_plain_text(question.stem), *(str(line.text) for line in question.lines)])
    return {one.essay.code: "" if one.is_handwritten else text_of(one.essay) for one in same}, known


def count_finished_marks(exam: Exam, member_id: int) -> int:
    """How many marks the essays of a candidate have by now; for those who may let him or her go on."""
    query = select(func.count()).select_from(EssayMark).join(Essay, Essay.id == EssayMark.essay_id).join(Essay.attempt)
    own = (Essay.exam_id == exam.id, Attempt.member_id == member_id, EssayMark.finished_at.is_not(None))
    return db.session.scalar(query.where(*own)) or 0


def list_earlier_marks(essay: Essay) -> Sequence[EarlierMark]:
    """Marks that were opened again, the latest first."""
    query = select(EarlierMark).where(EarlierMark.essay_id == essay.id)
    return db.session.scalars(query.order_by(EarlierMark.id.desc())).all()


def names_of_markers(essay: Essay) -> dict[int, str]:
    """{member: name} of those who mark an essay; for whoever manages the marking."""
    query = select(Member.id, Member.name).join(EssayMark, EssayMark.marker_id == Member.id)
    return dict(db.session.execute(query.where(EssayMark.essay_id == essay.id)).all())


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the marking of an exam has come."""

    essays: int
    settled: int
    differing: int

    @property
    def waiting(self) -> int:
        """Those that want a marker."""
        return self.essays - self.settled


def progress_of(standings: Sequence[Standing]) -> Progress:
    """Of these essays."""
    states = Counter(one.settlement.state for one in standings)
    return Progress(len(standings), states[State.SETTLED], states[State.DIFFERING])


def list_markers(exam: Exam) -> Sequence[Any]:
    """(name, finished, drafts) of everybody who may mark in the exam, those who have not begun too, or has marked."""
    given = select(EssayMark.marker_id, EssayMark.essay_id, EssayMark.finished_at)
    marks = given.join(Essay, Essay.id == EssayMark.essay_id).where(Essay.exam_id == exam.id).subquery()
    roles = [role for role, work in WORK_OF_ROLES.items() if Work.MARK in work]
    assigned = select(ClassInstructor.member_id).where(
        ClassInstructor.class_id == exam.class_id, ClassInstructor.role.in_(roles)
    )
    finished = func.count(marks.c.finished_at)
    query = (
        select(Member.name, finished.label("finished"), (func.count(marks.c.essay_id) - finished).label("drafts"))
        .outerjoin(marks, marks.c.marker_id == Member.id)
        .where(Member.id.in_(assigned.union(select(marks.c.marker_id))))
        .group_by(Member.id, Member.name, Member.sort_name)
        .order_by(Member.sort_name, Member.id)
    )
    return db.session.execute(query).all()
