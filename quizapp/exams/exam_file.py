"""A course exam as a TOML file; docs/exams.md explains it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from ..assessments.file_values import read_matrix_row, to_the_minute
from ..assessments.matrix import MatrixRow
from ..assessments.models import ANSWERS_SHOWN, PARTIAL_CREDIT
from ..courses.classes.models import INSTRUCTOR_ROLES
from ..courses.classes.settings import ClassSettings
from ..errors import Invalid, Sentence
from ..toml_reader import TableReader, parse_toml
from .classification import BANDS, DEFAULT_BANDS
from .settings import ALL_KINDS, Band, ExamSettings


@dataclass(frozen=True, slots=True)
class ClassSpec:
    """The [class] table. ``instructors``: (member code, role); ``learners``: codes; ``learners_file``: beside the TOML
    file, "" for none."""

    code: str
    unit: str
    settings: ClassSettings
    instructors: tuple[tuple[str, str], ...] = ()
    learners: tuple[str, ...] = ()
    learners_file: str = ""
    # The code of the online course that must be completed; "" for none.
    lessons_of: str = ""


@dataclass(frozen=True, slots=True)
class ExamSpec:
    """The file without the class."""

    code: str
    settings: ExamSettings
    matrix: tuple[MatrixRow, ...]
    resit_of: str = ""
    is_to_be_published: bool = False


@dataclass(frozen=True)
class ExamFile:
    """What a file says."""

    course_class: ClassSpec
    exam: ExamSpec
    warnings: list[Sentence] = field(default_factory=list)


def read_file(content: bytes) -> ExamFile:
    """Raises Invalid with what is wrong."""
    reader = TableReader(parse_toml(content))
    course_class = _class(_required(reader, "class"))
    warnings: list[Sentence] = []
    exam = _exam(reader, warnings)
    reader.finish()
    return ExamFile(course_class, exam, warnings)


def _required(reader: TableReader, key: str) -> dict[str, Any]:
    table = reader.table(key)
    if table is None:
        raise Invalid(Sentence("Thiếu mục %(key)s.", key=f"[{key}]"))
    return table


@contextmanager
def _told_where(place: str, number: int | None = None) -> Iterator[None]:
    """What is wrong in here is said with the table, and with its number among several."""
    try:
        yield
    except Invalid as error:
        if number is None:
            raise Invalid(Sentence("Trong [%(place)s]: %(fault)s", place=place, fault=error.sentence)) from None
        where = {"place": place, "number": number, "fault": error.sentence}
        raise Invalid(Sentence("Trong [[%(place)s]] thứ %(number)s: %(fault)s", **where)) from None


def _class(table: dict[str, Any]) -> ClassSpec:
    reader = TableReader(table)
    with _told_where("class"):
        listed = reader.tables("instructors")
    instructors = tuple(_instructor(number, entry) for number, entry in enumerate(listed, 1))
    with _told_where("class"):
        spec = _class_without(reader, instructors)
        reader.finish()
    return spec


def _class_without(reader: TableReader, instructors: tuple[tuple[str, str], ...]) -> ClassSpec:
    title = reader.text("title")
    return ClassSpec(
        code=reader.text("code"),
        unit=reader.text("unit"),
        settings=ClassSettings(
            title=title,
            course_title=reader.text("course", title),
            starts_on=_day(reader, "starts_on"),
            ends_on=_day(reader, "ends_on"),
            attendance_minimum=reader.whole("attendance_minimum", 80),
        ),
        instructors=instructors,
        learners=reader.texts("learners", ()),
        learners_file=reader.text("learners_file", ""),
        lessons_of=reader.text("lessons_of", ""),
    )


def _day(reader: TableReader, key: str) -> date:
    value = reader.raw(key)
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value.strip() if isinstance(value, str) else "")
    except ValueError:
        raise Invalid(Sentence("Mục %(key)s phải là một ngày như 2026-11-23.", key=key)) from None


def _instructor(number: int, table: dict[str, Any]) -> tuple[str, str]:
    reader = TableReader(table)
    with _told_where("class.instructors", number):
        instructor = (reader.text("member"), reader.choice("role", INSTRUCTOR_ROLES, "instructor") or "")
        reader.finish()
    return instructor


def _exam(reader: TableReader, warnings: list[Sentence]) -> ExamSpec:
    minimum = reader.whole("attendance_minimum", 80) if reader.has("attendance_minimum") else None
    settings = ExamSettings(
        title=reader.text("title"),
        opens_at=to_the_minute(reader.moment("opens_at"), warnings),
        closes_at=to_the_minute(reader.moment("closes_at"), warnings),
        minutes=reader.whole("minutes"),
        place=reader.text("place", ""),
        attempts_allowed=reader.attempts("attempts", 1),
        access_code=reader.text("access_code", "") or None,
        conditions=reader.long_text("conditions"),
        needs_identity_check=reader.yes_or_no("identity_check", False),
        attendance_minimum=minimum,
        is_paper_fixed=reader.yes_or_no("fixed_paper", False),
        allowed_kinds=reader.words("kinds", ALL_KINDS, ALL_KINDS),
        shuffles_questions=reader.yes_or_no("shuffle_questions", True),
        shuffles_options=reader.yes_or_no("shuffle_options", True),
        answers_shown=reader.choice("answers_shown", ANSWERS_SHOWN, "after_publication") or "",
        scale=reader.number("scale", 10),
        step=reader.number("step", 0.25),
        pass_mark=reader.number("pass_mark", 5),
        bands=_bands(reader.table("bands")),
        partial_credit=reader.choice("partial_credit", PARTIAL_CREDIT, "none") or "",
        markers=reader.whole("markers", 2),
        largest_difference=reader.number("largest_difference", 0.5),
        remarking_days=reader.whole("remarking_days", 5),
    )
    return ExamSpec(
        code=reader.text("code"),
        settings=settings.tidied(),
        matrix=tuple(_matrix_row(number, table) for number, table in enumerate(reader.tables("matrix"), 1)),
        resit_of=reader.text("resit_of", ""),
        is_to_be_published=reader.yes_or_no("publish", False),
    )


def _bands(table: dict[str, Any] | None) -> tuple[Band, ...]:
    """[bands] excellent = 9, …; a band that is left out is not given."""
    if table is None:
        return DEFAULT_BANDS
    reader = TableReader(table)
    with _told_where("bands"):
        bands = tuple((name, float(reader.number(name, 0))) for name in BANDS if name != "failed" and reader.has(name))
        reader.finish()
    return bands


def _matrix_row(number: int, table: dict[str, Any]) -> MatrixRow:
    reader = TableReader(table)
    with _told_where("matrix", number):
        row = read_matrix_row(reader)
        reader.finish()
    return row
