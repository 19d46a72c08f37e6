"""An invented class: 30 learners, six sessions, a finished exam with its marks, and one to come with an essay."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import insert, select

from ..accounts.models import Member
from ..assessments import sheet
from ..assessments.matrix import MatrixRow
from ..assessments.models import Attempt
from ..assessments.services import recounts, results, rosters
from ..courses.classes import attendance, services
from ..courses.classes.models import CourseClass
from ..courses.classes.settings import ClassSettings
from ..exams.access_codes import draw_access_code
from ..exams.candidate_queries import plan_candidates
from ..exams.models import Exam
from ..exams.services import candidates, exams, publishing
from ..exams.settings import ExamSettings
from ..extensions import db
from ..local_times import to_instant, to_local
from ..questions.formats import registry
from ..questions.services import create_bank, import_questions
from ..units.models import Unit
from .competing import attempts_of

LEARNERS = 30
SESSIONS = ("Khai giảng, bài 1", "Bài 2", "Bài 3", "Bài 4", "Bài 5", "Ôn tập")
CONDITIONS = """- Có mặt trước giờ thi 15 phút.
- Không dùng tài liệu, không trao đổi trong phòng thi.
- Mỗi người chỉ dùng tài khoản của mình."""
ESSAYS = """::tl-1:: Đồng chí hãy liên hệ việc thực hiện chuyển đổi số ở cơ quan, đơn vị mình. {}

::tl-2:: Đồng chí hãy nêu nhiệm vụ của đảng viên mới trong học tập, quán triệt nghị quyết. {}
"""


def load_exams(root: Unit, random: Random, now: datetime) -> None:
    """The class with both exams; all but the dates depends on ``random`` alone."""
    learners = _first_members()
    course_class = _class(root, learners, now)
    _teach(course_class, learners, random, now)
    _finished(course_class, random, now)
    _coming(course_class, root, random, now)


def _first_members() -> Sequence[Member]:
    query = select(Member).where(Member.code.like("dv%"), Member.status == "active").order_by(Member.code)
    return db.session.scalars(query.limit(LEARNERS)).all()


def _class(root: Unit, learners: Sequence[Member], now: datetime) -> CourseClass:
    today = to_local(now).date()
    settings = ClassSettings(
        "Bồi dưỡng đảng viên mới, khóa 3",
        "Bồi dưỡng lý luận chính trị dành cho đảng viên mới",
        today - timedelta(days=45),
        today + timedelta(days=10),
    )
    made = services.create_class(settings, unit=root, code="dvm-k3", now=now - timedelta(days=50))
    for code, role in (("giang-vien", "instructor"), ("can-bo-co-so", "marker"), ("thu-ky", "invigilator")):
        services.add_instructor(made, code, role, now)
    services.add_learners(made, learners, now - timedelta(days=46))
    return made


def _teach(course_class: CourseClass, learners: Sequence[Member], random: Random, now: datetime) -> None:
    """The last two learners came too seldom."""
    first_day = to_local(now).date() - timedelta(days=44)
    for number, title in enumerate(SESSIONS):
        session = attendance.add_session(course_class, title, first_day + timedelta(days=3 * number), now)
        states = {}
        for place, learner in enumerate(learners):
            is_seldom = place >= len(learners) - 2 and number % 2 == 1
            is_away = is_seldom or (number == place % len(SESSIONS) and random.random() < 0.4)
            states[learner.id] = random.choice(("excused", "unexcused")) if is_away else "attended"
        attendance.record(course_class, session, states, None, now)


def _at(now: datetime, days: int) -> datetime:
    day = to_local(now + timedelta(days=days))
    return to_instant(day.replace(hour=8, minute=0, second=0, microsecond=0))


def _settings(title: str, opens_at: datetime) -> ExamSettings:
    return ExamSettings(
        title=title,
        opens_at=opens_at,
        closes_at=opens_at + timedelta(hours=2),
        minutes=45,
        place="Hội trường Trung tâm, tầng 2",
        conditions=CONDITIONS,
    )


def _finished(course_class: CourseClass, random: Random, now: datetime) -> None:
    opens_at = _at(now, -14)
    before, closed = opens_at - timedelta(days=2), opens_at + timedelta(hours=3)
    matrix = [MatrixRow("NQ57", None, "recall", 12), MatrixRow("NQ57", None, "understanding", 8)]
    settings = _settings("Thi giữa khóa: Nghị quyết 57-NQ/TW", opens_at)
    exam = exams.create_exam(course_class, settings, code="dvm-k3-giua-khoa", matrix=matrix, now=before)
    seldom = [one.member for one in plan_candidates(exam) if not one.may_sit]
    for member in seldom[:1]:
        candidates.admit(exam, member.id, "Có giấy xác nhận điều trị ở bệnh viện", before)
    publishing.publish_exam(exam, before)
    rosters.freeze(exam.assessment, opens_at)
    _sit(exam, random)
    results.publish_results(exam.assessment, closed)
    exam.released_at = closed
    db.session.flush()


def _sit(exam: Exam, random: Random) -> None:
    """All who may sit do, but for one who stays away."""
    assessment = exam.assessment
    questions = sheet.load(assessment.id, assessment.revision or 1)
    sitting = [one.member for one in plan_candidates(exam) if one.may_sit][1:]
    rows = [
        row
        for member in sitting
        for row in attempts_of(assessment, questions, member.id, member.unit_id, 1, random, assessment.closes_at)
    ]
    if rows:
        db.session.execute(insert(Attempt.__table__), rows)  # type: ignore[arg-type]
    recounts.recount(assessment)


def _coming(course_class: CourseClass, root: Unit, random: Random, now: datetime) -> None:
    parsed = registry.read(ESSAYS.encode(), "tu-luan.gift")
    bank = create_bank("TULUAN", "Câu hỏi tự luận cuối khóa", root, now)
    import_questions(parsed, bank, None, now, skip_rejected=False)
    matrix = [MatrixRow("NQ57", None, None, 20, 0.3), MatrixRow("TULUAN", None, None, 1, 4)]
    settings = _settings("Thi cuối khóa bồi dưỡng đảng viên mới", _at(now, 3))
    exam = exams.create_exam(course_class, settings, code="dvm-k3-cuoi-khoa", matrix=matrix, now=now)
    # The same for the same seed, unlike those that are drawn for a real exam.
    exam.assessment.access_code = draw_access_code(random)
    publishing.publish_exam(exam, now)
