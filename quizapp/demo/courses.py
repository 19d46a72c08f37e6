"""Two courses of three lessons over the documents of the demonstration, and invented learners who have come different
ways."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random

from sqlalchemy import select

from ..accounts.models import Grant, Member
from ..assessments import paper
from ..assessments.marking.keys import right_answer
from ..courses.catalogue import authoring, checks, enrolment, lessons, progress, publication, queries
from ..courses.catalogue.models import Course
from ..courses.catalogue.spec import CourseSpec, LessonSpec
from ..courses.questions_asked import sheet_of
from ..extensions import db
from ..library.models import Document
from ..library.queries import find_document, sections_of
from ..questions.models import Bank
from ..units.models import Unit

_ISSUER = "Bộ Chính trị"
_LEARNERS = 12
_READ_57 = """
## Bốn điều cần nhớ

- Người dân và doanh nghiệp là trung tâm; nhà khoa học là nhân tố then chốt; Nhà nước dẫn dắt và tạo điều kiện.
- Thể chế, nhân lực, hạ tầng, dữ liệu là nội dung cốt lõi. Thể chế cần đi trước một bước.
- Bỏ cách nghĩ “không quản được thì cấm”.
- Chấp nhận rủi ro và thất bại trong nghiên cứu.

Đọc kỹ mục I của Nghị quyết dưới đây.
"""
_GOALS_57 = """
Nghị quyết đặt mục tiêu cho hai mốc: **năm 2030** và **năm 2045**. Hãy để ý các con số: chi cho nghiên cứu và phát
triển, tỷ lệ chi ngân sách, quy mô kinh tế số.
"""
_READ_52 = """
Nghị quyết 52-NQ/TW do Bộ Chính trị ban hành ngày 27/9/2019, nói về việc chủ động tham gia cuộc Cách mạng công nghiệp
lần thứ tư. Bài này đọc mục tiêu đến năm 2025.
"""
_GOALS_52 = """
Đến năm 2030, kinh tế số được đặt mục tiêu **trên 30 % GDP** và mạng 5G phủ sóng toàn quốc. Hãy so sánh với mốc
năm 2025.
"""


def load_courses(root: Unit, random: Random, now: datetime) -> list[Course]:
    """Both, published, with some learners; all but the dates depends on ``random`` alone."""
    begun = now - timedelta(days=10)
    first = _course(
        root,
        ("57-NQ/TW", date(2024, 12, 22)),
        CourseSpec(
            code="nq57-co-ban",
            title="Nghị quyết 57-NQ/TW: những nội dung cốt lõi",
            summary="Ba bài ngắn, khoảng 10 phút. Học xong được tính là đã học, quán triệt Nghị quyết 57-NQ/TW.",
            lesson_order="sequential",
            deadline=now + timedelta(days=20),
        ),
        (("Quan điểm chỉ đạo", _READ_57, "I"), ("Mục tiêu đến năm 2030 và 2045", _GOALS_57, "II")),
        ("CDS", "Nghị quyết 57-NQ/TW", 3),
        begun,
    )
    second = _course(
        root,
        ("52-NQ/TW", date(2019, 9, 27)),
        CourseSpec(
            code="nq52-nhin-lai",
            title="Nghị quyết 52-NQ/TW: mục tiêu 2025 và 2030",
            summary="Ôn lại các mục tiêu về kinh tế số và hạ tầng số.",
        ),
        (("Mục tiêu đến năm 2025", _READ_52, "I"), ("Mục tiêu đến năm 2030", _GOALS_52, "II")),
        ("NQ52", "Nghị quyết 52-NQ/TW", 4),
        begun,
    )
    _learn(first, random, begun)
    return [first, second]


def _course(
    unit: Unit,
    document: tuple[str, date],
    spec: CourseSpec,
    texts: tuple[tuple[str, str, str], ...],
    check: tuple[str, str, int],
    now: datetime,
) -> Course:
    found = find_document(document[0], _ISSUER, document[1])
    assert found is not None, "the documents were loaded before"
    course = authoring.create_course(spec, unit=unit, documents=[found], now=now)
    db.session.refresh(course)
    module = course.modules[0]
    authoring.rename_module(course, module, "Nội dung")
    for title, text, number in texts:
        content = LessonSpec(title, "text", text.strip(), section_ids=_sections(found, number), least_seconds=60)
        lessons.add_lesson(course, module, content, now)
    code, topic, count = check
    bank = db.session.scalars(select(Bank).where(Bank.code == code)).one()
    asked = LessonSpec("Câu hỏi kiểm tra", "check", bank_id=bank.id, topic=topic, question_count=count)
    lessons.add_lesson(course, module, asked, now)
    db.session.refresh(course)
    publication.publish(course, now)
    return course


def _sections(document: Document, number: str) -> tuple[int, ...]:
    """The topmost section of this number with those below it."""
    found = sections_of(document.id)
    top = next(one for one in found if one.number == number and one.depth == 0)
    return tuple(one.id for one in found if one.path == top.path or one.path.startswith(top.path))


def _learn(course: Course, random: Random, begun: datetime) -> None:
    """Every third completes the course, every third has read a part."""
    has_role = select(Grant.member_id)
    present = (Member.status == "active", Member.id.not_in(has_role), Member.code != "dv000001")
    people = db.session.scalars(select(Member).where(*present).order_by(Member.code).limit(_LEARNERS * 5)).all()
    for number, member in enumerate(random.sample(list(people), min(_LEARNERS, len(people)))):
        enrolment.enrol_oneself(course, member, begun)
        for lesson in queries.get_learner(course.code, member).content.lessons[: (0, 1, 3)[number % 3]]:
            _do(course, member, lesson.id, begun + timedelta(days=number % 5, hours=1), random)


def _do(course: Course, member: Member, lesson_id: int, at: datetime, random: Random) -> None:
    learner = queries.get_learner(course.code, member)
    lesson = progress.get_lesson(learner, lesson_id)
    if lesson.kind != "check":
        progress.keep_place(learner, member, lesson, progress.Place(1, 100, 100, 180), at)
        return
    begun = checks.begin(learner, member, lesson, at, random)
    drawn = paper.unpack(begun.paper)
    keys = sheet_of(drawn).keys
    named = zip(paper.question_ids(drawn), drawn, strict=True)
    answers = {name: right_answer(one, keys[one.version_id]) for name, one in named}
    checks.answer(learner, member, lesson, begun.number, answers, at)
