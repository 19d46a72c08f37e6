"""What the signed-in person may read of the audit log."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import contains_eager

from ..extensions import db
from ..folding import fold, tidy
from ..units.models import Unit
from .access import Permission, paths_with, within
from .models import AuditEntry, Member

PAGE_SIZE = 30


@dataclass(frozen=True, slots=True)
class AuditFilters:
    """What the list is narrowed to; None or "": not narrowed. ``person`` is a code or a part of a name."""

    action: str = ""
    person: str = ""
    day: date | None = None


@dataclass(frozen=True, slots=True)
class AuditPage:
    """The latest first. ``before`` is the id to ask for the next page with; None at the end."""

    entries: list[AuditEntry]
    before: int | None
    # {(object type, object id): name} of the members and units among the objects that still exist.
    names: dict[tuple[str, str], str]


def list_entries(reader: Member, filters: AuditFilters, zone: tzinfo, before: int | None = None) -> AuditPage:
    """Entries of units where the reader holds audit:view, and the reader's own. Three statements."""
    query = (
        select(AuditEntry)
        .outerjoin(AuditEntry.unit)
        .outerjoin(AuditEntry.actor)
        .options(contains_eager(AuditEntry.unit).lazyload(Unit.kind), contains_eager(AuditEntry.actor))
        .where(_visible_to(reader))
        .order_by(AuditEntry.id.desc())
        .limit(PAGE_SIZE + 1)
    )
    if before is not None:
        query = query.where(AuditEntry.id < before)
    entries: list[AuditEntry] = list(db.session.scalars(_narrowed(query, filters, zone)))
    shown = entries[:PAGE_SIZE]
    names = _names("member", Member, shown) | _names("unit", Unit, shown)
    return AuditPage(shown, shown[-1].id if len(entries) > PAGE_SIZE else None, names)


def _visible_to(reader: Member) -> ColumnElement[bool]:
    seen = or_(within(Permission.AUDIT_VIEW, reader), AuditEntry.actor_id == reader.id)
    # What concerns no unit (a command, the installation) is for those who answer for a whole tree.
    is_at_a_root = any(path.count("/") == 1 for path in paths_with(Permission.AUDIT_VIEW, reader))
    return or_(seen, AuditEntry.unit_id.is_(None)) if is_at_a_root else seen


def _narrowed(query: Select[Any], filters: AuditFilters, zone: tzinfo) -> Select[Any]:
    if filters.action:
        query = query.where(AuditEntry.action == filters.action)
    if filters.person:
        named = and_(*(Member.search_name.contains(word, autoescape=True) for word in fold(filters.person).split()))
        query = query.where(or_(Member.code == tidy(filters.person), named))
    if filters.day:
        first = datetime.combine(filters.day, time.min, zone)
        query = query.where(AuditEntry.at >= first, AuditEntry.at < first + timedelta(days=1))
    return query


def _names(object_type: str, model: type[Member] | type[Unit], entries: list[AuditEntry]) -> dict[tuple[str, str], str]:
    ids = {int(e.object_id) for e in entries if e.object_type == object_type and e.object_id.isdecimal()}
    rows = db.session.execute(select(model.id, model.name, model.code).where(model.id.in_(ids)))
    return {(object_type, str(row.id)): f"{row.name} ({row.code})" for row in rows}
