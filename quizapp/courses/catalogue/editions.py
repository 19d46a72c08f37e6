"""PURE: what an edition of a course holds, as one value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class LessonContent:
    """A lesson as learners have it. ``html`` is clean; ``versions`` is the pool of check questions; ``edited_at`` is
    the instant in ISO 8601."""

    id: int
    title: str
    kind: str
    html: str
    edited_at: str
    address: str = ""
    file_id: int | None = None
    course_file_id: int | None = None
    section_ids: tuple[int, ...] = ()
    bank_id: int | None = None
    versions: tuple[int, ...] = ()
    question_count: int = 0
    least_seconds: int = 0


@dataclass(frozen=True, slots=True)
class ModuleContent:
    """A part of a course."""

    title: str
    lessons: tuple[LessonContent, ...]


@dataclass(frozen=True, slots=True)
class Content:
    """All modules, in their order."""

    modules: tuple[ModuleContent, ...] = ()

    @property
    def lessons(self) -> tuple[LessonContent, ...]:
        """The lessons of all modules, in their order."""
        return tuple(lesson for module in self.modules for lesson in module.lessons)

    def lesson(self, lesson_id: int) -> LessonContent | None:
        """The lesson of this id."""
        return next((lesson for lesson in self.lessons if lesson.id == lesson_id), None)


def to_stored(content: Content) -> list[dict[str, Any]]:
    """The form that fits into JSON; what is empty is left out."""
    return [
        {"title": module.title, "lessons": [_stored(lesson) for lesson in module.lessons]} for module in content.modules
    ]


def _stored(lesson: LessonContent) -> dict[str, Any]:
    return {name: value for name, value in asdict(lesson).items() if value not in (None, "", (), 0) or name == "html"}


def from_stored(stored: Sequence[dict[str, Any]]) -> Content:
    """What ``to_stored`` wrote."""
    return Content(
        tuple(
            ModuleContent(module["title"], tuple(_lesson(lesson) for lesson in module["lessons"])) for module in stored
        )
    )


def _lesson(stored: dict[str, Any]) -> LessonContent:
    lists = {name: tuple(stored.get(name, ())) for name in ("section_ids", "versions")}
    return LessonContent(**(stored | lists))
