"""Announcements of units: who sees them, and how many have read them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, false, func, or_, select
from sqlalchemy.orm import joinedload

from ..accounts import audit
from ..accounts.access import Permission, can, within
from ..accounts.models import Member
from ..errors import NotFound, Sentence
from ..extensions import db
from ..folding import tidy
from ..transactions import transactional
from ..units.models import Unit
from ..units.subtree import ids_of
from ..upserts import insert_for
from . import markdown
from .reader_models import Announcement, AnnouncementReceipt
from .words import audiences_of

MOST_LISTED = 100
_LAST_FIRST = (Announcement.published_at.desc(), Announcement.id.desc())


def for_reader(member: Member) -> ColumnElement[bool]:
    """The WHERE on Announcement of what is meant for the member."""
    above = ids_of(member.unit.path)
    is_meant = Announcement.audience.in_(audiences_of(member.kind))
    return and_(Announcement.unit_id.in_(above), is_meant) if above else false()


def list_for(member: Member) -> Sequence[Any]:
    """(Announcement, is_read, readers) of what the member may see, the last first. ``readers`` is to be shown to those
    who publish for the unit only."""
    readers = select(func.count()).where(AnnouncementReceipt.announcement_id == Announcement.id).scalar_subquery()
    columns = (Announcement, is_read_by(member).label("is_read"), readers.label("readers"))
    query = select(*columns).join(Announcement.unit).options(joinedload(Announcement.unit))
    mine = query.where(or_(for_reader(member), within(Permission.DOCUMENT_MANAGE, member)))
    return db.session.execute(
        mine.order_by(Announcement.published_at.desc(), Announcement.id.desc()).limit(MOST_LISTED)
    ).all()


def is_read_by(member: Member) -> ColumnElement[bool]:
    """The WHERE on Announcement of what the member has read."""
    mine = (AnnouncementReceipt.announcement_id == Announcement.id, AnnouncementReceipt.member_id == member.id)
    return exists().where(*mine)


def get_announcement(announcement_id: int, member: Member) -> Announcement:
    """The announcement, where the member may see it. Raises NotFound."""
    query = select(Announcement).join(Announcement.unit).options(joinedload(Announcement.unit))
    seen = or_(for_reader(member), within(Permission.DOCUMENT_MANAGE, member))
    found = db.session.scalar(query.where(Announcement.id == announcement_id, seen))
    if found is None:
        raise NotFound(Sentence("Không có thông báo này, hoặc bạn không được xem."))
    return found


def count_readers(announcement: Announcement) -> int:
    """How many have read it; nobody is named."""
    query = select(func.count()).where(AnnouncementReceipt.announcement_id == announcement.id)
    return db.session.scalar(query) or 0


def may_manage(announcement: Announcement) -> bool:
    """Whether the signed-in person may remove it and see how many have read it."""
    return can(Permission.DOCUMENT_MANAGE, announcement.unit.path)


@transactional
def publish(
    title: str, text: str, unit: Unit, audience: str, author: Member, now: datetime, leads_to: str | None = None
) -> Announcement:
    """A new announcement for the unit's subtree; ``leads_to``: the path of the page that it is about."""
    announcement = Announcement(
        unit=unit,
        audience=audience,
        title=tidy(title),
        text=text,
        html=markdown.to_html(text),
        leads_to=leads_to,
        published_at=now,
        created_by_id=author.id,
    )
    db.session.add(announcement)
    db.session.flush()
    audit.record(
        "announcement.published", "announcement", announcement.id, unit_id=unit.id, now=now, name=announcement.title
    )
    return announcement


@transactional
def remove(announcement: Announcement, now: datetime) -> None:
    """Take it away, with its receipts."""
    unit_id, name = announcement.unit_id, announcement.title
    audit.record("announcement.removed", "announcement", announcement.id, unit_id=unit_id, now=now, name=name)
    db.session.delete(announcement)


@transactional
def note_reading(announcement: Announcement, member: Member, now: datetime) -> None:
    """The member has read it. Twice is once; those it is not meant for are not counted."""
    meant = select(Announcement.id).where(Announcement.id == announcement.id, for_reader(member))
    if db.session.scalar(meant) is None:
        return
    row = insert_for(AnnouncementReceipt).values(announcement_id=announcement.id, member_id=member.id, read_at=now)
    db.session.execute(row.on_conflict_do_nothing())
