"""Courses, waves, sessions and practice as the home page tells them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ..courses.catalogue import editions, learning
from ..library.words import name_of
from .pressing import Thing

# Whoever has come this far has read it; so does the library.
_READ = 95


@dataclass(frozen=True, slots=True)
class CourseProgress:
    """How far the member has come, and the lesson to go on with."""

    done: int
    lessons: int
    number: int
    lesson: str
    is_begun: bool

    @property
    def percent(self) -> int:
        """Whole percent of the lessons."""
        return learning.percent_of(self.done, self.lessons)


def course_thing(row: Any) -> Thing:
    """A course, and the lesson where the member stopped: the one opened last, else the first that is not done."""
    lessons = editions.from_stored(row.content).lessons
    done = {int(number) for number in (row.done or "").split(",") if number}
    left = [lesson for lesson in lessons if lesson.id not in done]
    lesson = next((one for one in left if one.id == row.last), left[0] if left else None)
    about = CourseProgress(
        done=len(lessons) - len(left),
        lessons=len(lessons),
        number=lessons.index(lesson) + 1 if lesson else len(lessons),
        lesson=lesson.title if lesson else "",
        is_begun=row.last is not None,
    )
    if lesson is None:
        return Thing("course", row.title, "courses.show_course", {"code": row.code}, row.deadline, about=about)
    values = {"code": row.code, "lesson_id": lesson.id}
    return Thing("course", row.title, "courses.show_lesson", values, row.deadline, about=about)


@dataclass(frozen=True, slots=True)
class DocumentToRead:
    """A document: its short name, its title, and how far the member has read."""

    id: int
    name: str
    title: str
    percent: int = 0


def document_of(row: Any) -> DocumentToRead:
    """The document of a row."""
    name = name_of(row.part_kind, row.part_number, row.part_title)
    return DocumentToRead(row.part, name, row.part_title if row.part_number else "", row.percent or 0)


@dataclass(frozen=True, slots=True)
class WaveToStudy:
    """What is to be read next of a wave. ``read`` of ``documents`` are read."""

    document: DocumentToRead
    read: int
    documents: int

    @property
    def is_read(self) -> bool:
        """Whether nothing is left to read: what is missing is a session or an online course."""
        return self.read == self.documents


def things_due(rows: Iterable[Any]) -> list[Thing]:
    """Waves, each with the first document not read yet; and documents that are due outside of these waves."""
    waves: dict[int, list[Any]] = {}
    rows = list(rows)
    for row in rows:
        if row.number is not None:
            waves.setdefault(row.number, []).append(row)
    covered = {row.part for row in rows if row.number is not None}
    things = [_wave_thing(documents) for documents in waves.values()]
    return things + [_document_thing(row) for row in rows if row.number is None and row.part not in covered]


def _wave_thing(rows: list[Any]) -> Thing:
    read = [row for row in rows if row.percent >= _READ]
    following = next((row for row in rows if row.percent < _READ), rows[0])
    about = WaveToStudy(document_of(following), len(read), len(rows))
    values = {"document_id": following.part}
    return Thing("wave", rows[0].title, "library.show_document", values, rows[0].ends_at, about=about)


def _document_thing(row: Any) -> Thing:
    document = document_of(row)
    about = WaveToStudy(document, int(document.percent >= _READ), 1)
    values = {"document_id": document.id}
    title = f"{document.name}: {document.title}" if document.title else document.name
    return Thing("document", title, "library.show_document", values, row.ends_at, about=about)


@dataclass(frozen=True, slots=True)
class Session:
    """A session that comes or runs."""

    code: str
    title: str
    kind: str
    form: str
    begins_at: datetime
    ends_at: datetime

    @property
    def thing(self) -> Thing:
        """To be there."""
        values = {"code": self.code}
        return Thing("session", self.title, "sessions.show_own_session", values, self.ends_at, about=self)


def sessions_of(rows: Iterable[Any], is_behind: bool) -> list[Session]:
    """The sessions of these rows; make-up sessions only for those who have something to make up."""
    sessions = (
        Session(row.code, row.title, row.part_kind, row.part_number, row.begins_at, row.ends_at) for row in rows
    )
    return [one for one in sessions if one.kind != "make_up" or is_behind]


@dataclass(frozen=True, slots=True)
class Practice:
    """Today's portion: right answers and questions of one that was drawn."""

    is_offered: bool
    right: int = 0
    questions: int = 0
    is_done: bool = False

    @property
    def waits(self) -> bool:
        """Whether it can be done now."""
        return self.is_offered and not self.is_done

    @property
    def thing(self) -> Thing:
        """To practise."""
        return Thing("practice", "", "practice.show_practice", about=self)


def practice_of(rows: Iterable[Any]) -> Practice:
    """How today's practice stands, from the rows of ``queries.news``."""
    found = {row.source: row for row in rows}
    portion = found.get("portion")
    if portion is None:
        return Practice(is_offered="practises" in found)
    return Practice(True, portion.number, portion.percent, portion.ends_at is not None)
