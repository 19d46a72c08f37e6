"""Study sessions, their meeting points, attendance, and the materials of a month."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...accounts.models import Member, one_of
from ...extensions import Base
from ...library.models import Document
from ...units.models import Unit

KINDS = ("conference", "class", "branch_meeting", "make_up")
FORMS = ("in_person", "online", "television", "mixed")
STATES = ("planned", "held", "cancelled")
ATTENDANCE_STATES = ("attended", "excused", "unexcused")
WAYS = ("qr", "list", "import", "assisted")


class StudySession(Base):
    """One conference, class meeting, branch meeting or make-up, at one or several meeting points."""

    __tablename__ = "study_session"
    __table_args__ = (
        CheckConstraint(one_of("kind", KINDS), name="kind"),
        CheckConstraint(one_of("form", FORMS), name="form"),
        CheckConstraint(one_of("state", STATES), name="state"),
        CheckConstraint("starts_at < ends_at", name="times_in_order"),
        Index("ix_study_session_starts_at_id", "starts_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(60), unique=True)
    title: Mapped[str] = mapped_column(String(255))
    kind: Mapped[str] = mapped_column(String(20))
    form: Mapped[str] = mapped_column(String(20))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    # Until when members are to have studied what it covers; NULL: no deadline was set.
    deadline: Mapped[datetime | None]
    key_people: Mapped[str] = mapped_column(Text, default="")
    # Markdown, and the same made clean.
    agenda: Mapped[str] = mapped_column(Text, default="")
    agenda_html: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[str] = mapped_column(String(20), default="planned")
    # When its audience came onto the rosters of what it covers; NULL before it has begun.
    roster_frozen_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"))

    unit: Mapped[Unit] = relationship(innerjoin=True)
    documents: Mapped[list[Document]] = relationship(
        secondary="study_session_document", order_by=Document.id, viewonly=True
    )
    audience: Mapped[list[Unit]] = relationship(secondary="study_session_unit", order_by=Unit.path, viewonly=True)
    points: Mapped[list[MeetingPoint]] = relationship(order_by="MeetingPoint.position", back_populates="session")

    @property
    def is_make_up(self) -> bool:
        """Whether it is for those who missed another one."""
        return self.kind == "make_up"


class SessionDocument(Base):
    """A document that the session covers."""

    __tablename__ = "study_session_document"

    session_id: Mapped[int] = mapped_column(ForeignKey("study_session.id", ondelete="CASCADE"), primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), primary_key=True, index=True)


class SessionUnit(Base):
    """Members of this unit's subtree are the audience."""

    __tablename__ = "study_session_unit"

    session_id: Mapped[int] = mapped_column(ForeignKey("study_session.id", ondelete="CASCADE"), primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True, index=True)


class MeetingPoint(Base):
    """A place where the session is followed (điểm cầu). ``guests`` are people without an account, as counted there."""

    __tablename__ = "meeting_point"
    __table_args__ = (
        UniqueConstraint("session_id", "name"),
        CheckConstraint("guests >= 0", name="guests_counted"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("study_session.id", ondelete="CASCADE"))
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(160))
    place: Mapped[str] = mapped_column(String(255), default="")
    guests: Mapped[int] = mapped_column(default=0)

    session: Mapped[StudySession] = relationship(back_populates="points", innerjoin=True)


class Attendance(Base):
    """Whether a member was at a session. A guest is of no unit that the session is for."""

    __tablename__ = "attendance"
    __table_args__ = (
        CheckConstraint(one_of("state", ATTENDANCE_STATES), name="state"),
        CheckConstraint(one_of("way", WAYS), name="way"),
    )

    session_id: Mapped[int] = mapped_column(ForeignKey("study_session.id", ondelete="CASCADE"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), primary_key=True, index=True)
    # Where he or she belonged then.
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    is_guest: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = mapped_column(String(20))
    # Of an absence.
    reason: Mapped[str] = mapped_column(String(300), default="")
    meeting_point_id: Mapped[int | None] = mapped_column(ForeignKey("meeting_point.id", ondelete="SET NULL"))
    arrived_at: Mapped[datetime | None]
    left_early_at: Mapped[datetime | None]
    way: Mapped[str] = mapped_column(String(20))
    recorded_at: Mapped[datetime]
    # Who ticked or imported it; the member for a scan.
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"))

    member: Mapped[Member] = relationship(foreign_keys=[member_id], innerjoin=True)


class MaterialPackage(Base):
    """What a unit gives its branches to read before the meeting of a month ("tài liệu sinh hoạt chi bộ")."""

    __tablename__ = "material_package"
    __table_args__ = (UniqueConstraint("unit_id", "month"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    # The first day of the month in which the meeting is held.
    month: Mapped[date] = mapped_column(index=True)
    note: Mapped[str] = mapped_column(Text, default="")
    # Usually about the 20th of the month before.
    published_at: Mapped[datetime | None]
    created_at: Mapped[datetime]

    unit: Mapped[Unit] = relationship(innerjoin=True)
    items: Mapped[list[MaterialItem]] = relationship(order_by="MaterialItem.position")


class MaterialItem(Base):
    """One thing to read: a document of the library, or a link."""

    __tablename__ = "material_item"
    __table_args__ = (CheckConstraint("document_id IS NOT NULL OR address <> ''", name="leads_somewhere"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    package_id: Mapped[int] = mapped_column(ForeignKey("material_package.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    title: Mapped[str] = mapped_column(String(300))
    address: Mapped[str] = mapped_column(String(500), default="")
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"), index=True)

    document: Mapped[Document | None] = relationship()
