"""PURE: what is set for a class, and what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from ...errors import Sentence
from ...folding import fold, tidy

LONGEST_TITLE = 255
# Codes of its exams are made from it.
LONGEST_CODE = 50
SHORT_CODE = 24
YEARS = range(2000, 2100)
_CODE = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,48}[A-Za-z0-9])?")


@dataclass(frozen=True, slots=True)
class ClassSettings:
    """A class without its unit and people. ``attendance_minimum``: per cent of the sessions; ``course_id``:
    the online course whose lessons must be completed, None for none."""

    title: str
    course_title: str
    starts_on: date
    ends_on: date
    attendance_minimum: int = 80
    course_id: int | None = None

    def tidied(self) -> ClassSettings:
        """The same without stray blanks; a class without a course is named after itself."""
        title = tidy(self.title)
        return replace(self, title=title, course_title=tidy(self.course_title) or title)


class Fault(NamedTuple):
    """What is wrong, and the setting where it shows."""

    field: str
    sentence: Sentence


def faults_of(settings: ClassSettings) -> Iterable[Fault]:
    """Everything that is wrong with the settings."""
    for name in ("title", "course_title"):
        if not 0 < len(getattr(settings, name)) <= LONGEST_TITLE:
            yield Fault(name, Sentence("Tên lớp và tên khóa học cần từ 1 đến %(most)s ký tự.", most=LONGEST_TITLE))
    for name in ("starts_on", "ends_on"):
        if getattr(settings, name).year not in YEARS:
            yield Fault(name, Sentence("Năm phải từ %(first)s đến %(last)s.", first=YEARS.start, last=YEARS.stop - 1))
    if settings.ends_on < settings.starts_on:
        yield Fault("ends_on", Sentence("Ngày bế giảng không được trước ngày khai giảng."))
    if not 0 <= settings.attendance_minimum <= 100:
        yield Fault("attendance_minimum", Sentence("Tỷ lệ dự học tối thiểu từ 0 đến 100 phần trăm."))


def faults_of_code(code: str) -> Iterable[Fault]:
    """What keeps a code from standing in a link."""
    if not _CODE.fullmatch(code):
        sentence = Sentence(
            "Mã lớp dài 1 đến %(most)s ký tự: chữ không dấu, số, dấu chấm, gạch nối, gạch dưới.", most=LONGEST_CODE
        )
        yield Fault("code", sentence)


def code_for(title: str) -> str:
    """ "Bồi dưỡng đảng viên mới, khóa 3" -> "boi-duong-dang-vien-moi": short enough to be typed, only whole words."""
    whole = re.sub(r"[^a-z0-9]+", "-", fold(title)).strip("-")
    short = whole if len(whole) <= SHORT_CODE else whole[: SHORT_CODE + 1].rpartition("-")[0] or whole[:SHORT_CODE]
    return short.strip("-") or "lop"
