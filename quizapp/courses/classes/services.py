"""Opening classes, and who learns and works in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update

from ...accounts import audit
from ...accounts.models import Member
from ...changes import plain
from ...errors import Invalid, Refused, Sentence
from ...extensions import db
from ...folding import tidy
from ...transactions import transactional
from ...units.models import Unit
from . import queries
from .models import INSTRUCTOR_ROLES, ClassInstructor, CourseClass, Learner
from .settings import ClassSettings, code_for, faults_of, faults_of_code

MOST_LEARNERS = 5_000
LONGEST_NOTE = 200
SETTINGS = tuple(field.name for field in fields(ClassSettings))


def settings_of(course_class: CourseClass) -> ClassSettings:
    """What is set for the class, as a value."""
    return ClassSettings(**{name: getattr(course_class, name) for name in SETTINGS})


@transactional
def create_class(
    settings: ClassSettings, *, unit: Unit, now: datetime, code: str = "", actor: Member | None = None
) -> CourseClass:
    """An empty class; whoever opens it becomes its instructor. Without a code one is made from the title.

    Raises Invalid, and Refused when the code is taken.
    """
    settings = _checked(settings)
    code = _checked_code(code) if tidy(code) else _free_code(settings.title)
    values = {name: getattr(settings, name) for name in SETTINGS}
    created_by_id = actor.id if actor else None
    made = CourseClass(code=code, unit=unit, created_at=now, created_by_id=created_by_id, **values)
    db.session.add(made)
    db.session.flush()
    if actor:
        db.session.add(ClassInstructor(class_id=made.id, member_id=actor.id, role="instructor"))
    audit.record("class.created", "class", code, unit_id=unit.id, actor=actor, now=now, title=settings.title)
    return made


def _checked(settings: ClassSettings) -> ClassSettings:
    settings = settings.tidied()
    for fault in faults_of(settings):
        raise Invalid(fault.sentence, field=fault.field)
    return settings


def _checked_code(code: str) -> str:
    code = tidy(code)
    for fault in faults_of_code(code):
        raise Invalid(fault.sentence, field=fault.field)
    if queries.find_class(code) is not None:
        raise Refused(Sentence("Mã lớp %(code)s đã được dùng. Hãy chọn mã khác.", code=code), field="code")
    return code


def _free_code(title: str) -> str:
    base = code_for(title)
    taken = queries.codes_like(base)
    code, number = base, 2
    while code in taken:
        code, number = f"{base}-{number}", number + 1
    return code


@transactional
def edit_class(course_class: CourseClass, settings: ClassSettings, now: datetime) -> list[str]:
    """Make these its settings; returns the names of those that changed. Raises Invalid."""
    settings = _checked(settings)
    old = settings_of(course_class)
    changed = [name for name in SETTINGS if getattr(old, name) != getattr(settings, name)]
    for name in changed:
        setattr(course_class, name, getattr(settings, name))
    if changed:
        changes = {name: [plain(getattr(old, name)), plain(getattr(settings, name))] for name in changed}
        _note("class.edited", course_class, now, changes=changes)
    return changed


def _note(action: str, course_class: CourseClass, now: datetime, **detail: Any) -> None:
    audit.record(action, "class", course_class.code, unit_id=course_class.unit_id, now=now, **detail)


def hold(course_class: CourseClass) -> None:
    """Until the end of the transaction nobody else changes the class list."""
    db.session.execute(update(CourseClass).where(CourseClass.id == course_class.id).values(code=CourseClass.code))


@transactional
def add_learners(course_class: CourseClass, members: Sequence[Member], now: datetime) -> list[Member]:
    """Put those who are not yet in the class list at its end; returns them. Raises Refused for a list that is too long.

    Whoever withdrew stays withdrawn: ``readmit_learner`` is a decision of its own.
    """
    hold(course_class)
    known = set(db.session.scalars(select(Learner.member_id).where(Learner.class_id == course_class.id)))
    last = db.session.scalar(select(func.max(Learner.number)).where(Learner.class_id == course_class.id)) or 0
    new = [member for member in dict.fromkeys(members) if member.id not in known]
    if len(known) + len(new) > MOST_LEARNERS:
        raise Refused(Sentence("Một lớp có nhiều nhất %(most)s học viên.", most=MOST_LEARNERS))
    db.session.add_all(
        Learner(class_id=course_class.id, member_id=member.id, number=number, added_at=now)
        for number, member in enumerate(new, last + 1)
    )
    db.session.flush()
    if new:
        _note("class.learners_added", course_class, now, people=len(new))
    return new


@transactional
def add_by_codes(course_class: CourseClass, codes: Iterable[str], now: datetime) -> list[Member]:
    """The same by member codes. Raises Invalid with the codes that nobody has whom the class may name."""
    wanted = list(dict.fromkeys(filter(None, map(tidy, codes))))
    found = queries.find_members(course_class, wanted)
    strangers = [code for code in wanted if code not in found]
    if not wanted:
        raise Invalid(Sentence("Hãy ghi ít nhất một mã số."), field="codes")
    if strangers:
        listed = ", ".join(strangers[:10])
        sentence = Sentence("Trong đảng bộ của lớp không có thành viên mã số: %(codes)s. Chưa thêm ai.", codes=listed)
        raise Invalid(sentence, field="codes")
    return add_learners(course_class, [found[code] for code in wanted], now)


@transactional
def withdraw_learner(course_class: CourseClass, member_id: int, note: str, now: datetime) -> None:
    """The learner stays in the list, but is no longer of the class. Raises NotFound, Invalid."""
    learner = queries.get_learner(course_class, member_id)
    note = tidy(note)
    if len(note) > LONGEST_NOTE:
        raise Invalid(Sentence("Ghi chú dài nhất là %(most)s ký tự.", most=LONGEST_NOTE))
    learner.state, learner.note = "withdrawn", note
    _note("class.learner_withdrawn", course_class, now, member=learner.member.code, reason=note)


@transactional
def readmit_learner(course_class: CourseClass, member_id: int, now: datetime) -> None:
    """Take a withdrawal back."""
    learner = queries.get_learner(course_class, member_id)
    learner.state, learner.note = "active", ""
    _note("class.learner_readmitted", course_class, now, member=learner.member.code)


@transactional
def add_instructor(course_class: CourseClass, member_code: str, role: str, now: datetime) -> None:
    """Give somebody a role in the class; twice is once. Raises Invalid."""
    if role not in INSTRUCTOR_ROLES:
        raise Invalid(Sentence("Hãy chọn một vai trò."), field="role")
    member = queries.find_members(course_class, {tidy(member_code)}).get(tidy(member_code))
    if member is None:
        sentence = Sentence("Trong đảng bộ của lớp không có thành viên mã số “%(code)s”.", code=tidy(member_code))
        raise Invalid(sentence, field="code")
    if db.session.get(ClassInstructor, (course_class.id, member.id, role)) is None:
        db.session.add(ClassInstructor(class_id=course_class.id, member_id=member.id, role=role))
        db.session.flush()
        _note("class.instructor_added", course_class, now, member=member.code, role=role)


@transactional
def remove_instructor(course_class: CourseClass, member_id: int, role: str, now: datetime) -> None:
    """Take the role back; nothing happens where it was never given."""
    found = db.session.get(ClassInstructor, (course_class.id, member_id, role))
    if found is not None:
        code = found.member.code
        db.session.delete(found)
        _note("class.instructor_removed", course_class, now, member=code, role=role)
