"""What is asked of classes."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from ...accounts.access import Permission, within
from ...accounts.models import PRESENT_STATUSES, Member
from ...batches import is_one_of
from ...errors import NotFound, Sentence
from ...extensions import db
from ...units.models import Unit
from ...units.queries import subtree
from ..catalogue import editions
from ..catalogue.learner_models import LessonProgress
from ..catalogue.models import Course, CourseEdition
from .access import reachable
from .models import ClassAttendance, ClassInstructor, ClassSession, CourseClass, Learner

PAGE = 30
# Absent from such a session, whatever the reason: only who was there counts.
ATTENDED = "attended"


@dataclass(frozen=True, slots=True)
class ListedClass:
    """A class with how many learn in it."""

    course_class: CourseClass
    learners: int


def list_classes(offset: int = 0, member: Member | None = None) -> list[ListedClass]:
    """Classes that the member works with or may see, the latest first; one more than a page. Two statements."""
    query = select(CourseClass).join(CourseClass.unit).options(joinedload(CourseClass.unit)).where(reachable(member))
    found = db.session.scalars(
        query.order_by(CourseClass.starts_on.desc(), CourseClass.id.desc()).offset(offset).limit(PAGE + 1)
    ).all()
    counted = select(Learner.class_id, func.count()).where(
        Learner.class_id.in_([one.id for one in found]), Learner.state == "active"
    )
    counts = dict(list(db.session.execute(counted.group_by(Learner.class_id))))
    return [ListedClass(one, counts.get(one.id, 0)) for one in found]


def find_class(code: str) -> CourseClass | None:
    """The class of this code with its unit, whoever asks."""
    return db.session.scalar(select(CourseClass).options(joinedload(CourseClass.unit)).where(CourseClass.code == code))


def codes_like(base: str) -> set[str]:
    """The codes that begin so."""
    return set(db.session.scalars(select(CourseClass.code).where(CourseClass.code.startswith(base, autoescape=True))))


def list_units(member: Member | None = None) -> Sequence[Unit]:
    """Units in whose name the member can open a class: the topmost first, at most 200."""
    depth = func.length(Unit.path) - func.length(func.replace(Unit.path, "/", ""))
    query = select(Unit).where(within(Permission.CLASS_CREATE, member)).order_by(depth, Unit.sort_name)
    return db.session.scalars(query.limit(200)).all()


def list_learners(course_class: CourseClass) -> Sequence[Learner]:
    """Everybody in the class list, with their units, in its order."""
    query = (
        select(Learner)
        .options(joinedload(Learner.member).joinedload(Member.unit))
        .where(Learner.class_id == course_class.id)
        .order_by(Learner.number)
    )
    return db.session.scalars(query).all()


def get_learner(course_class: CourseClass, member_id: int) -> Learner:
    """Raises NotFound."""
    found = db.session.get(Learner, (course_class.id, member_id))
    if found is None:
        raise NotFound(Sentence("Người này không có trong danh sách lớp."))
    return found


def list_instructors(course_class: CourseClass) -> Sequence[ClassInstructor]:
    """Those who work with the class, by role and name."""
    query = (
        select(ClassInstructor)
        .join(ClassInstructor.member)
        .options(joinedload(ClassInstructor.member).joinedload(Member.unit))
        .where(ClassInstructor.class_id == course_class.id)
        .order_by(ClassInstructor.role, Member.sort_name, Member.id)
    )
    return db.session.scalars(query).all()


def works_with_classes(member: Member) -> bool:
    """Whether the member has a role in any class."""
    return db.session.scalar(select(ClassInstructor.class_id).where(ClassInstructor.member_id == member.id)) is not None


def list_sessions(course_class: CourseClass) -> Sequence[ClassSession]:
    """The sessions in their order."""
    query = select(ClassSession).where(ClassSession.class_id == course_class.id).order_by(ClassSession.number)
    return db.session.scalars(query).all()


def get_session(course_class: CourseClass, number: int) -> ClassSession:
    """Raises NotFound."""
    query = select(ClassSession).where(ClassSession.class_id == course_class.id, ClassSession.number == number)
    found = db.session.scalar(query)
    if found is None:
        raise NotFound(Sentence("Lớp này không có buổi học đó."))
    return found


def states_of(session: ClassSession) -> dict[int, str]:
    """{member: state} as it is noted for the session."""
    query = select(ClassAttendance.member_id, ClassAttendance.state)
    return dict(list(db.session.execute(query.where(ClassAttendance.session_id == session.id))))


def noted_sessions(course_class: CourseClass) -> dict[int, int]:
    """{session: how many attended} of the sessions whose attendance was taken."""
    attended = func.count().filter(ClassAttendance.state == ATTENDED)
    query = (
        select(ClassAttendance.session_id, attended)
        .join(ClassSession, ClassSession.id == ClassAttendance.session_id)
        .where(ClassSession.class_id == course_class.id)
        .group_by(ClassAttendance.session_id)
    )
    return dict(list(db.session.execute(query)))


@dataclass(frozen=True, slots=True)
class Presence:
    """How many sessions were held (their attendance was taken), and to how many each learner came."""

    held: int
    by_member: dict[int, int]

    def attended(self, member_id: int) -> int:
        """The sessions that the learner attended."""
        return self.by_member.get(member_id, 0)


def presence_in(class_id: int) -> Presence:
    """The presence of the class. Two statements."""
    of_class = (
        select(ClassAttendance.session_id, ClassAttendance.member_id, ClassAttendance.state)
        .join(ClassSession, ClassSession.id == ClassAttendance.session_id)
        .where(ClassSession.class_id == class_id)
        .subquery()
    )
    held = db.session.scalar(select(func.count(func.distinct(of_class.c.session_id)))) or 0
    counted = select(of_class.c.member_id, func.count()).where(of_class.c.state == ATTENDED)
    return Presence(held, dict(list(db.session.execute(counted.group_by(of_class.c.member_id)))))


@dataclass(frozen=True, slots=True)
class LessonsDone:
    """How many lessons the class asks for, and how many of them each learner has completed."""

    required: int = 0
    by_member: Mapping[int, int] = field(default_factory=dict)

    def done(self, member_id: int) -> int:
        """The lessons that the learner has completed."""
        return self.by_member.get(member_id, 0)


def lessons_of(course_class: CourseClass) -> LessonsDone:
    """The lessons of the latest edition of the online course that the class asks for. Two statements."""
    if course_class.course_id is None:
        return LessonsDone()
    edition = (
        select(CourseEdition.content)
        .join(Course, (Course.id == CourseEdition.course_id) & (Course.edition == CourseEdition.number))
        .where(Course.id == course_class.course_id)
    )
    ids = [lesson.id for lesson in editions.from_stored(db.session.scalar(edition) or []).lessons]
    done = (
        select(LessonProgress.member_id, func.count())
        .join(Learner, (Learner.member_id == LessonProgress.member_id) & (Learner.class_id == course_class.id))
        .where(LessonProgress.lesson_id.in_(ids), LessonProgress.completed_at.is_not(None))
    )
    return LessonsDone(len(ids), dict(list(db.session.execute(done.group_by(LessonProgress.member_id)))))


def list_online_courses(chosen_id: int | None = None) -> Sequence[Course]:
    """Published courses that the signed-in person may see, and the one that is chosen already; at most 200."""
    may_see = within(Permission.COURSE_VIEW) & Course.published_at.is_not(None)
    query = select(Course).join(Course.unit).where(may_see | (Course.id == chosen_id))
    return db.session.scalars(query.order_by(Course.title, Course.id).limit(200)).all()


def find_online_course(code: str) -> Course | None:
    """The published course of this code, whoever asks."""
    return db.session.scalar(select(Course).where(Course.code == code, Course.published_at.is_not(None)))


def find_members(course_class: CourseClass, codes: Collection[str]) -> dict[str, Member]:
    """{code: member} with their units, of those who are there to learn and whom the class may name by a code: all under
    the topmost unit of the class's own, and who is in its list already. A code of elsewhere tells nobody's name."""
    own_tree = subtree(f"{course_class.unit.path.partition('/')[0]}/")
    is_listed = exists().where(Learner.class_id == course_class.id, Learner.member_id == Member.id)
    query = select(Member).join(Member.unit).options(contains_eager(Member.unit))
    query = query.where(is_one_of(Member.code, codes), or_(own_tree, is_listed))
    query = query.where(Member.status.in_(PRESENT_STATUSES), Member.account_state.not_in(("pending", "rejected")))
    return {member.code: member for member in db.session.scalars(query)}


def list_unit_members(unit: Unit) -> Sequence[Member]:
    """The active members of the unit and of all below it, by name."""
    query = select(Member).join(Member.unit).options(joinedload(Member.unit)).where(subtree(unit.path))
    query = query.where(Member.status == "active", Member.account_state.not_in(("pending", "rejected")))
    return db.session.scalars(query.order_by(Unit.path, Member.sort_name, Member.id)).all()
