"""PURE: what describes a course and a lesson, and the rules that they must keep."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from ...errors import Invalid, Sentence
from ..web_address import is_web_address
from .kinds import LESSON_KINDS, ORDERS

LONGEST_TITLE = 255
LONGEST_TEXT = 100_000
MOST_QUESTIONS = 50
MOST_SECONDS = 4 * 3600
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,59}")


@dataclass(frozen=True, slots=True)
class CourseSpec:
    """What describes a course."""

    code: str
    title: str
    summary: str = ""
    member_kinds: tuple[str, ...] = ()
    lesson_order: str = "free"
    pass_percent: int = 80
    final_percent: int = 50
    is_open: bool = True
    deadline: datetime | None = None


@dataclass(frozen=True, slots=True)
class LessonSpec:
    """What describes a lesson; its kind says which of it counts."""

    title: str
    kind: str
    text: str = ""
    address: str = ""
    file_id: int | None = None
    course_file_id: int | None = None
    section_ids: tuple[int, ...] = ()
    bank_id: int | None = None
    topic: str = ""
    question_count: int = 0
    least_seconds: int = 0


def check_course(spec: CourseSpec) -> None:
    """Raises Invalid with the first rule that is broken."""
    if not _CODE.fullmatch(spec.code):
        raise Invalid(Sentence("Mã khóa học dài 1 đến 60 ký tự, gồm chữ không dấu, số, dấu chấm, gạch nối."))
    check_title(spec.title)
    if len(spec.summary) > LONGEST_TEXT:
        raise Invalid(Sentence("Phần giới thiệu quá dài."))
    if spec.lesson_order not in ORDERS:
        raise Invalid(Sentence("Hãy chọn thứ tự học."))
    if not 1 <= spec.pass_percent <= 100:
        raise Invalid(Sentence("Tỷ lệ đạt phải từ 1 đến 100 phần trăm."))
    if not 1 <= spec.final_percent <= 100:
        raise Invalid(Sentence("Mức đạt của bài thi cuối khóa phải từ 1 đến 100 phần trăm."))


def check_title(title: str) -> None:
    """Raises Invalid for a title that is missing or too long."""
    if not 0 < len(title) <= LONGEST_TITLE:
        raise Invalid(Sentence("Tên dài 1 đến %(most)s ký tự. Hãy sửa tên.", most=LONGEST_TITLE))


def check_lesson(spec: LessonSpec) -> None:
    """Raises Invalid with the first rule that is broken."""
    check_title(spec.title)
    if spec.kind not in LESSON_KINDS:
        raise Invalid(Sentence("Hãy chọn loại bài học."))
    if len(spec.text) > LONGEST_TEXT:
        raise Invalid(Sentence("Nội dung quá dài. Hãy tách thành nhiều bài."))
    if not 0 <= spec.least_seconds <= MOST_SECONDS:
        raise Invalid(Sentence("Thời gian học tối thiểu phải từ 0 đến %(most)s phút.", most=MOST_SECONDS // 60))
    if spec.address and not is_web_address(spec.address):
        raise Invalid(Sentence("Liên kết phải bắt đầu bằng https://, ví dụ https://www.youtube.com/watch?v=…"))
    if spec.kind == "check" and not 0 <= spec.question_count <= MOST_QUESTIONS:
        raise Invalid(Sentence("Số câu hỏi phải từ 1 đến %(most)s.", most=MOST_QUESTIONS))


def shortcomings(spec: LessonSpec, pool: int) -> list[Sentence]:
    """Why a lesson cannot be published yet; ``pool``: how many approved questions it can ask."""
    reasons = []
    if spec.kind == "text" and not spec.text.strip() and not spec.section_ids:
        reasons.append(Sentence("Bài “%(title)s” chưa có nội dung.", title=spec.title))
    has_file = spec.file_id is not None or spec.course_file_id is not None
    if spec.kind == "video" and not spec.address and not has_file:
        reasons.append(Sentence("Bài “%(title)s” chưa có liên kết video.", title=spec.title))
    if spec.kind in ("file", "slides") and not has_file:
        reasons.append(Sentence("Bài “%(title)s” chưa có tệp.", title=spec.title))
    if spec.kind == "check" and spec.question_count < 1:
        reasons.append(Sentence("Bài “%(title)s” chưa có câu hỏi kiểm tra.", title=spec.title))
    elif spec.kind == "check" and pool < spec.question_count:
        about = {"title": spec.title, "count": spec.question_count, "pool": pool}
        reasons.append(Sentence("Bài “%(title)s” cần %(count)s câu, ngân hàng chỉ có %(pool)s câu đã duyệt.", **about))
    return reasons
